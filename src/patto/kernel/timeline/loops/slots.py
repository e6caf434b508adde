"""The look-ups of the slot table as loops."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from patto.kernel.instants import SECOND
from patto.kernel.timeline.arrays import NULL, Int32s, Int64s
from patto.kernel.timeline.loops.columns import null_outside, settle, subtract, target
from patto.kernel.timeline.loops.pauses import (
    chunk_end,
    flawed,
    less_covered,
    number,
    pick,
)
from patto.kernel.timeline.packing import CLOSES, HIGH, LOW
from patto.kernel.timeline.pauses import Pauses

if TYPE_CHECKING:
    from patto.kernel.timeline.slots import SlotTable

CHUNK: Final = 2048

_at: Final = np.uint64


def elapsed_of_one(table: SlotTable, starts: Int64s, ends: Int64s, out: Int64s) -> bool:
    """Write the open time between instants of the only calendar, null outside the horizon.

    Returns whether an end comes before its start.
    """
    entries, shift, origin = table.entries, table.shift, table.origin
    first, last = table.horizon
    backward = False
    for i in range(out.size):
        start, end = starts[i], ends[i]
        backward |= (end < start) & (end != NULL)
        known = (start >= first) & (start <= end) & (end <= last)
        since = (start if known else first) - origin
        until = (end if known else first) - origin
        begin = _position_in(entries[_at(since >> shift)], since)
        stop = _position_in(entries[_at(until >> shift)], until)
        out[i] = stop - begin if known else NULL
    return backward


def elapsed(table: SlotTable, calendars: Int32s, starts: Int64s, ends: Int64s, out: Int64s) -> bool:
    """Write the open time between instants, null outside the horizon.

    Returns whether an end comes before its start.
    """
    backward = False
    for low in range(0, out.size, CHUNK):
        high = min(low + CHUNK, out.size)
        some, since, until = calendars[low:high], starts[low:high], ends[low:high]
        begins, stops = np.empty(high - low, np.int64), np.empty(high - low, np.int64)
        position(table, some, since, begins)
        position(table, some, until, stops)
        subtract(stops, begins, out[low:high])
        backward |= null_outside(table.horizon, since, until, out[low:high])
    return backward


def elapsed_net(
    table: SlotTable, calendars: Int32s, starts: Int64s, ends: Int64s, paused: Pauses, out: Int64s
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
        position(table, some, starts[low:high], since)
        position(table, some, ends[low:high], until)
        subtract(until, since, out[low:high])
        odd |= null_outside(table.horizon, starts[low:high], ends[low:high], out[low:high])
        tickets, ids = np.empty(own[-1] - own[0], np.int64), np.empty(own[-1] - own[0], np.int32)
        begins, stops = np.empty(ids.size, np.int64), np.empty(ids.size, np.int64)
        places = np.empty(ids.size, np.int64)
        number(own, tickets, places)
        if table.entries.size > table.slots:
            pick(some, tickets, ids)
        position(table, ids, pause_starts, begins)
        position(table, ids, pause_ends, stops)
        odd |= flawed(pause_starts, pause_ends)
        less_covered(Pauses(own, begins, stops), places, since, until, out[low:high])
        low = high
    return odd


def due(
    table: SlotTable,
    totals: Int64s,
    calendars: Int32s,
    starts: Int64s,
    budgets: Int64s,
    out: Int64s,
) -> None:
    """Write when each budget is used up, null if it is not or the start is outside the horizon."""
    for low in range(0, out.size, CHUNK):
        high = min(low + CHUNK, out.size)
        some, since, budget = calendars[low:high], starts[low:high], budgets[low:high]
        begins, targets = np.empty(high - low, np.int64), np.empty(high - low, np.int64)
        position(table, some, since, begins)
        target(table.horizon, totals, some, begins, since, budget, targets)
        instant(table, some, targets, out[low:high])
        settle(table.horizon, since, budget, targets, out[low:high])


def position(table: SlotTable, calendars: Int32s, instants: Int64s, out: Int64s) -> None:
    """Write the open time before each instant, one outside the horizon taken as its end."""
    entries, shift, slots, origin = table.entries, table.shift, table.slots, table.origin
    first, last = table.horizon
    if entries.size == slots:
        for i in range(out.size):
            since = min(max(instants[i], first), last) - origin
            out[i] = _position_in(entries[_at(since >> shift)], since)
    else:
        for i in range(out.size):
            since = min(max(instants[i], first), last) - origin
            out[i] = _position_in(entries[_at(calendars[i] * slots + (since >> shift))], since)


def instant(table: SlotTable, calendars: Int32s, positions: Int64s, out: Int64s) -> None:
    """Write the first instant of each position; of one not above zero any."""
    gaps, shift, slots, origin = table.gaps, table.back_shift, table.back_slots, table.origin
    for i in range(out.size):
        wanted = max(positions[i], 1)
        slot = calendars[i] * slots + (wanted >> shift)
        here, there = gaps[_at(slot)], gaps[_at(slot + 1)]
        gap = there if wanted > (here & LOW) * SECOND else here
        out[i] = origin + wanted + (gap >> HIGH) * SECOND


def _position_in(entry: int, since: int) -> int:
    """Return the position of an instant from the entry of its slot, both from the origin."""
    beyond = since - (entry & LOW) * SECOND
    beyond = min(beyond, 0) if entry & CLOSES else max(beyond, 0)
    return ((entry >> HIGH) & LOW) * SECOND + beyond
