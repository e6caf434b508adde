"""Pauses on arrays: what they take off, and how far they push what is due.

What they cover is summed up as positions: between two positions lies the open time, so that closed
time that is paused takes nothing off. Pauses lie flat, those of ticket `i` are
`offsets[i]:offsets[i + 1]`; they may overlap and be in any order.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from patto.kernel.timeline.arrays import NULL, Int64s


class Pauses(NamedTuple):
    """The pauses of tickets, as instants or as positions."""

    offsets: Int64s
    begins: Int64s
    ends: Int64s

    def chunks(self, size: int) -> Iterator[slice]:
        """Return slices of tickets, of so many pauses and tickets at most or a single ticket."""
        first, count = 0, self.offsets.size - 1
        while first < count:
            full = np.searchsorted(self.offsets, self.offsets[first] + size, "right")
            last = max(first + 1, min(int(full) - 1, first + size))
            yield slice(first, last)
            first = last

    def of(self, tickets: slice) -> Pauses:
        """Return the pauses of some tickets."""
        first, last = self.offsets[tickets.start], self.offsets[tickets.stop]
        offsets = self.offsets[tickets.start : tickets.stop + 1] - first
        return Pauses(offsets, self.begins[first:last], self.ends[first:last])

    def unknown(self) -> Int64s:
        """Return the tickets that have a pause whose begin or end is null."""
        null = np.flatnonzero((self.begins == NULL) | (self.ends == NULL))
        return np.searchsorted(self.offsets, null, "right") - 1

    def covered(self, since: Int64s, until: Int64s) -> Int64s:
        """Return how much the pauses of each ticket cover between two positions."""
        ticket, begins, ends = self._disjoint(since)
        lengths = np.maximum(np.minimum(ends, until[ticket]) - begins, 0)
        return _sums(self.offsets, lengths)

    def pushed(self, since: Int64s, target: Int64s) -> Int64s:
        """Return where each ticket reaches a position, were there no pauses after another."""
        ticket, begins, ends = self._disjoint(since)
        lengths = np.maximum(ends - begins, 0)
        earlier = np.cumsum(lengths) - lengths
        first = np.minimum(self.offsets[:-1], max(lengths.size - 1, 0))
        if lengths.size:
            earlier -= earlier[first][ticket]
        reached = begins - earlier < target[ticket]
        return target + _sums(self.offsets, np.where(reached, lengths, 0))

    def _disjoint(self, since: Int64s) -> tuple[Int64s, Int64s, Int64s]:
        """Return the ticket, begin and end of each pause, in order, none before another's end."""
        ticket = np.repeat(np.arange(self.offsets.size - 1), np.diff(self.offsets))
        order = np.lexsort((self.begins, ticket))
        begins = np.maximum(self.begins[order], since[ticket])
        ends = np.maximum(self.ends[order], since[ticket])
        # The latest end so far, ticket by ticket: by rank, so that one running maximum does it.
        by_end = np.argsort(ends, kind="stable")
        rank = np.empty(ends.size, np.int64)
        rank[by_end] = np.arange(ends.size)
        latest = np.maximum.accumulate(ticket * ends.size + rank) - ticket * ends.size
        reached = ends[by_end][latest]
        same = ticket[1:] == ticket[:-1]
        begins[1:] = np.where(same, np.maximum(begins[1:], reached[:-1]), begins[1:])
        return ticket, begins, ends


def _sums(offsets: Int64s, values: Int64s) -> Int64s:
    """Return the sums of consecutive runs of values."""
    total = np.zeros(values.size + 1, np.int64)
    np.cumsum(values, out=total[1:])
    return total[offsets[1:]] - total[offsets[:-1]]
