"""Attainment: what is said of a metric in each period, from the tallies of its lines."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from patto.kernel.agreement.metrics import TargetLevel, TicketMetric
from patto.kernel.evaluation.lines import Line, by_misses, by_share
from patto.kernel.evaluation.outcome import ItemOutcome, MetricOutcome, Period, PeriodVerdict
from patto.kernel.evaluation.tallies import Tally, tally, wilson
from patto.kernel.instants import Instant

__all__ = [
    "Tally",
    "by_misses",
    "by_share",
    "levels",
    "metric_outcomes",
    "of_lines",
    "outcomes_of_tallies",
    "shares",
    "tally",
    "wilson",
]


def metric_outcomes(
    metric: TicketMetric,
    version: int,
    items: Iterable[ItemOutcome],
    periods: Sequence[Period],
    at: Instant,
    *,
    ended: bool = False,
) -> list[MetricOutcome]:
    """Return what is said of a metric in each of the consecutive periods.

    `ended` says that the version is over, so that no period follows the last.
    """
    grouped: dict[str, list[ItemOutcome]] = defaultdict(list)
    for item in items:
        grouped["" if item.period is None else item.period.label].append(item)
    own = {period.label: tuple(grouped[period.label]) for period in periods}
    lines = range(len(shares(metric)))
    tallies = {label: [tally(some, line) for line in lines] for label, some in own.items()}
    return outcomes_of_tallies(metric, version, tallies, periods, at, own, ended=ended)


def shares(metric: TicketMetric) -> list[tuple[str, Fraction]]:
    """Return the lines of a metric: each share as written and as a fraction."""
    return [(level.share.text, level.share.fraction) for level in levels(metric)]


def levels(metric: TicketMetric) -> tuple[TargetLevel, ...]:
    """Return the levels of a metric's first row, whose shares are those of every row."""
    first = next((rows[0] for rows in metric.targets.values() if rows is not None), None)
    return () if first is None else first.levels


def outcomes_of_tallies(
    metric: TicketMetric,
    version: int,
    tallies: Mapping[str, Sequence[Tally]],
    periods: Sequence[Period],
    at: Instant,
    items: Mapping[str, tuple[ItemOutcome, ...]],
    *,
    ended: bool = False,
) -> list[MetricOutcome]:
    """Return the outcomes of a metric from the tallies of its lines by period."""
    by_line = []
    for number, (share, required) in enumerate(shares(metric)):
        rule = metric.small_sample
        named = rule if rule is not None and rule.line.fraction == required else None
        own = {label: counts[number] for label, counts in tallies.items()}
        by_line.append(Line(share, required, named).outcomes(own, periods, at, ended=ended))
    found: list[MetricOutcome] = []
    for period in periods:
        lines = tuple(outcomes[period.label] for outcomes in by_line)
        verdict = of_lines(line.verdict for line in lines)
        counted = items.get(period.label, ())
        found.append(MetricOutcome(metric.id, version, period, verdict, lines, counted))
    return found


def of_lines(verdicts: Iterable[PeriodVerdict]) -> PeriodVerdict:
    """Return the verdict of a metric from those of its lines (semantics 8.6)."""
    found = set(verdicts)
    for verdict in (PeriodVerdict.SO_FAR, PeriodVerdict.MISSED, PeriodVerdict.NOT_DETERMINED):
        if verdict in found:
            return verdict
    return PeriodVerdict.MET if PeriodVerdict.MET in found else PeriodVerdict.NO_EVENTS
