"""The clock: against the oracle, by its laws, and at the edges where others go wrong."""

from __future__ import annotations

import doctest
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oracle import Walk
from patto.kernel import clock as clock_module
from patto.kernel.clock import TEN_YEARS, Clock, all_of, any_of, less
from patto.kernel.errors import (
    EndBeforeStartError,
    NaiveTimeError,
    NegativeBudgetError,
    NeverReachedError,
    OutOfRangeError,
)
from patto.kernel.hours import Calendar, Intervals, Weekly
from patto.kernel.instants import DAY, EARLIEST, HOUR, LATEST, MINUTE, parse, render, to_datetime
from patto.kernel.spans import EMPTY, Span, SpanSet
from strategies import (
    Turn,
    calendars,
    calendars_at_a_turn,
    closures_near,
    instants_near,
    turns,
    windows_near,
)

NINE_TO_FIVE: Intervals = ((9 * HOUR, 17 * HOUR),)
FIVE_DAYS: Weekly = (NINE_TO_FIVE, NINE_TO_FIVE, NINE_TO_FIVE, NINE_TO_FIVE, NINE_TO_FIVE, (), ())
SHUT: Weekly = ((), (), (), (), (), (), ())

OFFICE = Calendar("Europe/Rome", FIVE_DAYS)
FRIDAY = parse("2026-03-06T16:55:00+01:00")
MONDAY = parse("2026-03-09T09:05:00+01:00")

walked = settings(max_examples=100, deadline=None)

budgets = st.integers(0, 40 * HOUR) | st.integers(0, 160).map(
    lambda quarters: quarters * 15 * MINUTE
)


@st.composite
def situations(draw: st.DrawFn) -> tuple[Calendar, SpanSet, int, int]:
    """A calendar, pauses, a start and a budget, near an unusual hour."""
    calendar, turn = draw(calendars_at_a_turn())
    start = draw(instants_near(turn.at, DAY))
    return calendar, draw(closures_near(turn.at)), start, draw(budgets)


def clock_of(calendar: Calendar, pauses: SpanSet) -> Clock:
    return Clock(calendar).minus(pauses)


def test_from_friday_five_to_five_to_monday_five_past_nine_is_ten_minutes() -> None:
    assert Clock(OFFICE).elapsed(FRIDAY, MONDAY) == 10 * MINUTE


def test_the_examples_in_the_module_hold() -> None:
    assert doctest.testmod(clock_module) == (0, 7)


# Against the oracle


@walked
@given(calendars_at_a_turn(), st.data())
def test_elapsed_agrees_with_walking_the_wall_clock(
    drawn: tuple[Calendar, Turn], data: st.DataObject
) -> None:
    calendar, turn = drawn
    pauses = data.draw(closures_near(turn.at))
    start, end = data.draw(windows_near(turn.at))
    assert clock_of(calendar, pauses).elapsed(start, end) == Walk(calendar, [*pauses]).elapsed(
        start, end
    )


@walked
@given(situations())
def test_due_and_kept_until_agree_with_walking_the_wall_clock(
    drawn: tuple[Calendar, SpanSet, int, int],
) -> None:
    calendar, pauses, start, budget = drawn
    clock, walk = clock_of(calendar, pauses), Walk(calendar, [*pauses])
    give_up = start + 3 * DAY
    due = walk.due(start, budget, give_up)
    if due is None:
        return
    assert clock.due(start, budget) == due
    kept_until = walk.kept_until(start, budget, give_up)
    found = clock.kept_until(start, budget)
    assert found == kept_until if kept_until is not None else found is None or found >= give_up


# Laws


@given(calendars_at_a_turn(), st.data())
def test_elapsed_adds_up(drawn: tuple[Calendar, Turn], data: st.DataObject) -> None:
    calendar, turn = drawn
    near = instants_near(turn.at, 90 * DAY)
    start, between, end = sorted(data.draw(st.tuples(near, near, near)))
    clock = Clock(calendar)
    parts = clock.elapsed(start, between) + clock.elapsed(between, end)
    assert clock.elapsed(start, end) == parts == calendar.spans(Span(start, end)).length


@given(situations())
def test_due_is_the_first_and_kept_until_the_last_instant_at_which_the_budget_is_used(
    drawn: tuple[Calendar, SpanSet, int, int],
) -> None:
    calendar, pauses, start, budget = drawn
    clock = clock_of(calendar, pauses)
    try:
        due = clock.due(start, budget)
    except NeverReachedError:
        assert clock.elapsed(start, start + TEN_YEARS) < budget
        return
    assert clock.elapsed(start, due) == budget
    assert budget == 0 or clock.elapsed(start, due - 1) == budget - 1
    last = clock.kept_until(start, budget)
    if last is None:
        assert clock.elapsed(due, due + TEN_YEARS) == 0
    else:
        assert clock.elapsed(start, last) == budget
        assert clock.elapsed(start, last + 1) == budget + 1


@given(situations(), budgets)
def test_deadlines_compose(drawn: tuple[Calendar, SpanSet, int, int], more: int) -> None:
    calendar, _, start, budget = drawn
    clock = Clock(any_of([calendar, OFFICE]))
    assert clock.due(clock.due(start, budget), more) == clock.due(start, budget + more)


@given(situations(), st.data())
def test_more_hours_never_make_a_deadline_later(
    drawn: tuple[Calendar, SpanSet, int, int], data: st.DataObject
) -> None:
    calendar, pauses, start, budget = drawn
    more = data.draw(calendars(Turn(calendar.zone, start)))
    fewer = Clock(any_of([calendar, OFFICE])).minus(pauses)
    assert Clock(any_of([fewer, more])).due(start, budget) <= fewer.due(start, budget)


@given(situations(), budgets)
def test_a_larger_budget_is_never_due_earlier(
    drawn: tuple[Calendar, SpanSet, int, int], more: int
) -> None:
    calendar, pauses, start, budget = drawn
    clock = Clock(any_of([calendar, OFFICE])).minus(pauses)
    assert clock.due(start, budget) <= clock.due(start, budget + more)


@given(situations())
def test_what_remains_is_the_budget_less_what_elapsed(
    drawn: tuple[Calendar, SpanSet, int, int],
) -> None:
    calendar, pauses, start, budget = drawn
    clock = clock_of(calendar, pauses)
    at = start + DAY
    assert clock.remaining(at, start, budget) + clock.elapsed(start, at) == budget


@given(situations())
def test_pauses_take_off_working_time_not_wall_time(
    drawn: tuple[Calendar, SpanSet, int, int],
) -> None:
    calendar, pauses, start, _ = drawn
    clock = Clock(calendar)
    end = start + 2 * DAY
    paused = sum(clock.elapsed(*pause) for pause in pauses.within(Span(start, end)))
    assert clock.minus(pauses).elapsed(start, end) == clock.elapsed(start, end) - paused


@given(calendars_at_a_turn(), calendars_at_a_turn(), st.data())
def test_clocks_combine_as_their_sets_do(
    one: tuple[Calendar, Turn], other: tuple[Calendar, Turn], data: st.DataObject
) -> None:
    window = data.draw(windows_near(one[1].at))
    parts = [one[0], other[0], OFFICE]
    sets = [part.spans(window) for part in parts]
    assert Clock(all_of(parts)).spans(window) == sets[0] & sets[1] & sets[2]
    assert Clock(any_of(parts)).spans(window) == sets[0] | sets[1] | sets[2]
    assert Clock(less(parts[0], parts[1])).spans(window) == sets[0] - sets[1]


def test_of_no_clocks_all_are_always_and_none_ever_open() -> None:
    window = Span(0, DAY)
    assert all_of([]).spans(window) == SpanSet.of([window])
    assert any_of([]).spans(window) == EMPTY


@walked
@given(st.lists(st.tuples(turns, budgets), min_size=1, max_size=6))
def test_an_answer_never_depends_on_what_was_asked_before(asked: list[tuple[Turn, int]]) -> None:
    warm = Clock(OFFICE)
    for (_, start), budget in asked:
        cold = Clock(OFFICE)
        assert warm.due(start, budget) == cold.due(start, budget)
        assert warm.elapsed(start, start + budget) == cold.elapsed(start, start + budget)
        window = Span(start, start + DAY)
        assert warm.spans(window) == OFFICE.spans(window)


# Due and kept until


def test_a_budget_that_runs_out_at_closing_is_due_then_and_kept_until_the_next_opening() -> None:
    clock = Clock(OFFICE)
    assert render(clock.due(FRIDAY, 5 * MINUTE)) == "2026-03-06T16:00:00Z"
    assert clock.kept_until(FRIDAY, 5 * MINUTE) == parse("2026-03-09T08:00:00Z")
    assert clock.due(FRIDAY, 5 * MINUTE + 1) == clock.kept_until(FRIDAY, 5 * MINUTE + 1)


def test_a_budget_of_zero_is_due_at_the_start_even_when_closed() -> None:
    saturday = parse("2026-03-07T12:00:00Z")
    clock = Clock(OFFICE)
    assert clock.due(saturday, 0) == saturday
    assert clock.kept_until(saturday, 0) == parse("2026-03-09T08:00:00Z")
    assert clock.kept_until(FRIDAY, 0) == FRIDAY


def test_what_is_used_up_when_a_calendar_closes_for_good_stays_kept() -> None:
    last_day = Calendar("UTC", SHUT, day_hours={date(2026, 3, 6): NINE_TO_FIVE})
    clock = Clock(last_day)
    assert clock.due(parse("2026-03-06T16:55:00Z"), 5 * MINUTE) == parse("2026-03-06T17:00:00Z")
    assert clock.kept_until(parse("2026-03-06T16:55:00Z"), 5 * MINUTE) is None


def test_ten_years_are_searched_and_not_a_day_more() -> None:
    start = parse("2026-01-01T00:00:00Z")
    for years, reached in ((9 * 365 * DAY, True), (TEN_YEARS - HOUR, True), (TEN_YEARS, False)):
        opening = SpanSet.of([(start + years, start + years + HOUR)])
        for warm in (False, True):
            clock = Clock(opening)
            if warm:
                clock.elapsed(start, start + 2 * TEN_YEARS)
            if reached:
                assert clock.due(start, HOUR) == start + years + HOUR
            else:
                with pytest.raises(NeverReachedError, match="ten years of 2026-01-01T00:00:00Z"):
                    clock.due(start, HOUR)


def test_an_opening_past_ten_years_of_the_due_no_longer_ends_what_is_kept() -> None:
    start = parse("2026-01-01T00:00:00Z")
    for gap, kept_until in ((TEN_YEARS, start + HOUR + TEN_YEARS), (TEN_YEARS + 1, None)):
        clock = Clock(SpanSet.of([(start, start + HOUR), (start + HOUR + gap, LATEST)]))
        assert clock.kept_until(start, HOUR) == kept_until


@pytest.mark.parametrize("budget", [1, HOUR, 10**30])
def test_a_calendar_that_never_opens_never_reaches_a_budget(budget: int) -> None:
    with pytest.raises(NeverReachedError):
        Clock(Calendar("Europe/Rome", SHUT)).due(FRIDAY, budget)


def test_a_budget_larger_than_ten_years_of_calendar_is_never_reached() -> None:
    with pytest.raises(NeverReachedError):
        Clock(Calendar.always()).due(0, TEN_YEARS + 1)
    assert Clock(Calendar.always()).due(0, TEN_YEARS) == TEN_YEARS


# Edges


def test_an_end_before_its_start_is_refused() -> None:
    told = "2026-03-06T15:55:00Z comes before 2026-03-09T08:05:00Z"
    clock = Clock(OFFICE)
    with pytest.raises(EndBeforeStartError, match=told):
        clock.elapsed(MONDAY, FRIDAY)
    with pytest.raises(EndBeforeStartError, match=told):
        clock.remaining(FRIDAY, MONDAY, HOUR)


def test_a_budget_below_zero_is_refused() -> None:
    clock = Clock(OFFICE)
    with pytest.raises(NegativeBudgetError, match="-1 us is below zero"):
        clock.due(FRIDAY, -1)
    with pytest.raises(NegativeBudgetError, match="-1 us is below zero"):
        clock.kept_until(FRIDAY, -1)
    with pytest.raises(NegativeBudgetError, match="-1 us is below zero"):
        clock.remaining(MONDAY, FRIDAY, -1)


@pytest.mark.parametrize("instant", [EARLIEST - 1, LATEST + 1, -(10**30), 10**30])
def test_an_instant_beyond_the_years_is_refused(instant: int) -> None:
    clock = Clock(OFFICE)
    for refuse in (
        lambda: clock.elapsed(instant, instant),
        lambda: clock.due(instant, 0),
        lambda: clock.due(instant, HOUR),
        lambda: clock.spans(Span(instant, instant)),
        lambda: clock.elapsed(min(0, instant), max(0, instant)),
    ):
        with pytest.raises(OutOfRangeError, match="years 1 to 9999"):
            refuse()


@pytest.mark.parametrize("zone", ["America/New_York", "Pacific/Kiritimati", "Pacific/Niue"])
def test_the_clock_runs_to_the_very_edges_of_the_years(zone: str) -> None:
    clock = Clock(Calendar.always(zone))
    assert clock.elapsed(EARLIEST, EARLIEST + HOUR) == HOUR
    assert clock.elapsed(LATEST - HOUR, LATEST) == HOUR
    assert clock.due(LATEST - HOUR, HOUR) == LATEST
    assert clock.kept_until(LATEST - HOUR, HOUR) is None
    with pytest.raises(NeverReachedError):
        clock.due(LATEST - HOUR, HOUR + 1)


def test_a_span_of_centuries_is_measured_like_any_other() -> None:
    clock = Clock(Calendar.always("Europe/Rome"))
    start, end = parse("1500-01-01T00:00:00Z"), parse("1750-01-01T00:00:00Z")
    assert clock.elapsed(start, end) == end - start
    assert clock.spans(Span(start, end)) == SpanSet.of([(start, end)])


def test_questions_centuries_apart_do_not_lay_out_what_lies_between() -> None:
    asked: list[Span] = []

    class Told:
        def spans(self, within: Span) -> SpanSet:
            asked.append(within)
            return OFFICE.spans(within)

    clock = Clock(Told())
    for year in (2026, 1026, 2026):
        start = parse(f"{year}-03-06T15:55:00Z")
        assert clock.due(start, HOUR) > start
    assert max(span.length for span in asked) < 366 * DAY


def test_the_horizon_doubles_and_is_not_laid_out_anew_for_each_question() -> None:
    asked: list[Span] = []

    class Told:
        def spans(self, within: Span) -> SpanSet:
            asked.append(within)
            return OFFICE.spans(within)

    clock = Clock(Told())
    for day in range(0, 3650, 10):
        clock.elapsed(FRIDAY, FRIDAY + day * DAY)
    assert len(asked) < 10


# Datetimes


@given(turns.flatmap(lambda turn: windows_near(turn.at)), budgets)
def test_datetimes_give_the_same_as_instants(window: Span, budget: int) -> None:
    clock = Clock(OFFICE)
    start, end = map(to_datetime, window)
    assert clock.elapsed_between(start, end) == timedelta(microseconds=clock.elapsed(*window))
    due = clock.due_at(start, timedelta(microseconds=budget))
    assert due == to_datetime(clock.due(window.start, budget))
    assert due.tzinfo is UTC


def test_a_datetime_without_a_zone_is_refused() -> None:
    naive = datetime(2026, 3, 6, 16, 55)  # noqa: DTZ001 - the point
    with pytest.raises(NaiveTimeError):
        Clock(OFFICE).due_at(naive, timedelta(hours=1))


def test_a_maintenance_window_and_site_access_shape_the_clock() -> None:
    site = Calendar("Europe/Rome", (*(((8 * HOUR, 12 * HOUR),),) * 7,))
    maintenance = SpanSet.of([(parse("2026-03-09T08:30:00Z"), parse("2026-03-09T09:00:00Z"))])
    clock = Clock(less(all_of([OFFICE, site]), maintenance))
    day = Span(parse("2026-03-09T00:00:00Z"), parse("2026-03-10T00:00:00Z"))
    assert clock.spans(day).length == 150 * MINUTE
    assert Clock(replace(OFFICE, closed=maintenance)).elapsed(*day) == 450 * MINUTE
