"""Lengths held against the hours they are about: a business day, the cap of maintenance."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import pairwise
from typing import Final

from patto.kernel.agreement.compiled import Compiled, CompiledClock
from patto.kernel.agreement.consistency.draft import Draft
from patto.kernel.agreement.dates import day_start
from patto.kernel.agreement.nodes import Path
from patto.kernel.errors import Problem
from patto.kernel.instants import Duration
from patto.kernel.spans import Span

_DAYS_LOOKED_AT: Final = 14
_MONTHS_LOOKED_AT: Final = 12


def business_days_fit(draft: Draft, clocks: Iterable[str], compiled: Compiled) -> Iterator[Problem]:
    """Yield a problem for each business day that is longer than any day's hours.

    A shorter day beside longer ones is usual, and none. A shift past midnight is one day's.
    """
    for name in clocks:
        clock = compiled.clock(name)
        if clock.business_day is None:
            continue
        longest = _longest_day(draft, clock)
        if 0 < longest < clock.business_day:
            listed = "calendars" if name in draft.agreement.calendars else "clocks"
            path: Path = (listed, name, "business_day")
            told = {"length_us": str(clock.business_day), "longest_us": str(longest)}
            yield draft.problem("business-day-too-long", path, **told)


def maintenance_cap_fits(
    draft: Draft, clocks: Iterable[str], compiled: Compiled
) -> Iterator[Problem]:
    """Yield a problem if the monthly cap of maintenance is longer than a month's windows.

    Then it limits nothing: whatever lies outside the windows is no maintenance (semantics 6.5).
    """
    maintenance, sound = draft.agreement.maintenance, frozenset(clocks)
    if maintenance is None or not {maintenance.windows, maintenance.monthly_cap.clock} <= sound:
        return
    cap = maintenance.monthly_cap
    day = compiled.clock(cap.clock).business_day
    if cap.budget.unit == "business days" and day is None:
        return
    windows = compiled.clock(maintenance.windows)
    longest = max(windows.open.elapsed(*month) for month in _months(draft))
    if 0 < longest < cap.budget.length(day):
        path: Path = ("maintenance", "monthly_cap")
        told = {"cap": cap.text, "windows": maintenance.windows, "longest_us": str(longest)}
        yield draft.problem("maintenance-cap-too-long", path, **told)


def _longest_day(draft: Draft, clock: CompiledClock) -> Duration:
    """Return the most that a clock is open on a date or in one go, by its weekly hours."""
    zone, first = draft.agreement.agreement.zone, draft.agreement.agreement.effective.start
    days = [day_start(zone, first + timedelta(days=day)) for day in range(_DAYS_LOOKED_AT + 1)]
    spans = clock.weekly.spans(Span(days[0], days[-1]))
    on_a_date = [spans.measure(start, end) for start, end in pairwise(days)]
    return max(*on_a_date, *(span.length for span in spans))


def _months(draft: Draft) -> Iterator[Span]:
    """Yield the whole months of the year that begins with the month of the start."""
    zone, first = draft.agreement.agreement.zone, draft.agreement.agreement.effective.start
    month = first.year * 12 + first.month - 1
    starts = [
        day_start(zone, date(one // 12, one % 12 + 1, 1))
        for one in range(month, month + _MONTHS_LOOKED_AT + 1)
    ]
    for start, end in pairwise(starts):
        yield Span(start, end)
