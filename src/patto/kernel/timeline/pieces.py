"""Open time as flat arrays: the pieces of many lines of time, one line after the other.

A line is a calendar over the horizon, or a day of one. Its pieces are half-open, in order, and
neither overlap nor touch; they are counted in microseconds from the line's origin.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from patto.kernel.clock import WorkingTime
from patto.kernel.instants import Duration, Instant
from patto.kernel.spans import Span
from patto.kernel.timeline.arrays import Int64s, Mask


class Pieces(NamedTuple):
    """The open pieces of many lines; those of line `g` are `first[g]:first[g + 1]`.

    `until` is the open time of the line up to the end of each piece.
    """

    first: Int64s
    opens: Int64s
    closes: Int64s
    until: Int64s

    @classmethod
    def of(cls, first: Int64s, opens: Int64s, closes: Int64s) -> Pieces:
        """Return the pieces of lines, with the open time counted up along each."""
        total = np.zeros(opens.size + 1, np.int64)
        np.cumsum(closes - opens, out=total[1:])
        until = total[1:] - np.repeat(total[first[:-1]], np.diff(first))
        return cls(first, opens, closes, until)

    @property
    def lines(self) -> Int64s:
        """The line that each piece lies on."""
        return np.repeat(np.arange(self.first.size - 1), np.diff(self.first))

    @property
    def before(self) -> Int64s:
        """The open time of the line before each piece."""
        return self.until - (self.closes - self.opens)

    @property
    def totals(self) -> Int64s:
        """The open time of each line."""
        total = np.zeros(self.first.size - 1, np.int64)
        some = np.diff(self.first) > 0
        total[some] = self.until[self.first[1:][some] - 1]
        return total

    def positions(self, lines: Int64s, times: Int64s, length: Duration) -> tuple[Int64s, Mask]:
        """Return the open time before instants of lines of a length, and whether each is open."""
        stride = length + 1
        last = np.searchsorted(self.lines * stride + self.opens, lines * stride + times, "right")
        position = np.zeros(times.size, np.int64)
        begun = last > self.first[lines]
        piece = last[begun] - 1
        inside = times[begun] - self.closes[piece]
        position[begun] = self.until[piece] + np.minimum(inside, 0)
        is_open = np.zeros(times.size, np.bool_)
        is_open[begun] = inside < 0
        return position, is_open

    def instants(self, lines: Int64s, positions: Int64s, length: Duration) -> Int64s:
        """Return the first instants of positions above zero, which their lines must reach."""
        key = self.lines * (length + 1) + self.until
        piece = np.searchsorted(key, lines * (length + 1) + positions)
        return self.closes[piece] - (self.until[piece] - positions)


def pieces_of(working: Sequence[WorkingTime], horizon: Span, origin: Instant) -> Pieces:
    """Return the open pieces of working times within a horizon, counted from an origin."""
    bounds = [np.array(each.spans(horizon).bounds, np.int64) - origin for each in working]
    first = np.zeros(len(bounds) + 1, np.int64)
    np.cumsum([each.size // 2 for each in bounds], out=first[1:])
    flat = np.concatenate(bounds)
    return Pieces.of(first, flat[::2].copy(), flat[1::2].copy())


def cut(pieces: Pieces, length: Duration, count: int) -> Pieces:
    """Return the pieces cut into days of a length: `count` days a line, each a line of its own."""
    first_day = pieces.opens // length
    days = (pieces.closes - 1) // length - first_day + 1
    whole = np.repeat(np.arange(pieces.opens.size), days)
    nth = np.arange(whole.size) - np.repeat(np.cumsum(days) - days, days)
    day = first_day[whole] + nth
    opens = np.maximum(pieces.opens[whole] - day * length, 0)
    closes = np.minimum(pieces.closes[whole] - day * length, length)
    line = pieces.lines[whole] * count + day
    edges = np.arange((pieces.first.size - 1) * count + 1)
    return Pieces.of(np.searchsorted(line, edges), opens, closes)
