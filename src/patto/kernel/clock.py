"""The business-time clock: how much working time has passed, and when it will have.

One value at a time, in exact integers of microseconds. Nothing here reads the clock on the wall.

>>> from patto.kernel.hours import Calendar
>>> from patto.kernel.instants import HOUR, MINUTE, parse, render
>>> office = ((9 * HOUR, 17 * HOUR),)
>>> clock = Clock(Calendar("Europe/Rome", (office, office, office, office, office, (), ())))
>>> logged, answered = parse("2026-03-06T16:55:00+01:00"), parse("2026-03-09T09:05:00+01:00")
>>> clock.elapsed(logged, answered) // MINUTE
10

A budget may run out exactly at closing: it is due that evening, and kept until it opens again.

>>> render(clock.due(logged, 5 * MINUTE)), render(clock.kept_until(logged, 5 * MINUTE))
('2026-03-06T16:00:00Z', '2026-03-09T08:00:00Z')
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import reduce
from itertools import accumulate
from operator import and_, or_
from typing import Final, NamedTuple, Protocol, TypeAlias

from patto.kernel.errors import (
    EndBeforeStartError,
    NegativeBudgetError,
    NeverReachedError,
    OutOfRangeError,
)
from patto.kernel.instants import (
    DAY,
    EARLIEST,
    LATEST,
    MICROSECOND,
    Duration,
    Instant,
    from_datetime,
    to_datetime,
    told,
)
from patto.kernel.spans import EMPTY, Span, SpanSet

TEN_YEARS: Final[Duration] = 3660 * DAY
"""How far a budget is followed from its start (semantics 2.5)."""

_Find: TypeAlias = Callable[[Sequence[Duration], Duration], int]

_MARGIN: Final = 32 * DAY
_WIDEST: Final = 100 * 366 * DAY  # a wider horizon is not worth its memory


class WorkingTime(Protocol):
    """Anything that knows when work is done: a calendar, a set of spans, a clock, several."""

    def spans(self, within: Span) -> SpanSet:
        """Return the working time that lies in a span."""
        ...


def all_of(parts: Iterable[WorkingTime]) -> WorkingTime:
    """Return the time in which all the parts work; of no parts, all time."""
    return _AllOf(tuple(parts))


def any_of(parts: Iterable[WorkingTime]) -> WorkingTime:
    """Return the time in which at least one of the parts works; of no parts, none."""
    return _AnyOf(tuple(parts))


def less(working: WorkingTime, taken_off: WorkingTime) -> WorkingTime:
    """Return the time of the first that is not in the second."""
    return _Less(working, taken_off)


@dataclass(frozen=True, slots=True)
class _AllOf:
    parts: tuple[WorkingTime, ...]

    def spans(self, within: Span) -> SpanSet:
        return reduce(and_, (part.spans(within) for part in self.parts), SpanSet.of([within]))


@dataclass(frozen=True, slots=True)
class _AnyOf:
    parts: tuple[WorkingTime, ...]

    def spans(self, within: Span) -> SpanSet:
        return reduce(or_, (part.spans(within) for part in self.parts), EMPTY)


@dataclass(frozen=True, slots=True)
class _Less:
    working: WorkingTime
    taken_off: WorkingTime

    def spans(self, within: Span) -> SpanSet:
        return self.working.spans(within) - self.taken_off.spans(within)


class _Compiled(NamedTuple):
    """Working time over a horizon, ready for look-ups.

    The position of an instant is the working time from `first` up to it. With `i` bounds at or
    before the instant it is `offsets[i]`, plus the instant itself if `i` is odd, that is, inside a
    span. `totals[k]` is the position at the end of the k-th span, `totals[0]` zero.
    """

    first: Instant
    last: Instant
    bounds: tuple[Instant, ...]
    offsets: tuple[Duration, ...]
    totals: tuple[Duration, ...]


def _compile(working: WorkingTime, horizon: Span) -> _Compiled:
    """Return the working time of a horizon as arrays."""
    bounds = working.spans(horizon).bounds
    starts, ends = bounds[::2], bounds[1::2]
    lengths = (end - start for start, end in zip(starts, ends, strict=True))
    totals = tuple(accumulate(lengths, initial=0))
    offsets = [0] * (len(bounds) + 1)
    offsets[::2] = totals
    offsets[1::2] = [total - start for total, start in zip(totals, starts, strict=False)]
    return _Compiled(*horizon, bounds, tuple(offsets), totals)


_NOTHING: Final = _Compiled(LATEST, EARLIEST, (), (0,), (0,))


class Clock:
    """The clock of a working time: elapsed, due, remaining.

    The working time is laid out when it is first needed, around the instants asked for, and
    further as they need it; answers never depend on what was asked before.
    """

    __slots__ = ("_compiled", "_working")

    def __init__(self, working: WorkingTime) -> None:
        self._working = working
        self._compiled = _NOTHING

    def elapsed(self, start: Instant, end: Instant) -> Duration:
        """Return the working time in `[start, end)` (semantics 3.1).

        :raises EndBeforeStartError: if `end` comes before `start`
        :raises OutOfRangeError: if either lies outside the years 1 to 9999
        """
        if end < start:
            raise EndBeforeStartError(f"{told(end)} comes before {told(start)}")
        first, last, bounds, offsets, _ = self._compiled
        if start < first or end > last:
            if end - start > _WIDEST:
                _check_range(start, end)
                return sum(self._working.spans(part).length for part in _parts(start, end))
            first, last, bounds, offsets, _ = self._reach(start, end)
        i, j = bisect_right(bounds, start), bisect_right(bounds, end)
        return offsets[j] - offsets[i] + (end if j & 1 else 0) - (start if i & 1 else 0)

    def due(self, start: Instant, budget: Duration) -> Instant:
        """Return the first instant at which `budget` of working time has passed since `start`.

        A budget of zero is due at the start, one that runs out at closing is due at closing
        (semantics 3.2).

        :raises NegativeBudgetError: if the budget is below zero
        :raises NeverReachedError: if it is not used up within 3660 days (semantics 2.5)
        :raises OutOfRangeError: if the start, or what is searched, is outside the years 1 to 9999
        """
        _check_budget(budget)
        if not budget:
            _check_range(start, start)
            return start
        at = self._search(start, budget, bisect_left, start + TEN_YEARS)
        if at is None:
            raise NeverReachedError(f"not used up within ten years of {told(start)}")
        return at

    def kept_until(self, start: Instant, budget: Duration) -> Instant | None:
        """Return the last instant at which no more than `budget` has passed since `start`.

        Later than `due` when the budget runs out at closing: it is then the next opening. None if
        nothing opens within 3660 days after `due`: what stands then stays kept (semantics 3.2).

        :raises NegativeBudgetError: if the budget is below zero
        :raises NeverReachedError: if it is not used up within 3660 days
        :raises OutOfRangeError: if the start lies outside the years 1 to 9999
        """
        return self._search(start, budget, bisect_right, self.due(start, budget) + TEN_YEARS)

    def remaining(self, at: Instant, start: Instant, budget: Duration) -> Duration:
        """Return what is left at `at` of a budget that runs since `start`, negative once exceeded.

        :raises NegativeBudgetError: if the budget is below zero
        :raises EndBeforeStartError: if `at` comes before `start`
        :raises OutOfRangeError: if either lies outside the years 1 to 9999
        """
        _check_budget(budget)
        return budget - self.elapsed(start, at)

    def elapsed_between(self, start: datetime, end: datetime) -> timedelta:
        """Return the working time between two aware datetimes.

        :raises NaiveTimeError: if either has no zone; and what `elapsed` raises
        """
        return MICROSECOND * self.elapsed(from_datetime(start), from_datetime(end))

    def due_at(self, start: datetime, budget: timedelta) -> datetime:
        """Return in UTC when a budget that runs from an aware datetime is first used up.

        :raises NaiveTimeError: if the start has no zone; and what `due` raises
        """
        return to_datetime(self.due(from_datetime(start), budget // MICROSECOND))

    def minus(self, pauses: SpanSet) -> Clock:
        """Return the clock that stands still during the pauses (semantics 4.5)."""
        return Clock(less(self, pauses))

    def spans(self, within: Span) -> SpanSet:
        """Return the working time that lies in a span: a clock is itself a working time.

        :raises OutOfRangeError: if the span reaches beyond the years 1 to 9999
        """
        start, end = within
        if end - start > _WIDEST:
            return self._working.spans(within)
        compiled = self._compiled
        if start < compiled.first or end > compiled.last:
            compiled = self._reach(start, end)
        return SpanSet(compiled.bounds).within(within)

    def _search(
        self, start: Instant, budget: Duration, find: _Find, limit: Instant
    ) -> Instant | None:
        """Return the first or the last instant at which `budget` has passed; None past `limit`.

        `find` is the bisection to the left for the first, to the right for the last.
        """
        compiled = self._compiled
        if not compiled.first <= start <= compiled.last:
            compiled = self._reach(start, start)
        while True:
            _, last, bounds, offsets, totals = compiled
            i = bisect_right(bounds, start)
            position = offsets[i] + (start if i & 1 else 0) + budget
            k = find(totals, position)
            if k < len(totals):
                at = position - offsets[2 * k - 1]
                return at if at <= limit else None
            if last >= min(limit, LATEST):
                return None
            compiled = self._reach(start, last + 1)

    def _reach(self, start: Instant, end: Instant) -> _Compiled:
        """Lay the working time out over a horizon that holds both, doubling the one there is."""
        _check_range(start, end)
        first, last = min(self._compiled.first, start), max(self._compiled.last, end)
        pad = max(_MARGIN, (last - first) // 2)
        if last - first + 2 * pad > _WIDEST:
            first, last, pad = start, end, _MARGIN
        horizon = Span(max(first - pad, EARLIEST), min(last + pad, LATEST))
        self._compiled = _compile(self._working, horizon)
        return self._compiled


def _parts(start: Instant, end: Instant) -> Iterator[Span]:
    """Cut a very long span into parts that are not too wide to lay out."""
    for since in range(start, end, TEN_YEARS):
        yield Span(since, min(since + TEN_YEARS, end))


def _check_budget(budget: Duration) -> None:
    if budget < 0:
        raise NegativeBudgetError(f"a budget of {budget} us is below zero")


def _check_range(start: Instant, end: Instant) -> None:
    if start < EARLIEST or end > LATEST:
        raise OutOfRangeError(f"{told(start)} to {told(end)} is not within the years 1 to 9999")
