"""E03: the provider sets priorities, and nobody can contest them."""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType
from typing import Final

from patto.kernel.checks.finding import Put
from patto.kernel.checks.rule import Hit, ModelRule, Told
from patto.kernel.checks.subject import Subject

_USUAL: Final = {
    "en": "the customer says so on the ticket; the clock runs on the customer's priority until "
    "both sides have settled it",
    "it": "il cliente lo dice sul ticket; il tempo corre sulla priorità del cliente finché le due "
    "parti non si sono accordate",
}


def find(subject: Subject) -> Iterator[Hit]:
    """Yield that there is no way to contest a priority which the provider sets."""
    terms = subject.agreement.priorities
    if terms.disputes is None and terms.set_by == "provider":
        path = ("priorities", "disputes")
        usual = _USUAL[subject.agreement.agreement.language]
        yield Hit(path, MappingProxyType({}), Put(path, "none", usual))


def applies(subject: Subject) -> bool:
    """Return whether there is more than one priority to set."""
    return len(subject.agreement.priorities.order) > 1


RULE = ModelRule(
    id="E03",
    name="no-dispute",
    severity="warning",
    stake="fairness",
    source="published service levels that allow it (dolphinict)",
    find=find,
    applies=applies,
    words={
        "en": Told(
            title="No way to contest a priority",
            what="The provider sets the priority, and the customer cannot contest it.",
            why="Who sets the priority sets the deadline; if only one side may, the other will say "
            "afterwards that every figure is wrong.",
            bad="disputes: none",
            good="The customer says so on the ticket; its priority holds until both have settled "
            "it, within one hour of support time.",
        ),
        "it": Told(
            title="Una priorità che non si può contestare",
            what="Il fornitore assegna la priorità, e il cliente non può contestarla.",
            why="Chi assegna la priorità decide la scadenza; se può farlo una parte sola, l'altra "
            "dirà poi che ogni cifra è sbagliata.",
            bad="disputes: none",
            good="Il cliente lo dice sul ticket; la sua priorità vale finché le due parti non si "
            "sono accordate, entro un'ora di assistenza.",
        ),
    },
)
