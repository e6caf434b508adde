"""Plain counts: how often something happened in a period, against a limit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from patto.kernel.agreement.matching import in_population
from patto.kernel.agreement.metrics import CountMetric
from patto.kernel.evaluation.classification import Classification
from patto.kernel.evaluation.ground import Ground
from patto.kernel.evaluation.outcome import CountOutcome, MetricOutcome, Period, PeriodVerdict
from patto.kernel.evaluation.periods import period_of
from patto.kernel.evaluation.record import Fact
from patto.kernel.evaluation.scope import agreed_exclusion
from patto.kernel.instants import Instant

_SETTLES: Final = {"at-most": PeriodVerdict.MISSED, "at-least": PeriodVerdict.MET}
"""The verdict that further events cannot change, by the kind of limit."""


@dataclass(frozen=True, slots=True)
class Counted:
    """One event that a metric counts, and the period in which it occurred."""

    metric: str
    version: int
    ticket: str
    event_id: str
    at: Instant
    period: Period


def counted(
    ground: Ground, metric: CountMetric, ticket: str, own: Sequence[Fact]
) -> tuple[list[Counted], bool]:
    """Return the events of a ticket that a metric counts, and whether it would count any of it.

    None are counted of a ticket that is excluded.
    """
    classification = Classification(own, ground.agreement.priorities)
    among = in_population(metric.population, classification.at(ground.at).all)
    excluded, _ = agreed_exclusion(own, ground.exclusions(metric))
    if excluded:
        return [], among
    identity = ground.agreement.agreement
    every = metric.period.every
    found = [
        Counted(
            metric.id,
            identity.version,
            ticket,
            fact.event.event_id,
            fact.at,
            period_of(fact.at, every, identity.zone),
        )
        for fact in own
        if fact.kind in metric.counts
        and in_population(metric.population, classification.at(fact.at).all)
    ]
    return found, among


def count_outcome(
    metric: CountMetric, version: int, period: Period, events: Sequence[Counted], at: Instant
) -> MetricOutcome:
    """Return what is said of a count in a period.

    It is so far while the period runs, even where it can no longer end otherwise: an upper limit
    once passed is missed, a lower one once reached is met (semantics 5.3, 8.6).
    """
    number = len(events)
    verdict = is_kept(metric, number)
    running, settled = at < period.end, verdict is _SETTLES[metric.limit]
    ids = tuple(event.event_id for event in events)
    decided = verdict if running and settled else None
    count = CountOutcome(number, metric.limit, metric.number, ids, decided)
    shown = PeriodVerdict.SO_FAR if running else verdict
    return MetricOutcome(metric.id, version, period, shown, (), (), count)


def is_kept(metric: CountMetric, number: int) -> PeriodVerdict:
    """Return whether a number is within the limit of a count: met or missed."""
    at_most = metric.limit == "at-most"
    kept = number <= metric.number if at_most else number >= metric.number
    return PeriodVerdict.MET if kept else PeriodVerdict.MISSED
