"""The slot table: the layout for few calendars, one look-up a position.

Each slot of the horizon has the edge that it holds (see `edges`) in one entry, each slot of a
calendar's open time the gap that it holds (see `gaps`) in another, for the way back. The slots are
as long as they can be without any being crowded; where that leaves them too many, or an edge is
not on a second, there is no slot table.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np

from patto.kernel.instants import EARLIEST, LATEST, SECOND, Instant
from patto.kernel.spans import Span
from patto.kernel.timeline.arrays import Int32s, Int64s
from patto.kernel.timeline.edges import crowded, inner_edges, slot_edges
from patto.kernel.timeline.gaps import gaps_of, slot_gaps
from patto.kernel.timeline.packing import CLOSES, HIGH, LOW
from patto.kernel.timeline.pieces import Pieces

SHIFTS: Final = range(36, 27, -1)
LARGEST: Final = 1 << 18
"""The most entries that a slot table may have: past the nearer caches the day table is faster."""


class SlotTable(NamedTuple):
    """Calendars over a horizon, slot by slot.

    `entries` and `gaps` are flat: `slots` and `back_slots` of them a calendar. `level`, `floor`
    and `ceiling` are the entries unpacked: in a slot the position of an instant is its level, plus
    the instant itself, but for what it lies below the floor or above the ceiling.
    """

    horizon: Span
    origin: Instant
    shift: int
    slots: int
    entries: Int64s
    level: Int64s
    floor: Int64s
    ceiling: Int64s
    back_shift: int
    back_slots: int
    gaps: Int64s

    @classmethod
    def of(cls, pieces: Pieces, horizon: Span, origin: Instant) -> SlotTable | None:
        """Return the table of the calendars whose pieces these are, None if there can be none."""
        edges = np.concatenate([pieces.opens, pieces.closes])
        if (edges % SECOND).any():
            return None
        length = -(-(horizon.end - origin) // SECOND) * SECOND
        room = LARGEST // (pieces.first.size - 1)
        shifts = [shift for shift in SHIFTS if length >> shift < room]
        shift = next((s for s in shifts if not crowded(*inner_edges(pieces, s)[:2], s).any()), None)
        back = next((s for s in shifts if not crowded(*gaps_of(pieces), s).any()), None)
        if shift is None or back is None:
            return None
        slots, back_slots = (length >> shift) + 1, (int(pieces.totals.max()) >> back) + 2
        time, position, closes = slot_edges(pieces, shift, slots, length)
        return cls(
            horizon=horizon,
            origin=origin,
            shift=shift,
            slots=slots,
            entries=time // SECOND | position // SECOND << HIGH | np.where(closes, CLOSES, 0),
            level=position - time - origin,
            floor=np.where(closes, EARLIEST, time + origin),
            ceiling=np.where(closes, time + origin, LATEST),
            back_shift=back,
            back_slots=back_slots,
            gaps=_gaps(pieces, back, back_slots, length),
        )

    def only(self, calendar: int) -> SlotTable:
        """Return the table with the slots of one calendar, for the look-up of positions."""
        own = slice(calendar * self.slots, (calendar + 1) * self.slots)
        return self._replace(entries=self.entries[own])

    def position(self, calendars: Int32s, instants: Int64s) -> Int64s:
        """Return the open time before each instant, one outside the horizon taken as its end."""
        within = np.clip(instants, *self.horizon)
        slot = within - self.origin
        slot >>= self.shift
        if self.entries.size > self.slots:
            slot += calendars * np.int64(self.slots)
        np.maximum(within, self.floor.take(slot), out=within)
        np.minimum(within, self.ceiling.take(slot), out=within)
        within += self.level.take(slot)
        return within

    def instant(self, calendars: Int32s, positions: Int64s) -> Int64s:
        """Return the first instant of each position above zero that its calendar reaches."""
        slot = calendars * np.int64(self.back_slots) + (positions >> self.back_shift)
        gap = self.gaps[slot]
        slot += positions > (gap & LOW) * SECOND
        return positions + self.origin + (self.gaps[slot] >> HIGH) * SECOND


def _gaps(pieces: Pieces, shift: int, slots: int, length: int) -> Int64s:
    position, ahead = slot_gaps(pieces, shift, slots, length)
    return position // SECOND | ahead // SECOND << HIGH
