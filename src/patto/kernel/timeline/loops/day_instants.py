"""From positions to instants in the day table, a chunk at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from patto.kernel.instants import DAY, SECOND
from patto.kernel.timeline.arrays import NULL, Int32s, Int64s
from patto.kernel.timeline.packing import (
    BLOCK,
    DAY_SHIFT,
    DAY_SLOTS,
    HIGH,
    LOW,
    WORD_PATTERN,
    WORD_SECONDS,
)

if TYPE_CHECKING:
    from patto.kernel.timeline.days import DayTable

_at: Final = np.uint64


def write_instants(table: DayTable, calendars: Int32s, positions: Int64s, out: Int64s) -> None:
    """Write the first instants of a chunk of positions."""
    days, late = np.empty(out.size, np.int64), np.empty(out.size, np.int64)
    _find_days(table, calendars, positions, days, late)
    if _read_days(table, calendars, positions, days, out):
        _search(table, calendars, positions, out)


def _find_days(
    table: DayTable, calendars: Int32s, positions: Int64s, days: Int64s, late: Int64s
) -> None:
    """Write the day on which each position is reached, if its block ends on that or the next."""
    words, rest, finder, blocks = table.words, table.rest, table.finder, table.blocks
    for i in range(days.size):
        block = blocks[_at(calendars[i])] + (max(positions[i], 1) >> BLOCK)
        days[i] = finder[_at(block)]
        late[i] = finder[_at(block + 1)]
    for i in range(days.size):
        word = words[_at(calendars[i] * table.days + days[i] + 1)]
        end_of_day = (word & WORD_SECONDS) * SECOND + rest[_at(word >> WORD_PATTERN)]
        days[i] = late[i] if positions[i] > end_of_day else days[i]


def _read_days(
    table: DayTable, calendars: Int32s, positions: Int64s, days: Int64s, out: Int64s
) -> bool:
    """Write the first instant of each position on its day, null where a search is needed.

    Returns whether there is any such.
    """
    words, rest, gaps, origin = table.words, table.rest, table.gaps, table.origin
    odd = False
    for i in range(out.size):
        word = words[_at(calendars[i] * table.days + days[i])]
        pattern = word >> WORD_PATTERN
        needed = max(positions[i], 1) - (word & WORD_SECONDS) * SECOND - rest[_at(pattern)]
        slot = pattern * (DAY_SLOTS + 1) + (max(needed, 0) >> DAY_SHIFT)
        here, there = gaps[_at(slot)], gaps[_at(slot + 1)]
        gap = there if needed > (here & LOW) * SECOND else here
        found = (needed > 0) & (here >= 0) & (there >= 0)
        out[i] = origin + days[i] * DAY + needed + (gap >> HIGH) * SECOND if found else NULL
        odd |= not found
    return odd


def _search(table: DayTable, calendars: Int32s, positions: Int64s, out: Int64s) -> None:
    """Write what `_read_days` has left null, by bisection among the days and the pieces."""
    words, rest, pieces, finder = table.words, table.rest, table.pieces, table.finder
    for i in range(out.size):
        if out[i] == NULL:
            position, row = max(positions[i], 1), calendars[i] * table.days
            block = table.blocks[_at(calendars[i])] + (position >> BLOCK)
            low, high = np.int64(finder[_at(block)]), np.int64(finder[_at(block + 1)])
            while low < high:
                middle = (low + high) >> 1
                word = words[_at(row + middle + 1)]
                if (word & WORD_SECONDS) * SECOND + rest[_at(word >> WORD_PATTERN)] < position:
                    low = middle + 1
                else:
                    high = middle
            word = words[_at(row + low)]
            pattern = word >> WORD_PATTERN
            needed = position - (word & WORD_SECONDS) * SECOND - rest[_at(pattern)]
            piece, last = pieces.first[_at(pattern)], pieces.first[_at(pattern + 1)] - 1
            while piece < last:
                middle = (piece + last) >> 1
                if pieces.until[_at(middle)] < needed:
                    piece = middle + 1
                else:
                    last = middle
            ahead = pieces.closes[_at(piece)] - pieces.until[_at(piece)]
            out[i] = table.origin + low * DAY + ahead + needed
