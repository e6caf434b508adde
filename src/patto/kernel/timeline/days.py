"""The day table: the layout for many calendars, eight bytes a calendar and UTC day.

A word holds the open seconds before its day and the pattern of the day: its open pieces, and the
microseconds by which the seconds fall short. Calendars share patterns, and a pattern has the edge
of each of its slots (see `edges`) in one entry, so that a position is two look-ups. Slots that
are crowded, or whose edge is not on a second, are read from the pattern's pieces.
"""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from patto.kernel.instants import DAY, SECOND, Instant
from patto.kernel.spans import Span
from patto.kernel.timeline.arrays import Int32s, Int64s
from patto.kernel.timeline.edges import crowded, inner_edges, slot_edges
from patto.kernel.timeline.gaps import gaps_of, slot_gaps
from patto.kernel.timeline.packing import (
    BLOCK,
    DAY_SHIFT,
    DAY_SLOTS,
    ENTRY_CLOSES,
    ENTRY_POSITION,
    ENTRY_SECOND,
    ENTRY_SECONDS,
    HIGH,
    LOW,
    WORD_PATTERN,
    WORD_SECONDS,
)
from patto.kernel.timeline.pieces import Pieces, cut


class DayTable(NamedTuple):
    """Calendars over a horizon, day by day.

    `words` and `finder` are flat: `days` and `blocks` of them a calendar. `rest` and `pieces` are
    those of the patterns.
    """

    horizon: Span
    origin: Instant
    days: int
    blocks: Int64s
    words: Int64s
    entries: Int64s
    gaps: Int64s
    rest: Int64s
    pieces: Pieces
    finder: NDArray[np.uint16]

    @classmethod
    def of(cls, pieces: Pieces, horizon: Span, origin: Instant) -> DayTable:
        """Return the table of the calendars whose pieces these are, from an origin at midnight."""
        days = (horizon.end - origin) // DAY + 2
        calendars = pieces.first.size - 1
        by_day = cut(pieces, DAY, days)
        begin = np.zeros((calendars, days), np.int64)
        np.cumsum(by_day.totals.reshape(calendars, days)[:, :-1], axis=1, out=begin[:, 1:])
        seconds, rest = np.divmod(begin.ravel(), SECOND)
        patterns = _patterns(by_day, rest)
        blocks, finder = _finder(begin)
        return cls(
            horizon=horizon,
            origin=origin,
            days=days,
            blocks=blocks,
            words=seconds | patterns.of_day << WORD_PATTERN,
            entries=_entries(patterns),
            gaps=_gaps(patterns),
            rest=patterns.rest,
            pieces=patterns.pieces,
            finder=finder,
        )

    def position(self, calendars: Int32s, instants: Int64s) -> Int64s:
        """Return the open time before each instant, one outside the horizon taken as its end."""
        since = np.clip(instants, *self.horizon) - self.origin
        day = since // DAY
        since -= day * DAY
        word = self.words[calendars * np.int64(self.days) + day]
        pattern = word >> WORD_PATTERN
        entry = self.entries[pattern * DAY_SLOTS + (since >> DAY_SHIFT)]
        beyond: Int64s = since - ((entry >> ENTRY_SECOND) & ENTRY_SECONDS) * SECOND
        beyond = np.where(entry & ENTRY_CLOSES, np.minimum(beyond, 0), np.maximum(beyond, 0))
        beyond += entry & ENTRY_POSITION
        odd = np.flatnonzero(entry < 0)
        if odd.size:
            before, _ = self.pieces.positions(pattern[odd], since[odd], DAY)
            beyond[odd] = before + self.rest[pattern[odd]]
        beyond += (word & WORD_SECONDS) * SECOND
        return beyond

    def instant(self, calendars: Int32s, positions: Int64s) -> Int64s:
        """Return the first instant of each position above zero that its calendar reaches."""
        row = calendars * np.int64(self.days)
        block = self.blocks[calendars] + (positions >> BLOCK)
        early = self.finder[block].astype(np.int64)
        late = self._begin(row + early + 1) < positions
        day = np.where(late, self.finder[block + 1], early)
        needed = positions - self._begin(row + day)
        pattern = self.words[row + day] >> WORD_PATTERN
        slot = pattern * (DAY_SLOTS + 1) + (np.maximum(needed, 0) >> DAY_SHIFT)
        here, there = self.gaps[slot], self.gaps[slot + 1]
        ahead = np.where(needed > (here & LOW) * SECOND, there, here) >> HIGH
        instants: Int64s = self.origin + day * DAY + needed + ahead * SECOND
        odd = np.flatnonzero((needed <= 0) | (here < 0) | (there < 0))
        instants[odd] = self._search(calendars[odd], positions[odd])
        return instants

    def _search(self, calendars: Int32s, positions: Int64s) -> Int64s:
        """Return what `instant` returns, by bisection among the days and the pieces of the day."""
        row = calendars * np.int64(self.days)
        block = self.blocks[calendars] + (positions >> BLOCK)
        low = self.finder[block].astype(np.int64)
        high = self.finder[block + 1].astype(np.int64)
        while (low < high).any():
            middle = (low + high) >> 1
            short = (self._begin(row + middle + 1) < positions) & (low < high)
            low = np.where(short, middle + 1, low)
            high = np.where(short, high, np.minimum(middle, high))
        needed = positions - self._begin(row + low)
        pattern = self.words[row + low] >> WORD_PATTERN
        instants: Int64s = self.pieces.instants(pattern, needed, DAY) + low * DAY + self.origin
        return instants

    def _begin(self, word: Int64s) -> Int64s:
        """Return the position at the beginning of the days of some words."""
        words = self.words[word]
        begin: Int64s = (words & WORD_SECONDS) * SECOND + self.rest[words >> WORD_PATTERN]
        return begin


class _Patterns(NamedTuple):
    of_day: Int64s
    rest: Int64s
    pieces: Pieces


def _patterns(by_day: Pieces, rest: Int64s) -> _Patterns:
    """Return the distinct days, told apart by their rest of a microsecond and their pieces."""
    counts = np.diff(by_day.first)
    begin = np.arange(counts.size) + 2 * by_day.first[:-1]
    flat = np.empty(counts.size + 2 * by_day.opens.size, np.int64)
    flat[begin] = rest
    at = by_day.lines + 2 * np.arange(by_day.opens.size) + 1
    flat[at], flat[at + 1] = by_day.opens, by_day.closes
    text, cuts = flat.tobytes(), [*(8 * begin).tolist(), 8 * flat.size]
    seen: dict[bytes, int] = {}
    of_day = [seen.setdefault(text[a:b], len(seen)) for a, b in pairwise(cuts)]
    rows = [np.frombuffer(key, np.int64) for key in seen]
    first = np.zeros(len(rows) + 1, np.int64)
    np.cumsum([row.size // 2 for row in rows], out=first[1:])
    pieces = np.concatenate([row[1:] for row in rows])
    return _Patterns(
        np.array(of_day, np.int64),
        np.array([row[0] for row in rows], np.int64),
        Pieces.of(first, pieces[::2].copy(), pieces[1::2].copy()),
    )


def _entries(patterns: _Patterns) -> Int64s:
    time, position, closes = slot_edges(patterns.pieces, DAY_SHIFT, DAY_SLOTS, DAY)
    second, odd = np.divmod(time, SECOND)
    position += np.repeat(patterns.rest, DAY_SLOTS)
    entries = position | second << ENTRY_SECOND | np.where(closes, ENTRY_CLOSES, 0)
    entries[odd != 0] = -1
    line, edge, *_ = inner_edges(patterns.pieces, DAY_SHIFT)
    many = crowded(line, edge, DAY_SHIFT)
    entries[(line * DAY_SLOTS + (edge >> DAY_SHIFT))[many]] = -1
    return entries


def _gaps(patterns: _Patterns) -> Int64s:
    slots = DAY_SLOTS + 1
    position, ahead = slot_gaps(patterns.pieces, DAY_SHIFT, slots, DAY)
    entries = position // SECOND | ahead // SECOND << HIGH
    entries[(position % SECOND != 0) | (ahead % SECOND != 0)] = -1
    line, gap = gaps_of(patterns.pieces)
    many = crowded(line, gap, DAY_SHIFT)
    entries[(line * slots + (gap >> DAY_SHIFT))[many]] = -1
    return entries


def _finder(begin: Int64s) -> tuple[Int64s, NDArray[np.uint16]]:
    """Return for each multiple of a block of open time the day on which it is reached.

    Calendars have as many as they need, one after the other, those of each from its first.
    """
    counts = (begin[:, -1] >> BLOCK) + 2
    days = [
        np.minimum(np.searchsorted(line[1:], np.arange(count) << BLOCK), line.size - 2)
        for line, count in zip(begin, counts, strict=True)
    ]
    return np.cumsum(counts) - counts, np.concatenate(days).astype(np.uint16)
