"""The tightest target really would have been kept, one microsecond less would not."""

from fractions import Fraction
from math import comb

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from patto.kernel.evaluation.attainment import by_share
from patto.kernel.evaluation.outcome import PeriodVerdict
from patto.kernel.evaluation.tallies import Tally
from patto.kernel.feasibility.tightness import After, Times, fewest

SHARES = tuple(map(Fraction, ("1/2", "9/10", "95/100", "99/100", "99995/100000", "1")))

shares = st.sampled_from(SHARES)
items = st.lists(
    st.tuples(st.integers(0, 30), st.sampled_from([*[After.MET] * 6, *After])), max_size=60
)
"""What items needed, many of them the same, and what they are after that."""


def times(found: list[tuple[int, After]]) -> Times:
    columns = np.array(found, np.int64).reshape(len(found), 2).T
    return Times(columns[0], columns[1])


def counts(found: list[tuple[int, After]], target: int) -> Tally:
    """Return the tally under a target, item by item as semantics 5.1 says it."""
    after = [kind for needed, kind in found if needed <= target]
    missed = len(found) - len(after)
    return Tally(
        met=after.count(After.MET),
        missed=missed,
        not_determined=after.count(After.UNKNOWN),
        excluded=after.count(After.OUT),
    )


def kept(found: list[tuple[int, After]], share: Fraction, target: int) -> bool:
    return by_share(counts(found, target), share) is PeriodVerdict.MET


@given(items, shares)
def test_the_tightest_target_would_have_been_kept_and_none_below_it(found, share):
    tightest = times(found).tightest(share)

    wanted = next((target for target in range(1, 40) if kept(found, share, target)), None)
    assert tightest == wanted


@given(items, shares)
def test_once_kept_a_longer_target_is_kept_too_unless_nothing_is_left_to_count(found, share):
    tightest = times(found).tightest(share)

    for target in range(1, 40):
        empty = not counts(found, target).counted
        assert empty or kept(found, share, target) == (tightest is not None and target >= tightest)


@given(items, shares)
def test_where_nothing_need_be_counted_the_target_must_only_not_be_missed(found, share):
    tightest = times(found).tightest(share, or_uncounted=True)

    wanted = [
        target
        for target in range(1, 40)
        if kept(found, share, target) or not counts(found, target).counted
    ]
    assert tightest == (wanted[0] if wanted and found else None)


@given(st.lists(st.integers(1, 10**12), min_size=1, max_size=120, unique=True), shares)
def test_without_open_items_the_interval_is_that_of_the_order_statistics(needed, share):
    """The places are worked out with exact fractions: `P(X(l) <= q < X(u))` is at least 95 %."""
    interval = times([(one, After.MET) for one in needed]).interval(share)

    ordered, n = sorted(needed), len(needed)
    chance = [comb(n, k) * share**k * (1 - share) ** (n - k) for k in range(n + 1)]
    half = Fraction(25, 1000)
    low = next(k for k in range(n + 1) if sum(chance[: k + 1]) > half)
    high = next((k for k in range(1, n + 1) if sum(chance[k:]) <= half), None)
    assert interval.low == (ordered[low - 1] if low else None)
    assert interval.high == (None if high is None else ordered[high - 1])


@given(items, shares)
def test_the_interval_holds_the_tightest_target(found, share):
    own = times(found)
    low, high = own.interval(share)
    tightest = own.tightest(share)

    assert low is None or high is None or low <= high
    if tightest is not None:
        assert low is None or low <= tightest
        assert high is None or tightest <= high


@given(items, shares)
def test_what_is_not_determined_can_only_widen_the_interval(found, share):
    wider = times(found).interval(share)
    for kind in (After.MET, After.OUT):
        known = [(n, kind if after is After.UNKNOWN else after) for n, after in found]
        low, high = times(known).interval(share)
        if kind is After.MET:
            assert wider.low is None or (low is not None and wider.low <= low)
        assert wider.high is None or (high is not None and high <= wider.high)


@pytest.mark.parametrize(
    ("share", "number"), [("90 %", 36), ("95 %", 72), ("98 %", 183), ("99 %", 368)]
)
def test_so_many_items_it_takes_to_bound_the_target_from_above(share, number):
    fraction = Fraction(share.removesuffix(" %")) / 100

    assert fewest(fraction) == number
    for count, bounded in ((number - 1, False), (number, True)):
        found = [(one + 1, After.MET) for one in range(count)]
        assert (times(found).interval(fraction).high is not None) == bounded


def test_no_number_of_items_bounds_all_of_those_to_come():
    assert fewest(Fraction(1)) is None
    assert times([(n, After.MET) for n in range(500)]).interval(Fraction(1)).high is None


def test_the_interval_holds_the_true_target_about_nineteen_times_in_twenty():
    """Times whose 90 % point is known: drawn evenly up to a million, it is 900,000."""
    dice, held = np.random.default_rng(7), 0
    for _ in range(400):
        drawn = [(int(n), After.MET) for n in dice.integers(0, 10**6, 80)]
        low, high = times(drawn).interval(Fraction(9, 10))
        held += (low or 0) <= 900_000 <= (high or 10**6)
    assert 0.93 <= held / 400 <= 0.99


def test_open_items_count_as_late_only_under_shorter_targets():
    open_for_nine = [(9, After.OUT)]
    answered = [(n, After.MET) for n in range(1, 10)]

    assert times(answered + open_for_nine).tightest(Fraction(9, 10)) == 9
    assert times([*answered, (2, After.OUT)]).tightest(Fraction(9, 10)) == 9
    assert times([*answered, (2, After.OUT)]).tightest(Fraction(8, 9)) == 8
