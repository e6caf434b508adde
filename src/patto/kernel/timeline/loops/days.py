"""The look-ups of the day table as loops."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from patto.kernel.timeline.arrays import Int32s, Int64s
from patto.kernel.timeline.loops.columns import null_outside, settle, subtract, target
from patto.kernel.timeline.loops.day_instants import write_instants
from patto.kernel.timeline.loops.day_positions import (
    BACKWARD,
    ODD,
    find_words,
    read_between,
    write_positions,
)
from patto.kernel.timeline.loops.pauses import (
    chunk_end,
    flawed,
    less_covered,
    number,
    pick,
)
from patto.kernel.timeline.pauses import Pauses

if TYPE_CHECKING:
    from patto.kernel.timeline.days import DayTable

CHUNK: Final = 2048


def elapsed(table: DayTable, calendars: Int32s, starts: Int64s, ends: Int64s, out: Int64s) -> bool:
    """Write the open time between instants, null outside the horizon.

    Returns whether an end comes before its start.
    """
    backward = False
    for low in range(0, out.size, CHUNK):
        high = min(low + CHUNK, out.size)
        some, since, until = calendars[low:high], starts[low:high], ends[low:high]
        begins, stops = np.empty(high - low, np.int64), np.empty(high - low, np.int64)
        words, later_words = np.empty(high - low, np.int64), np.empty(high - low, np.int64)
        find_words(table, some, since, words, begins)
        find_words(table, some, until, later_words, stops)
        read = read_between(
            table, (since, words, begins), (until, later_words, stops), out[low:high]
        )
        backward |= read & BACKWARD != 0
        if read & ODD:
            write_positions(table, some, since, begins)
            write_positions(table, some, until, stops)
            subtract(stops, begins, out[low:high])
            null_outside(table.horizon, since, until, out[low:high])
    return backward


def elapsed_net(
    table: DayTable, calendars: Int32s, starts: Int64s, ends: Int64s, paused: Pauses, out: Int64s
) -> bool:
    """Write the open time between instants that no pause covers, null outside the horizon.

    Returns whether an end comes before its start, or a pause has a null.
    """
    odd = False
    low = 0
    while low < out.size:
        high = chunk_end(paused.offsets, low, CHUNK)
        some, own = calendars[low:high], paused.offsets[low : high + 1]
        pause_starts, pause_ends = paused.begins[own[0] : own[-1]], paused.ends[own[0] : own[-1]]
        since, until = np.empty(high - low, np.int64), np.empty(high - low, np.int64)
        write_positions(table, some, starts[low:high], since)
        write_positions(table, some, ends[low:high], until)
        subtract(until, since, out[low:high])
        odd |= null_outside(table.horizon, starts[low:high], ends[low:high], out[low:high])
        tickets, ids = np.empty(own[-1] - own[0], np.int64), np.empty(own[-1] - own[0], np.int32)
        begins, stops = np.empty(ids.size, np.int64), np.empty(ids.size, np.int64)
        places = np.empty(ids.size, np.int64)
        number(own, tickets, places)
        pick(some, tickets, ids)
        write_positions(table, ids, pause_starts, begins)
        write_positions(table, ids, pause_ends, stops)
        odd |= flawed(pause_starts, pause_ends)
        less_covered(Pauses(own, begins, stops), places, since, until, out[low:high])
        low = high
    return odd


def due(
    table: DayTable, totals: Int64s, calendars: Int32s, starts: Int64s, budgets: Int64s, out: Int64s
) -> None:
    """Write when each budget is used up, null if it is not or the start is outside the horizon."""
    for low in range(0, out.size, CHUNK):
        high = min(low + CHUNK, out.size)
        some, since, budget = calendars[low:high], starts[low:high], budgets[low:high]
        begins, targets = np.empty(high - low, np.int64), np.empty(high - low, np.int64)
        write_positions(table, some, since, begins)
        target(table.horizon, totals, some, begins, since, budget, targets)
        write_instants(table, some, targets, out[low:high])
        settle(table.horizon, since, budget, targets, out[low:high])


def position(table: DayTable, calendars: Int32s, instants: Int64s, out: Int64s) -> None:
    """Write the open time before each instant, one outside the horizon taken as its end."""
    for low in range(0, out.size, CHUNK):
        high = min(low + CHUNK, out.size)
        write_positions(table, calendars[low:high], instants[low:high], out[low:high])


def instant(table: DayTable, calendars: Int32s, positions: Int64s, out: Int64s) -> None:
    """Write the first instant of each position; of one not above zero any."""
    for low in range(0, out.size, CHUNK):
        high = min(low + CHUNK, out.size)
        write_instants(table, calendars[low:high], positions[low:high], out[low:high])
