"""Sets of spans: the laws of their algebra, and that each agrees with plain sets of instants."""

from __future__ import annotations

import pickle
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from patto.kernel.errors import EndBeforeStartError
from patto.kernel.instants import Instant
from patto.kernel.spans import EMPTY, Span, SpanSet
from strategies import span_sets

WINDOW = Span(0, 40)
ALL = SpanSet.of([WINDOW])

a_set = span_sets(*WINDOW)
an_instant = st.integers(-5, 45)
a_span = st.tuples(an_instant, an_instant).map(sorted).map(lambda pair: Span(*pair))


def ticks(spans: SpanSet) -> set[int]:
    """Return the whole microseconds in a set, one by one."""
    return {tick for start, end in spans for tick in range(start, end)}


@given(a_set, a_set)
def test_union_holds_what_is_in_either(one: SpanSet, other: SpanSet) -> None:
    assert ticks(one | other) == ticks(one) | ticks(other)


@given(a_set, a_set)
def test_intersection_holds_what_is_in_both(one: SpanSet, other: SpanSet) -> None:
    assert ticks(one & other) == ticks(one) & ticks(other)


@given(a_set, a_set)
def test_difference_holds_what_is_in_the_first_only(one: SpanSet, other: SpanSet) -> None:
    assert ticks(one - other) == ticks(one) - ticks(other)


@given(a_set, a_span)
def test_within_holds_what_lies_in_the_span(one: SpanSet, span: Span) -> None:
    assert ticks(one.within(span)) == ticks(one) & set(range(*span))
    assert one.spans(span) == one.within(span) == one & SpanSet.of([span])


@given(a_set, a_span)
def test_complement_holds_the_rest_of_the_window(one: SpanSet, span: Span) -> None:
    assert ticks(one.complement(span)) == set(range(*span)) - ticks(one)


@given(a_set, an_instant)
def test_an_instant_is_a_member_when_a_span_holds_it(one: SpanSet, instant: Instant) -> None:
    assert (instant in one) == (instant in ticks(one))


@given(a_set, a_set, a_span)
def test_every_result_is_in_its_one_form(one: SpanSet, other: SpanSet, span: Span) -> None:
    for result in (one | other, one & other, one - other, one.within(span), one.complement(span)):
        assert all(low < high for low, high in zip(result.bounds, result.bounds[1:], strict=False))
        assert len(result.bounds) == 2 * len(result)


@given(a_set)
def test_equal_sets_are_equal_values(one: SpanSet) -> None:
    again = SpanSet.of(Span(tick, tick + 1) for tick in sorted(ticks(one), reverse=True))
    assert again == one
    assert hash(again) == hash(one)
    assert pickle.loads(pickle.dumps(one)) == one  # noqa: S301 - pickled here


@given(a_set)
def test_identity(one: SpanSet) -> None:
    assert one | EMPTY == one
    assert one & ALL == one
    assert one - EMPTY == one


@given(a_set)
def test_domination(one: SpanSet) -> None:
    assert one | ALL == ALL
    assert one & EMPTY == EMPTY
    assert one - ALL == EMPTY


@given(a_set)
def test_idempotence(one: SpanSet) -> None:
    assert one | one == one
    assert one & one == one
    assert one - one == EMPTY


@given(a_set, a_set)
def test_commutativity(one: SpanSet, other: SpanSet) -> None:
    assert one | other == other | one
    assert one & other == other & one


@given(a_set, a_set, a_set)
def test_associativity(one: SpanSet, other: SpanSet, third: SpanSet) -> None:
    assert (one | other) | third == one | (other | third)
    assert (one & other) & third == one & (other & third)


@given(a_set, a_set, a_set)
def test_distributivity(one: SpanSet, other: SpanSet, third: SpanSet) -> None:
    assert one & (other | third) == (one & other) | (one & third)
    assert one | (other & third) == (one | other) & (one | third)


@given(a_set, a_set)
def test_absorption(one: SpanSet, other: SpanSet) -> None:
    assert one | (one & other) == one
    assert one & (one | other) == one


@given(a_set, a_set)
def test_de_morgan(one: SpanSet, other: SpanSet) -> None:
    without = one.complement(WINDOW), other.complement(WINDOW)
    assert (one | other).complement(WINDOW) == without[0] & without[1]
    assert (one & other).complement(WINDOW) == without[0] | without[1]


@given(a_set)
def test_the_complement_of_the_complement_is_the_set(one: SpanSet) -> None:
    assert one.complement(WINDOW).complement(WINDOW) == one


@given(a_set, a_set)
def test_taking_off_is_keeping_what_is_outside(one: SpanSet, other: SpanSet) -> None:
    assert one - other == one & other.complement(WINDOW)


@given(a_set, a_set)
def test_lengths_add_up(one: SpanSet, other: SpanSet) -> None:
    assert one.length == len(ticks(one))
    assert (one | other).length + (one & other).length == one.length + other.length
    assert one.length + one.complement(WINDOW).length == WINDOW.length


@given(a_set, st.lists(an_instant, min_size=3, max_size=3).map(sorted))
def test_measures_of_adjoining_spans_add_up(one: SpanSet, instants: list[Instant]) -> None:
    start, middle, end = instants
    assert one.measure(start, middle) + one.measure(middle, end) == one.measure(start, end)
    assert one.measure(start, end) == len(ticks(one) & set(range(start, end)))


@given(a_set, st.integers(-100, 100))
def test_a_shift_moves_every_instant(one: SpanSet, by: int) -> None:
    assert ticks(one.shifted(by)) == {tick + by for tick in ticks(one)}


def test_touching_spans_are_one_and_empty_spans_are_none() -> None:
    assert SpanSet.of([(2, 3), (1, 2), (5, 5)]) == SpanSet.of([(1, 3)])
    assert SpanSet.of([(0, 10), (2, 3)]) == SpanSet.of([(0, 10)])
    assert SpanSet.of([(0, 10)]).within(Span(5, 5)) == SpanSet()
    assert not SpanSet.of([(5, 5)])
    assert [span.length for span in SpanSet.of([(1, 3), (7, 8)])] == [2, 1]


@pytest.mark.parametrize(
    "make",
    [
        lambda: Span.of(1, 0),
        lambda: SpanSet.of([(3, 4), (1, 0)]),
        lambda: EMPTY.measure(1, 0),
    ],
)
def test_a_span_that_ends_before_it_starts_is_refused(make: Callable[[], object]) -> None:
    with pytest.raises(EndBeforeStartError, match="00:00Z comes before 1970-01-01T"):
        make()


def test_a_set_shows_how_to_build_it() -> None:
    assert repr(SpanSet.of([(1, 3)])) == "SpanSet.of([(1, 3)])"
