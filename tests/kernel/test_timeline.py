"""The array clock: exactly the scalar clock, on both layouts, by NumPy, numba and plain loops."""

from __future__ import annotations

import doctest
import pickle
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from patto.kernel import timeline as timeline_package
from patto.kernel.clock import TEN_YEARS, Clock, WorkingTime, all_of
from patto.kernel.errors import (
    EndBeforeStartError,
    HorizonError,
    InvalidArrayError,
    NegativeBudgetError,
    NeverReachedError,
)
from patto.kernel.hours import Calendar, Weekly
from patto.kernel.instants import DAY, HOUR, MINUTE, SECOND, parse
from patto.kernel.spans import EMPTY, Span, SpanSet
from patto.kernel.timeline import LONGEST, NULL, Engine, Timeline, known, lookups, timeline
from patto.kernel.timeline.days import DayTable
from patto.kernel.timeline.pieces import pieces_of
from patto.kernel.timeline.slots import SlotTable
from strategies import TURNS, calendars, instants_near, turns

pytestmark = pytest.mark.compiled

FOREVER = 2**63 - 1
MON_FRI: Weekly = (*(((9 * HOUR, 17 * HOUR),),) * 4, ((9 * HOUR, 17 * HOUR),), (), ())
OFFICE = Calendar("Europe/Rome", MON_FRI)
NIGHTS = Calendar("Europe/Rome", (((22 * HOUR, 6 * HOUR),),) * 7)
FRIDAY = parse("2026-03-06T16:55:00+01:00")
MONDAY = parse("2026-03-09T09:05:00+01:00")
MARCH = Span(parse("2026-03-01T00:00:00Z"), parse("2026-04-01T00:00:00Z"))

BY = ("numpy", "numba", "plain")
laid_out = settings(max_examples=40, deadline=None)

Rows = list[int]


@pytest.fixture(params=BY)
def by(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Engine:
    """Each way of looking up; `plain` is numba's loops, not compiled."""
    if request.param == "numpy":
        return "numpy"
    if request.param == "plain":
        for module in (lookups, timeline):
            monkeypatch.setattr(module, "compiled", lambda loop: loop)
    return "numba"


def layouts(working: Sequence[WorkingTime], horizon: Span, by: Engine) -> list[Timeline]:
    """The timeline as compiled and, where that has a slot table, with a day table in its place."""
    compiled = Timeline.compile(working, horizon, engine=by)
    origin = horizon.start // DAY * DAY
    days = DayTable.of(pieces_of(working, horizon, origin), horizon, origin)
    return [compiled, replace(compiled, table=days)][: 1 + isinstance(compiled.table, SlotTable)]


@dataclass(frozen=True)
class Situation:
    """Working times around a clock change, and rows to ask about."""

    working: list[WorkingTime]
    horizon: Span
    ids: Rows
    starts: Rows
    ends: Rows
    budgets: Rows
    offsets: Rows
    pauses: list[tuple[int, int]]

    def clock(self, row: int) -> Clock:
        return Clock(self.working[self.ids[row]])

    def paused(self, row: int) -> SpanSet:
        return SpanSet.of(self.pauses[self.offsets[row] : self.offsets[row + 1]])

    @property
    def flat(self) -> tuple[Any, ...]:
        begins, ends = [a for a, _ in self.pauses], [z for _, z in self.pauses]
        return self.column(self.ids, np.int32), *map(self.column, (self.offsets, begins, ends))

    @staticmethod
    def column(rows: Rows, kind: type = np.int64) -> Any:
        return np.array(rows, kind)


@st.composite
def bursts(draw: st.DrawFn, at: int) -> SpanSet:
    """Many short spans close together: what crowds a slot, on the second as often as not."""
    unit = draw(st.sampled_from([1, SECOND, MINUTE]))
    begin = (at + draw(st.integers(-DAY, DAY))) // unit * unit
    steps = draw(st.lists(st.integers(1, 40), min_size=2, max_size=24))
    bounds = np.cumsum([begin, *(step * unit for step in steps)]).tolist()
    return SpanSet.of(zip(bounds[::2], bounds[1::2], strict=False))


@st.composite
def situations(draw: st.DrawFn, rows: int = 10) -> Situation:
    turn = draw(turns)
    begin, end = draw(st.tuples(st.integers(0, 3 * DAY), st.integers(1, 30 * DAY)))
    horizon = Span(turn.at - begin, turn.at + end)
    if draw(st.booleans()):
        horizon = Span(horizon.start // HOUR * HOUR, (horizon.end // HOUR + 1) * HOUR)
    working: list[WorkingTime] = [*draw(st.lists(calendars(turn), min_size=1, max_size=3))]
    if draw(st.booleans()):
        burst = draw(bursts(turn.at))
        shut: list[WorkingTime] = [burst, replace(OFFICE, closed=burst), EMPTY]
        working.append(draw(st.sampled_from(shut)))
    inside = instants_near(turn.at).map(lambda t: min(max(t, horizon.start), horizon.end))
    pairs = [sorted((draw(inside), draw(inside))) for _ in range(rows)]
    counts = draw(st.lists(st.integers(0, 4), min_size=rows, max_size=rows))
    long = st.integers(0, 3 * DAY) | st.sampled_from([0, HOUR, DAY])
    pauses = [draw(st.tuples(instants_near(turn.at, 3 * DAY), long)) for _ in range(sum(counts))]
    return Situation(
        working=working,
        horizon=horizon,
        ids=draw(st.lists(st.integers(0, len(working) - 1), min_size=rows, max_size=rows)),
        starts=[start for start, _ in pairs],
        ends=[end for _, end in pairs],
        budgets=draw(
            st.lists(
                st.integers(0, 90 * HOUR) | st.integers(0, 90).map(lambda h: h * HOUR),
                min_size=rows,
                max_size=rows,
            )
        ),
        offsets=[0, *np.cumsum(counts).tolist()],
        pauses=[(start, start + length) for start, length in pauses],
    )


def within(horizon: Span, due: Callable[[int, int], int], start: int, budget: int) -> int:
    """What the scalar clock says, null where that is beyond the horizon."""
    try:
        at = due(start, budget)
    except NeverReachedError:
        return NULL
    return at if at <= horizon.end else NULL


@pytest.mark.parametrize("engine", ["numpy", "numba"])
@laid_out
@given(asked=situations())
def test_arrays_and_the_scalar_clock_agree(engine: Engine, asked: Situation) -> None:
    check_against_the_scalar_clock(engine, asked)


@settings(max_examples=25, deadline=None)
@given(asked=situations(rows=5))
def test_the_loops_say_as_plain_python_what_they_say_compiled(asked: Situation) -> None:
    with pytest.MonkeyPatch.context() as patch:
        for module in (lookups, timeline):
            patch.setattr(module, "compiled", lambda loop: loop)
        check_against_the_scalar_clock("numba", asked)


def check_against_the_scalar_clock(engine: Engine, asked: Situation) -> None:
    ids, offsets, begins, stops = asked.flat
    rows = list(zip(asked.starts, asked.ends, asked.budgets, strict=True))
    clocks = [asked.clock(row) for row in range(len(rows))]
    paused = [clock.minus(asked.paused(row)) for row, clock in enumerate(clocks)]
    for line in layouts(asked.working, asked.horizon, engine):
        for some, figure, figure_due in (
            (clocks, line.elapsed, line.due),
            (paused, line.elapsed_net, line.due_net),
        ):
            more = () if some is clocks else (offsets, begins, stops)
            elapsed = figure(asked.starts, asked.ends, ids, *more)
            due = figure_due(asked.starts, asked.budgets, ids, *more)
            assert elapsed.tolist() == [
                clock.elapsed(start, end) for clock, (start, end, _) in zip(some, rows, strict=True)
            ]
            assert due.tolist() == [
                within(asked.horizon, clock.due, start, budget)
                for clock, (start, _, budget) in zip(some, rows, strict=True)
            ]


@laid_out
@given(asked=situations())
def test_instant_is_the_left_inverse_of_position(asked: Situation) -> None:
    ids = np.array(asked.ids, np.int32)
    for line in layouts(asked.working, asked.horizon, "numpy"):
        position = line.position(asked.starts, ids)
        first = line.instant(position, ids)
        assert (line.position(first, ids) == position).all()
        assert (first <= asked.starts).all()
        before = np.maximum(first - 1, asked.horizon.start)
        assert ((line.position(before, ids) < position) | (before == first)).all()


@laid_out
@given(asked=situations())
def test_positions_stay_when_the_horizon_is_extended(asked: Situation) -> None:
    ids = np.array(asked.ids, np.int32)
    line = Timeline.compile(asked.working, asked.horizon)
    longer = line.extended(asked.horizon.end + 10 * DAY)
    assert longer.horizon == Span(asked.horizon.start, asked.horizon.end + 10 * DAY)
    assert (longer.position(asked.ends, ids) == line.position(asked.ends, ids)).all()


@pytest.fixture
def march(by: Engine) -> Timeline:
    return Timeline.compile([OFFICE, NIGHTS], MARCH, engine=by)


def test_the_example_in_the_documentation_holds() -> None:
    assert doctest.testmod(timeline_package).failed == 0


def test_the_founding_example_takes_ten_minutes(march: Timeline) -> None:
    assert march.elapsed(FRIDAY, MONDAY).tolist() == [10 * MINUTE]


def test_a_budget_used_up_at_closing_is_due_at_closing(march: Timeline) -> None:
    assert march.due(FRIDAY, 5 * MINUTE).tolist() == [FRIDAY + 5 * MINUTE]


def test_a_night_shift_has_seven_hours_when_clocks_go_forward(march: Timeline) -> None:
    noon = [parse(f"2026-03-{day}T12:00:00Z") for day in (28, 29, 30)]
    assert march.elapsed(noon[:-1], noon[1:], 1).tolist() == [7 * HOUR, 8 * HOUR]


def test_one_calendar_each_or_one_for_all(march: Timeline) -> None:
    each = march.elapsed([FRIDAY] * 2, MONDAY, np.array([0, 1], np.int8))
    assert each.tolist() == [10 * MINUTE, 24 * HOUR]
    assert march.elapsed(FRIDAY, [MONDAY] * 2, 1).tolist() == [24 * HOUR] * 2


def test_pauses_count_once_where_they_overlap_and_only_while_open(march: Timeline) -> None:
    nine, noon = MONDAY - 5 * MINUTE, MONDAY + 175 * MINUTE
    pauses = [(nine + 2 * HOUR, FOREVER), (nine - DAY, nine + HOUR), (nine, nine + 30 * MINUTE)]
    begins, ends = zip(*pauses, strict=True)
    assert march.elapsed_net(FRIDAY, noon, 0, [0, 3], begins, ends).tolist() == [65 * MINUTE]
    assert march.due_net(FRIDAY, 65 * MINUTE, 0, [0, 3], begins, ends).tolist() == [nine + 2 * HOUR]
    assert march.due_net(FRIDAY, 66 * MINUTE, 0, [0, 3], begins, ends).tolist() == [NULL]


def test_many_pauses_in_any_order_are_put_in_order(march: Timeline) -> None:
    draw = np.random.default_rng(3)
    begins = draw.permutation(np.arange(FRIDAY, MONDAY, HOUR)) + draw.integers(0, HOUR, 65)
    ends = begins + draw.integers(0, 2 * HOUR, 65)
    left = Clock(NIGHTS).minus(SpanSet.of(zip(begins.tolist(), ends.tolist(), strict=True)))
    offsets = [0, 0, 65]
    elapsed = march.elapsed_net([FRIDAY] * 2, MONDAY, [1, 1], offsets, begins, ends)
    assert elapsed.tolist() == [24 * HOUR, left.elapsed(FRIDAY, MONDAY)]
    due = march.due_net(FRIDAY, [HOUR] * 2, 1, offsets, begins, ends)
    assert due.tolist() == [Clock(NIGHTS).due(FRIDAY, HOUR), left.due(FRIDAY, HOUR)]


def test_what_is_null_or_outside_the_horizon_is_null_and_never_cut_off(march: Timeline) -> None:
    start, end = MARCH
    times = np.array([start - 1, start, end, end + 1, NULL, FOREVER])
    assert known(march.position(times)).tolist() == [False, True, True, False, False, False]
    assert known(march.elapsed(start, times[1:])).tolist() == [True, True, False, False, False]
    assert known(march.elapsed(times[:2], end)).tolist() == [False, True]
    assert known(march.elapsed([NULL] * 2, [end, NULL], [0, 1])).tolist() == [False, False]
    assert known(march.due(times, 0)).tolist() == [False, True, True, False, False, False]
    assert known(march.due(start, [HOUR, NULL, FOREVER])).tolist() == [True, False, False]
    total = march.position(end)[0]
    positions = [-1, 0, total, total + 1, NULL, FOREVER]
    assert known(march.instant(positions)).tolist() == [False, True, True, False, False, False]
    assert march.instant(0).tolist() == [start]


def test_a_pause_of_which_an_end_is_null_makes_its_row_null(march: Timeline) -> None:
    pauses = [0, 1, 1, 2], [FRIDAY, NULL], [NULL, MONDAY]
    assert known(march.elapsed_net(FRIDAY, [MONDAY] * 3, 0, *pauses)).tolist() == [0, 1, 0]
    assert known(march.due_net(FRIDAY, [HOUR] * 3, 0, *pauses)).tolist() == [0, 1, 0]


def test_no_budget_is_followed_for_more_than_ten_years(by: Engine) -> None:
    opens = FRIDAY + TEN_YEARS - 1
    late = SpanSet.of([(FRIDAY - HOUR, FRIDAY), (opens, opens + DAY)])
    for line in layouts([late], Span(FRIDAY - DAY, opens + DAY), by):
        assert line.due(FRIDAY, [1, 2]).tolist() == [opens + 1, NULL]
        assert line.due_net(FRIDAY, [1, 2], 0, [0, 0, 0], [], []).tolist() == [opens + 1, NULL]


def test_a_calendar_that_never_opens_never_reaches_a_budget(by: Engine) -> None:
    for line in layouts([EMPTY, OFFICE], MARCH, by):
        assert line.elapsed(FRIDAY, MONDAY, 0).tolist() == [0]
        assert line.due(FRIDAY, [0, 1], 0).tolist() == [FRIDAY, NULL]
        assert line.instant([0, 1], 0).tolist() == [MARCH.start, NULL]


def test_short_days_and_short_pieces_are_found(by: Engine) -> None:
    minutes = tuple(
        (h * HOUR + m * MINUTE, h * HOUR + (m + 2) * MINUTE)
        for h in (9, 10)
        for m in (0, 5, 10, 50)
    )
    calendar = Calendar("Europe/Rome", (minutes, ((9 * HOUR, 10 * HOUR),), *(minutes,) * 5))
    clock, budgets = Clock(calendar), np.arange(MINUTE // 2, 9 * HOUR, 7 * MINUTE)
    expected = [clock.due(MARCH.start, budget) for budget in budgets.tolist()]
    for line in layouts([calendar], MARCH, by):
        assert line.due(MARCH.start, budgets).tolist() == expected
        assert line.instant(budgets).tolist() == expected
        assert line.position(expected).tolist() == budgets.tolist()


def test_time_before_the_first_of_a_days_short_pieces_counts_nothing(by: Engine) -> None:
    minutes = tuple((m * MINUTE, (m + 1) * MINUTE) for m in (1, 3, 5))
    calendar = Calendar("+00:00", (minutes,) * 7)
    midnight = parse("2026-03-10T00:00:00Z")
    instants = [midnight, midnight + 30 * SECOND, midnight + 90 * SECOND]
    for line in layouts([calendar], MARCH, by):
        counted = line.elapsed([midnight] * 3, instants).tolist()
        assert counted == [0, 0, 30 * SECOND]


def test_no_rows_give_no_rows(march: Timeline) -> None:
    assert march.elapsed([], []).size == march.due([], HOUR, []).size == 0
    assert march.elapsed_net([], [], [], [0], [], []).size == 0


def test_datetimes_of_microseconds_are_taken_as_they_are(march: Timeline) -> None:
    start = np.array([FRIDAY, NULL]).view("M8[us]")
    assert np.isnat(start[1])
    budget = np.timedelta64(5 * MINUTE, "us")
    assert march.due(start, budget).view("M8[us]").astype(str).tolist() == [
        "2026-03-06T16:00:00.000000",
        "NaT",
    ]


def test_results_go_where_the_caller_says(march: Timeline) -> None:
    out = np.empty(1, np.int64)
    for result in (
        march.elapsed(FRIDAY, MONDAY, out=out),
        march.due(FRIDAY, HOUR, out=out),
        march.position(FRIDAY, out=out),
    ):
        assert result is out


def test_a_clock_of_several_calendars_is_one_calendar(march: Timeline) -> None:
    both = all_of([replace(OFFICE, weekly=NIGHTS.weekly, zone="UTC"), NIGHTS])
    line = Timeline.compile([both], MARCH, engine=march.engine)
    assert line.elapsed(*MARCH).tolist() == [Clock(both).elapsed(*MARCH)]


@pytest.mark.parametrize(
    ("error", "told", "ask"),
    [
        (EndBeforeStartError, "row 1: .*06T15:54", lambda m: m.elapsed(
            FRIDAY, [MONDAY, FRIDAY - MINUTE])),
        (EndBeforeStartError, "row 1: ", lambda m: m.elapsed(FRIDAY, [MONDAY, 0], [0, 1])),
        (EndBeforeStartError, "row 0: ", lambda m: m.elapsed_net(
            FRIDAY, MONDAY, 0, [0, 1], [MONDAY], [FRIDAY])),
        (NegativeBudgetError, "row 1: .*-1 us", lambda m: m.due(FRIDAY, [1, -1])),
        (InvalidArrayError, "calendar: row 1 names calendar 2 of 2", lambda m: m.position(
            [FRIDAY, MONDAY], [0, 2])),
        (InvalidArrayError, "calendar: .*-1", lambda m: m.elapsed(FRIDAY, MONDAY, -1)),
        (InvalidArrayError, "calendar: float64", lambda m: m.position(FRIDAY, 0.0)),
        (InvalidArrayError, "instants: float64 is not", lambda m: m.position([1.5])),
        (InvalidArrayError, "instants: uint64 is not", lambda m: m.position(np.uint64(1))),
        (InvalidArrayError, r"start: datetime64\[ns\]", lambda m: m.due(
            np.array([FRIDAY]).view("M8[ns]"), 1)),
        (InvalidArrayError, "end: has the shape .3,., not 2", lambda m: m.elapsed(
            [FRIDAY] * 2, [MONDAY] * 3)),
        (InvalidArrayError, "instants: has the shape", lambda m: m.position([[1], [2]])),
        (InvalidArrayError, "offsets: must rise from 0 to 1 in 2", lambda m: m.due_net(
            FRIDAY, 1, 0, [0, 0], [FRIDAY], [MONDAY])),
        (InvalidArrayError, "offsets: ", lambda m: m.due_net(
            [FRIDAY] * 2, 1, 0, [0, 2, 1], [FRIDAY], [MONDAY])),
        (InvalidArrayError, "out: ", lambda m: m.position([1], out=np.empty(2, np.int64))),
    ],
)  # fmt: skip
def test_bad_input_is_named(
    march: Timeline, error: type[Exception], told: str, ask: Callable[[Timeline], object]
) -> None:
    with pytest.raises(error, match=told):
        ask(march)


def test_a_result_that_overlaps_an_input_is_refused(march: Timeline) -> None:
    column = np.array([FRIDAY, MONDAY])
    with pytest.raises(InvalidArrayError, match=r"out: .* apart from the others"):
        march.elapsed(column[:1], column[1:], out=column[1:])


@pytest.mark.parametrize("length", [0, -1, LONGEST + 1])
def test_a_horizon_must_be_a_span_of_up_to_68_years(length: int) -> None:
    with pytest.raises(HorizonError, match="68 years"):
        Timeline.compile([OFFICE], Span(MARCH.start, MARCH.start + length))


def test_a_timeline_has_a_calendar() -> None:
    with pytest.raises(InvalidArrayError, match="one working time at least"):
        Timeline.compile([], MARCH)


def test_the_longest_horizon_can_be_compiled(by: Engine) -> None:
    horizon = Span(MARCH.start, MARCH.start + LONGEST)
    always = Calendar.always()
    for line in layouts([always], horizon, by):
        assert line.position(horizon.end).tolist() == [LONGEST]
        assert line.instant([LONGEST - 1, LONGEST]).tolist() == [horizon.end - 1, horizon.end]


def test_extending_to_less_changes_nothing() -> None:
    line = Timeline.compile([OFFICE], MARCH)
    assert line.extended(MARCH.end - DAY) is line


@pytest.mark.parametrize("shut", [EMPTY, SpanSet.of([(FRIDAY + 1, FRIDAY + 3)])])
def test_a_timeline_survives_pickling_and_cannot_be_written_to(by: Engine, shut: SpanSet) -> None:
    line = Timeline.compile([replace(OFFICE, closed=shut)], MARCH, engine=by)
    again = pickle.loads(pickle.dumps(line))  # noqa: S301  # what was pickled just now
    assert again == line
    assert (again.elapsed(FRIDAY, MONDAY) == line.elapsed(FRIDAY, MONDAY)).all()
    for array in (again.totals, again.table.entries, again.table.gaps):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 0


@pytest.mark.parametrize(
    ("working", "horizon", "layout"),
    [
        ([OFFICE], MARCH, SlotTable),
        ([OFFICE] * 3, MARCH, SlotTable),
        ([replace(OFFICE, closed=SpanSet.of([(FRIDAY + 1, FRIDAY + 2)]))], MARCH, DayTable),
        ([SpanSet.of((t, t + 30 * SECOND) for t in range(FRIDAY, FRIDAY + HOUR, MINUTE))], MARCH,
         DayTable),
        ([OFFICE] * 30, Span(MARCH.start, MARCH.start + 5 * 365 * DAY), DayTable),
    ],
)  # fmt: skip
def test_few_plain_calendars_have_a_slot_table(
    working: list[WorkingTime], horizon: Span, layout: type
) -> None:
    assert isinstance(Timeline.compile(working, horizon).table, layout)


@pytest.mark.parametrize("turn", TURNS, ids=lambda turn: f"{turn.zone} {turn.at}")
def test_every_minute_around_every_turn_has_its_position(turn: Any, by: Engine) -> None:
    quarter = ((150 * MINUTE, 170 * MINUTE), (22 * HOUR, 30 * MINUTE))
    calendar = Calendar(turn.zone, (quarter,) * 7)
    horizon = Span(turn.at - DAY, turn.at + DAY)
    step = MINUTE if by == "numpy" else 20 * MINUTE
    instants = np.arange(horizon.start, horizon.end + 1, step)
    clock = Clock(calendar)
    expected = [clock.elapsed(horizon.start, at) for at in instants.tolist()]
    for line in layouts([calendar], horizon, by):
        assert line.position(instants).tolist() == expected
