"""J06: what one side fails to do is held against the other."""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType

from patto.kernel.agreement.choices import settled
from patto.kernel.checks.finding import Put
from patto.kernel.checks.late_reports import LATE
from patto.kernel.checks.rule import Hit, Phrase, PhraseRule, Told
from patto.kernel.checks.subject import Subject
from patto.kernel.checks.texts import PROSE
from patto.kernel.checks.wording.phrases import Match
from patto.kernel.checks.wording.wording import Wording

_LATE = ("reporting", "late")


def judge(wording: Wording) -> Iterator[Phrase]:
    """Yield each consequence that falls on the side which did not fail.

    A customer that pays less, or for what was done, bears nothing; what follows from a late report
    is judged as such.
    """
    if wording.part.kind not in PROSE or wording.part.path == _LATE:
        return
    yield from map(Phrase, wording.used("J06.reports"))
    for pays, fails in (
        ("J06.customer_pays", "J06.provider_fails"),
        ("J06.provider_pays", "J06.customer_fails"),
    ):
        for match in _unspared(wording, pays):
            if wording.together(match, fails):
                yield Phrase(match)


def find(subject: Subject) -> Iterator[Hit]:
    """Yield what the customer bears for a late report, and credits that hang on the provider.

    A credit that is given only if the provider has done something of its own is in its hands.
    """
    reporting, wording = settled(subject.agreement.reporting), subject.texts.at(_LATE)
    wrong = wording is not None and any(_unspared(wording, "J06.customer_pays", "J06.accepted"))
    if reporting is not None and wrong:
        told = MappingProxyType({"phrases": reporting.late})
        usual = LATE[subject.agreement.agreement.language]
        yield Hit(_LATE, told, Put(_LATE, reporting.late, usual))
    remedies = settled(subject.agreement.remedies)
    for index, one in enumerate((remedies.conditions or ()) if remedies else ()):
        path = ("remedies", "conditions", index, "fact")
        if subject.says(path, "J06.own_deed") and not subject.says(path, "J06.told"):
            yield Hit(path, MappingProxyType({"phrases": one.fact}))


def _unspared(wording: Wording, *labels: str) -> Iterator[Match]:
    for match in wording.used(*labels):
        denied = wording.touched(match, "J06.denied")
        spared = denied or wording.together(match, "J06.spared")
        if not spared:
            yield match


RULE = PhraseRule(
    id="J06",
    name="wrong-party",
    severity="error",
    stake="fairness",
    source="a published template: the customer pays where the supplier has not reported",
    judge=judge,
    find=find,
    words={
        "en": Told(
            title="The wrong side pays",
            what="“{phrases}” makes one side bear what the other has not done.",
            why="Whoever bears the failures of the other side has signed against itself, and "
            "usually neither has noticed.",
            bad="If the provider is late with the report, the customer loses its credits.",
            good="If the provider is late with the report, the month counts as missed.",
        ),
        "it": Told(
            title="Paga la parte sbagliata",
            what="«{phrases}» fa portare a una parte ciò che non ha fatto l'altra.",
            why="Chi risponde delle mancanze dell'altra parte ha firmato contro sé stesso, e di "
            "solito nessuno dei due se n'è accorto.",
            bad="Se il fornitore ritarda il rapporto, il cliente perde i suoi crediti.",
            good="Se il fornitore ritarda il rapporto, il mese vale come mancato.",
        ),
    },
)
