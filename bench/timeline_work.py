"""The work that the timeline benchmark measures: calendars, intervals, tickets and pauses."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from random import Random
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from patto.kernel.hours import Calendar, Intervals
from patto.kernel.instants import DAY, HOUR, MINUTE, parse
from patto.kernel.spans import Span

Column: TypeAlias = NDArray[np.int64]

HORIZON = Span(parse("2020-01-01T00:00:00Z"), parse("2025-01-01T00:00:00Z"))
YEARS = range(2020, 2025)
LONGEST = 60 * DAY

BERLIN_HOLIDAYS = [(1, 1), (5, 1), (10, 3), (12, 25), (12, 26)]
ZONES = [
    *("Europe/Berlin", "Europe/Rome", "Europe/London", "Europe/Lisbon", "Europe/Athens"),
    *("Europe/Kyiv", "Europe/Helsinki", "Europe/Istanbul", "Europe/Dublin", "UTC"),
    *("Africa/Lagos", "Africa/Johannesburg", "Africa/Nairobi", "Asia/Dubai", "Asia/Karachi"),
    *("Asia/Kolkata", "Asia/Kathmandu", "Asia/Dhaka", "Asia/Bangkok", "Asia/Shanghai"),
    *("Asia/Tokyo", "Australia/Perth", "Australia/Adelaide", "Australia/Sydney"),
    *("Australia/Lord_Howe", "Pacific/Auckland", "America/Bogota", "America/Lima"),
    *("America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles"),
    "America/St_Johns",
]


@dataclass(frozen=True)
class Work:
    """Calendars, intervals on them, and tickets with pauses: the first intervals' starts."""

    calendars: list[Calendar]
    calendar: NDArray[np.int32]
    start: Column
    end: Column
    budget: Column
    ticket_end: Column
    offsets: Column
    pause_start: Column
    pause_end: Column

    @property
    def ids(self) -> Any:
        """The calendar of each interval; the only one is named once."""
        return 0 if len(self.calendars) == 1 else self.calendar

    @property
    def tickets(self) -> int:
        return self.ticket_end.size

    def first(self, rows: int) -> Work:
        """Return the work of the first intervals and the first tickets."""
        rows = min(rows, self.tickets)
        pauses = self.offsets[rows]
        return replace(
            self,
            calendar=self.calendar[:rows],
            start=self.start[:rows],
            end=self.end[:rows],
            budget=self.budget[:rows],
            ticket_end=self.ticket_end[:rows],
            offsets=self.offsets[: rows + 1],
            pause_start=self.pause_start[:pauses],
            pause_end=self.pause_end[:pauses],
        )


def work_of(calendars: list[Calendar], rows: int, tickets: int) -> Work:
    """Return work over five years that is the same each time.

    Lengths are log-normal, their median 8 h, of tickets 72 h. A ticket has up to six pauses, in any
    order, that overlap and run past its end.
    """
    draw = np.random.default_rng(1)

    def lengths(median: int, count: int) -> Column:
        return np.minimum(draw.lognormal(np.log(median), 1.2, count), LONGEST).astype(np.int64)

    start = draw.integers(HORIZON.start, HORIZON.end - LONGEST - DAY, max(rows, tickets))
    length, counts = lengths(72 * HOUR, tickets), draw.integers(0, 7, tickets)
    since, of = np.repeat(start[:tickets], counts), np.repeat(length, counts)
    pause_start = since + (draw.random(of.size) * of).astype(np.int64)
    return Work(
        calendars=calendars,
        calendar=draw.integers(0, len(calendars), start.size).astype(np.int32),
        start=start,
        end=start + lengths(8 * HOUR, start.size),
        budget=draw.integers(MINUTE, 80 * HOUR, start.size),
        ticket_end=start[:tickets] + length,
        offsets=np.concatenate([[0], np.cumsum(counts)]),
        pause_start=pause_start,
        pause_end=pause_start + (draw.random(of.size) * 0.3 * of).astype(np.int64),
    )


def one_calendar() -> list[Calendar]:
    """Return an office with a lunch break."""
    day = ((9 * HOUR, 12 * HOUR), (13 * HOUR, 17 * HOUR))
    closed = frozenset(date(year, *day) for year in YEARS for day in BERLIN_HOLIDAYS)
    return [Calendar("Europe/Berlin", (day, day, day, day, day, (), ()), closed)]


def many_calendars(count: int) -> list[Calendar]:
    """Return calendars of 33 zones: 5 % around the clock, 10 % at night, half with a lunch break.

    Each has ten closed days a year. What the strongest library cannot say, ad-hoc closures and
    half days, is left out, so that all can be held to the same answers.
    """
    draw = Random(2)  # noqa: S311  # nothing secret, the same each time
    return [_drawn_calendar(draw) for _ in range(count)]


def _drawn_calendar(draw: Random) -> Calendar:
    kind, days = draw.random(), draw.choice([5, 5, 5, 6])
    opens = draw.choice(range(14, 20)) * HOUR // 2
    closes = opens + draw.choice(range(16, 22)) * HOUR // 2
    noon = draw.choice([24, 25, 26]) * HOUR // 2
    lunch = ((opens, noon), (noon + HOUR, closes))
    day: Intervals = lunch if draw.random() < 0.5 else ((opens, closes),)
    if kind < 0.15:
        days, day = (7, ((0, DAY),)) if kind < 0.05 else (5, ((22 * HOUR, 6 * HOUR),))
    mon, tue, wed, thu, fri, sat, sun = (day if weekday < days else () for weekday in range(7))
    closed = frozenset(
        date(year, draw.randint(1, 12), draw.randint(1, 28)) for year in YEARS for _ in range(10)
    )
    return Calendar(draw.choice(ZONES), (mon, tue, wed, thu, fri, sat, sun), closed)
