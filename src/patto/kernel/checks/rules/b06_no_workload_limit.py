"""B06: the fee is fixed, and what may be asked for it is not."""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType

from patto.kernel.agreement.choices import settled
from patto.kernel.checks.rule import Hit, Phrase, PhraseRule, Told
from patto.kernel.checks.subject import Subject
from patto.kernel.checks.texts import PROSE
from patto.kernel.checks.wording.wording import Wording


def judge(wording: Wording) -> Iterator[Phrase]:
    """Yield each phrase by which work, people or devices have no limit, unless a number has."""
    if wording.part.kind not in PROSE | {"name"}:
        return
    for match in wording.used("B06.unlimited"):
        denied = wording.touched(match, "B06.denied")
        if not denied and not wording.together(match, "B06.bounded"):
            yield Phrase(match)


def find(subject: Subject) -> Iterator[Hit]:
    """Yield a fixed fee for promises without any limit, and each limit that has no effect.

    Whoever pays by the hour or by the head pays for more when there is more; an agreement that is
    not drawn up to be signed needs no limits; and what a text says outright is found there.
    """
    limits = settled(subject.agreement.workload) or ()
    if not limits and subject.is_formal and not _says_so(subject):
        fees = _fixed_fees(subject)
        if fees and subject.agreement.metrics:
            yield Hit(("workload",), MappingProxyType({"phrases": fees[0]}))
    for index, limit in enumerate(limits):
        path = ("workload", index, "above")
        nothing = subject.says(path, "B06.nothing") or subject.unsettled(path)
        if limit.charge is None and nothing:
            yield Hit(path, MappingProxyType({"phrases": limit.title}))


def _says_so(subject: Subject) -> bool:
    return any(phrase for wording in subject.texts.wordings for phrase in judge(wording))


def _fixed_fees(subject: Subject) -> list[str]:
    """Return the titles of the fees that stay the same however much there is of anything."""
    charges = settled(subject.agreement.charges)
    fees = () if charges is None else charges.fees or ()
    return [fee.title for fee in fees if fee.every != "once" and fee.each is None]


RULE = PhraseRule(
    id="B06",
    name="no-workload-limit",
    severity="warning",
    stake="fairness",
    source="ISO/IEC 20000-1, 8.3.3",
    judge=judge,
    find=find,
    words={
        "en": Told(
            title="As much as one likes",
            what="“{phrases}” has no limit, or none that has an effect.",
            why="A fixed fee for any amount of work is paid by the customers who ask for less, and "
            "in the end by the levels.",
            bad="The fee covers unlimited tickets.",
            good="The fee covers 60 incidents a month; further ones are worked on at 85 EUR an "
            "hour and stand outside the figures.",
        ),
        "it": Told(
            title="Quanto si vuole",
            what="«{phrases}» non ha un limite, o ne ha uno senza effetti.",
            why="Un canone fisso per qualunque quantità di lavoro lo pagano i clienti che chiedono "
            "meno, e alla fine i livelli.",
            bad="Il canone comprende ticket illimitati.",
            good="Il canone comprende 60 incidenti al mese; gli altri si lavorano a 85 euro l'ora "
            "e restano fuori dalle cifre.",
        ),
    },
)
