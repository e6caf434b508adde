"""The clock on columns: each figure as a difference of positions.

Columns of one length, int64 microseconds, calendars int32; nulls in give nulls out.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from types import ModuleType

import numpy as np

from patto.kernel.clock import TEN_YEARS
from patto.kernel.spans import Span
from patto.kernel.timeline.arrays import NULL, Int32s, Int64s, Mask, sealed
from patto.kernel.timeline.days import DayTable
from patto.kernel.timeline.jit import compiled
from patto.kernel.timeline.loops import days as day_loops
from patto.kernel.timeline.loops import pauses as pause_loops
from patto.kernel.timeline.loops import slots as slot_loops
from patto.kernel.timeline.pauses import Pauses
from patto.kernel.timeline.slots import SlotTable


@dataclass(frozen=True, slots=True)
class Lookups:
    """The figures of calendars whose open time is `totals`, from their table, by NumPy.

    Each is written to `out`. Returned is whether the columns are still to be checked for an end
    before its start, or a budget below zero; if they have that, the figures mean nothing.
    """

    table: DayTable | SlotTable
    totals: Int64s

    @property
    def horizon(self) -> Span:
        """The span in which instants are known, its end included."""
        return self.table.horizon

    def position(self, ids: Int32s, instants: Int64s, out: Int64s) -> bool:
        """Write the open time up to each instant, null outside the horizon."""
        out[:] = self._position(ids, instants)
        self._null_outside(out, instants)
        return False

    def instant(self, ids: Int32s, positions: Int64s, out: Int64s) -> bool:
        """Write the first instant of each position, null if it is not reached."""
        reached = (positions > 0) & (positions <= self.totals[ids])
        out[:] = np.where(reached, self._instant(ids, np.where(reached, positions, 1)), NULL)
        out[positions == 0] = self.horizon.start
        return False

    def elapsed(self, ids: Int32s, starts: Int64s, ends: Int64s, out: Int64s) -> bool:
        """Write the open time from start to end, null where either is outside the horizon."""
        np.subtract(self._position(ids, ends), self._position(ids, starts), out=out)
        self._null_outside(out, starts, ends)
        return True

    def due(self, ids: Int32s, starts: Int64s, budgets: Int64s, out: Int64s) -> bool:
        """Write the first instant at which the budget is used up, null if it is not."""
        target = self._target(ids, self._position(ids, starts), starts, budgets)
        out[:] = self._due(ids, starts, budgets, target)
        return True

    def elapsed_net(
        self, ids: Int32s, starts: Int64s, ends: Int64s, paused: Pauses, out: Int64s
    ) -> bool:
        """Write the open time from start to end that no pause covers."""
        since, until = self._position(ids, starts), self._position(ids, ends)
        np.subtract(until, since, out=out)
        out -= self._positions(ids, paused).covered(since, until)
        self._null_outside(out, starts, ends)
        out[paused.unknown()] = NULL
        return True

    def due_net(
        self, ids: Int32s, starts: Int64s, budgets: Int64s, paused: Pauses, out: Int64s
    ) -> bool:
        """Write the first instant at which the budget is used up outside the pauses."""
        begin = self._position(ids, starts)
        target = self._target(ids, begin, starts, budgets)
        pushed = self._pushed(self._positions(ids, paused), begin, target)
        target = np.where((target > 0) & (pushed <= self.totals[ids]), pushed, NULL)
        out[:] = self._due(ids, starts, budgets, target)
        out[paused.unknown()] = NULL
        return True

    def _position(self, ids: Int32s, instants: Int64s) -> Int64s:
        return self.table.position(ids, instants)

    def _instant(self, ids: Int32s, positions: Int64s) -> Int64s:
        return self.table.instant(ids, positions)

    def _target(self, ids: Int32s, begin: Int64s, starts: Int64s, budgets: Int64s) -> Int64s:
        """Return the position at which a budget above zero is used up, null if it is not."""
        fits = (budgets > 0) & (budgets <= self.totals[ids] - begin) & ~self._outside(starts)
        return np.where(fits, begin + np.where(fits, budgets, 0), NULL)

    def _due(self, ids: Int32s, starts: Int64s, budgets: Int64s, target: Int64s) -> Int64s:
        """Return the first instant of a target, the start for a budget of zero."""
        reached = target > 0
        due = self._instant(ids, np.where(reached, target, 1))
        reached &= due - TEN_YEARS <= starts
        due = np.where(reached, due, NULL)
        at_once = (budgets == 0) & ~self._outside(starts)
        return np.where(at_once, starts, due)

    def _pushed(self, pauses: Pauses, since: Int64s, target: Int64s) -> Int64s:
        return pauses.pushed(since, target)

    def _positions(self, ids: Int32s, paused: Pauses) -> Pauses:
        """Return pauses in time as pauses in positions, where the horizon cuts them off."""
        ids = np.repeat(ids, np.diff(paused.offsets))
        begins, ends = self._position(ids, paused.begins), self._position(ids, paused.ends)
        return Pauses(paused.offsets, begins, ends)

    def _outside(self, instants: Int64s) -> Mask:
        return (instants < self.horizon.start) | (instants > self.horizon.end)

    def _null_outside(self, out: Int64s, *instants: Int64s) -> None:
        for each in instants:
            if each.min() < self.horizon.start or each.max() > self.horizon.end:
                out[self._outside(each)] = NULL


class LoopLookups(Lookups):
    """The same by numba."""

    __slots__ = ()

    def elapsed(self, ids: Int32s, starts: Int64s, ends: Int64s, out: Int64s) -> bool:
        """Write the open time from start to end, null where either is outside the horizon."""
        backward: bool = compiled(self._loops.elapsed)(self.table, ids, starts, ends, out)
        return backward

    def due(self, ids: Int32s, starts: Int64s, budgets: Int64s, out: Int64s) -> bool:
        """Write the first instant at which the budget is used up, null if it is not."""
        compiled(self._loops.due)(self.table, self.totals, ids, starts, budgets, out)
        return True

    def elapsed_net(
        self, ids: Int32s, starts: Int64s, ends: Int64s, paused: Pauses, out: Int64s
    ) -> bool:
        """Write the open time from start to end that no pause covers."""
        sealed_pauses = Pauses(*(sealed(column) for column in paused))
        look_up = compiled(self._loops.elapsed_net)
        odd: bool = look_up(self.table, ids, starts, ends, sealed_pauses, out)
        if odd:
            out[paused.unknown()] = NULL
        return odd

    @property
    def _loops(self) -> ModuleType:
        return slot_loops if isinstance(self.table, SlotTable) else day_loops

    def _position(self, ids: Int32s, instants: Int64s) -> Int64s:
        return self._run(self._loops.position, ids, instants)

    def _instant(self, ids: Int32s, positions: Int64s) -> Int64s:
        return self._run(self._loops.instant, ids, positions)

    def _pushed(self, pauses: Pauses, since: Int64s, target: Int64s) -> Int64s:
        out = np.empty(since.size, np.int64)
        compiled(pause_loops.order)(*pauses)
        compiled(pause_loops.pushed)(*pauses, sealed(since), sealed(target), out)
        return out

    def _run(self, loop: Callable[..., None], ids: Int32s, column: Int64s) -> Int64s:
        out = np.empty(column.size, np.int64)
        compiled(loop)(self.table, sealed(ids), sealed(column), out)
        return out
