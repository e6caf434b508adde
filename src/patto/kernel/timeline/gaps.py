"""Slots and gaps: what makes the first instant of a position one look-up.

The way back of `edges`: the open time of a line is cut into slots of a power of two of
microseconds. A position's first instant is ahead of it by the closed time before it. In a slot
that holds one gap at most, that is what the slot begins with, or, past the gap, what the next slot
begins with. A slot that holds more is crowded.

Only positions above zero are looked up: the first instant of zero is where the line begins.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from patto.kernel.instants import Duration
from patto.kernel.timeline.arrays import Int64s
from patto.kernel.timeline.pieces import Pieces


class Gaps(NamedTuple):
    """Gaps between pieces: the line, and the position before and after it."""

    line: Int64s
    position: Int64s


def gaps_of(pieces: Pieces) -> Gaps:
    """Return the gaps of lines; what is closed before the first piece is none."""
    line = pieces.lines
    later = np.flatnonzero(line[1:] == line[:-1]) + 1
    return Gaps(line[later], pieces.before[later])


def slot_gaps(pieces: Pieces, shift: int, slots: int, none: Duration) -> tuple[Int64s, Int64s]:
    """Return for each slot the position of its gap, and how far ahead the instant is before it.

    Lines have `slots` slots of `2**shift` us of open time each. The gap of a slot without one is
    at the position `none`; of a crowded slot's gaps it is any.
    """
    count = pieces.first.size - 1
    ahead = np.zeros((count, slots), np.int64)
    some = np.flatnonzero(np.diff(pieces.first))
    key = pieces.lines * (none + 1) + pieces.until
    marks = np.minimum(np.arange(slots) << shift, none)
    reached = np.searchsorted(key, some[:, np.newaxis] * (none + 1) + marks)
    reached = np.clip(
        reached, pieces.first[some, np.newaxis], pieces.first[some + 1, np.newaxis] - 1
    )
    ahead[some] = (pieces.opens - pieces.before)[reached]
    position = np.full((count, slots), none)
    gaps = gaps_of(pieces)
    position[gaps.line, gaps.position >> shift] = gaps.position
    return position.ravel(), ahead.ravel()
