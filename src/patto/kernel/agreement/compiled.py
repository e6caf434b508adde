"""The calendars and clocks of an agreement, made ready for counting.

Calendars and clocks share one space of names: a calendar's name is also a clock, its open time
with nothing taken off. `24x7` is both without being written.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property

from patto.kernel.agreement.calendars import (
    ALWAYS,
    AllOf,
    AnyOf,
    CalendarTerms,
    ClockTerms,
)
from patto.kernel.agreement.choices import settled
from patto.kernel.agreement.clauses.scope import Group
from patto.kernel.agreement.dates import day_end
from patto.kernel.agreement.model import Agreement
from patto.kernel.clock import Clock, WorkingTime, all_of, any_of
from patto.kernel.hours import WEEKDAYS, Calendar, Interval, Weekly
from patto.kernel.instants import HOUR, Duration, Instant, parse, parse_time_of_day
from patto.kernel.spans import Span, SpanSet


@dataclass(frozen=True, slots=True)
class CompiledCalendar:
    """A calendar of the agreement: its hours, and the names of what closes it.

    `closed_names` has the name of each date whose hours differ, closed all day or not, `closures`
    the closed spans with theirs. `stated_end` is the instant at which the closed days cease to be
    stated, `None` if never.
    """

    hours: Calendar
    closed_names: dict[date, str]
    closures: tuple[tuple[Span, str], ...]
    stated_end: Instant | None
    business_day: Duration | None

    def closure_name(self, instant: Instant) -> str:
        """Return what closes the calendar at an instant of its weekly hours; empty if nothing."""
        for span, name in self.closures:
            if span.start <= instant < span.end:
                return name
        return self.closed_names.get(self.hours.local_date(instant), "")

    def next_edge(self, instant: Instant) -> Instant:
        """Return the first instant after this one at which another name may hold."""
        shown = self.hours.date_span(self.hours.local_date(instant)).bounds
        edges = (*shown, *(edge for span, _ in self.closures for edge in span))
        return min(edge for edge in edges if edge > instant)


class CompiledClock:
    """A clock of the agreement.

    `open` is what it counts: its hours, within the site's access. `hours_only` is that without the
    access, `weekly` the weekly hours alone, without any exception and without the access. What is
    not in `weekly` is outside hours, what is in it and not in `hours_only` a closure, and what is
    in that and not in `open` lacks access to the site.
    """

    def __init__(
        self,
        hours: _Expression,
        access: Iterable[CompiledCalendar],
        business_day: Duration | None,
        *,
        maintenance_counts: bool,
    ) -> None:
        self._hours = hours
        self._access = tuple(access)
        self.business_day = business_day
        self.maintenance_counts = maintenance_counts

    @cached_property
    def open(self) -> Clock:
        """What the clock counts."""
        if not self._access:
            return self.hours_only
        return Clock(all_of([self.hours_only, *(part.hours for part in self._access)]))

    @cached_property
    def hours_only(self) -> Clock:
        """The hours, whether or not the site lets anybody in."""
        return Clock(self._hours.time(part.hours for part in self._hours.calendars))

    @cached_property
    def weekly(self) -> Clock:
        """The weekly hours, as if no day or instant were closed."""
        return Clock(self._hours.time(_Weekly(part.hours) for part in self._hours.calendars))

    @cached_property
    def stated_end(self) -> Instant | None:
        """The earliest instant at which one of the calendars ceases to be stated."""
        ends = (part.stated_end for part in (*self._hours.calendars, *self._access))
        return min((end for end in ends if end is not None), default=None)

    def is_open(self, instant: Instant) -> bool:
        """Return whether the clock counts at an instant."""
        return bool(self.open.spans(Span(instant, instant + 1)))

    def closure_name(self, instant: Instant) -> str:
        """Return the name of what closes the clock at an instant; empty if nothing has one."""
        names = (part.closure_name(instant) for part in self._hours.calendars)
        return next((name for name in names if name), "")

    def named_closures(self, closed: Span) -> Iterator[tuple[Span, str]]:
        """Yield a closed span in pieces, each with the name of what closes it."""
        start = closed.start
        while start < closed.end:
            end = min(closed.end, *(part.next_edge(start) for part in self._hours.calendars))
            yield Span(start, end), self.closure_name(start)
            start = end


class Compiled:
    """An agreement's calendars and clocks, each compiled when it is first asked for.

    The agreement must be a sound one: names that are not in it raise `KeyError`.
    """

    def __init__(self, agreement: Agreement) -> None:
        self._agreement = agreement
        self._calendars: dict[str, CompiledCalendar] = {}
        self._clocks: dict[str, CompiledClock] = {}

    def calendar(self, name: str) -> CompiledCalendar:
        """Return a calendar by its name; `24x7` is open day and night in the agreement's zone."""
        if name not in self._calendars:
            self._calendars[name] = self._compile_calendar(name)
        return self._calendars[name]

    def clock(self, name: str) -> CompiledClock:
        """Return a clock by its name or by that of a calendar."""
        if name not in self._clocks:
            self._clocks[name] = self._compile_clock(name)
        return self._clocks[name]

    def group(self, name: str) -> Group:
        """Return a group of calls by its name."""
        return next(group for group in settled(self._agreement.groups) or () if group.id == name)

    def _compile_calendar(self, name: str) -> CompiledCalendar:
        if name == ALWAYS:
            zone = self._agreement.agreement.zone
            return CompiledCalendar(Calendar.always(zone), {}, (), None, None)
        return compile_calendar(self._agreement.calendars[name])

    def _compile_clock(self, name: str) -> CompiledClock:
        clocks = self._agreement.clocks or {}
        if name in clocks:
            return self._written_clock(clocks[name])
        calendar = self.calendar(name)
        hours = _Expression((calendar,), union=False)
        return CompiledClock(hours, (), calendar.business_day, maintenance_counts=True)

    def _written_clock(self, terms: ClockTerms) -> CompiledClock:
        hours = _Expression(
            tuple(self.calendar(name) for name in hours_calendars(terms)),
            union=isinstance(terms.hours, AnyOf),
        )
        return CompiledClock(
            hours,
            [self.calendar(name) for name in terms.site_access or ()],
            business_day(terms.business_day),
            maintenance_counts=terms.maintenance == "counts",
        )


@dataclass(frozen=True, slots=True)
class _Expression:
    """Calendars of which all must be open, or any if `union`."""

    calendars: tuple[CompiledCalendar, ...]
    union: bool

    def time(self, parts: Iterable[WorkingTime]) -> WorkingTime:
        return any_of(parts) if self.union else all_of(parts)


@dataclass(frozen=True, slots=True)
class _Weekly:
    """A calendar as if it had no exceptions."""

    calendar: Calendar

    def spans(self, within: Span) -> SpanSet:
        return self.calendar.weekly_spans(within)


def hours_calendars(terms: ClockTerms) -> tuple[str, ...]:
    """Return the names of the calendars that a clock's hours are made of."""
    if isinstance(terms.hours, AllOf):
        return terms.hours.all_of
    return terms.hours.any_of if isinstance(terms.hours, AnyOf) else (terms.hours,)


def compile_calendar(terms: CalendarTerms) -> CompiledCalendar:
    """Return a calendar as written, with its hours ready for counting.

    :raises UnknownZoneError: if there is no such zone
    :raises InvalidHoursError: if hours are empty or overlap, or a date is closed and has hours
    """
    closed_days = terms.closed_days or ()
    own_hours = terms.day_hours or ()
    closures = tuple(
        (Span.of(parse(closure.start), parse(closure.end)), closure.name)
        for closure in terms.closures or ()
    )
    hours = Calendar(
        terms.zone,
        weekly(terms),
        frozenset(day.date for day in closed_days),
        {day.date: tuple(map(interval, day.hours)) for day in own_hours},
        SpanSet.of(span for span, _ in closures),
    )
    names = {day.date: day.name for day in closed_days}
    names |= {day.date: day.name for day in own_hours}
    return CompiledCalendar(
        hours, names, closures, _stated_end(terms), business_day(terms.business_day)
    )


def weekly(terms: CalendarTerms) -> Weekly:
    """Return the hours of each weekday from Monday, those of several entries together."""
    days: dict[str, list[Interval]] = {day: [] for day in WEEKDAYS}
    for run, intervals in terms.weekly.items():
        for day in weekdays(run):
            days[day] += map(interval, intervals)
    mon, tue, wed, thu, fri, sat, sun = map(tuple, days.values())
    return mon, tue, wed, thu, fri, sat, sun


def weekdays(run: str) -> Iterator[str]:
    """Yield the weekdays of a run such as `mon-fri`; `sat-mon` goes round the end of the week."""
    first, _, last = run.partition("-")
    at, end = WEEKDAYS.index(first), WEEKDAYS.index(last or first)
    for step in range((end - at) % 7 + 1):
        yield WEEKDAYS[(at + step) % 7]


def interval(text: str) -> Interval:
    """Return the opening and closing that a text such as `09:00-17:00` names."""
    opens, _, closes = text.partition("-")
    return parse_time_of_day(opens), parse_time_of_day(closes)


def business_day(text: str | None) -> Duration | None:
    """Return the length that a text such as `8 h` names."""
    return None if text is None else int(Fraction(text.removesuffix(" h")) * HOUR)


def _stated_end(terms: CalendarTerms) -> Instant | None:
    """Return the end of the last stated date in the calendar's zone."""
    if terms.stated_until == "always":
        return None
    return day_end(terms.zone, terms.stated_until)
