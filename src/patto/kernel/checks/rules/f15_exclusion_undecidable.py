"""F15: an exclusion that no fact decides."""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType

from patto.kernel.checks.finding import Put
from patto.kernel.checks.rule import Hit, Phrase, PhraseRule, Told
from patto.kernel.checks.subject import Subject
from patto.kernel.checks.wording.wording import Wording


def judge(wording: Wording) -> Iterator[Phrase]:
    """Yield each word of opinion in what decides an exclusion, unless somebody states the fact."""
    if wording.part.kind != "exclusion" or any(wording.all("F15.stated")):
        return
    yield from map(Phrase, wording.used("F15.opinion"))


def find(subject: Subject) -> Iterator[Hit]:
    """Yield each exclusion that needs neither evidence nor the customer's consent."""
    for index, exclusion in enumerate(subject.agreement.exclusions or ()):
        if exclusion.evidence == "none" and exclusion.consent == "not-required":
            path = ("exclusions", index, "evidence")
            told = MappingProxyType({"phrases": exclusion.when})
            yield Hit(path, told, Put(path, "none", "required"))


RULE = PhraseRule(
    id="F15",
    name="exclusion-undecidable",
    severity="error",
    stake="verdict",
    source="Cripps: availability eaten by exclusions",
    judge=judge,
    find=find,
    words={
        "en": Told(
            title="An exclusion that no fact decides",
            what="Whether “{phrases}” holds is a matter of opinion.",
            why="An exclusion by opinion can swallow every miss, and then nothing is promised.",
            bad="circumstances beyond our control",
            good="the electricity company states an interruption at the customer's address",
        ),
        "it": Told(
            title="Un'esclusione che nessun fatto decide",
            what="Se «{phrases}» si verifichi è questione di opinioni.",
            why="Un'esclusione a opinione può inghiottire ogni ritardo, e allora non è promesso "
            "nulla.",
            bad="circostanze fuori dal nostro controllo",
            good="l'azienda elettrica comunica un'interruzione all'indirizzo del cliente",
        ),
    },
)
