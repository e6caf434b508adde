"""Promises in columns: a metric held against the items of a batch that have started."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from patto.bulk.arrays import NULL, Int64s, Mask, filled
from patto.bulk.clocks import Clocks, Standstills
from patto.bulk.facts import Facts
from patto.bulk.items import Items
from patto.bulk.moving import merged, moved
from patto.bulk.populations import Counting, Listed, Range, priority
from patto.bulk.sayings import Sayings
from patto.bulk.targets import Targets
from patto.kernel.agreement.metrics import TicketMetric

NOT_COUNTED, NOTHING, UNKNOWN = -2, -1, -3
"""In place of a row: the ticket is not among those counted, nothing is promised for its priority,
or the agreement does not know that."""


class Spans(NamedTuple):
    """Spans to be judged: of which promise, from when to when."""

    promise: Int64s
    since: Int64s
    until: Int64s

    def some(self, chosen: Int64s | Mask) -> Spans:
        """Return some of them."""
        return Spans(*(values[chosen] for values in self))


class Statements(NamedTuple):
    """The statements that hold in spans: from `low` to `high`, the priority first said at `graded`.

    Under those before `graded` the default priority is judged by itself; it is `low` where there
    are none, and beyond `high` where the priority was said only after the span.
    """

    low: Int64s
    high: Int64s
    graded: Int64s


@dataclass
class Promises:
    """A metric on items that have started, one promise an item, in the order of items.

    `said` are the statements that count for each, `still` what stands still for each, `holding`
    which rows may hold for calls that came when it started, `groups` which are for a group.
    """

    metric: TicketMetric
    facts: Facts
    clocks: Clocks
    sayings: Sayings
    targets: Targets
    counting: Counting
    items: Items
    item: Int64s
    start: Int64s
    said: Range
    still: Standstills
    holding: Mask
    groups: Mapping[int, Listed]

    def __len__(self) -> int:
        return self.item.size

    def statements(self, spans: Spans) -> Statements:
        """Return the statements that hold in spans."""
        said = self.said.some(spans.promise)
        low = self.sayings.at_instant(said.first, said.last, spans.since)
        high = self.sayings.at_instant(said.first, said.last, spans.until)
        graded = self.sayings.graded[said.ticket]
        later = (graded < said.last) & (low < graded)
        return Statements(low, high, np.where(later, np.minimum(graded, high + 1), low))

    def row(self, promise: Int64s, statement: Int64s, *, default: Mask | None = None) -> Int64s:
        """Return the rows that hold for promises at their statements, or why there is none.

        Under the default priority where `default` says so.
        """
        said = self.said.some(promise)
        number = priority(self.sayings, said, statement)
        if default is not None:
            number = np.where(default, self.sayings.grades.default, number)
        holding = self.holding[:, promise]
        for of_group, group in self.groups.items():
            holding[of_group] &= group.holds(said, statement)
        row = self.targets.row(number, holding)
        row = np.where(self.targets.known[number], row, UNKNOWN)
        row = np.where(self.counting.priorities[number], row, NOTHING)
        return np.where(self.counting.holds(said, statement), row, NOT_COUNTED)

    def priority_at(self, promise: Int64s, instant: Int64s) -> Int64s:
        """Return the number of the priority that promises have at an instant."""
        said = self.said.some(promise)
        statement = self.sayings.at_instant(said.first, said.last, instant)
        return priority(self.sayings, said, statement)

    def elapsed(self, promise: Int64s, since: Int64s, until: Int64s, row: Int64s) -> Int64s:
        """Return what counts of spans of promises on the contractual clocks of rows."""
        line = self.targets.contractual[row]
        still = self.still.of(promise) if self.still.starts.size else None
        return self.clocks.elapsed(since, until, line, still)

    def due(self, promise: Int64s, since: Int64s, budget: Int64s, row: Int64s) -> Int64s:
        """Return when budgets of promises are used up on the contractual clocks of rows."""
        line = self.targets.contractual[row]
        still = self.still.of(promise) if self.still.starts.size else None
        return self.clocks.due(since, budget, line, still)

    def moved(self, promise: Int64s, fixed: Int64s, call: Int64s, row: Int64s) -> Int64s:
        """Return deadlines of promises under rows, moved on by what stood still before them."""
        found = filled(promise.size, NULL)
        for maintained in (False, True):
            places = np.flatnonzero(self.targets.maintained[row] == maintained)
            if not places.size:
                continue
            agreed = np.array(self.clocks.ground.maintenance.bounds if maintained else (), np.int64)
            still = merged(self.still.of(promise[places]), agreed[::2], agreed[1::2])
            line = self.targets.unpaused[row[places]]
            found[places] = moved(self.clocks, fixed[places], call[places], line, still)
        return found


def limits(
    facts: Facts, items: Items, item: Int64s, start: Int64s, until: Int64s | None = None
) -> Int64s:
    """Return the last fact of items that can change anything: the stop, or the start if later.

    Of an item without a stop it is its last fact, but none after `until`, the fact that ended an
    item in another way, `NONE` for none (semantics 8.4).
    """
    stop, last = items.stop[item], items.end[item] - 1
    begun = np.minimum(facts.together[np.maximum(items.start_fact[item], 0)], last)
    stopped = stop >= 0
    after = stopped & (start >= facts.at[np.maximum(stop, 0)])
    found = np.where(stopped, stop, last)
    found = np.where(after, np.maximum(stop, begun), found)
    if until is None:
        return found
    ended = until >= 0
    bound = np.minimum(facts.together[np.maximum(until, 0)], last)
    return np.where(ended, np.minimum(found, np.maximum(bound, begun)), found)
