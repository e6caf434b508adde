"""H04: all remedies together come to next to nothing."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from types import MappingProxyType
from typing import Final

from patto.kernel.agreement.model import Agreement
from patto.kernel.agreement.money import Amount
from patto.kernel.checks.at_risk import AtRisk, Fees, at_risk, uses
from patto.kernel.checks.rule import Hit, ModelRule, Told
from patto.kernel.checks.subject import Subject

DERISORY: Final = Fraction(2, 100)
"""The share of what is paid below which all remedies together are no remedy."""


def find(subject: Subject) -> Iterator[Hit]:
    """Yield that all remedies together, or all that is answered for, is next to nothing.

    A single small credit is none: what is at risk is shared out among the promises. What cannot
    be reckoned from the terms is taken as enough, and of nothing paid there is no share.
    """
    fees = Fees(subject.agreement)
    month = fees.month
    if month is None:
        return
    remedies = at_risk(subject.agreement, fees) if uses(subject.agreement) else None
    for found in (remedies, _answered_for(subject.agreement, fees)):
        if found is not None and found.amount / month < DERISORY:
            told = {"share": f"{float(found.amount / month * 100):.2g} %"}
            yield Hit(found.path, MappingProxyType(told))


def applies(subject: Subject) -> bool:
    """Return whether something limits what follows from a miss, and something is paid for it."""
    limited = bool(uses(subject.agreement)) or _liability_cap(subject.agreement) is not None
    return limited and bool(Fees(subject.agreement).recurring)


def _answered_for(agreement: Agreement, fees: Fees) -> AtRisk | None:
    """Return the month's share of the most that is answered for in a year, `None` if untold."""
    cap = _liability_cap(agreement)
    worth = None if cap is None else fees.worth(cap)
    return None if worth is None else AtRisk(worth / 12, ("legal", "liability", "cap"))


def _liability_cap(agreement: Agreement) -> Amount | None:
    return None if agreement.legal is None else agreement.legal.liability.cap


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
            good="caps: {month: 15 % of monthly-fee, year: 100 % of monthly-fee}; liability: "
            "{cap: 1200 % of monthly-fee}",
        ),
        "it": Told(
            title="Un credito che non rimedia",
            what="Qualunque cosa si manchi, il cliente riceve al massimo {share} di ciò che paga.",
            why="Una penale che nessuno sente non cambia nulla, e un giudice può vederci una "
            "limitazione di responsabilità mascherata.",
            bad="cap: 1 % of monthly-fee",
            good="caps: {month: 15 % of monthly-fee, year: 100 % of monthly-fee}; liability: "
            "{cap: 1200 % of monthly-fee}",
        ),
    },
)
