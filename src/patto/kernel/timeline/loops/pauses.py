"""The pauses of tickets as loops, by position as in `Pauses`.

Those of ticket `i` are `offsets[i]:offsets[i + 1]`, counted from the first ticket's first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from patto.kernel.timeline.arrays import NULL, Int32s, Int64s

if TYPE_CHECKING:
    from patto.kernel.timeline.pauses import Pauses

FOREVER: Final = 2**63 - 1
ABREAST: Final = 8
"""So many pauses a ticket are put in order for many tickets at the same time."""

_at: Final = np.uint64


def chunk_end(offsets: Int64s, low: int, size: int) -> int:
    """Return up to which ticket there are so many pauses and tickets at most, or one ticket."""
    high = low + 1
    last = min(offsets.size - 1, low + size)
    while high < last and offsets[high + 1] - offsets[low] <= size:
        high += 1
    return high


def number(offsets: Int64s, tickets: Int64s, places: Int64s) -> None:
    """Write the ticket of each pause, and its place when the n-th pauses of all tickets are a row.

    There is no loop over the few pauses of each ticket: how it ends could not be foreseen.
    """
    for i in range(tickets.size):
        tickets[i] = 0
    for ticket in range(1, offsets.size - 1):
        first = offsets[ticket] - offsets[0]
        if first < tickets.size:
            tickets[_at(first)] += 1
    size = offsets.size - 1
    current, place = np.int64(0), np.int64(-size)
    for i in range(tickets.size):
        place = place + size if tickets[i] == 0 else current + tickets[i]
        current += tickets[i]
        tickets[i], places[i] = current, place


def pick(calendars: Int32s, tickets: Int64s, out: Int32s) -> None:
    """Write the calendar of each pause's ticket."""
    for i in range(out.size):
        out[i] = calendars[_at(tickets[i])]


def flawed(starts: Int64s, ends: Int64s) -> bool:
    """Return whether any pause has a null or ends before it starts."""
    found = False
    for i in range(starts.size):
        found |= (starts[i] == NULL) | (ends[i] < starts[i])
    return found


def most_of(offsets: Int64s) -> np.int64:
    """Return the most pauses that a ticket has."""
    most = np.int64(0)
    for ticket in range(offsets.size - 1):
        most = max(most, offsets[ticket + 1] - offsets[ticket])
    return most


def order(offsets: Int64s, begins: Int64s, ends: Int64s) -> None:
    """Put the pauses of each ticket in order of their begin, in place."""
    for ticket in range(offsets.size - 1):
        low, high = offsets[ticket] - offsets[0], offsets[ticket + 1] - offsets[0]
        gap = 1
        while 9 * gap < high - low:
            gap = 3 * gap + 1
        while gap > 0:
            for i in range(low + gap, high):
                begin, end = begins[_at(i)], ends[_at(i)]
                j = i
                while j >= low + gap and begins[_at(j - gap)] > begin:
                    begins[_at(j)], ends[_at(j)] = begins[_at(j - gap)], ends[_at(j - gap)]
                    j -= gap
                begins[_at(j)], ends[_at(j)] = begin, end
            gap //= 3


def less_covered(pauses: Pauses, places: Int64s, since: Int64s, until: Int64s, out: Int64s) -> None:
    """Take off what the pauses of each ticket cover between two positions; nulls stay.

    `places` are those of `number`.
    """
    if most_of(pauses.offsets) <= ABREAST:
        _less_covered_abreast(pauses, places, since, until, out)
    else:
        order(pauses.offsets, pauses.begins, pauses.ends)
        _less_covered_in_order(pauses.offsets, pauses.begins, pauses.ends, since, until, out)


def _less_covered_in_order(
    offsets: Int64s, begins: Int64s, ends: Int64s, since: Int64s, until: Int64s, out: Int64s
) -> None:
    for ticket in range(out.size):
        reach, total = since[ticket], np.int64(0)
        for i in range(offsets[ticket] - offsets[0], offsets[ticket + 1] - offsets[0]):
            end = min(ends[_at(i)], until[ticket])
            total += max(end - max(begins[_at(i)], reach), 0)
            reach = max(reach, end)
        out[ticket] -= total if out[ticket] != NULL else 0


def _less_covered_abreast(
    pauses: Pauses, places: Int64s, since: Int64s, until: Int64s, out: Int64s
) -> None:
    """Take off what few pauses cover, for all tickets at the same time.

    Begins and ends are put in order apart from each other: what lies between the n-th end and the
    next begin is not covered, whichever pauses they belong to. A ticket with fewer pauses than the
    others has empty ones after its own.
    """
    most, size = most_of(pauses.offsets), out.size
    begins = np.full(most * size, FOREVER, np.int64)
    ends = np.full(most * size, FOREVER, np.int64)
    _scatter(places, pauses.begins, begins)
    _scatter(places, pauses.ends, ends)
    for last in range((most - 1) * size, 0, -size):
        for at in range(0, last, size):
            _order_rows(begins[at : at + size], begins[at + size : at + 2 * size])
            _order_rows(ends[at : at + size], ends[at + size : at + 2 * size])
    for at in range(0, most * size, size):
        later = begins[at + size : at + 2 * size] if at + size < most * size else ends[at:]
        _take_off(begins[at : at + size], ends[at : at + size], later, (since, until), out)


def _scatter(places: Int64s, values: Int64s, out: Int64s) -> None:
    for i in range(places.size):
        out[_at(places[i])] = values[i]


def _order_rows(row: Int64s, next_row: Int64s) -> None:
    """Put the smaller of each two into the first row, the larger into the second."""
    for i in range(row.size):
        one, other = row[i], next_row[i]
        row[i], next_row[i] = min(one, other), max(one, other)


def _take_off(
    begins: Int64s, ends: Int64s, later: Int64s, within: tuple[Int64s, Int64s], out: Int64s
) -> None:
    """Take off what lies between begins and ends, or the later begins if those come first."""
    since, until = within
    for i in range(out.size):
        begin = min(max(begins[i], since[i]), until[i])
        end = min(max(min(ends[i], later[i]), since[i]), until[i])
        out[i] -= end - begin if out[i] != NULL else 0


def pushed(
    offsets: Int64s, begins: Int64s, ends: Int64s, since: Int64s, target: Int64s, out: Int64s
) -> None:
    """Write where each ticket reaches a position, were there no pauses, after another."""
    for ticket in range(out.size):
        reach, position = since[ticket], target[ticket]
        for i in range(offsets[ticket] - offsets[0], offsets[ticket + 1] - offsets[0]):
            begin, end = max(begins[_at(i)], reach), ends[_at(i)]
            if begin < position:
                position += max(end - begin, 0)
            reach = max(reach, end)
        out[ticket] = position
