"""K02: the customer has a duty, and nothing follows where it is not done."""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType

from patto.kernel.agreement.choices import settled
from patto.kernel.checks.rule import Hit, ModelRule, Told
from patto.kernel.checks.subject import Subject


def find(subject: Subject) -> Iterator[Hit]:
    """Yield each obligation of the customer without an effect on a clock, a target or a charge."""
    for index, one in enumerate(settled(subject.agreement.customer_obligations) or ()):
        if one.effect is None:
            path = ("customer_obligations", index, "effect")
            yield Hit(path, MappingProxyType({"duty": one.title}))


def applies(subject: Subject) -> bool:
    """Return whether the customer has duties."""
    return bool(settled(subject.agreement.customer_obligations))


RULE = ModelRule(
    id="K02",
    name="obligation-no-effect",
    severity="warning",
    stake="fairness",
    source="founding case: what the customer is responsible for",
    find=find,
    applies=applies,
    words={
        "en": Told(
            title="A duty without an effect",
            what="Nothing follows where “{duty}” is not done.",
            why="A duty without an effect is a wish, until somebody invents its effect in the "
            "middle of a dispute.",
            bad="The customer lets technicians in. effect: none",
            good="effect: {constraint: site-access}: the clock runs only while somebody lets the "
            "technician in",
        ),
        "it": Told(
            title="Un obbligo senza effetto",
            what="Se «{duty}» non è fatto non ne segue nulla.",
            why="Un obbligo senza effetto è un desiderio, finché qualcuno non ne inventa l'effetto "
            "nel mezzo di una lite.",
            bad="Il cliente fa entrare i tecnici. effect: none",
            good="effect: {constraint: accesso-sede}: il tempo corre solo finché qualcuno fa "
            "entrare il tecnico",
        ),
    },
)
