"""The clocks of one version of the agreement, compiled together: a line each on one timeline.

What the array clock cannot say, because it lies outside the horizon or beyond ten years, is
`NULL` here too; the tickets concerned are then measured one by one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from patto.bulk.arrays import Int64s, Mask, places
from patto.kernel.agreement.quantities import ClockedBudget
from patto.kernel.clock import WorkingTime
from patto.kernel.evaluation.ground import Ground
from patto.kernel.instants import Duration
from patto.kernel.spans import Span
from patto.kernel.timeline import Timeline


@dataclass(frozen=True, slots=True)
class Standstills:
    """Spans in which clocks stand still, those of owner `i` at `offsets[i]:offsets[i + 1]`."""

    offsets: Int64s
    starts: Int64s
    ends: Int64s

    def of(self, owners: Int64s) -> Standstills:
        """Return those of some owners, who are then numbered in that order."""
        chosen, offsets = places(self.offsets, owners)
        return Standstills(offsets, self.starts[chosen], self.ends[chosen])


@dataclass
class Clocks:
    """The lines of a ground's clocks.

    Lines are asked for by name before the first look-up, which compiles them.
    """

    ground: Ground
    horizon: Span
    _lines: dict[tuple[str, bool], int] = field(default_factory=dict)
    _working: list[WorkingTime] = field(default_factory=list)

    def line(self, clock: str, *, contractual: bool = False) -> int:
        """Return the line of a clock's open time, less agreed maintenance where it takes it off.

        Without `contractual` maintenance is never taken off.
        """
        compiled = self.ground.compiled.clock(clock)
        less = contractual and not compiled.maintenance_counts and bool(self.ground.maintenance)
        key = (clock, less)
        if key not in self._lines:
            self._lines[key] = len(self._working)
            open_time = compiled.open
            self._working.append(open_time.minus(self.ground.maintenance) if less else open_time)
        return self._lines[key]

    def budget(self, budget: ClockedBudget) -> tuple[int, Duration]:
        """Return the line that a budget is counted on, and its length."""
        length = budget.budget.length(self.ground.compiled.clock(budget.clock).business_day)
        return self.line(budget.clock), length

    @cached_property
    def timeline(self) -> Timeline:
        """The lines compiled; no more can be asked for."""
        return Timeline.compile(self._working, self.horizon, engine="numpy")

    def elapsed(
        self, start: Int64s, end: Int64s, line: Int64s | int, still: Standstills | None = None
    ) -> Int64s:
        """Return the time of lines in `[start, end)`, less what of it stands still."""
        if not start.size:
            return start
        if still is None or not still.starts.size:
            return self.timeline.elapsed(start, end, _ids(line))
        return self.timeline.elapsed_net(
            start, end, _ids(line), still.offsets, still.starts, still.ends
        )

    def due(
        self, start: Int64s, budget: Int64s, line: Int64s | int, still: Standstills | None = None
    ) -> Int64s:
        """Return the first instants at which budgets are used up, less what stands still."""
        if not start.size:
            return start
        if still is None or not still.starts.size:
            return self.timeline.due(start, budget, _ids(line))
        return self.timeline.due_net(
            start, budget, _ids(line), still.offsets, still.starts, still.ends
        )

    def within(self, instants: Int64s) -> Mask:
        """Return which instants lie within the horizon."""
        return (instants >= self.horizon.start) & (instants <= self.horizon.end)


def _ids(line: Int64s | int) -> np.ndarray[tuple[int, ...], np.dtype[np.int32]]:
    return np.asarray(line, np.int32)
