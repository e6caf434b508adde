"""Deadlines moved on by what stood still before them, in columns (semantics 3.5)."""

from __future__ import annotations

import numpy as np

from patto.bulk.arrays import NULL, Int64s, filled, joined
from patto.bulk.clocks import Clocks, Standstills


def moved(clocks: Clocks, fixed: Int64s, call: Int64s, line: Int64s, still: Standstills) -> Int64s:
    """Return the deadlines of calls moved on by the time of lines that stood still before them.

    What stands still before a deadline moves it on with all of its length, and so may bring the
    next standstill before it. `NULL` where the array clock does not reach that far.
    """
    last, total = fixed.copy(), filled(fixed.size, 0)
    counts = np.diff(still.offsets)
    for nth in range(int(counts.max(initial=0))):
        some = np.flatnonzero((counts > nth) & (last != NULL))
        place = still.offsets[some] + nth
        begin, end = np.maximum(still.starts[place], call[some]), still.ends[place]
        until = np.minimum(end, last[some])
        before = np.flatnonzero(begin < until)
        some, begin, end, until = some[before], begin[before], end[before], until[before]
        counted = clocks.elapsed(begin, until, line[some]) > 0
        some, begin, end = some[counted], begin[counted], end[counted]
        length = clocks.elapsed(begin, end, line[some])
        last[some[length == NULL]] = NULL
        some, length = some[length != NULL], length[length != NULL]
        total[some] += length
        last[some] = clocks.due(fixed[some], total[some], line[some])
    return last


def merged(still: Standstills, starts: Int64s, ends: Int64s) -> Standstills:
    """Return the standstills of each owner and further ones of all, in order, none overlapping."""
    owners = still.offsets.size - 1
    owner = joined(
        [
            np.repeat(np.arange(owners), np.diff(still.offsets)),
            np.repeat(np.arange(owners), starts.size),
        ]
    )
    begins = joined([still.starts, np.tile(starts, owners)])
    until = joined([still.ends, np.tile(ends, owners)])
    order = np.lexsort((begins, owner))
    owner, begins, until = owner[order], begins[order], until[order]
    reached = _running_maximum(owner, until)
    new = np.ones(owner.size, np.bool_)
    new[1:] = (owner[1:] != owner[:-1]) | (begins[1:] > reached[:-1])
    first = np.flatnonzero(new)
    if not first.size:
        return still
    last = np.append(first[1:], owner.size) - 1
    offsets = np.searchsorted(owner[first], np.arange(owners + 1))
    return Standstills(offsets, begins[first], reached[last])


def _running_maximum(owner: Int64s, values: Int64s) -> Int64s:
    """Return the greatest value of each owner so far; by rank, so that one pass does for all."""
    if not values.size:
        return values
    by_value = np.argsort(values, kind="stable")
    rank = np.empty(values.size, np.int64)
    rank[by_value] = np.arange(values.size)
    key = np.maximum.accumulate(owner * values.size + rank)
    return values[by_value][key - owner * values.size]
