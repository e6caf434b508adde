"""H04: all remedies together come to next to nothing."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from types import MappingProxyType
from typing import Final

from patto.kernel.checks.at_risk import Fees, at_risk, uses
from patto.kernel.checks.rule import Hit, ModelRule, Told
from patto.kernel.checks.subject import Subject

DERISORY: Final = Fraction(2, 100)
"""The share of what is paid below which all remedies together are no remedy."""


def find(subject: Subject) -> Iterator[Hit]:
    """Yield that all remedies together give next to nothing of what is paid.

    A single small credit is none: what is at risk is shared out among the promises. What cannot
    be reckoned from the terms is taken as enough.
    """
    fees = Fees(subject.agreement)
    found = at_risk(subject.agreement, fees)
    if fees.month is None or found is None:
        return
    share = found.amount / fees.month
    if share < DERISORY:
        told = {"share": f"{float(share * 100):.2g} %"}
        yield Hit(found.path, MappingProxyType(told))


def applies(subject: Subject) -> bool:
    """Return whether a remedy is in use and something is paid again and again."""
    return bool(uses(subject.agreement)) and bool(Fees(subject.agreement).recurring)


RULE = ModelRule(
    id="H04",
    name="derisory",
    severity="warning",
    stake="fairness",
    source="Cass. 18338/2018: a derisory penalty limits liability unlawfully",
    find=find,
    applies=applies,
    words={
        "en": Told(
            title="A credit that is no remedy",
            what="However much is missed, the customer gets at most {share} of what it pays.",
            why="A credit that nobody feels changes nothing, and a court may see in it a limit of "
            "liability in disguise.",
            bad="cap: 1 % of monthly-fee",
            good="caps: {month: 15 % of monthly-fee, year: 100 % of monthly-fee}",
        ),
        "it": Told(
            title="Un credito che non rimedia",
            what="Qualunque cosa si manchi, il cliente riceve al massimo {share} di ciò che paga.",
            why="Una penale che nessuno sente non cambia nulla, e un giudice può vederci una "
            "limitazione di responsabilità mascherata.",
            bad="cap: 1 % of monthly-fee",
            good="caps: {month: 15 % of monthly-fee, year: 100 % of monthly-fee}",
        ),
    },
)
