"""Is it included? What an agreement says of a thing that somebody names.

Two questions: what of it a query finds, and what of it leaves out what a call is about. Both answer
with the clauses themselves; nothing is decided here, people quote what they find.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from patto.customers.folding import folded, fragments, likeness
from patto.kernel.agreement.choices import settled
from patto.kernel.agreement.clauses.out_of_hours import OutOfHours
from patto.kernel.agreement.clauses.scope import Supporter
from patto.kernel.agreement.model import Agreement
from patto.templates import is_example

Kind: TypeAlias = Literal[
    "service", "item", "site", "not-covered", "exclusion", "workload", "fee", "rate",
    "out-of-hours", "obligation", "free", "unlisted",
]  # fmt: skip
"""What a clause is."""

Place: TypeAlias = Literal["listed", "elsewhere", "unlisted", "no-list"]
"""Where a system stands: on the agreement's list, with a supplier, on no list; or there is none."""

_WORD: Final = re.compile(r"\w+")
_LEAST: Final = 4
"""The fewest letters of a word by which a clause is noticed."""
_ENDING: Final = 2
"""How many letters at its end two forms of a word may differ by: `printer`, `printers`."""
_READ: Final = 4_000
"""How many letters of what was typed are read; what a call is about stands at its beginning."""
_EVERYDAY: Final = frozenset(
    _WORD.findall(
        """
        about after agli agreement alle also altri altro anybody assistenza azienda before belongs
        call calls chiamata chiamate cliente clienti come company contract contratto cosa cose
        customer customers dagli dalla dalle dallo degli della delle dello device devices
        dispositivi dispositivo does every everybody everything fornitore from fuori have into
        lavoro loro nella nelle nello nessuna nessuno nobody ogni only ospiti other others over
        people person persona persone propri proprio provided provider quando quello questo service
        services servizi servizio sono stati sulla sulle supplier support supported that their them
        themselves there these thing things this those tutti tutto under users utenti what when
        which with within without work works
        """
    )
)
"""Words, folded, that say nothing of what a clause is about."""


@dataclass(frozen=True, slots=True)
class Clause:
    """Something that an agreement says: what it is about, in its words, under which number."""

    kind: Kind
    id: str
    title: str
    told: str = ""
    clause: str = ""
    supporter: Supporter | None = None

    @property
    def unfilled(self) -> bool:
        """Whether the supporter is still one that a template invents."""
        who = self.supporter
        return who is not None and (is_example(who.name) or is_example(who.reached_by))


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a system stands in an agreement, and what the agreement says of that."""

    place: Place
    clause: Clause | None = None


def clauses(agreement: Agreement) -> tuple[Clause, ...]:
    """Return everything that an agreement says of what it covers, what not, and at what price."""
    return (*_covered(agreement), *_left_out(agreement), *_priced(agreement), *_others(agreement))


def found(agreement: Agreement, query: str) -> tuple[Clause, ...]:
    """Return the clauses that hold every fragment of a query, the best first; all if it is empty.

    Accents, capitals and a slip of the finger do not matter.
    """
    asked = fragments(query)
    if not asked:
        return clauses(agreement)
    ranked = [(likeness(asked, _text(one)), n, one) for n, one in enumerate(clauses(agreement))]
    return tuple(one for rank, _, one in sorted(ranked, key=lambda r: (-r[0], r[1])) if rank)


def noticed(agreement: Agreement, typed: str, most: int = 3) -> tuple[Clause, ...]:
    """Return what is left out or excluded that a typed text seems to be about, the closest first.

    It is noticed by a word of its title or of who supports it; words that also name something
    covered tell nothing.
    """
    said = _words(typed[:_READ])
    covered = {word for one in _covered(agreement) for word in _words(one.title)}
    ranked = [
        (_share(_words(_named(one)), said, covered), n, one)
        for n, one in enumerate(_left_out(agreement))
    ]
    close = sorted((one for one in ranked if one[0]), key=lambda one: (-one[0], one[1]))
    return tuple(one for _, _, one in close[:most])


def placed(agreement: Agreement, *, item: str, supplier: str) -> Placed:
    """Return where a system stands in an agreement, by its id there and by who supports it.

    Both may be empty. What is with a supplier is not with the provider, also if it is on the list.
    """
    if supplier:
        return Placed("elsewhere", _of_supplier(agreement, supplier))
    for one in _covered(agreement):
        if one.kind == "item" and one.id == item:
            return Placed("listed", one)
    return Placed("unlisted", unlisted(agreement)) if agreement.items else Placed("no-list")


def unlisted(agreement: Agreement) -> Clause | None:
    """Return what holds for a thing on no list, `None` where the agreement does not say."""
    changes = settled(agreement.scope_changes)
    return None if changes is None else Clause("unlisted", "unlisted", "", changes.unlisted)


def _of_supplier(agreement: Agreement, name: str) -> Clause | None:
    """Return the clause that leaves to a supplier what it supports, if there is one."""
    wanted = folded(name)
    for one in _left_out(agreement):
        if one.supporter is not None:
            other = folded(one.supporter.name)
            if other.startswith(wanted) or wanted.startswith(other):
                return one
    return None


def _covered(agreement: Agreement) -> Iterator[Clause]:
    titles = {one.id: one.title for one in agreement.services}
    for service in agreement.services:
        yield Clause("service", service.id, service.title)
    for item in agreement.items or ():
        yield Clause("item", item.id, item.title, titles.get(item.service, item.service))
    for site in settled(agreement.sites) or ():
        yield Clause("site", site.id, site.title, site.address)


def _left_out(agreement: Agreement) -> Iterator[Clause]:
    for one in settled(agreement.not_covered) or ():
        supporter = one.supported_by
        yield Clause(
            "not-covered", one.id, one.title, one.hand_over, one.clause or "", supporter or None
        )
    for exclusion in agreement.exclusions or ():
        yield Clause(
            "exclusion", exclusion.id, exclusion.title, exclusion.when, exclusion.clause or ""
        )


def _priced(agreement: Agreement) -> Iterator[Clause]:
    for limit in settled(agreement.workload) or ():
        yield Clause("workload", limit.id, limit.title, limit.above)
    charges = settled(agreement.charges)
    for fee in (charges.fees or ()) if charges else ():
        yield Clause("fee", fee.id, fee.title, fee.covers)
    for rate in (charges.rates or ()) if charges else ():
        yield Clause("rate", rate.id, rate.title, rate.covers)
    help_then = agreement.out_of_hours
    for window in help_then.windows if isinstance(help_then, OutOfHours) else ():
        yield Clause("out-of-hours", window.id, window.title, window.levels)


def _others(agreement: Agreement) -> Iterator[Clause]:
    for duty in settled(agreement.customer_obligations) or ():
        yield Clause("obligation", duty.id, duty.title, duty.duty, duty.clause or "")
    for free in settled(agreement.free_clauses) or ():
        yield Clause("free", free.id, free.title, free.text, free.number)
    rule = unlisted(agreement)
    if rule is not None:
        yield rule


def _text(clause: Clause) -> str:
    who = clause.supporter
    more = () if who is None else (who.name, who.reached_by)
    return folded(clause.id, clause.title, clause.told, *more)


def _named(clause: Clause) -> str:
    return f"{clause.title} {clause.supporter.name if clause.supporter else ''}"


def _words(text: str) -> list[str]:
    words = dict.fromkeys(_WORD.findall(folded(text)))
    return [one for one in words if len(one) >= _LEAST and one not in _EVERYDAY]


def _share(words: Sequence[str], said: Iterable[str], covered: Iterable[str]) -> float:
    """Return how much of what names a clause was said, 0 if nothing that tells it apart was."""
    telling = [one for one in words if not any(_alike(one, other) for other in covered)]
    heard = [one for one in telling if any(_alike(one, other) for other in said)]
    return len(heard) / len(telling) if telling else 0.0


def _alike(one: str, other: str) -> bool:
    """Return whether two words are the same but for their endings."""
    if abs(len(one) - len(other)) > _ENDING:
        return False
    stem = max(_LEAST, min(len(one), len(other)) - 1)
    return one[:stem] == other[:stem]
