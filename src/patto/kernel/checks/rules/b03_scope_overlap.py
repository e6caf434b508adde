"""B03: the same thing is covered and left out."""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType

from patto.kernel.agreement.choices import settled
from patto.kernel.agreement.nodes import Path
from patto.kernel.checks.rule import Hit, ModelRule, Told
from patto.kernel.checks.subject import Subject
from patto.kernel.checks.things import Thing, things


def find(subject: Subject) -> Iterator[Hit]:
    """Yield each thing that is left out and covered as well: by its id, or by what it is called.

    What is left out may be narrower than what is covered, `Computers` without `Old computers`; it
    may not be the same, nor take in something that is covered by name.
    """
    covered = list(_covered(subject))
    for index, one in enumerate(settled(subject.agreement.not_covered) or ()):
        path = ("not_covered", index)
        out = _things(subject, (*path, "title"))
        within = [
            (title, where)
            for title, where, name, kinds in covered
            if name == one.id or any(a.takes_in(b) for a in out for b in kinds)
        ]
        if within:
            told = {"out": one.title, "within": ", ".join(title for title, _ in within)}
            also = tuple(where for _, where in within)
            yield Hit(path, MappingProxyType(told), also=also)


def _covered(subject: Subject) -> Iterator[tuple[str, Path, str, list[Thing]]]:
    """Yield what is covered: its title, where it stands, an item's id, and what it names.

    Services have short ids that many parts share; those of items are names of things.
    """
    for index, service in enumerate(subject.agreement.services):
        path: Path = ("services", index)
        yield service.title, path, "", _things(subject, (*path, "title"))
    for index, item in enumerate(subject.agreement.items or ()):
        path = ("items", index)
        yield item.title, path, item.id, _things(subject, (*path, "title"))


def _things(subject: Subject, path: Path) -> list[Thing]:
    wording = subject.texts.at(path)
    return [] if wording is None else list(things(wording))


def applies(subject: Subject) -> bool:
    """Return whether anything is left out."""
    return bool(settled(subject.agreement.not_covered))


RULE = ModelRule(
    id="B03",
    name="scope-overlap",
    severity="error",
    stake="verdict",
    source="founding case: the scope of the agreement",
    find=find,
    applies=applies,
    words={
        "en": Told(
            title="Both in and out",
            what="“{out}” is left out, and “{within}” is covered.",
            why="Whoever reads the one list is right, and so is whoever reads the other: no call "
            "about it can be judged.",
            bad="Covered: computers and printers. Not covered: printers.",
            good="Covered: computers and the printers of the list. Not covered: printers at home.",
        ),
        "it": Told(
            title="Dentro e fuori insieme",
            what="«{out}» è fuori dal contratto, e «{within}» è coperto.",
            why="Chi legge un elenco ha ragione, e ce l'ha anche chi legge l'altro: di nessuna "
            "chiamata si può dire se valga.",
            bad="Coperto: computer e stampanti. Non coperto: le stampanti.",
            good="Coperto: computer e stampanti dell'elenco. Non coperto: le stampanti di casa.",
        ),
    },
)
