"""K09: what is covered is not in order, and all levels hold from the first day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from types import MappingProxyType
from typing import Final, NamedTuple

from patto.kernel.agreement.choices import settled
from patto.kernel.agreement.clauses.start import StartConditions
from patto.kernel.agreement.desk import Item, Warranty
from patto.kernel.agreement.nodes import Path
from patto.kernel.agreement.part import YEARS
from patto.kernel.agreement.writing import Plain
from patto.kernel.checks.finding import Put
from patto.kernel.checks.rule import Hit, ModelRule, Told
from patto.kernel.checks.subject import Subject
from patto.kernel.checks.wording.small_words import Language
from patto.kernel.checks.wording.wording import Wording

_OLD: Final = 5  # years of a thing after which published standards no longer cover it
_MONTHS: Final = 3
_PATH: Final[Path] = ("start_conditions",)
_USUAL: Final[dict[Language, dict[str, str]]] = {
    "en": {
        "end_test": "one whole month shows no metric missed",
        "note": "a note with the date, signed by both sides",
        "otherwise": "it ends on that date all the same, and the levels hold",
    },
    "it": {
        "end_test": "un mese intero non mostra metriche mancate",
        "note": "una nota con la data, firmata da entrambe le parti",
        "otherwise": "finisce comunque in quella data, e i livelli valgono",
    },
}


class _Sign(NamedTuple):
    """What shows that something is not in order, and where it stands."""

    told: str
    path: Path


def find(subject: Subject) -> Iterator[Hit]:
    """Yield that levels hold from the first day, of what the agreement itself says is weak.

    Weak is what a text says to be, and what much hangs on that is five years old without a
    warranty. Where something is to be put in order first, levels may not hold in full meanwhile.
    """
    conditions = settled(subject.agreement.start_conditions)
    prerequisites = () if conditions is None else conditions.prerequisites or ()
    if conditions is not None and conditions.stabilisation is not None:
        return
    if prerequisites:
        signs = [
            _Sign(one.title, (*_PATH, "prerequisites", index, "meanwhile"))
            for index, one in enumerate(prerequisites)
            if subject.says((*_PATH, "prerequisites", index, "meanwhile"), "K09.full")
        ]
    else:
        signs = [*_weak_items(subject), *_weak_texts(subject)]
    if signs:
        told = ", ".join(dict.fromkeys(one.told for one in signs))
        also = tuple(one.path for one in signs)
        put = _put(subject, conditions)
        yield Hit(put.path, MappingProxyType({"signs": told}), put, also)


def applies(subject: Subject) -> bool:
    """Return whether any level is promised that could hold too early."""
    return bool(subject.agreement.metrics)


def _weak_items(subject: Subject) -> Iterator[_Sign]:
    start = subject.agreement.agreement.effective.start
    for index, item in enumerate(subject.agreement.items or ()):
        if item.criticality == "high" and _is_old(item, start) and _is_bare(item, start):
            yield _Sign(item.title, ("items", index))


def _is_old(item: Item, start: date) -> bool:
    return item.since is not None and (start - item.since).days > _OLD * 365


def _is_bare(item: Item, start: date) -> bool:
    """Return whether a thing is said to have no warranty, or one that has ended."""
    ended = isinstance(item.warranty, Warranty) and item.warranty.until < start
    return item.warranty == "none" or ended


def _weak_texts(subject: Subject) -> Iterator[_Sign]:
    """Yield each text that says of what is covered that it is not in order."""
    for wording in subject.texts.wordings:
        quotes = list(_weak(wording))
        if quotes:
            yield _Sign(quotes[0], wording.part.path)


def _weak(wording: Wording) -> Iterator[str]:
    if wording.part.kind in {"clause", "purpose", "name"}:
        for match in wording.used("K09.weak"):
            if not wording.negated(match) and not wording.together(match, "K09.case"):
                yield wording.quote(match)


def _put(subject: Subject, conditions: StartConditions | None) -> Put:
    """Return the usual time of stabilisation, three months from the first day."""
    identity = subject.agreement.agreement
    start = identity.effective.start
    months = start.month - 1 + _MONTHS
    end = date(min(start.year + months // 12, YEARS[-1]), months % 12 + 1, 1)
    usual: dict[str, Plain] = {
        "start": start.isoformat(),
        "end": end.isoformat(),
        "measured": "measured-and-reported",
        "credited": "not-credited",
        **_USUAL[identity.language],
    }
    if conditions is not None:
        return Put((*_PATH, "stabilisation"), "none", usual)
    old = None if subject.agreement.start_conditions is None else "none"
    return Put(_PATH, old, {"prerequisites": "none", "stabilisation": usual})


RULE = ModelRule(
    id="K09",
    name="no-start-conditions",
    severity="warning",
    stake="fairness",
    source="founding case: networks that are not in order; audits before call-to-repair (HPE)",
    find=find,
    applies=applies,
    words={
        "en": Told(
            title="Full levels from the first day",
            what="All levels hold from the first day, and this is not in order: {signs}.",
            why="What was neglected for years is not put right by a signature, and each of the "
            "first months is missed.",
            bad="The server is seven years old and out of warranty. start_conditions: none",
            good="start_conditions with a stabilisation of three months: measured, reported, not "
            "credited, with the fact at which it ends",
        ),
        "it": Told(
            title="Livelli pieni dal primo giorno",
            what="Tutti i livelli valgono dal primo giorno, e questo non è in ordine: {signs}.",
            why="Ciò che è stato trascurato per anni non lo rimette a posto una firma, e ognuno "
            "dei primi mesi è mancato.",
            bad="Il server ha sette anni ed è fuori garanzia. start_conditions: none",
            good="start_conditions con una stabilizzazione di tre mesi: misurata, riportata, non "
            "accreditata, con il fatto che la chiude",
        ),
    },
)
