"""Quantities: exact, with their unit, written out again as they stood."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

from agreement_strategies import unhurried
from patto.kernel.agreement.quantities import Budget, ClockedBudget, Share, TimeOfDay
from patto.kernel.instants import HOUR, MINUTE, SECOND


class Quantities(BaseModel):
    budget: Budget = Budget.parse("30 min")
    clocked: ClockedBudget = ClockedBudget.parse("16 h on office")
    share: Share = Share.parse("95 %")
    time: TimeOfDay = TimeOfDay.parse("17:00")


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("90 s", 90 * SECOND),
        ("30 min", 30 * MINUTE),
        ("4 h", 4 * HOUR),
        ("0.1 h", 6 * MINUTE),
        ("0.000001 s", 1),
        ("1 business day", 8 * HOUR),
        ("2.5 business days", 20 * HOUR),
    ],
)
def test_a_budget_is_so_many_microseconds(text: str, length: int) -> None:
    assert Budget.parse(text).length(8 * HOUR) == length


def test_business_days_need_the_length_of_one() -> None:
    assert Budget.parse("4 h").length(None) == 4 * HOUR
    with pytest.raises(ValueError, match="2 business days"):
        Budget.parse("2 business days").length(None)


@unhurried
@given(st.integers(1, 99_999), st.integers(0, 6))
def test_no_digit_of_a_share_is_lost(digits: int, places: int) -> None:
    number = f"{digits // 10**places}.{digits % 10**places:0{places}}" if places else str(digits)
    text = f"{number} %"
    if Fraction(number) <= 100 and len(number.partition(".")[0]) <= 3:
        assert Share.parse(text).fraction == Fraction(digits, 100 * 10**places)


def test_a_clocked_budget_is_a_budget_and_a_clock() -> None:
    found = ClockedBudget.parse("1.5 business days on support-hours")
    assert (found.budget, found.clock) == (Budget.parse("1.5 business days"), "support-hours")


def test_a_quantity_is_written_as_it_stood() -> None:
    stated = {
        "budget": "1 business day",
        "clocked": "2 h on 24x7",
        "share": "99.50%",
        "time": "00:00",
    }
    assert Quantities.model_validate(stated).model_dump(mode="json") == stated


def test_a_quantity_that_is_one_already_is_kept() -> None:
    share = Share.parse("99 %")
    assert Quantities(share=share).share is share


@pytest.mark.parametrize(
    "text",
    ["30min", "30  min", " 30 min", "30 min ", "-30 min", "+3 h", "1e3 h", "1,5 h", "½ h", "٣ h",
     "1. h", ".5 h", "3 H", "30 minutes", "2 days", "24", "1.1234567 h", "1 h\n"],
)  # fmt: skip
def test_a_time_that_is_not_written_plainly_is_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        Quantities.model_validate({"budget": text})
    with pytest.raises(ValidationError):
        Quantities.model_validate({"clocked": f"{text} on office"})


@pytest.mark.parametrize(
    "text", ["95", "95%%", "0 %", "100.1 %", "1e1 %", "9 5 %", "95 % ", "٩٥ %"]
)
def test_a_share_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        Quantities.model_validate({"share": text})
