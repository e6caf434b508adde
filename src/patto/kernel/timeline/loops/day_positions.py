"""From instants to positions in the day table, a chunk at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from patto.kernel.instants import DAY, SECOND
from patto.kernel.timeline.arrays import NULL, Int32s, Int64s
from patto.kernel.timeline.packing import (
    DAY_SHIFT,
    DAY_SLOTS,
    ENTRY_CLOSES,
    ENTRY_POSITION,
    ENTRY_SECOND,
    ENTRY_SECONDS,
    WORD_PATTERN,
    WORD_SECONDS,
)

if TYPE_CHECKING:
    from patto.kernel.timeline.days import DayTable

# What `read_between` has met: a slot without a legible entry, an end before its start.
ODD: Final = 1
BACKWARD: Final = 2

# The number of a day is found by a multiplication, which the vector unit has; it may be one less.
COARSE: Final = 20
SCALE: Final = 47
PER_DAY: Final = (1 << (COARSE + SCALE)) // DAY

_at: Final = np.uint64


def write_positions(table: DayTable, calendars: Int32s, instants: Int64s, out: Int64s) -> None:
    """Write the positions of a chunk of instants."""
    words, times = np.empty(out.size, np.int64), np.empty(out.size, np.int64)
    find_words(table, calendars, instants, words, times)
    if _read_words(table, words, times, out):
        _read(table, calendars, instants, out)


def find_words(
    table: DayTable, calendars: Int32s, instants: Int64s, words: Int64s, times: Int64s
) -> None:
    """Write the index of the word of each instant's day, and its time of the day."""
    days, origin = table.days, table.origin
    first, last = table.horizon
    for i in range(words.size):
        since = min(max(instants[i], first), last) - origin
        day = ((since >> COARSE) * PER_DAY) >> SCALE
        time = since - day * DAY
        over = time >= DAY
        words[i] = calendars[i] * days + (day + 1 if over else day)
        times[i] = time - DAY if over else time


def _read_words(table: DayTable, words: Int64s, times: Int64s, out: Int64s) -> bool:
    """Write the position of each time of the day of a word, null where pieces have to be read.

    Returns whether there is any such.
    """
    table_words, entries = table.words, table.entries
    for i in range(out.size):
        words[i] = table_words[_at(words[i])]
    odd = np.int64(0)
    for i in range(out.size):
        word, time = words[i], times[i]
        entry = entries[_at((word >> WORD_PATTERN) * DAY_SLOTS + (time >> DAY_SHIFT))]
        position = (word & WORD_SECONDS) * SECOND + _position_in(entry, time)
        out[i] = position if entry >= 0 else NULL
        odd |= entry
    return bool(odd < 0)


def read_between(
    table: DayTable,
    one: tuple[Int64s, Int64s, Int64s],
    other: tuple[Int64s, Int64s, Int64s],
    out: Int64s,
) -> int:
    """Write the open time between instants, with the words and times of their days.

    Returns whether pieces have to be read for any, and whether an end comes before its start.
    """
    table_words, entries = table.words, table.entries
    first, last = table.horizon
    starts, words, times = one
    ends, later_words, later_times = other
    for i in range(out.size):
        words[i] = table_words[_at(words[i])]
    for i in range(out.size):
        later_words[i] = table_words[_at(later_words[i])]
    odd, backward = np.int64(0), False
    for i in range(out.size):
        start, end, word, later_word = starts[i], ends[i], words[i], later_words[i]
        entry = entries[_at((word >> WORD_PATTERN) * DAY_SLOTS + (times[i] >> DAY_SHIFT))]
        later = entries[
            _at((later_word >> WORD_PATTERN) * DAY_SLOTS + (later_times[i] >> DAY_SHIFT))
        ]
        seconds = (later_word & WORD_SECONDS) - (word & WORD_SECONDS)
        within = _position_in(later, later_times[i]) - _position_in(entry, times[i])
        known = (start >= first) & (start <= end) & (end <= last)
        out[i] = seconds * SECOND + within if known else NULL
        odd |= entry | later
        backward |= (end < start) & (end != NULL)
    return (ODD if odd < 0 else 0) | (BACKWARD if backward else 0)


def _position_in(entry: int, time: int) -> int:
    """Return the position within a day of a time of the day, from the entry of its slot."""
    beyond = time - ((entry >> ENTRY_SECOND) & ENTRY_SECONDS) * SECOND
    beyond = min(beyond, 0) if entry & ENTRY_CLOSES else max(beyond, 0)
    return (entry & ENTRY_POSITION) + beyond


def _read(table: DayTable, calendars: Int32s, instants: Int64s, out: Int64s) -> None:
    """Write what `_read_words` has left null, from the pieces of the day's pattern."""
    words, rest, pieces = table.words, table.rest, table.pieces
    for i in range(out.size):
        if out[i] == NULL:
            since = min(max(instants[i], table.horizon.start), table.horizon.end) - table.origin
            word = words[_at(calendars[i] * table.days + since // DAY)]
            time, pattern = since % DAY, word >> WORD_PATTERN
            first, last = pieces.first[_at(pattern)], pieces.first[_at(pattern + 1)]
            low = first
            while low < last:
                middle = (low + last) >> 1
                if pieces.opens[_at(middle)] <= time:
                    low = middle + 1
                else:
                    last = middle
            position = (word & WORD_SECONDS) * SECOND + rest[_at(pattern)]
            if low > first:
                beyond = time - pieces.closes[_at(low - 1)]
                position += pieces.until[_at(low - 1)] + min(beyond, 0)
            out[i] = position
