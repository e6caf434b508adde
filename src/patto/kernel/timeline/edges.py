"""Slots and edges: what makes the position of an instant one look-up.

A line of time is cut into slots of a power of two of microseconds. In a slot that holds one edge
at most, an opening or a closing, the open time up to any instant `t` follows from that edge: its
own position plus `max(t - edge, 0)` if it opens there, plus `min(t - edge, 0)` if it closes. A
slot that holds more is crowded, and is read in another way.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from patto.kernel.instants import Duration
from patto.kernel.timeline.arrays import Int64s, Mask
from patto.kernel.timeline.pieces import Pieces


class Edges(NamedTuple):
    """Edges of lines of time: when, at what position, and whether it closes there."""

    line: Int64s
    time: Int64s
    position: Int64s
    closes: Mask


def inner_edges(pieces: Pieces, shift: int) -> Edges:
    """Return the edges that lie inside a slot of `2**shift` us.

    One at the beginning of a slot is none of its edges, but what it begins with.
    """
    time = np.concatenate([pieces.opens, pieces.closes])
    position = np.concatenate([pieces.before, pieces.until])
    closes = np.repeat([False, True], pieces.opens.size)
    inside = time & ((1 << shift) - 1) != 0
    edges = np.tile(pieces.lines, 2), time, position, closes
    return Edges(*(each[inside] for each in edges))


def slot_edges(
    pieces: Pieces, shift: int, slots: int, length: Duration
) -> tuple[Int64s, Int64s, Mask]:
    """Return for each slot its edge's time, its edge's position, and whether that edge closes.

    Lines of a length have `slots` slots of `2**shift` us each. A slot without an edge is given
    one at the end of the line, which no instant of it reaches; of a crowded slot's edges any.
    """
    line = np.repeat(np.arange(pieces.first.size - 1), slots)
    begin = np.tile(np.arange(slots) << shift, pieces.first.size - 1)
    position, closes = pieces.positions(line, begin, length)
    position += np.where(closes, length - begin, 0)
    time = np.full(line.size, length)
    edges = inner_edges(pieces, shift)
    slot = edges.line * slots + (edges.time >> shift)
    time[slot], position[slot], closes[slot] = edges.time, edges.position, edges.closes
    return time, position, closes


def crowded(lines: Int64s, times: Int64s, shift: int) -> Mask:
    """Return for each of some times of lines whether another lies in the same slot."""
    slot = times >> shift
    order = np.lexsort((slot, lines))
    same = (np.diff(slot[order]) == 0) & (np.diff(lines[order]) == 0)
    result = np.zeros(times.size, np.bool_)
    result[order[1:]] |= same
    result[order[:-1]] |= same
    return result
