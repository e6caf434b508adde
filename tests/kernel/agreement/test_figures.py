"""The worked examples of figures: what comes out of counts, times and values."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agreement_strategies import unhurried
from kernel.agreement.office import whole
from patto.kernel.agreement.canonical import plain
from patto.kernel.agreement.clauses.out_of_hours import CallOut
from patto.kernel.agreement.consistency.money import _not_more, _shares
from patto.kernel.agreement.figures import reckoning
from patto.kernel.agreement.figures.reckoning import Reckoned
from patto.kernel.agreement.lapses import Measured
from patto.kernel.agreement.metrics import (
    AvailabilityMetric,
    AverageMetric,
    PhoneMetric,
)
from patto.kernel.agreement.model import Agreement
from patto.kernel.agreement.money import FeeDays, Money, PercentOf
from patto.kernel.agreement.reading import read
from patto.kernel.agreement.writing import write

EXPECT = {"value": "none", "verdict": "MET"}
METRICS = {metric["id"]: metric for metric in plain(whole())["metrics"]}


def uptime(
    down: int, unknown: int, *, maintenance: int = 0, counts: str = "does-not-count"
) -> Reckoned:
    """Return what 1000 h of service time give, by the terms of the servers."""
    example = {
        "title": "x", "service_time": "1000 h", "maintenance": f"{maintenance} h",
        "excluded": "0 h", "unknown": f"{unknown} h", "down": f"{down} h", "expect": EXPECT,
    }  # fmt: skip
    stated = {**METRICS["servers-up"], "maintenance": counts, "examples": [example]}
    metric = AvailabilityMetric.model_validate(stated)
    return reckoning.uptime(metric, metric.examples[0])


@pytest.mark.parametrize(
    ("down", "unknown", "expected"),
    [
        (5, 0, Reckoned("99.50 %", "MET")),
        (6, 0, Reckoned("99.40 %", "MISSED")),
        (6, 900, Reckoned("94.00 %", "MISSED")),  # missed even if the rest was up
        (2, 3, Reckoned("99.79 %", "MET")),  # met even if the rest was down
        (4, 10, Reckoned("99.59 %", "MET")),  # undecided by the bounds, and enough is known
        (5, 10, Reckoned("99.49 %", "MISSED")),
        (4, 30, Reckoned("99.58 %", "NOT DETERMINED")),
        (0, 1000, Reckoned(None, "NOT DETERMINED")),
    ],
)
def test_uptime_is_decided_by_its_bounds_then_by_coverage(
    down: int, unknown: int, expected: Reckoned
) -> None:
    assert uptime(down, unknown) == expected


def test_maintenance_is_left_out_or_counts_as_down() -> None:
    assert uptime(5, 0, maintenance=100).value == "99.44 %"
    assert uptime(5, 0, maintenance=100, counts="counts-as-down").value == "89.50 %"


@unhurried
@given(st.integers(0, 1000), st.integers(0, 1000))
def test_what_was_down_never_reads_as_all_up(down: int, unknown: int) -> None:
    found = uptime(min(down, 1000 - unknown), unknown)
    if found.value is not None:
        shown = Fraction(found.value.removesuffix(" %"))
        assert (shown == 100) == (min(down, 1000 - unknown) == 0)
        assert shown <= 100


def average(values: list[str], **changes: Any) -> Reckoned:
    example = {"title": "x", "values": values, "expect": EXPECT}
    stated = {**METRICS["latency"], **changes, "examples": [example]}
    metric = AverageMetric.model_validate(stated)
    return reckoning.average(metric, metric.examples[0])


def test_an_average_is_rounded_to_the_side_of_a_miss_and_compared_unrounded() -> None:
    assert average(["20 ms", "20.01 ms"]) == Reckoned("20.1 ms", "MISSED")
    assert average(["20 ms", "19.99 ms"]) == Reckoned("20.0 ms", "MET")
    assert average(["19.99 ms"], limit="at-least") == Reckoned("19.9 ms", "MISSED")
    assert average(["1 ms", "2 ms", "90 ms"], statistic="median", digits=0).value == "2 ms"


def test_few_cases_are_judged_by_how_many_failed_or_not_at_all() -> None:
    few = {"below": 3, "allowed": 0}
    assert average(["90 ms"], few_cases=few).verdict == "MISSED"
    assert average(["9 ms"], few_cases=few).verdict == "MET"
    assert average(["9 ms"], few_cases={"below": 3, "allowed": "none"}).verdict == "NOT DETERMINED"
    assert average(["9 ms"] * 3, few_cases={"below": 3, "allowed": "none"}).verdict == "MET"


def phone(lost: int, given_up: str) -> Reckoned:
    example = {"title": "x", "rang": ["5 s"] * 4, "given_up": lost, "expect": EXPECT}
    stated = {**METRICS["phone-answer"], "given_up": given_up, "examples": [example]}
    metric = PhoneMetric.model_validate(stated)
    return reckoning.answered(metric, metric.examples[0])


def test_a_call_that_was_given_up_counts_as_agreed() -> None:
    assert phone(4, "count-as-missed") == Reckoned("4 of 8", "MISSED")
    assert phone(4, "do-not-count") == Reckoned("4 of 4", "MET")


def stated(name: str, **changes: Any) -> tuple[str, ...]:
    """Return the codes of an agreement of which a metric is changed."""
    values = plain(whole())
    metric = next(metric for metric in values["metrics"] if metric["id"] == name)
    metric |= changes
    return tuple(p.code for p in read(write(Agreement.model_validate(values))).problems)


def test_a_phone_without_a_shortest_call_is_sound() -> None:
    assert stated("phone-answer", shortest="none") == ()


def test_days_without_a_length_are_one_problem_and_not_that_of_the_examples_too() -> None:
    assert stated("recovery", clock="24x7") == ("business-day-missing",)


def test_a_metric_promises_the_shares_of_its_lines() -> None:
    metrics = {metric.id: metric for metric in whole().metrics}
    assert _shares(metrics["phone-answer"]) == [Fraction(4, 5), Fraction(19, 20)]
    assert _shares(metrics["backups"]) == [Fraction(97, 100)]
    assert _shares(metrics["lost-calls"]) == []


def test_credits_of_different_kinds_or_of_different_fees_are_not_compared() -> None:
    five = PercentOf.parse("5 % of monthly-fee")
    assert _not_more(five, five)
    assert not _not_more(five, PercentOf.parse("1 % of setup"))
    assert not _not_more(Money.parse("5 EUR"), FeeDays.parse("1 day of monthly-fee"))


def test_a_quantity_stays_what_it_is() -> None:
    price = Money.parse("60 EUR")
    call_out = CallOut.model_validate({"price": price, "radius": "none", "beyond": "none"})
    assert call_out.price is price
    assert Measured.parse("0.1 %").unit == "%"
