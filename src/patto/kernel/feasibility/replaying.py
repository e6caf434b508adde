"""Replaying: past tickets under a draft, as a what-if.

What comes out is stored nowhere as fact and undoes no figure (semantics 4.2). This is the
definition, ticket by ticket; the columns of `patto.bulk` say the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np

from patto.kernel import facts
from patto.kernel.agreement.metrics import CountMetric, TicketMetric
from patto.kernel.agreement.model import Agreement
from patto.kernel.evaluation.counts import Counted
from patto.kernel.evaluation.ground import Ground
from patto.kernel.evaluation.measure import Evaluation, Unmatched, version_outcomes
from patto.kernel.evaluation.milestones import Item
from patto.kernel.evaluation.outcome import ItemOutcome, MetricOutcome, Verdict
from patto.kernel.facts import Event
from patto.kernel.feasibility.laying import Laid
from patto.kernel.feasibility.tightness import Int64s, Times
from patto.kernel.feasibility.timing import Timed, timed
from patto.kernel.instants import Duration, Instant

MeasuredItem: TypeAlias = tuple[Ground, TicketMetric, Item]
"""An item with the ground and the metric that it is measured under."""

TimesOf: TypeAlias = dict[tuple[str, str], Timed]
"""What items needed, by the metric and the item's name."""


@dataclass(frozen=True, slots=True)
class Missed:
    """An item that the draft would have missed: on which lines, and what it took.

    `took` is on the contractual clock, `None` where that is not determined; `due` and `target` are
    of the first line that was missed, `stop` is `None` for one that was not stopped.
    """

    metric: str
    ticket: str
    item: str
    priority: str
    period: str
    shares: tuple[str, ...]
    target: str
    took: Duration | None
    due: Instant | None
    stop: Instant | None


@dataclass(frozen=True, eq=False)
class Sample:
    """The times of the items of one row of targets: the `row`-th of a priority of a metric.

    `period` has the place of each item's period in `labels`.
    """

    metric: str
    priority: str
    row: int
    times: Times
    period: Int64s
    labels: tuple[str, ...]

    def by_period(self) -> dict[str, Times]:
        """Return the times of each period that any item fell due in, in order."""
        found = {self.labels[n]: self.times.some(self.period == n) for n in np.unique(self.period)}
        return dict(sorted(found.items()))

    def within(self, wanted: Callable[[str], bool]) -> Sample:
        """Return what falls into some periods, by their labels."""
        chosen = np.array([wanted(label) for label in self.labels], np.bool_)[self.period]
        return replace(self, times=self.times.some(chosen), period=self.period[chosen])


@dataclass(frozen=True)
class Replayed:
    """What would have been said of past tickets under a draft, as of `at` and `known_at`.

    `metrics` come without their items. `unmatched` are the tickets about which nothing would have
    been promised, those of a reason together.
    """

    laid: Laid
    at: Instant
    known_at: Instant
    metrics: tuple[MetricOutcome, ...]
    missed: Sequence[Missed]
    samples: tuple[Sample, ...]
    unmatched: tuple[Unmatched, ...]

    def within(self, wanted: Callable[[str], bool]) -> Replayed:
        """Return what falls into some periods, by their labels."""
        samples = (sample.within(wanted) for sample in self.samples)
        metrics = tuple(one for one in self.metrics if wanted(one.period.label))
        spans = {(one.period.start, one.period.end) for one in metrics}
        return replace(
            self,
            metrics=metrics,
            unmatched=tuple(
                one
                for one in self.unmatched
                if any(start <= one.opened < end for start, end in spans)
            ),
            missed=tuple(one for one in self.missed if wanted(one.period)),
            samples=tuple(sample for sample in samples if len(sample.times)),
        )


def replay(laid: Laid, events: Iterable[Event], *, at: Instant, known_at: Instant) -> Replayed:
    """Return what would have been said of all tickets under a draft."""
    tickets = facts.by_ticket(sorted(events, key=lambda event: event.position))
    look = Evaluation(laid.history, tickets.pop("", []), at, known_at)
    items: list[ItemOutcome] = []
    counted: list[Counted] = []
    times: TimesOf = {}
    unmatched: list[Unmatched] = []
    for ticket, own in tickets.items():
        outcomes, found, why = look.ticket(ticket, own)
        items += outcomes
        counted += found
        times |= times_of(look.items(ticket, own))
        unmatched += [] if why is None else [why]
    metrics = version_outcomes(laid.terms, items, counted, at)
    return Replayed(
        laid,
        at,
        known_at,
        tuple(replace(outcome, items=()) for outcome in metrics),
        _missed(laid.terms, items),
        _samples(laid.terms, items, times),
        tuple(sorted(unmatched, key=lambda one: one.why)),
    )


def times_of(items: Iterable[MeasuredItem]) -> TimesOf:
    """Return what items needed, by the metric and the item's name."""
    return {
        (metric.id, item.name): found
        for ground, metric, item in items
        if (found := timed(ground, metric, item)) is not None
    }


def _missed(terms: Agreement, items: Iterable[ItemOutcome]) -> tuple[Missed, ...]:
    """Return the items that were missed, metric by metric."""
    place = {metric.id: number for number, metric in enumerate(terms.measured)}
    found = [one for item in items if (one := missed_item(item)) is not None]
    return tuple(sorted(found, key=lambda one: place[one.metric]))


def missed_item(item: ItemOutcome) -> Missed | None:
    """Return an item as one that was missed, `None` if it was not."""
    late = [level for level in item.levels if level.verdict is Verdict.MISSED]
    if not late:
        return None
    return Missed(
        item.metric,
        item.ticket,
        item.item,
        item.priority,
        "" if item.period is None else item.period.label,
        tuple(level.share for level in late),
        late[0].target_text,
        None if item.figures is None else item.figures.contractual,
        late[0].due,
        item.stop,
    )


def _samples(
    terms: Agreement, items: Iterable[ItemOutcome], times: Mapping[tuple[str, str], Timed]
) -> tuple[Sample, ...]:
    rows: dict[tuple[str, str, int], list[tuple[int, int, str]]] = defaultdict(list)
    for item in items:
        found = times.get((item.metric, item.item))
        if found is not None and item.period is not None:
            key = (item.metric, found.priority, found.row)
            rows[key].append((found.needed, found.after, item.period.label))
    return tuple(_sample(key, rows[key]) for key in rows_in_order(terms) if key in rows)


def _sample(key: tuple[str, str, int], found: Sequence[tuple[int, int, str]]) -> Sample:
    labels = tuple(sorted({label for _, _, label in found}))
    needed, after, period = (
        np.array(column, np.int64)
        for column in zip(*((n, a, labels.index(p)) for n, a, p in found), strict=True)
    )  # fmt: skip
    return Sample(*key, Times(needed, after), period, labels)


def rows_in_order(terms: Agreement) -> list[tuple[str, str, int]]:
    """Return the rows of all tables of targets: the metric, the priority, the place among its."""
    return [
        (metric.id, priority, number)
        for metric in terms.measured
        if not isinstance(metric, CountMetric)
        for priority in metric.targets
        for number in range(len(metric.targets[priority] or ()))
    ]
