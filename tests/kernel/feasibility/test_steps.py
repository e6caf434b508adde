"""Round targets are what people write, and never shorter than what was needed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from patto.kernel.agreement.quantities import Budget
from patto.kernel.feasibility.steps import rounded_up
from patto.kernel.instants import HOUR, MINUTE


@pytest.mark.parametrize(
    ("length", "written"),
    [
        (1, "1 min"),
        (7 * MINUTE, "7 min"),
        (15 * MINUTE + 1, "20 min"),
        (2 * HOUR, "120 min"),
        (2 * HOUR + 1, "2.25 h"),
        (3 * HOUR, "3 h"),
        (8 * HOUR + 1, "8.5 h"),
        (24 * HOUR + 1, "25 h"),
    ],
)
def test_it_is_rounded_up_to_the_next_step(length, written):
    assert rounded_up(length) == Budget.parse(written)


@pytest.mark.parametrize(
    ("length", "written"),
    [
        (1, "0.5 business days"),
        (8 * HOUR, "1 business day"),
        (8 * HOUR + 1, "1.5 business days"),
        (16 * HOUR, "2 business days"),
    ],
)
def test_in_business_days_it_is_rounded_up_to_half_of_one(length, written):
    assert rounded_up(length, 8 * HOUR) == Budget.parse(written)


@given(st.integers(1, 10**12), st.sampled_from([None, 8 * HOUR, 6 * HOUR]))
def test_it_is_never_shorter_and_near(length, day):
    target = rounded_up(length, day).length(day)

    assert length <= target < length + max(HOUR, (day or 0) // 2 + 1)
    assert rounded_up(target, day).length(day) == target
