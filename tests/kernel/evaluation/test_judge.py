"""How rows of targets bind one after the other."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from patto.kernel.clock import Clock
from patto.kernel.evaluation.course import course
from patto.kernel.evaluation.judge import Allowed, Judged, Mode, Stage, judge
from patto.kernel.hours import Calendar
from patto.kernel.spans import SpanSet

ALWAYS = Clock(Calendar.always())
WAY = course(0, lambda _: ALWAYS, ())


def judged(
    mode: Mode, budgets: dict[int, int | None], *stages: Stage, stated: int | None = None
) -> Judged | None:
    """Return the judgement where each row allows so much on a clock that always runs."""

    def allowed(row: int, _stage: Stage) -> Allowed:
        budget = budgets[row]
        return Allowed(WAY, budget, 50 if budget is None else None, stated)

    return judge(stages, mode, allowed, 0)


def told(found: Judged | None) -> tuple[bool, int | None]:
    assert found is not None
    return found.missed, found.due


def test_nothing_is_said_of_what_is_promised_nothing() -> None:
    none = Stage(0, 10, None, "nothing-promised")
    for mode in ("retroactive", "from-now", "keep-stricter"):
        assert judged(mode, {}, none) is None
        assert judged(mode, {0: 5}, Stage(0, 3, 0), Stage(3, 9, None, "not-in-population")) is None


def test_a_row_held_before_binds_on_where_the_stricter_is_kept() -> None:
    stages = (Stage(0, 3, 0), Stage(3, 9, None, "nothing-promised"))
    assert judged("retroactive", {0: 5}, *stages) is None
    assert judged("from-now", {0: 5}, *stages) is None
    assert told(judged("keep-stricter", {0: 5}, *stages)) == (True, 5)


def test_an_unknown_priority_is_not_determined_unless_it_was_missed_before() -> None:
    unknown = Stage(6, 9, None, "unknown-priority")
    for mode in ("retroactive", "from-now", "keep-stricter"):
        found = judged(mode, {0: 8}, Stage(0, 6, 0), unknown)
        assert found is not None
        assert (found.unknown, found.row, found.missed) == ("unknown-priority", None, False)
        assert told(judged(mode, {0: 5}, Stage(0, 6, 0), unknown)) == (True, 5)


def test_of_rows_that_are_kept_the_earliest_due_binds() -> None:
    found = judged(
        "keep-stricter", {0: 20, 1: 10, 2: None}, *(Stage(n, n + 1, n) for n in range(3))
    )
    assert told(found) == (False, 10)


def test_of_rows_that_are_missed_the_one_missed_first_binds_and_the_earliest_due_is_told() -> None:
    early = Clock(SpanSet.of([(0, 10), (30, 90)]))

    def allowed(row: int, _stage: Stage) -> Allowed:
        way = WAY if row else course(0, lambda _: early, ())
        return Allowed(way, 15 if row else 10, None, None)

    stages = (Stage(0, 5, 0), Stage(5, 40, 1))
    found = judge(stages, "keep-stricter", allowed, 0)
    assert found is not None
    assert (found.row, found.missed, found.due, found.kept_until) == (1, True, 10, 15)
    before = judge((stages[0], Stage(5, 15, 1)), "keep-stricter", allowed, 0)
    assert before is not None
    assert (before.row, before.missed, before.due, before.kept_until) == (0, False, 10, 15)


def test_what_one_row_cannot_tell_is_not_determined_though_another_is_kept() -> None:
    def allowed(row: int, _stage: Stage) -> Allowed:
        return Allowed(WAY, 40, None, 15 if row else None)

    found = judge((Stage(0, 10, 0), Stage(10, 20, 1)), "keep-stricter", allowed, 0)
    assert found is not None
    assert (found.unknown, found.due) == ("closed-days-not-fixed", 40)


def test_a_deadline_beyond_the_stated_days_is_not_known() -> None:
    found = judged("retroactive", {0: None}, Stage(0, 30, 0), stated=40)
    assert found == Judged(0, False, "", None, None, None, 40)  # noqa: FBT003  # a field of it
    late = judged("retroactive", {0: None}, Stage(0, 45, 0), stated=40)
    assert late is not None
    assert late.unknown == "closed-days-not-fixed"


def test_a_deadline_that_never_comes_is_never_missed() -> None:
    never = Allowed(WAY, None, None, None)
    found = judge((Stage(0, 99, 0),), "retroactive", lambda _row, _stage: never, 0)
    assert found == Judged(0, False, "", None, None, None)  # noqa: FBT003  # a field of it


def test_a_budget_that_is_used_up_keeps_its_due_while_the_same_row_goes_on() -> None:
    found = judged("from-now", {0: 10}, Stage(0, 10, 0), Stage(10, 10, 0))
    assert told(found) == (False, 10)
    split = judged("from-now", {0: 10}, Stage(0, 4, 0), Stage(4, 9, 0))
    assert told(split) == (False, 10)


def test_a_budget_carried_over_a_deadline_goes_on_where_it_stood() -> None:
    stages = (Stage(0, 4, 0), Stage(4, 10, 1), Stage(10, 12, 0))
    assert told(judged("from-now", {0: 10, 1: None}, *stages)) == (False, 16)


def test_what_is_carried_over_from_unstated_days_is_not_known_whatever_comes_after() -> None:
    stated: dict[int, int | None] = {0: 10, 1: None}

    def allowed(row: int, _stage: Stage) -> Allowed:
        return Allowed(WAY, 20, None, stated[row])

    stages = (Stage(0, 30, 0), Stage(30, 31, 1), Stage(31, 40, 0))
    for some in (stages[:2], stages):
        found = judge(some, "from-now", allowed, 0)
        assert found is not None
        assert (found.row, found.unknown, found.missed, found.due) == (
            some[-1].row, "closed-days-not-fixed", False, None,
        )  # fmt: skip
    held = judge((Stage(0, 8, 0), Stage(8, 12, 1)), "from-now", allowed, 0)
    assert told(held) == (False, 20)


def test_a_deadline_first_and_then_a_budget_gives_the_whole_budget() -> None:
    assert told(judged("from-now", {0: None, 1: 10}, Stage(0, 4, 0), Stage(4, 6, 1))) == (False, 14)


def test_a_deadline_that_is_missed_is_missed_in_every_mode() -> None:
    for mode in ("retroactive", "from-now", "keep-stricter"):
        assert told(judged(mode, {0: None, 1: 99}, Stage(0, 51, 0), Stage(51, 60, 1))) == (True, 50)


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(0, 2)), min_size=1, max_size=6))
def test_a_carried_share_is_never_more_than_one_whole(changes: list[tuple[int, int]]) -> None:
    budgets = {0: 30, 1: 60, 2: 45}
    stages, at, used, missed = [], 0, Fraction(0), False
    for length, row in changes:
        stages.append(Stage(at, at + length, row))
        used += Fraction(length, budgets[row])
        missed = missed or used > 1
        at += length
    assert told(judged("from-now", dict(budgets), *stages))[0] is missed
