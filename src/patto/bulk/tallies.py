"""Outcomes by metric and period: what the kernel says of the counts (semantics 5.3 to 5.6)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from patto.bulk.arrays import Int64s, Mask
from patto.bulk.columns import Columns
from patto.bulk.outcomes import VERDICTS, Found
from patto.kernel.agreement.metrics import CountMetric, Metric, TicketMetric
from patto.kernel.agreement.model import Agreement
from patto.kernel.evaluation.attainment import Tally, outcomes_of_tallies, shares
from patto.kernel.evaluation.counts import Counted, count_outcome
from patto.kernel.evaluation.measure import Versions, governs, has_ended, periods_of
from patto.kernel.evaluation.outcome import MetricOutcome, Period, Verdict
from patto.kernel.instants import Instant


def metric_outcomes(
    history: Versions,
    found: Found,
    columns: Columns,
    at: Instant,
    including: Instant | None,
) -> Iterator[MetricOutcome]:
    """Yield what is said of every metric of each version in every period, without the items."""
    for agreement in history.versions:
        own = _Version(agreement, found, columns)
        begins, ended = own.begins(), has_ended(history, agreement, at)
        if including is not None and governs(history, agreement, including):
            begins.append(including)
        if not begins:
            continue
        for metric in agreement.measured:
            periods = periods_of(agreement, metric, begins, at, ended=ended)
            yield from own.outcomes(metric, periods, at, ended=ended)


class _Version:
    """What was found under one version of the agreement."""

    def __init__(self, agreement: Agreement, found: Found, columns: Columns) -> None:
        self.number = agreement.agreement.version
        self.found = found
        self.columns = columns
        self.outcome_rows = np.flatnonzero(found.outcomes.version == self.number)
        self.count_rows = np.flatnonzero(found.counts.version == self.number)

    def begins(self) -> list[Instant]:
        """Return the begins of the periods that anything falls into."""
        numbers = {
            *np.unique(self.found.outcomes.period[self.outcome_rows]).tolist(),
            *np.unique(self.found.counts.period[self.count_rows]).tolist(),
        }
        return [self.found.vocabularies.periods.values[n].start for n in sorted(numbers) if n >= 0]

    def outcomes(
        self, metric: Metric, periods: Sequence[Period], at: Instant, *, ended: bool
    ) -> Iterator[MetricOutcome]:
        """Yield what is said of one metric in consecutive periods."""
        if isinstance(metric, CountMetric):
            events = self._counted(metric)
            for period in periods:
                mine = events.get(period, ())
                yield count_outcome(metric, self.number, period, mine, at)
            return
        tallies = self._tallies(metric, periods)
        yield from outcomes_of_tallies(metric, self.number, tallies, periods, at, {}, ended=ended)

    def _tallies(
        self, metric: TicketMetric, periods: Sequence[Period]
    ) -> Mapping[str, Sequence[Tally]]:
        own = self.found.outcomes
        rows = self.outcome_rows[self._of(metric, own.metric[self.outcome_rows])]
        count = len(self.found.vocabularies.periods.values)
        period, outside = own.period[rows], own.outside[rows]
        apart = np.bincount(period[outside], minlength=count)
        by_line = []
        for line in range(len(shares(metric))):
            key = period[~outside] * np.int64(len(VERDICTS)) + own.verdict[line, rows[~outside]]
            counts = np.bincount(key, minlength=count * len(VERDICTS))
            by_line.append(counts.reshape(count, len(VERDICTS)))
        numbers = {p: n for n, p in enumerate(self.found.vocabularies.periods.values)}
        return {
            each.label: [_tally(counts, apart, numbers.get(each)) for counts in by_line]
            for each in periods
        }

    def _of(self, metric: Metric, names: Int64s) -> Mask:
        words = self.found.vocabularies.words.values
        number = words.index(metric.id) if metric.id in words else -1
        mask: Mask = names == number
        return mask

    def _counted(self, metric: CountMetric) -> dict[Period, list[Counted]]:
        own, known = self.found.counts, self.found.vocabularies
        rows = self.count_rows[self._of(metric, own.metric[self.count_rows])]
        tickets = self.columns.tickets.some(own.ticket[rows].astype(np.int64))
        events = self.columns.event_ids.some(own.event_row[rows].astype(np.int64))
        found: dict[Period, list[Counted]] = {}
        for ticket, event, at, number in zip(
            tickets, events, own.at[rows].tolist(), own.period[rows].tolist(), strict=True
        ):
            period = known.periods.values[number]
            counted = Counted(metric.id, self.number, ticket, event, at, period)
            found.setdefault(period, []).append(counted)
        return found


def _tally(counts: Int64s, outside: Int64s, period: int | None) -> Tally:
    if period is None:
        return Tally()
    by_verdict = dict(zip(VERDICTS, counts[period].tolist(), strict=True))
    return Tally(
        by_verdict[Verdict.MET],
        by_verdict[Verdict.MISSED],
        by_verdict[Verdict.NOT_DETERMINED],
        by_verdict[Verdict.PENDING],
        by_verdict[Verdict.EXCLUDED],
        int(outside[period]),
    )
