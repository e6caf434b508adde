"""The course of a clock: stretches that count or stand still, and when so much has been counted."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from patto.kernel.clock import Clock
from patto.kernel.evaluation.course import Course, course
from patto.kernel.evaluation.pauses import Standstill
from patto.kernel.hours import Calendar
from patto.kernel.spans import SpanSet

ALWAYS = Clock(Calendar.always())
EVEN = Clock(SpanSet.of((n * 10, n * 10 + 5) for n in range(-10, 100)))
"""Open in the first half of every ten microseconds."""


def still(start: int, end: int | None, why: str = "pause", order: int = 0) -> Standstill:
    return Standstill(start, end, "maintenance" if why == "maintenance" else "pause", why,
                      declared=(order, 0, 0))  # fmt: skip


def way(*standstills: Standstill, clock: Clock = ALWAYS) -> Course:
    return course(0, lambda names: EVEN if names else clock, standstills)


def test_what_stands_still_is_not_counted_and_overlaps_once() -> None:
    found = way(still(10, 30), still(20, 40))
    assert found.elapsed(50) == 20
    assert found.elapsed(50, 15) == 10
    assert found.elapsed(25) == 10
    assert found.elapsed(0) == 0


def test_the_first_standstill_that_holds_is_the_reason() -> None:
    found = way(still(10, 30, "first"), still(20, 40, "second"))
    reasons = [s.still.detail if s.still else "" for s in found.stretches]
    assert [(s.start, s.end) for s in found.stretches] == [
        (0, 10), (10, 20), (20, 30), (30, 40), (40, None),
    ]  # fmt: skip
    assert reasons == ["", "first", "first", "second", ""]


def test_due_skips_what_stands_still() -> None:
    found = way(still(10, 30))
    assert [found.due(n) for n in (5, 10, 11)] == [5, 10, 31]
    assert found.kept_until(10) == 30
    assert found.due(5, 20) == 35
    assert found.due(5, 40) == 45


def test_nothing_is_used_up_at_once_even_while_standing_still() -> None:
    assert way(still(0, 30)).due(0) == 0
    assert way(still(0, 30)).kept_until(0) == 30


def test_what_never_ends_is_never_due() -> None:
    found = way(still(10, None))
    assert found.due(10) == 10
    assert found.due(11) is None
    assert found.kept_until(10) is None


def test_a_clock_that_closes_for_good_is_never_due() -> None:
    once = Clock(SpanSet.of([(0, 10)]))
    assert way(clock=once).due(11) is None
    assert way(clock=once).kept_until(10) is None


def test_access_narrows_the_clock_while_it_holds() -> None:
    found = course(0, lambda names: EVEN if names else ALWAYS, (), [(10, 30, ("site",))])
    assert found.elapsed(40) == 10 + 10 + 10
    assert [s.within for s in found.stretches] == [(), ("site",), ()]


edges = st.integers(0, 60)
standstills = st.lists(st.tuples(edges, edges).map(sorted), max_size=4).map(
    lambda pairs: [still(start, end) for start, end in pairs if start < end]
)


@given(standstills, st.integers(0, 80), st.integers(0, 80))
def test_due_is_the_first_and_kept_until_the_last_instant_of_a_budget(
    some: list[Standstill], start: int, budget: int
) -> None:
    found = course(0, lambda _: EVEN, some)
    due, kept = found.due(budget, start), found.kept_until(budget, start)
    assert due is not None
    assert kept is not None
    assert found.elapsed(due, start) == found.elapsed(kept, start) == budget
    assert budget == 0 or found.elapsed(due - 1, start) == budget - 1
    assert found.elapsed(kept + 1, start) == budget + 1


@given(standstills, st.integers(0, 60), st.integers(0, 60))
def test_elapsed_adds_up(some: list[Standstill], middle: int, end: int) -> None:
    found = course(0, lambda _: EVEN, some)
    first, last = sorted((middle, end))
    assert found.elapsed(last) == found.elapsed(first) + found.elapsed(last, first)
    assert found.elapsed(last) <= EVEN.elapsed(0, last)
