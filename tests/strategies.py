"""Strategies that more than one test draws from: sets of spans, zones at their worst, calendars.

What is drawn aims at the instants where clocks are wrong in practice: the hours around a change of
offset, midnight, boundaries that touch or fall into a gap or an overlap.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Final, NamedTuple

from hypothesis import strategies as st

from patto.kernel.hours import Calendar, DayHours, Interval, Intervals, Weekly
from patto.kernel.instants import DAY, HOUR, MINUTE, Duration, Instant, parse
from patto.kernel.spans import Span, SpanSet


class Turn(NamedTuple):
    """A zone, and an instant at or near which its wall clock does something unusual."""

    zone: str
    at: Instant


TURNS: Final = (
    Turn("Europe/Rome", parse("2026-03-29T01:00:00Z")),  # 02:00 -> 03:00
    Turn("Europe/Rome", parse("2026-10-25T01:00:00Z")),  # 03:00 -> 02:00
    Turn("Europe/London", parse("2026-03-29T01:00:00Z")),
    Turn("America/New_York", parse("2026-11-01T06:00:00Z")),
    Turn("Australia/Lord_Howe", parse("2026-04-04T15:00:00Z")),  # half an hour back
    Turn("Australia/Lord_Howe", parse("2026-10-03T15:30:00Z")),  # half an hour forward
    Turn("Asia/Kathmandu", parse("2026-06-15T18:15:00Z")),  # +05:45, no change
    Turn("Africa/Casablanca", parse("2026-02-15T02:00:00Z")),  # Ramadan begins: back
    Turn("Africa/Casablanca", parse("2026-03-22T02:00:00Z")),  # Ramadan ends: forward
    Turn("America/Sao_Paulo", parse("2018-11-04T03:00:00Z")),  # midnight does not occur
    Turn("America/Sao_Paulo", parse("2018-02-18T02:00:00Z")),  # 23:00 to midnight twice
    Turn("America/Sao_Paulo", parse("2026-11-01T03:00:00Z")),  # no longer changes
    Turn("Pacific/Apia", parse("2011-12-30T10:00:00Z")),  # a Friday that did not occur
    Turn("Pacific/Kwajalein", parse("1993-08-21T12:00:00Z")),  # a Saturday likewise
    Turn("America/St_Johns", parse("2010-11-07T02:31:00Z")),  # back over midnight, at 00:01
    Turn("Asia/Tehran", parse("2022-03-21T20:30:00Z")),  # midnight gap
    Turn("America/Havana", parse("2026-11-01T05:00:00Z")),
    Turn("Antarctica/Troll", parse("2026-03-29T01:00:00Z")),  # two hours
    Turn("Asia/Tokyo", parse("2026-12-31T15:00:00Z")),
    Turn("Pacific/Kiritimati", parse("2026-12-31T10:00:00Z")),  # +14:00
    Turn("UTC", parse("2026-12-31T23:59:00Z")),
    Turn("+01:00", parse("2026-03-29T01:00:00Z")),
    Turn("-09:30", parse("2026-03-29T01:00:00Z")),
)

turns: Final = st.sampled_from(TURNS)


@st.composite
def span_sets(draw: st.DrawFn, low: int = 0, high: int = 40) -> SpanSet:
    """Sets of short spans close together, so that bounds often meet."""
    bound = st.integers(low, high)
    pairs = draw(st.lists(st.tuples(bound, bound), max_size=8))
    return SpanSet.of((min(pair), max(pair)) for pair in pairs)


def instants_near(at: Instant, reach: Duration = 2 * DAY) -> st.SearchStrategy[Instant]:
    """Instants around one, on the minute as often as between two microseconds."""
    whole = st.integers(-reach // MINUTE, reach // MINUTE).map(lambda n: at + n * MINUTE)
    return whole | st.integers(at - reach, at + reach)


@st.composite
def windows_near(draw: st.DrawFn, at: Instant, reach: Duration = 2 * DAY) -> Span:
    """Spans that begin and end around an instant, some of them empty."""
    return Span(*sorted((draw(instants_near(at, reach)), draw(instants_near(at, reach)))))


@st.composite
def intervals(draw: st.DrawFn, *, past_midnight: bool = True) -> Intervals:
    """The hours of one day: none, a usual shift, or any, in minutes; the last may run over."""
    usual = [(), ((9 * HOUR, 17 * HOUR),), ((0, DAY),), ((150 * MINUTE, 180 * MINUTE),)]
    if past_midnight:
        usual += [((22 * HOUR, 6 * HOUR),), ((23 * HOUR + 30 * MINUTE, 30 * MINUTE),)]
    minutes = st.integers(0, 24 * 12 - 1).map(lambda five: 5 * five) | st.integers(0, 24 * 60 - 1)
    times = sorted(draw(st.lists(minutes, max_size=6, unique=True)))
    some: list[Interval] = [
        (opens * MINUTE, closes * MINUTE)
        for opens, closes in zip(times[::2], times[1::2], strict=False)
    ]
    if len(times) % 2:
        until = draw(st.integers(0, times[-1] - 1)) if past_midnight and times[-1] else 24 * 60
        some.append((times[-1] * MINUTE, until * MINUTE))
    return draw(st.sampled_from(usual) | st.just(tuple(some)))


@st.composite
def weekly_hours(draw: st.DrawFn) -> Weekly:
    """The hours of a week, as often the same each day as not."""
    if draw(st.booleans()):
        day = draw(intervals())
        return day, day, day, day, day, day, day
    mon, tue, wed, thu, fri, sat, sun = (draw(intervals()) for _ in range(7))
    return mon, tue, wed, thu, fri, sat, sun


def dates_near(at: Instant) -> st.SearchStrategy[date]:
    """Dates around an instant."""
    day = (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=at)).date()
    return st.integers(-3, 3).map(lambda days: day + timedelta(days=days))


@st.composite
def closures_near(draw: st.DrawFn, at: Instant) -> SpanSet:
    """Closures or pauses around an instant, to the microsecond."""
    return SpanSet.of(draw(st.lists(windows_near(at), max_size=3)))


@st.composite
def calendars(draw: st.DrawFn, turn: Turn) -> Calendar:
    """Calendars in a turn's zone, with exceptions of each kind around it."""
    plain = Calendar(turn.zone, draw(weekly_hours()))
    own: DayHours = tuple(
        draw(
            st.dictionaries(dates_near(turn.at), intervals(past_midnight=False), max_size=2)
        ).items()
    )
    closed_days = draw(st.frozensets(dates_near(turn.at), max_size=2)) - dict(own).keys()
    closed = draw(closures_near(turn.at))
    return replace(plain, closed_days=closed_days, day_hours=own, closed=closed)


@st.composite
def calendars_at_a_turn(draw: st.DrawFn) -> tuple[Calendar, Turn]:
    """A calendar, and the turn it is drawn around."""
    turn = draw(turns)
    return draw(calendars(turn)), turn
