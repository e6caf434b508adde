"""The array clock: working times over a horizon, and the look-ups of millions of instants."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, fields
from typing import Any, Final

import numpy as np
from numpy.typing import ArrayLike

from patto.kernel.clock import WorkingTime
from patto.kernel.errors import HorizonError, InvalidArrayError
from patto.kernel.instants import DAY, Duration, Instant, told
from patto.kernel.spans import Span
from patto.kernel.timeline.arguments import (
    Times,
    aligned,
    calendar_ids,
    check_budgets,
    check_order,
    pauses_of,
    result,
)
from patto.kernel.timeline.arrays import NULL, Int64s, Mask, sealed
from patto.kernel.timeline.days import DayTable
from patto.kernel.timeline.jit import Engine, compiled, uses_loops
from patto.kernel.timeline.lookups import Lookups, LoopLookups
from patto.kernel.timeline.loops.slots import elapsed_of_one
from patto.kernel.timeline.pauses import Pauses
from patto.kernel.timeline.pieces import pieces_of
from patto.kernel.timeline.slots import SlotTable

LONGEST: Final[Duration] = 24_850 * DAY
"""The longest horizon, 68 years: its seconds are kept in 31 bits."""

CHUNK: Final = 1 << 15
"""The rows that NumPy works on at a time, so that what lies between two steps stays near."""

LOOP_CHUNK: Final = 1 << 20
"""The rows that a loop is given at a time: it has smaller chunks of its own."""


@dataclass(frozen=True, slots=True)
class Timeline:
    """Working times compiled over a horizon: an immutable value, which can be pickled.

    Build one with `Timeline.compile`. Everything is a difference of positions: the position of an
    instant is the open time of its calendar from the horizon's start. Columns are whole
    microseconds, int64, datetime64[us] or timedelta64[us]; a calendar is the index of its working
    time, int32; a single value stands for a whole column. Results are new int64 arrays, or `out`,
    which must not overlap what is handed in. `NULL` stands where an input is null, where an
    instant lies outside the horizon, whose end is within it, and where what is asked for is not
    reached within it: what is outside is never cut off.
    """

    working: tuple[WorkingTime, ...]
    horizon: Span
    engine: Engine
    totals: Int64s = field(repr=False, compare=False)
    table: DayTable | SlotTable = field(repr=False, compare=False)

    @classmethod
    def compile(
        cls, working: Sequence[WorkingTime], horizon: Span, *, engine: Engine = "auto"
    ) -> Timeline:
        """Return the timeline of working times over a horizon.

        `engine` is `numpy`, `numba`, or `auto`: numba where it is loaded, or installed and worth
        loading. Each gives the same bits.

        :raises HorizonError: if the horizon is empty, or longer than `LONGEST`
        :raises OutOfRangeError: if it reaches beyond the years 1 to 9999
        :raises InvalidArrayError: if there is no working time
        """
        if not 0 < horizon.length <= LONGEST:
            message = f"{told(horizon.start)} to {told(horizon.end)} is not a span up to 68 years"
            raise HorizonError(message)
        if not working:
            raise InvalidArrayError("working: there must be one working time at least")
        origin = horizon.start // DAY * DAY
        pieces = pieces_of(working, horizon, origin)
        table = SlotTable.of(pieces, horizon, origin) or DayTable.of(pieces, horizon, origin)
        return cls(tuple(working), horizon, engine, pieces.totals, table)

    def __post_init__(self) -> None:
        _seal((self.totals, self.table))

    def __reduce__(self) -> tuple[type, tuple[Any, ...]]:
        return type(self), tuple(getattr(self, each.name) for each in fields(self))

    def extended(self, to: Instant) -> Timeline:
        """Return the timeline whose horizon reaches `to`; all positions stay what they are.

        :raises HorizonError: if it would be longer than `LONGEST`
        :raises OutOfRangeError: if it reaches beyond the years 1 to 9999
        """
        if to <= self.horizon.end:
            return self
        return self.compile(self.working, Span(self.horizon.start, to), engine=self.engine)

    def position(
        self, instants: Times, calendar: ArrayLike = 0, *, out: Int64s | None = None
    ) -> Int64s:
        """Return the open time from the horizon's start up to each instant.

        :raises InvalidArrayError: if an array is not of its type or length
        """
        return self._figures("position", calendar, aligned(instants=instants), out)

    def instant(
        self, positions: Times, calendar: ArrayLike = 0, *, out: Int64s | None = None
    ) -> Int64s:
        """Return the first instant of each position: of zero the horizon's start.

        :raises InvalidArrayError: if an array is not of its type or length
        """
        return self._figures("instant", calendar, aligned(positions=positions), out)

    def elapsed(
        self, start: Times, end: Times, calendar: ArrayLike = 0, *, out: Int64s | None = None
    ) -> Int64s:
        """Return the open time in `[start, end)` (semantics 3.1).

        :raises EndBeforeStartError: if an end comes before its start
        :raises InvalidArrayError: if an array is not of its type or length
        """
        starts, ends = aligned(start=start, end=end)
        table, by_loop = self.table, uses_loops(self.engine, starts.size)
        if isinstance(table, SlotTable) and np.ndim(calendar) == 0 and by_loop:
            (one,) = calendar_ids(calendar, 1, len(self.working))
            out = result(out, [starts, ends])
            if compiled(elapsed_of_one)(table.only(int(one)), starts, ends, out):
                check_order(0, starts, ends)
            return out
        return self._figures("elapsed", calendar, [starts, ends], out, check_order)

    def due(
        self, start: Times, budget: Times, calendar: ArrayLike = 0, *, out: Int64s | None = None
    ) -> Int64s:
        """Return the first instant at which `budget` of open time has passed since `start`.

        A budget of zero is due at the start. `NULL` where it is not used up within the horizon,
        or within ten years (semantics 2.5): on a horizon that reaches those, it is so never.

        :raises NegativeBudgetError: if a budget is below zero
        :raises InvalidArrayError: if an array is not of its type or length
        """
        columns = aligned(start=start, budget=budget)
        return self._figures("due", calendar, columns, out, check_budgets)

    def elapsed_net(
        self,
        start: Times,
        end: Times,
        calendar: ArrayLike,
        offsets: Times,
        pause_start: Times,
        pause_end: Times,
        *,
        out: Int64s | None = None,
    ) -> Int64s:
        """Return the open time in `[start, end)` that no pause covers (semantics 4.5).

        The pauses of row `i` are `offsets[i]:offsets[i + 1]` of the flat arrays, in any order;
        where they overlap they count once. One that has not ended ends after the horizon.

        :raises EndBeforeStartError: if an end comes before its start, also of a pause
        :raises InvalidArrayError: if an array is not of its type or length
        """
        columns = aligned(start=start, end=end)
        paused = pauses_of(columns[0].size, offsets, pause_start, pause_end)
        return self._figures("elapsed_net", calendar, columns, out, check_order, paused)

    def due_net(
        self,
        start: Times,
        budget: Times,
        calendar: ArrayLike,
        offsets: Times,
        pause_start: Times,
        pause_end: Times,
        *,
        out: Int64s | None = None,
    ) -> Int64s:
        """Return the first instant at which `budget` has passed outside the pauses.

        As `due`, with pauses as in `elapsed_net`.

        :raises NegativeBudgetError: if a budget is below zero
        :raises EndBeforeStartError: if the end of a pause comes before its start
        :raises InvalidArrayError: if an array is not of its type or length
        """
        columns = aligned(start=start, budget=budget)
        paused = pauses_of(columns[0].size, offsets, pause_start, pause_end)
        return self._figures("due_net", calendar, columns, out, check_budgets, paused)

    def _figures(
        self,
        figure: str,
        calendar: ArrayLike,
        columns: Sequence[Int64s],
        out: Int64s | None,
        check: Callable[..., None] = check_order,
        paused: Pauses | None = None,
    ) -> Int64s:
        """Return a figure of each row, worked out a chunk of rows at a time."""
        count = columns[0].size
        ids = calendar_ids(calendar, count, len(self.working))
        out = result(out, [*columns, *(paused or ())])
        by_loop = uses_loops(self.engine, count)
        lookups = (LoopLookups if by_loop else Lookups)(self.table, self.totals)
        size = LOOP_CHUNK if by_loop else CHUNK
        if ids.size != count:
            ids = sealed(np.repeat(ids, min(size, count)))
        for rows in paused.chunks(size) if paused else _chunks(count, size):
            some = [column[rows] for column in columns]
            pauses = [paused.of(rows)] if paused else []
            some_ids = ids[rows] if ids.size == count else ids[: rows.stop - rows.start]
            if getattr(lookups, figure)(some_ids, *some, *pauses, out[rows]):
                check(rows.start, *some)
                if paused:
                    check_order(int(paused.offsets[rows.start]), *pauses[0][1:])
        return out


def known(values: Times) -> Mask:
    """Return which values of a column are not null."""
    (given,) = aligned(values=values)
    is_known: Mask = given != NULL
    return is_known


def _chunks(count: int, size: int) -> Iterator[slice]:
    return (slice(first, min(first + size, count)) for first in range(0, count, size))


def _seal(values: tuple[Any, ...]) -> None:
    """Make every array among some values, and the values in them, read-only."""
    for value in values:
        if isinstance(value, np.ndarray):
            value.flags.writeable = False
        elif isinstance(value, tuple):
            _seal(value)
