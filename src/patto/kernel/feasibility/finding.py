"""What each row of targets could have been: the tightest that the past would have kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from patto.kernel.agreement.compiled import Compiled
from patto.kernel.agreement.metrics import CountMetric, TargetRow, TicketMetric
from patto.kernel.agreement.quantities import Budget, Share
from patto.kernel.feasibility.replaying import Replayed, Sample
from patto.kernel.feasibility.steps import rounded_up
from patto.kernel.feasibility.tightness import Interval, fewest
from patto.kernel.instants import Duration


@dataclass(frozen=True, slots=True)
class Finding:
    """What a share of one row of targets could have promised.

    `items` are those of the row, of which `ended` came to an end that counts. `tightest` is the
    shortest target that all of them together would have kept and `round_` the next round one;
    `every_period` the shortest that each period for itself would have kept, `by_period` that of
    each; `None` where no target would have done. `interval` is where the tightest target of calls
    like these lies, with 95 % confidence; it takes `fewest` items to say how long it may be.
    """

    metric: str
    priority: str
    row: int
    terms: TargetRow
    share: Share
    agreed: Budget | None
    items: int
    ended: int
    tightest: Duration | None
    round_: Budget | None
    every_period: Duration | None
    by_period: Mapping[str, Duration | None]
    interval: Interval
    fewest: int | None

    @property
    def too_few(self) -> bool:
        """Whether there are too few items to bound the tightest target from above."""
        return self.interval.high is None


def findings(replayed: Replayed) -> Iterator[Finding]:
    """Yield what could have been promised, row by row and line by line."""
    terms = replayed.laid.terms
    compiled = Compiled(terms)
    metrics = {m.id: m for m in terms.measured if not isinstance(m, CountMetric)}
    for sample in replayed.samples:
        yield from _of_row(sample, metrics[sample.metric], compiled)


def _of_row(sample: Sample, metric: TicketMetric, compiled: Compiled) -> Iterator[Finding]:
    row = (metric.targets[sample.priority] or ())[sample.row]
    periods = sample.by_period()
    for level in row.levels:
        share = level.share.fraction
        in_days = level.within is not None and level.within.unit == "business days"
        day = compiled.clock(row.clock).business_day if in_days else None
        tightest = sample.times.tightest(share)
        each = {label: times.tightest(share, or_uncounted=True) for label, times in periods.items()}
        known = [length for length in each.values() if length is not None]
        yield Finding(
            metric=sample.metric,
            priority=sample.priority,
            row=sample.row,
            terms=row,
            share=level.share,
            agreed=level.within,
            items=len(sample.times),
            ended=sample.times.ended,
            tightest=tightest,
            round_=None if tightest is None else rounded_up(tightest, day),
            every_period=max(known) if len(known) == len(each) else None,
            by_period=each,
            interval=sample.times.interval(share),
            fewest=fewest(share),
        )
