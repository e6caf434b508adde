"""Calendars: weekly hours, dated exceptions and closures of a zone, and the time they leave open.

**Membership rule** (semantics 2.2). An instant is open if and only if the clock on the wall, in
the calendar's zone, then reads a time inside that date's hours. Between two changes of the zone's
offset the wall clock is a plain shift of UTC, so the hours are laid out on the wall's dates,
shifted piece by piece and clipped to the piece. What a clock change skips counts nothing, what it
repeats counts twice, and no boundary is ever resolved to "the" instant it names.

A time of day is microseconds from midnight, an interval `(opens, closes)` of two of them. One that
closes at or before it opens runs past midnight: its second piece lies on the next date.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, TypeAlias

from patto.kernel.errors import InvalidHoursError, NeverOpensError, OutOfRangeError
from patto.kernel.instants import DAY, EARLIEST, LATEST, Duration, Instant, render_time_of_day, told
from patto.kernel.spans import EMPTY, Span, SpanSet
from patto.kernel.zones import offset_at, pieces, zone

Interval: TypeAlias = tuple[Duration, Duration]
Intervals: TypeAlias = tuple[Interval, ...]
Weekly: TypeAlias = tuple[
    Intervals, Intervals, Intervals, Intervals, Intervals, Intervals, Intervals
]
DayHours: TypeAlias = tuple[tuple[date, Intervals], ...]

ALL_DAY: Final[Interval] = (0, DAY)
WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

_FIRST_DATE: Final = date(1970, 1, 1)
_FIRST_MONDAY: Final = 4 * DAY
_WEEK: Final = 7 * DAY


@dataclass(frozen=True, slots=True)
class Calendar:
    """When work is done: weekly hours from Monday in a zone, with exceptions by date and instant.

    `closed_days` close their whole date on the wall. `day_hours` replace all that lies on their
    date, and end at 24:00 at the latest; they may be given as a mapping and are kept as pairs in
    order. `closed` are instants. Intervals of one weekday may touch, in any order.

    :raises UnknownZoneError: if there is no such zone
    :raises InvalidHoursError: if an interval is empty or out of range, intervals of one day
        overlap, or a date is both closed and has hours of its own
    """

    zone: str
    weekly: Weekly
    closed_days: frozenset[date] = frozenset()
    day_hours: DayHours | Mapping[date, Intervals] = ()
    closed: SpanSet = EMPTY

    def __post_init__(self) -> None:
        own_hours = dict(self.day_hours)
        object.__setattr__(self, "day_hours", tuple(sorted(own_hours.items())))
        zone(self.zone)
        if len(self.weekly) != len(WEEKDAYS):
            raise InvalidHoursError(f"weekly hours have seven days, not {len(self.weekly)}")
        for weekday, intervals in zip(WEEKDAYS, self.weekly, strict=True):
            _check_day(weekday, intervals, last=2 * DAY)
        for day, intervals in own_hours.items():
            _check_day(day.isoformat(), intervals, last=DAY)
            if day in self.closed_days:
                raise InvalidHoursError(f"{day} is a closed day and has hours of its own")

    @classmethod
    def always(cls, zone: str = "+00:00") -> Calendar:
        """Return the calendar that is open around the clock."""
        day = (ALL_DAY,)
        return cls(zone, (day, day, day, day, day, day, day))

    def spans(self, within: Span) -> SpanSet:
        """Return the open time that lies in a span.

        :raises OutOfRangeError: if the span reaches beyond the years 1 to 9999
        """
        own_hours = dict(self.day_hours)
        replaced = SpanSet.of(_on_date(day, ALL_DAY) for day in (*self.closed_days, *own_hours))
        stated = SpanSet.of(_on_date(day, each) for day, some in own_hours.items() for each in some)
        wall = self._weeks(within) - replaced | stated
        return _instants_of(wall, self.zone, within) - self.closed.within(within)

    def weekly_spans(self, within: Span) -> SpanSet:
        """Return the time in a span that would be open if there were no exception of any kind.

        What is closed inside it is a holiday or closure; what is closed outside it is outside
        hours.

        :raises OutOfRangeError: if the span reaches beyond the years 1 to 9999
        """
        return _instants_of(self._weeks(within), self.zone, within)

    def date_span(self, day: date) -> SpanSet:
        """Return the instants at which the wall shows this date.

        Usually one span of a day; 23 or 25 h at a change of clocks, none for a date that was
        skipped, two spans where clocks go back over midnight.

        :raises OutOfRangeError: if the date is within two days of the years 1 to 9999's edges
        """
        whole = Span(*_on_date(day, ALL_DAY))
        around = Span(whole.start - DAY, whole.end + DAY)
        return _instants_of(SpanSet(whole), self.zone, around)

    def is_working_day(self, day: date) -> bool:
        """Return whether any time on this date is open, all exceptions considered.

        The second piece of a night shift makes the date it lies on a working day.
        """
        return any(self.spans(span) for span in self.date_span(day))

    def local_date(self, instant: Instant) -> date:
        """Return the date that the wall shows at an instant.

        :raises OutOfRangeError: if that date lies outside the years 1 to 9999
        """
        day = (instant + offset_at(self.zone, instant)) // DAY
        try:
            return _FIRST_DATE + timedelta(days=day)
        except OverflowError as error:
            raise OutOfRangeError(f"no date is on the wall at {told(instant)}") from error

    def local_time(self, instant: Instant) -> Duration:
        """Return what the clock on the wall reads at an instant, as microseconds from midnight."""
        return (instant + offset_at(self.zone, instant)) % DAY

    def _weeks(self, within: Span) -> SpanSet:
        """Return the weekly hours of every week that touches a span, on the line of wall time."""
        week = [
            (weekday * DAY + opens, weekday * DAY + closes)
            for weekday, intervals in enumerate(on_each_date(self.weekly))
            for opens, closes in intervals
        ]
        # The wall is less than a day from UTC; one day more on each side misses nothing.
        first = (within.start - DAY - _FIRST_MONDAY) // _WEEK
        last = (within.end + DAY - _FIRST_MONDAY) // _WEEK
        mondays = [number * _WEEK + _FIRST_MONDAY for number in range(first, last + 1)]
        return SpanSet.of(
            (monday + opens, monday + closes) for monday in mondays for opens, closes in week
        )


def on_each_date(weekly: Weekly) -> Weekly:
    """Return the hours that lie on each weekday's own date: cut at midnight, merged, in order.

    Intervals may overlap here, and one that closes when it opens runs the day round.
    """
    spans = (
        (weekday * DAY + opens, weekday * DAY + closes + (DAY if closes <= opens else 0))
        for weekday, intervals in enumerate(weekly)
        for opens, closes in intervals
    )
    line = SpanSet.of(spans)
    week = line.within(Span(0, _WEEK)) | line.within(Span(_WEEK, _WEEK + DAY)).shifted(-_WEEK)
    days = (week.within(Span(start, start + DAY)).shifted(-start) for start in range(0, _WEEK, DAY))
    mon, tue, wed, thu, fri, sat, sun = (tuple((start, end) for start, end in day) for day in days)
    return mon, tue, wed, thu, fri, sat, sun


def check_opens(calendar: Calendar) -> None:
    """Check that a calendar has an open instant.

    :raises NeverOpensError: if it has none
    """
    # Every exception may fall into one gap between closures; ten days more hold a whole week.
    exceptions = len(calendar.closed_days) + len(calendar.day_hours)
    enough = (exceptions + 10) * DAY
    gaps = calendar.closed.complement(Span(EARLIEST, LATEST))
    for start, end in gaps:
        if calendar.spans(Span(start, min(end, start + enough))):
            return
    if any(calendar.is_working_day(day) for day in dict(calendar.day_hours)):
        return
    raise NeverOpensError("the calendar has no open instant")


def _check_day(name: str, intervals: Intervals, last: Duration) -> None:
    """Check that the intervals of a day are in range, end by `last`, and do not overlap."""
    until = 0
    for opens, closes in sorted(intervals):
        shown = f"{name} {_told(opens)}-{_told(closes)}"
        if not (0 <= opens < DAY and 0 <= closes <= DAY):
            raise InvalidHoursError(f"{shown} is not within 00:00-24:00")
        if opens == closes:
            raise InvalidHoursError(f"{shown} is empty; a whole day is 00:00-24:00")
        end = closes if opens < closes else closes + DAY
        if end > last:
            raise InvalidHoursError(f"{shown} runs past midnight; the hours of a date end at 24:00")
        if opens < until:
            raise InvalidHoursError(f"{shown} overlaps the interval before it")
        until = end


def _told(time: Duration) -> str:
    """Return a time of day for a message, or its number where it is none."""
    return render_time_of_day(time) if 0 <= time <= DAY else f"{time} us"


def _on_date(day: date, interval: Interval) -> tuple[int, int]:
    """Return an interval of a date on the line of wall time: microseconds since 1970-01-01."""
    midnight = (day - _FIRST_DATE).days * DAY
    opens, closes = interval
    return midnight + opens, midnight + closes


def _instants_of(wall: SpanSet, zone: str, window: Span) -> SpanSet:
    """Return the instants of a window at which the wall clock of a zone reads a time in `wall`."""
    return SpanSet.of(
        (start - offset, end - offset)
        for (since, until), offset in pieces(zone, window)
        for start, end in wall.within(Span(since + offset, until + offset))
    )
