"""The binomial distribution against exact fractions, and far out where floats vanish."""

from fractions import Fraction
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from patto.kernel.feasibility.binomial import at_least, at_most

shares = st.sampled_from(["0.5", "0.9", "0.95", "0.98", "0.99", "0.999", "1"])


def exactly(number: int, trials: int, chance: Fraction) -> Fraction:
    return comb(trials, number) * chance**number * (1 - chance) ** (trials - number)


@given(st.integers(1, 90), st.data(), shares)
def test_it_is_the_sum_of_the_exact_terms(trials, data, share):
    number, chance = data.draw(st.integers(-1, trials + 1)), Fraction(share)
    below = sum(exactly(n, trials, chance) for n in range(min(number, trials) + 1))
    above = sum(exactly(n, trials, chance) for n in range(max(number, 0), trials + 1))

    assert at_most(number, trials, float(share)) == pytest.approx(float(below), abs=1e-12)
    assert at_least(number, trials, float(share)) == pytest.approx(float(above), abs=1e-12)


@given(st.integers(1, 10**6), st.data(), shares)
def test_at_most_and_at_least_leave_nothing_between_them(trials, data, share):
    number = data.draw(st.integers(0, trials))
    whole = at_most(number - 1, trials, float(share)) + at_least(number, trials, float(share))

    assert whole == pytest.approx(1, abs=1e-6)


def test_what_is_impossible_for_all_that_floats_know_has_no_probability():
    assert at_most(10, 1_000_000, 0.95) == 0
    assert at_least(999_999, 1_000_000, 0.5) == 0
