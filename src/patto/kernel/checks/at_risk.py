"""What remedies give at most, held against what is paid in the same time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, NamedTuple

from patto.kernel.agreement.choices import settled
from patto.kernel.agreement.clauses.charges import Charge, Fee
from patto.kernel.agreement.clauses.remedies import (
    ByBand,
    ByLateness,
    ByPeriod,
    ByPoint,
    ByTicket,
    Remedy,
)
from patto.kernel.agreement.metrics import (
    AnyMetric,
    AvailabilityMetric,
    SatisfactionMetric,
    ShareMetric,
    TicketMetric,
)
from patto.kernel.agreement.model import Agreement
from patto.kernel.agreement.money import Amount, Credit, FeeDays, Money, Rate
from patto.kernel.agreement.nodes import Path
from patto.kernel.evaluation.periods import MONTHS

_DAYS_OF_A_MONTH: Final = 30
_COUNTED_AS: Final = {"user": "users", "device": "devices", "site": "sites"}
"""What the workload calls that for each of which a fee is due."""


@dataclass(frozen=True, slots=True)
class Use:
    """A remedy at its position, and a metric that names it at its own."""

    index: int
    remedy: Remedy
    number: int
    metric: AnyMetric

    @property
    def months(self) -> int:
        """How many months a period of the metric has."""
        return MONTHS[self.metric.period.every]


class AtRisk(NamedTuple):
    """What a month's remedies come to at most, and the part that says so."""

    amount: Fraction
    path: Path


def uses(agreement: Agreement) -> tuple[Use, ...]:
    """Return each stated remedy with each metric that names it."""
    remedies = settled(agreement.remedies)
    return tuple(
        Use(index, remedy, number, metric)
        for index, remedy in enumerate(() if remedies is None else remedies.listed)
        for number, metric in enumerate(agreement.metrics)
        if metric.remedy == remedy.id
    )


class Fees:
    """What is paid, and what credits and caps that are taken of it come to in money."""

    def __init__(self, agreement: Agreement) -> None:
        charges = settled(agreement.charges)
        fees = () if charges is None else charges.fees or ()
        rates = () if charges is None else charges.rates or ()
        self._fees: Mapping[str, Fee] = {fee.id: fee for fee in fees}
        self._rates: Mapping[str, Charge] = {rate.id: rate for rate in rates}
        self._counts: Mapping[str, int] = {
            one.of: one.number for one in settled(agreement.workload) or ()
        }
        again = [fee for fee in fees if fee.every != "once"]
        # Of the only fee that recurs a share is the same for however many it is due.
        self._for_one = len(again) == 1 and self._stated_count(again[0]) is None
        self.recurring = tuple(sorted(again, key=lambda fee: -(self._monthly(fee) or 0)))
        """The fees that are due again and again, the largest first."""

    @property
    def month(self) -> Fraction | None:
        """What all recurring fees come to in a month.

        `None` if there are none, if it is open, or if they come to nothing: of nothing no share
        can be told.
        """
        monthly = [self._monthly(fee) for fee in self.recurring]
        known = [one for one in monthly if one is not None]
        return sum(known, Fraction(0)) or None if len(known) == len(monthly) else None

    def worth(self, amount: Credit | Amount) -> Fraction | None:
        """Return what a credit or cap comes to, `None` if the terms do not tell."""
        if isinstance(amount, Money):
            return None if self._for_one else Fraction(amount.amount)
        if isinstance(amount, FeeDays):
            fee = self._fees.get(amount.base)
            monthly = None if fee is None else self._monthly(fee)
            return None if monthly is None else amount.days * monthly / _DAYS_OF_A_MONTH
        once = self._once(amount.base)
        return None if once is None else amount.fraction * once

    def _monthly(self, fee: Fee) -> Fraction | None:
        once = self._once(fee.id)
        return None if once is None or fee.every == "once" else once / MONTHS[fee.every]

    def _once(self, name: str) -> Fraction | None:
        """Return what a charge comes to each time it is due."""
        if name in self._fees:
            count = self._count(self._fees[name])
            return None if count is None else Fraction(self._fees[name].amount.amount) * count
        price = None if self._for_one or name not in self._rates else self._rates[name].price
        if isinstance(price, Money | Rate):
            return Fraction(price.amount)
        base = None if price is None else self._once(price.base)
        return None if base is None or price is None else price.factor * base

    def _count(self, fee: Fee) -> int | None:
        count = self._stated_count(fee)
        return 1 if count is None and self._for_one and fee.every != "once" else count

    def _stated_count(self, fee: Fee) -> int | None:
        """Return for how many a fee is due, `None` if that is not stated."""
        return 1 if fee.each is None else self._counts.get(_COUNTED_AS.get(fee.each, ""))


def promised(metric: AnyMetric) -> tuple[Fraction, ...]:
    """Return the shares that a metric promises at least, each once, the lowest first.

    Of availability they are those of the systems, by whose figures bands go.
    """
    if isinstance(metric, AvailabilityMetric):
        return _rising(system.share.fraction for system in metric.systems)
    if isinstance(metric, ShareMetric | SatisfactionMetric):
        return (metric.share.fraction,)
    if isinstance(metric, TicketMetric):
        rows = (row for rows in metric.targets.values() for row in rows or ())
        return _rising(level.share.fraction for row in rows for level in row.levels)
    return _rising(level.share.fraction for level in getattr(metric, "levels", ()))


def most(use: Use, fees: Fees) -> Fraction | None:
    """Return the most that a remedy gives for a period, `None` if nothing ends it or tells it."""
    limits = [_by_itself(use, fees), None if use.remedy.cap is None else fees.worth(use.remedy.cap)]
    known = [limit for limit in limits if limit is not None]
    return min(known, default=None)


def open_ended(agreement: Agreement, fees: Fees) -> tuple[Use, ...]:
    """Return the remedies in use that grow with what is missed, where no cap ends them.

    Bands and a sum for a period end by themselves, and so do points that cannot come to more than
    the fees of the period.
    """
    remedies = settled(agreement.remedies)
    caps = None if remedies is None else remedies.caps
    if caps is not None and (caps.month is not None or caps.year is not None):
        return ()
    return tuple(use for use in uses(agreement) if _grows(use) and not _ends(use, fees))


def month_cap(agreement: Agreement, fees: Fees) -> Fraction | None:
    """Return the most that all remedies together give in a month by their cap."""
    remedies = settled(agreement.remedies)
    cap = None if remedies is None or remedies.caps is None else remedies.caps.month
    return None if cap is None else fees.worth(cap)


def at_risk(agreement: Agreement, fees: Fees) -> AtRisk | None:
    """Return the most that all remedies give in a month, `None` if nothing ends it or tells it."""
    remedies = settled(agreement.remedies)
    limits: list[AtRisk] = []
    monthly = [(most(use, fees), use.months) for use in uses(agreement)]
    known = [limit / months for limit, months in monthly if limit is not None]
    if len(known) == len(monthly):
        limits.append(AtRisk(sum(known, Fraction(0)), ("remedies", "listed")))
    for name, months in (("month", 1), ("year", 12)):
        cap = None if remedies is None or remedies.caps is None else getattr(remedies.caps, name)
        worth = None if cap is None else fees.worth(cap)
        if worth is not None:
            limits.append(AtRisk(worth / months, ("remedies", "caps", name)))
    return min(limits, key=lambda one: one.amount, default=None)


def _grows(use: Use) -> bool:
    pays = use.remedy.pays
    return use.remedy.cap is None and isinstance(pays, ByTicket | ByLateness | ByPoint)


def _ends(use: Use, fees: Fees) -> bool:
    limit = most(use, fees)
    return limit is not None and fees.month is not None and limit <= fees.month * use.months


def _by_itself(use: Use, fees: Fees) -> Fraction | None:
    """Return where a remedy ends by the way in which it is reckoned."""
    pays = use.remedy.pays
    if isinstance(pays, ByBand):
        worths = [fees.worth(band.credit) for band in pays.bands]
        known = [worth for worth in worths if worth is not None]
        return max(known) if len(known) == len(worths) else None
    worth = fees.worth(pays.credit)
    if isinstance(pays, ByPeriod):
        return worth
    if isinstance(pays, ByPoint) and worth is not None:
        share = max(promised(use.metric)) if pays.line is None else pays.line.fraction
        return worth * share / pays.step.fraction
    return None


def _rising(shares: Iterable[Fraction]) -> tuple[Fraction, ...]:
    return tuple(sorted(set(shares)))
