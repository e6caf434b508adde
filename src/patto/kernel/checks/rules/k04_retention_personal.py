"""K04: personal data are kept, and nothing says until when."""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType
from typing import Final

from patto.kernel.agreement.choices import settled
from patto.kernel.agreement.writing import Plain
from patto.kernel.checks.finding import Put
from patto.kernel.checks.rule import Hit, ModelRule, Told
from patto.kernel.checks.subject import Subject
from patto.kernel.checks.wording.small_words import Language

_USUAL: Final[dict[Language, dict[str, Plain]]] = {
    "en": {
        "id": "kept-tickets",
        "records": "tickets and their conversation",
        "personal": "personal",
        "kept": "2 years",
        "after": "the ticket is closed",
        "then": "deleted",
        "reason": "disputes about the figures of that time",
    },
    "it": {
        "id": "kept-tickets",
        "records": "i ticket e la loro conversazione",
        "personal": "personal",
        "kept": "2 years",
        "after": "la chiusura del ticket",
        "then": "deleted",
        "reason": "le contestazioni sulle cifre di quel periodo",
    },
}


def find(subject: Subject) -> Iterator[Hit]:
    """Yield that no class of personal data has an end, and each whose beginning is not said."""
    protection = settled(subject.agreement.data_protection)
    classes = () if protection is None else protection.retention or ()
    path = ("data_protection", "retention")
    if protection is not None and all(one.personal == "not-personal" for one in classes):
        told = MappingProxyType({"data": ", ".join(protection.data_types)})
        usual: Plain = [_USUAL[subject.agreement.agreement.language]]
        yield Hit(path, told, None if classes else Put(path, "none", usual))
    for index, one in enumerate(classes):
        if one.personal == "personal" and subject.unsettled((*path, index, "after")):
            yield Hit((*path, index, "after"), MappingProxyType({"data": one.records}))


def applies(subject: Subject) -> bool:
    """Return whether personal data are processed."""
    return settled(subject.agreement.data_protection) is not None


RULE = ModelRule(
    id="K04",
    name="retention-personal",
    severity="error",
    stake="fairness",
    source="GDPR, art. 5(1)(e) and 28(3)(g); founding case: confidentiality",
    find=find,
    applies=applies,
    words={
        "en": Told(
            title="Personal data without an end",
            what="Nothing says how long this is kept, from when, and what happens then: {data}.",
            why="What is kept for ever is lost one day to somebody who should never have had it, "
            "and both sides answer for it.",
            bad="Tickets are stored in the provider's system.",
            good="Tickets and their conversation: kept 2 years after the ticket is closed, then "
            "deleted.",
        ),
        "it": Told(
            title="Dati personali senza una fine",
            what="Nulla dice per quanto si conserva, da quando, e che cosa ne è poi: {data}.",
            why="Ciò che si tiene per sempre un giorno finisce a chi non doveva mai averlo, e "
            "ne rispondono entrambe le parti.",
            bad="I ticket sono conservati nel sistema del fornitore.",
            good="I ticket e la loro conversazione: conservati 2 anni dopo la chiusura, poi "
            "cancellati.",
        ),
    },
)
