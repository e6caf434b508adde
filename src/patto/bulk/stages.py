"""Stages in columns: which rows of targets held in spans of promises, one after the other.

The kernel's `Promise.stages`, round by round: the first stage of every span, the second of those
that have one, and so on.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from patto.bulk.arrays import NULL, Int64s, Mask, filled
from patto.bulk.promises import Promises, Spans


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage each of some spans, by their places: the row that held, or why there was none.

    `begin` is from when the row counts: the begin of the span, or where a budget is carried from
    row to row that of the stage. `used` is what counted from there to `end`, on the row's clock.
    """

    places: Int64s
    row: Int64s
    provisional: Mask
    begin: Int64s
    end: Int64s
    used: Int64s

    def some(self, chosen: Int64s | Mask) -> Stage:
        """Return that of some of the spans."""
        return Stage(
            self.places[chosen], self.row[chosen], self.provisional[chosen], self.begin[chosen],
            self.end[chosen], self.used[chosen],
        )  # fmt: skip


def stages(promises: Promises, spans: Spans) -> Iterator[Stage]:
    """Yield the stages of spans, those that come first in theirs first."""
    low, high, graded = promises.statements(spans)
    carried = promises.metric.priority_change == "from-now"
    places, place = np.arange(spans.promise.size), low
    last = np.where(graded > high, high + 1, high)
    while places.size:
        own, first = spans.some(places), graded[places]
        provisional = place < first
        statement = np.minimum(place, high[places])
        row = promises.row(own.promise, statement, default=provisional)
        begin = own.since
        if carried:
            starts = (place == low[places]) | (place <= first)
            begin = np.where(starts, begin, _instants(promises, statement))
        within = place < high[places]
        end = np.where(within, _instants(promises, statement + 1), own.until)
        used = used_by(promises, own.promise, row, begin, end)
        yield Stage(places, row, provisional, begin, end, used)
        more = place < last[places]
        places, place = places[more], place[more] + 1


def _instants(promises: Promises, statement: Int64s) -> Int64s:
    """Return the instants of statements; of one that is not there any."""
    at = promises.sayings.at
    return at[np.minimum(statement, at.size - 1)] if at.size else filled(statement.size, 0)


def used_by(promises: Promises, promise: Int64s, row: Int64s, begin: Int64s, end: Int64s) -> Int64s:
    """Return what counts of spans on the clocks of their rows, nothing where there is no row."""
    used = filled(promise.size, 0)
    has = row >= 0
    if has.all():
        return promises.elapsed(promise, begin, end, row)
    used[has] = promises.elapsed(promise[has], begin[has], end[has], row[has])
    used[used == NULL] = NULL
    return used
