"""Calendars: the membership rule, by the oracle and by the nights on which others go wrong."""

from __future__ import annotations

import pickle
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oracle import Walk
from patto.kernel.errors import (
    InvalidHoursError,
    NeverOpensError,
    OutOfRangeError,
    UnknownZoneError,
)
from patto.kernel.hours import (
    ALL_DAY,
    Calendar,
    Interval,
    Intervals,
    Weekly,
    check_opens,
    on_each_date,
)
from patto.kernel.instants import DAY, EARLIEST, HOUR, LATEST, MINUTE, SECOND, parse, render
from patto.kernel.spans import EMPTY, Span, SpanSet
from strategies import Turn, calendars_at_a_turn, instants_near, turns, weekly_hours, windows_near

NINE_TO_FIVE: Intervals = ((9 * HOUR, 17 * HOUR),)
NIGHT: Intervals = ((22 * HOUR, 6 * HOUR),)
SHUT: Weekly = ((), (), (), (), (), (), ())

walked = settings(max_examples=100, deadline=None)


def every_day(hours: Intervals) -> Weekly:
    return hours, hours, hours, hours, hours, hours, hours


def five_days(hours: Intervals) -> Weekly:
    return hours, hours, hours, hours, hours, (), ()


def office(zone: str = "Europe/Rome") -> Calendar:
    return Calendar(zone, five_days(NINE_TO_FIVE))


def on(calendar: Calendar, day: str) -> SpanSet:
    """Return the open time of a date on the wall."""
    shown = calendar.date_span(date.fromisoformat(day))
    return SpanSet.of(span for part in shown for span in calendar.spans(part))


def between(start: str, end: str) -> Span:
    return Span(parse(start), parse(end))


def texts(spans: SpanSet) -> list[tuple[str, str]]:
    return [(render(start), render(end)) for start, end in spans]


@walked
@given(calendars_at_a_turn(), st.data())
def test_open_time_agrees_with_walking_the_wall_clock(
    drawn: tuple[Calendar, Turn], data: st.DataObject
) -> None:
    calendar, turn = drawn
    window = data.draw(windows_near(turn.at))
    assert calendar.spans(window) == SpanSet.of(Walk(calendar).open_steps(*window))


@walked
@given(calendars_at_a_turn(), st.data())
def test_weekly_time_is_open_time_without_any_exception(
    drawn: tuple[Calendar, Turn], data: st.DataObject
) -> None:
    calendar, turn = drawn
    window = data.draw(windows_near(turn.at))
    plain = Calendar(calendar.zone, calendar.weekly)
    assert calendar.weekly_spans(window) == plain.spans(window)


def test_a_pre_war_offset_of_odd_seconds_is_exact() -> None:
    calendar = Calendar("Europe/Rome", every_day(((9 * HOUR, 9 * HOUR + 30 * MINUTE),)))
    noon = parse("1850-01-01T09:00:00Z")
    window = Span(noon - 2 * HOUR, noon)
    walk = Walk(calendar, tick=SECOND)
    assert calendar.spans(window) == SpanSet.of(walk.open_steps(*window))
    assert render(calendar.spans(window).bounds[0]) == "1850-01-01T08:10:04Z"


@given(calendars_at_a_turn(), st.data())
def test_open_time_does_not_depend_on_where_a_window_is_cut(
    drawn: tuple[Calendar, Turn], data: st.DataObject
) -> None:
    calendar, turn = drawn
    near = instants_near(turn.at)
    start, cut, end = sorted(data.draw(st.tuples(near, near, near)))
    whole = calendar.spans(Span(start, end))
    assert calendar.spans(Span(start, cut)) | calendar.spans(Span(cut, end)) == whole


@given(turns)
def test_the_dates_of_the_wall_share_out_all_time(turn: Turn) -> None:
    calendar = Calendar.always(turn.zone)
    today = calendar.local_date(turn.at)
    days = [date.fromordinal(today.toordinal() + n) for n in range(-2, 3)]
    parts = [calendar.date_span(day) for day in days]
    union = SpanSet.of(span for part in parts for span in part)
    assert len(union) == 1
    assert union.length == sum(part.length for part in parts)
    for day, part in zip(days, parts, strict=True):
        for span in part:
            assert {calendar.local_date(at) for at in (span.start, span.end - 1)} == {day}


@pytest.mark.parametrize(
    ("night", "hours"), [("2026-03-28", 7), ("2026-10-24", 9), ("2026-05-01", 8)]
)
def test_a_night_shift_counts_what_the_wall_clock_showed(night: str, hours: int) -> None:
    evening = parse(f"{night}T18:00:00Z")
    shift = Calendar("Europe/Rome", every_day(NIGHT)).spans(Span(evening, evening + 14 * HOUR))
    assert shift.length == hours * HOUR


def test_an_interval_inside_the_gap_never_opens_and_one_inside_the_overlap_opens_twice() -> None:
    calendar = Calendar("Europe/Rome", every_day(((150 * MINUTE, 165 * MINUTE),)))
    assert on(calendar, "2026-03-29") == EMPTY
    assert texts(on(calendar, "2026-10-25")) == [
        ("2026-10-25T00:30:00Z", "2026-10-25T00:45:00Z"),
        ("2026-10-25T01:30:00Z", "2026-10-25T01:45:00Z"),
    ]


def test_a_date_that_was_skipped_has_no_time_and_moves_to_no_other_date() -> None:
    # In Apia 2011-12-30, a Friday, did not occur; Saturday stays shut.
    calendar = office("Pacific/Apia")
    assert calendar.date_span(date(2011, 12, 30)) == EMPTY
    assert not calendar.is_working_day(date(2011, 12, 30))
    assert not calendar.is_working_day(date(2011, 12, 31))
    assert on(calendar, "2011-12-29").length == 8 * HOUR


@pytest.mark.parametrize(
    ("zone", "day", "lengths"),
    [
        ("Europe/Rome", date(2026, 3, 29), [23 * HOUR]),
        ("Europe/Rome", date(2026, 10, 25), [25 * HOUR]),
        ("America/Sao_Paulo", date(2018, 11, 4), [23 * HOUR]),
        ("America/Sao_Paulo", date(2018, 2, 17), [25 * HOUR]),
        ("Australia/Lord_Howe", date(2026, 10, 4), [DAY - 30 * MINUTE]),
        ("America/St_Johns", date(2010, 11, 7), [MINUTE, DAY]),
        ("+05:45", date(2026, 3, 29), [DAY]),
    ],
)
def test_a_date_has_the_time_that_the_wall_shows_it(
    zone: str, day: date, lengths: list[int]
) -> None:
    assert [span.length for span in Calendar.always(zone).date_span(day)] == lengths


def test_a_closed_day_closes_its_date_with_the_piece_of_a_night_shift_on_it_and_no_other() -> None:
    calendar = Calendar("+00:00", every_day(NIGHT), closed_days=frozenset({date(2026, 1, 6)}))
    window = between("2026-01-05T12:00:00Z", "2026-01-07T12:00:00Z")
    assert texts(calendar.spans(window)) == [
        ("2026-01-05T22:00:00Z", "2026-01-06T00:00:00Z"),
        ("2026-01-07T00:00:00Z", "2026-01-07T06:00:00Z"),
    ]


def test_the_hours_of_a_date_replace_all_that_lies_on_it() -> None:
    own = {date(2026, 12, 24): ((9 * HOUR, 13 * HOUR),)}
    calendar = Calendar("+00:00", every_day(NIGHT), day_hours=own)
    assert texts(calendar.spans(between("2026-12-23T12:00:00Z", "2026-12-25T12:00:00Z"))) == [
        ("2026-12-23T22:00:00Z", "2026-12-24T00:00:00Z"),
        ("2026-12-24T09:00:00Z", "2026-12-24T13:00:00Z"),
        ("2026-12-25T00:00:00Z", "2026-12-25T06:00:00Z"),
    ]


def test_closed_instants_are_taken_off_last() -> None:
    morning = parse("2026-03-03T09:00:00Z")
    calendar = replace(office("+00:00"), closed=SpanSet.of([(morning + 1, morning + 2 * HOUR)]))
    assert on(calendar, "2026-03-03").length == 6 * HOUR + 1


def test_a_day_is_a_working_day_when_any_of_its_time_is_open() -> None:
    shutdown = SpanSet.of([between("2026-08-10T00:00:00Z", "2026-08-11T00:00:00Z")])
    calendar = replace(
        Calendar("+00:00", five_days(NIGHT)),
        closed_days=frozenset({date(2026, 8, 12)}),
        day_hours={date(2026, 8, 16): NINE_TO_FIVE, date(2026, 8, 13): ()},
        closed=shutdown,
    )
    working = {day for day in range(10, 18) if calendar.is_working_day(date(2026, 8, day))}
    assert working == {11, 14, 15, 16, 17}  # Saturday 15 has the end of Friday's night


@given(turns.flatmap(lambda turn: st.tuples(st.just(turn), instants_near(turn.at))))
def test_the_local_date_and_time_are_those_of_the_wall(drawn: tuple[Turn, int]) -> None:
    turn, instant = drawn
    calendar = Calendar.always(turn.zone)
    date_span = calendar.date_span(calendar.local_date(instant))
    assert instant in date_span
    reading = calendar.local_time(instant)
    now = Calendar(turn.zone, every_day((_minute_of(reading),)))
    assert instant in now.spans(Span(instant, instant + 1))


def _minute_of(reading: int) -> Interval:
    opens = reading - reading % MINUTE
    return opens, opens + MINUTE


@given(weekly_hours())
def test_hours_laid_on_each_date_stay_the_same_hours(weekly: Weekly) -> None:
    laid = on_each_date(weekly)
    window = Span(0, 14 * DAY)
    assert Calendar("+00:00", laid).spans(window) == Calendar("+00:00", weekly).spans(window)
    assert on_each_date(laid) == laid


def test_hours_laid_on_each_date_may_overlap_and_run_the_day_round() -> None:
    monday = ((9 * HOUR, 12 * HOUR), (11 * HOUR, 13 * HOUR))
    sunday = ((20 * HOUR, 20 * HOUR),)
    laid = on_each_date((monday, (), (), (), (), (), sunday))
    assert laid[0] == ((0, 20 * HOUR),)
    assert laid[6] == ((20 * HOUR, DAY),)


def test_always_is_always() -> None:
    window = Span(0, 400 * DAY)
    assert Calendar.always("Europe/Rome").spans(window) == SpanSet.of([window])


def test_calendars_are_values() -> None:
    own = {date(2026, 12, 31): NINE_TO_FIVE, date(2026, 12, 24): NINE_TO_FIVE}
    one = replace(office(), day_hours=own)
    other = replace(office(), day_hours=tuple(sorted(own.items())))
    assert one == other
    assert hash(one) == hash(other)
    assert pickle.loads(pickle.dumps(one)) == one  # noqa: S301 - pickled here


@pytest.mark.parametrize(
    ("intervals", "told"),
    [
        (((9 * HOUR, 9 * HOUR),), "mon 09:00-09:00 is empty"),
        (((0, 0),), "mon 00:00-00:00 is empty; a whole day is 00:00-24:00"),
        (((-1, HOUR),), "mon -1 us-01:00 is not within 00:00-24:00"),
        (((DAY, HOUR),), "mon 24:00-01:00 is not within 00:00-24:00"),
        (((HOUR, DAY + 1),), "mon 01:00-86400000001 us is not within"),
        (((9 * HOUR, 12 * HOUR), (11 * HOUR, 13 * HOUR)), "mon 11:00-13:00 overlaps"),
        (((22 * HOUR, 6 * HOUR), (23 * HOUR, DAY)), "mon 23:00-24:00 overlaps"),
        (((9 * HOUR, 12 * HOUR), (9 * HOUR, 12 * HOUR)), "mon 09:00-12:00 overlaps"),
    ],
)
def test_hours_that_cannot_be_meant_are_refused(intervals: Intervals, told: str) -> None:
    with pytest.raises(InvalidHoursError, match=told):
        Calendar("UTC", (intervals, (), (), (), (), (), ()))


def test_hours_may_touch_in_any_order_and_the_end_of_a_night_may_meet_the_next_day() -> None:
    monday = ((13 * HOUR, 17 * HOUR), (9 * HOUR, 13 * HOUR), (22 * HOUR, 10 * HOUR))
    tuesday = ((9 * HOUR, 12 * HOUR),)
    calendar = Calendar("+00:00", (monday, tuesday, (), (), (), (), ()))
    assert texts(calendar.spans(between("2026-03-02T00:00:00Z", "2026-03-04T00:00:00Z"))) == [
        ("2026-03-02T09:00:00Z", "2026-03-02T17:00:00Z"),
        ("2026-03-02T22:00:00Z", "2026-03-03T12:00:00Z"),
    ]


def test_the_hours_of_a_date_end_at_midnight_at_the_latest() -> None:
    with pytest.raises(InvalidHoursError, match="2026-12-24 22:00-06:00 runs past midnight"):
        replace(office(), day_hours={date(2026, 12, 24): NIGHT})


def test_a_date_is_not_both_closed_and_open() -> None:
    day = date(2026, 12, 24)
    with pytest.raises(InvalidHoursError, match="2026-12-24 is a closed day and has hours"):
        replace(office(), closed_days=frozenset({day}), day_hours={day: NINE_TO_FIVE})


def test_a_week_has_seven_days() -> None:
    with pytest.raises(InvalidHoursError, match="seven days, not 1"):
        Calendar("UTC", (NINE_TO_FIVE,))  # type: ignore[arg-type] # refused when run as well


def test_a_calendar_without_a_zone_is_refused() -> None:
    with pytest.raises(UnknownZoneError, match="Mars/Phobos"):
        Calendar.always("Mars/Phobos")


def test_a_span_beyond_the_years_is_refused() -> None:
    with pytest.raises(OutOfRangeError, match="years 1 to 9999"):
        office().spans(Span(LATEST, LATEST + 1))


A_SATURDAY = SpanSet.of([between("2026-01-03T00:00:00Z", "2026-01-04T00:00:00Z")])


@pytest.mark.parametrize(("zone", "instant"), [("+14:00", LATEST), ("-10:00", EARLIEST)])
def test_a_wall_that_has_left_the_years_shows_no_date(zone: str, instant: int) -> None:
    with pytest.raises(OutOfRangeError, match="no date is on the wall"):
        Calendar.always(zone).local_date(instant)


NEVER = SpanSet.of([(EARLIEST - 1, LATEST + 1)])


@pytest.mark.parametrize(
    "calendar",
    [
        Calendar("UTC", SHUT),
        Calendar("UTC", SHUT, day_hours={date(2026, 1, 6): ()}),
        Calendar("Pacific/Apia", SHUT, day_hours={date(2011, 12, 30): (ALL_DAY,)}),
        replace(office(), closed=NEVER),
        replace(
            office(),
            closed=NEVER - A_SATURDAY,
        ),
    ],
)
def test_a_calendar_that_never_opens_is_told(calendar: Calendar) -> None:
    with pytest.raises(NeverOpensError):
        check_opens(calendar)


MONDAY = parse("2026-01-05T00:00:00Z")


@pytest.mark.parametrize(
    "calendar",
    [
        office(),
        Calendar("UTC", SHUT, day_hours={date(2026, 1, 6): NINE_TO_FIVE}),
        replace(office(), closed=NEVER - SpanSet.of([(MONDAY, MONDAY + 9 * HOUR)])),
        replace(
            office("UTC"),
            closed=NEVER - SpanSet.of([(MONDAY, MONDAY + 30 * DAY)]),
            closed_days=frozenset(date(2026, 1, day) for day in range(1, 31)),
        ),
    ],
)
def test_a_calendar_that_opens_once_is_left_alone(calendar: Calendar) -> None:
    check_opens(calendar)
