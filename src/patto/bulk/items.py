"""Items in columns: where a promise starts and stops, and what reopenings make of tickets.

The kernel's `milestones`, round by round: every ticket is followed to its first stop, those that
were reopened from there to the next, until nothing is reopened any more.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from patto.bulk.arrays import NONE, NULL, Int64s, Marks, Mask, filled, joined
from patto.bulk.facts import Facts
from patto.bulk.logged import logged
from patto.bulk.plan import Window
from patto.kernel import facts as kinds
from patto.kernel.agreement.desk import Logging
from patto.kernel.agreement.metrics import ResponseMetric, TicketMetric
from patto.kernel.evaluation.milestones import ALWAYS_HAPPENS, ON_THE_WAY, stop_kinds

MISSING: Final = ("", "not-logged", "no-start", "not-begun")
"""Why an item has no start, in the order of their codes."""


@dataclass(frozen=True, slots=True)
class Gaps:
    """Stops that a reopening undid, with the item and both facts, in order."""

    item: Int64s
    stop: Int64s
    reopened: Int64s


@dataclass(frozen=True, slots=True)
class Items:
    """What a promise is measured on, in the order of tickets.

    The facts of an item are `begin:end`; `start_fact` is the fact that starts it and `stop` the
    one that stops it, `NONE` if none does; `number` counts the items of a ticket from one.
    `missing` says why there is no start.
    """

    ticket: Int64s
    number: Int64s
    begin: Int64s
    end: Int64s
    opened: Int64s
    start: Int64s
    start_fact: Int64s
    missing: Int64s
    stop: Int64s
    gaps: Gaps

    def __len__(self) -> int:
        return self.ticket.size

    def of(self, facts: Int64s) -> Int64s:
        """Return the item that each of some facts belongs to."""
        return np.searchsorted(self.begin, facts, side="right") - 1

    def running(self, count: int) -> Mask:
        """Return which of `count` facts fall in while the clock of their item ran.

        Not after a stop, unless it was reopened.
        """
        change = np.zeros(count + 1, np.int8)
        stopped = self.stop >= 0
        change[self.stop[stopped] + 1] += 1
        change[self.end[stopped]] -= 1
        change[self.gaps.stop + 1] += 1
        change[self.gaps.reopened] -= 1
        mask: Mask = np.cumsum(change[:-1], dtype=np.int8) == 0
        return mask


def items(
    facts: Facts, metric: TicketMetric, logging: Logging, window: Window | None
) -> tuple[Items, Marks]:
    """Return the items of every ticket under a metric, and the facts that stop its clock.

    `window` is `None` where no reopening concerns the metric: the first stop ends an item.
    """
    response = isinstance(metric, ResponseMetric)
    stops = Marks.of(facts.that_may_stop(stop_kinds(metric), response=response))
    found = _followed(facts, stops, window)
    return _started(facts, metric, logging, found), stops


def whole(facts: Facts) -> Items:
    """Return the tickets themselves as items, of which nothing is known but their facts."""
    count, nothing = facts.tickets.size, filled(0, 0)
    none, null = filled(count, NONE), filled(count, NULL)
    return Items(
        np.arange(count), filled(count, 1), facts.offsets[:-1], facts.offsets[1:], null, null,
        none, none, none, Gaps(nothing, nothing, nothing),
    )  # fmt: skip


@dataclass(slots=True)
class _Following:
    """Items as they are found, those of a later round after the others."""

    ticket: Int64s
    number: Int64s
    begin: Int64s
    end: Int64s
    stop: Int64s

    def begin_later(self, item: Int64s, at: Int64s) -> Int64s:
        """End some items at the facts at which the next ones begin, and return these."""
        new = np.arange(self.ticket.size, self.ticket.size + item.size)
        ends = self.end[item]
        self.end[item] = at
        self.ticket = joined([self.ticket, self.ticket[item]])
        self.number = joined([self.number, self.number[item] + 1])
        self.begin = joined([self.begin, at])
        self.end = joined([self.end, ends])
        self.stop = joined([self.stop, filled(item.size, NONE)])
        return new


def _followed(facts: Facts, stops: Marks, window: Window | None) -> Items:
    count = facts.tickets.size
    found = _Following(
        np.arange(count), filled(count, 1), facts.offsets[:-1].copy(), facts.offsets[1:].copy(),
        filled(count, NONE),
    )  # fmt: skip
    reopened = Marks.of(facts.of([kinds.REOPENED]))
    gaps: list[Gaps] = []
    item, since = np.arange(count), found.begin
    while item.size:
        stop = stops.first(since, found.end[item])
        item, stop = item[stop >= 0], stop[stop >= 0]
        found.stop[item] = stop
        if window is None:
            break
        back = reopened.first(stop + 1, found.end[item])
        again = back >= 0
        item, stop, back = item[again], stop[again], back[again]
        goes_on = window(facts.at[stop], facts.at[back])
        gaps.append(Gaps(item[goes_on], stop[goes_on], back[goes_on]))
        found.stop[item[goes_on]] = NONE
        later = found.begin_later(item[~goes_on], back[~goes_on])
        item, since = joined([item[goes_on], later]), joined([back[goes_on], back[~goes_on]]) + 1
    return _in_order(facts, found, gaps)


def _in_order(facts: Facts, found: _Following, gaps: list[Gaps]) -> Items:
    order = np.argsort(found.begin, kind="stable")
    place = np.empty(order.size, np.int64)
    place[order] = np.arange(order.size)
    item = joined([place[gap.item] for gap in gaps] or [filled(0, 0)])
    stop = joined([gap.stop for gap in gaps] or [filled(0, 0)])
    reopened = joined([gap.reopened for gap in gaps] or [filled(0, 0)])
    by_stop = np.argsort(stop, kind="stable")
    begin = found.begin[order]
    later = found.number[order] > 1
    at = facts.at[begin]
    return Items(
        ticket=found.ticket[order],
        number=found.number[order],
        begin=begin,
        end=found.end[order],
        opened=np.where(later, at, _opened(facts)[found.ticket[order]]),
        start=np.where(later, at, NULL),
        start_fact=np.where(later, begin, NONE),
        missing=filled(order.size, 0),
        stop=found.stop[order],
        gaps=Gaps(item[by_stop], stop[by_stop], reopened[by_stop]),
    )


def _opened(facts: Facts) -> Int64s:
    """Return when each ticket was first reported, or when its first fact was."""
    begin, end = facts.offsets[:-1], facts.offsets[1:]
    first = Marks.of(facts.of([kinds.REPORTED])).first(begin, end)
    return facts.at[np.where(first == NONE, begin, first)]


def _started(facts: Facts, metric: TicketMetric, logging: Logging, items: Items) -> Items:
    """Return the items with the starts of those that no reopening began."""
    wanted = metric.start.event
    first = np.flatnonzero(items.number == 1)
    begin, end = items.begin[first], items.end[first]
    if wanted == kinds.VALIDLY_LOGGED:
        found = logged(facts, logging, begin, end)
        missing = filled(first.size, MISSING.index("not-logged"))
    else:
        found = Marks.of(facts.of([wanted])).first(begin, end)
        passed = (items.stop[first] >= 0) & (wanted in ON_THE_WAY)
        always = wanted in ALWAYS_HAPPENS
        missing = np.where(passed | always, MISSING.index("no-start"), MISSING.index("not-begun"))
    has = found >= 0
    items.start_fact[first] = found
    items.start[first] = np.where(has, facts.at[np.maximum(found, 0)], NULL)
    items.missing[first] = np.where(has, 0, missing)
    return items
