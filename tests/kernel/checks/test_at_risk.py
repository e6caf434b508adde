"""What remedies give at most: in money where the terms tell it, and as a share of what is paid."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.changes import whole
from patto.kernel.agreement.clauses.charges import Charges, Fee
from patto.kernel.agreement.clauses.remedies import ByLateness, ByPoint, Remedies
from patto.kernel.agreement.metrics import AverageMetric
from patto.kernel.agreement.model import Agreement
from patto.kernel.agreement.money import FeeDays, Money, PercentOf
from patto.kernel.agreement.quantities import Share
from patto.kernel.agreement.reading import read
from patto.kernel.checks.at_risk import Fees, at_risk, most, open_ended, promised, uses
from patto.kernel.checks.checking import check
from patto.kernel.checks.registry import registry
from patto.kernel.checks.subject import Subject


@cache
def settled() -> Agreement:
    found = read(whole()).agreement
    assert found is not None
    return found


def with_charges(**changes: Any) -> Agreement:
    charges = settled().charges
    assert isinstance(charges, Charges)
    return settled().model_copy(update={"charges": charges.model_copy(update=changes)})


def with_remedies(agreement: Agreement, **changes: Any) -> Agreement:
    remedies = agreement.remedies
    assert isinstance(remedies, Remedies)
    return agreement.model_copy(update={"remedies": remedies.model_copy(update=changes)})


def fee(name: str, amount: str, every: str = "month", each: str | None = None) -> Fee:
    stated = {"id": name, "title": name, "amount": amount, "every": every}
    return Fee.model_validate({**stated, "each": each or "none", "covers": "help"})


def rules(agreement: Agreement) -> set[str]:
    return {one.rule for one in check(agreement)}


def test_what_recurs_is_brought_to_a_month_and_what_is_due_for_each_is_counted():
    fees = Fees(settled())
    assert fees.month == 1850 + 45 * 22
    assert [one.id for one in fees.recurring] == ["monthly-fee", "workplace-fee"]
    yearly = Fees(with_charges(fees=(fee("a", "1200 EUR", "year"), fee("b", "30 EUR", "quarter"))))
    assert yearly.month == 110
    assert Fees(with_charges(fees=None)).month is None
    assert Fees(with_charges(fees=(fee("a", "0.00 EUR"),))).month is None
    assert Fees(settled().model_copy(update={"charges": "none"})).month is None


@pytest.mark.parametrize(
    ("credit", "expected"),
    [
        (Money.parse("50.00 EUR"), 50),
        (PercentOf.parse("10 % of monthly-fee"), 185),
        (PercentOf.parse("10 % of workplace-fee"), 99),
        (PercentOf.parse("10 % of setup"), 240),
        (PercentOf.parse("100 % of hour-of-work"), 85),
        (PercentOf.parse("100 % of travelling-hour"), Fraction(85, 2)),
        (PercentOf.parse("10 % of purchase-price"), None),
        (FeeDays.parse("3 days of monthly-fee"), 185),
        (FeeDays.parse("3 days of setup"), None),
        (FeeDays.parse("3 days of hour-of-work"), None),
    ],
)
def test_a_credit_is_worth_what_its_base_makes_of_it(credit: Any, expected: Fraction | None):
    assert Fees(settled()).worth(credit) == expected


def test_of_the_only_fee_a_share_is_known_though_nobody_says_for_how_many_it_is_due():
    agreement = with_charges(
        fees=(fee("seat", "40 EUR", each="mailbox"), fee("setup", "9 EUR", "once"))
    )
    fees = Fees(agreement)
    assert fees.worth(PercentOf.parse("25 % of seat")) == Fraction(fees.month or 0) / 4
    assert fees.worth(Money.parse("50 EUR")) is None
    assert fees.worth(PercentOf.parse("100 % of hour-of-work")) is None
    two = Fees(with_charges(fees=(fee("seat", "40 EUR", each="mailbox"), fee("base", "9 EUR"))))
    assert two.month is None


def test_a_fee_for_each_mailbox_can_be_punished_as_well():
    seats = with_charges(fees=(fee("monthly-fee", "40 EUR", each="mailbox"),))
    caps = {"month": PercentOf.parse("60 % of monthly-fee"), "year": None}
    remedies = settled().remedies
    assert isinstance(remedies, Remedies)
    assert remedies.caps is not None
    capped = with_remedies(seats, caps=remedies.caps.model_copy(update=caps))
    assert "H05" in rules(capped)
    assert "H05" not in rules(seats)


@given(st.integers(1, 10**6))
def test_whether_a_percentage_is_too_much_does_not_hang_on_how_large_the_fee_is(amount: int):
    fees = Fees(with_charges(fees=(fee("monthly-fee", f"{Decimal(amount)} EUR"),)))
    for use in uses(settled()):
        limit = most(use, fees)
        if use.remedy.id == "response-credit":
            assert limit is not None
            assert limit / (fees.month or 1) == Fraction(15, 100)


def test_a_remedy_ends_where_its_cap_or_its_own_reckoning_ends_it():
    found = {use.remedy.id: most(use, Fees(settled())) for use in uses(settled())}
    assert found == {
        "response-credit": Fraction(2775, 10),
        "uptime-credit": 185,
        "point-credit": 100,
        "late-credit": None,
        "ticket-credit": 100,
        "flat-credit": 50,
    }
    (points,) = (use for use in uses(settled()) if isinstance(use.remedy.pays, ByPoint))
    no_cap = points.remedy.model_copy(update={"cap": None})
    uncapped = type(points)(points.index, no_cap, points.number, points.metric)
    assert most(uncapped, Fees(settled())) == Fraction(925, 100) * Fraction(99) / Fraction(1, 10)
    line = no_cap.pays.model_copy(update={"line": Share.parse("80 %")})
    lower = replace(uncapped, remedy=no_cap.model_copy(update={"pays": line}))
    assert most(lower, Fees(settled())) == Fraction(925, 100) * Fraction(80) / Fraction(1, 10)


def test_what_a_month_is_at_most_is_the_smallest_of_the_sum_and_the_caps():
    fees = Fees(settled())
    by_year = at_risk(settled(), fees)
    assert by_year is not None
    assert (by_year.amount, by_year.path) == (Fraction(1850, 12), ("remedies", "caps", "year"))
    no_caps = with_remedies(settled(), caps=None)
    assert at_risk(no_caps, fees) is None
    assert [use.remedy.pays.by for use in open_ended(no_caps, fees)] == ["lateness"]
    kept = tuple(one for one in no_caps.metrics if one.remedy != "late-credit")
    summed = at_risk(no_caps.model_copy(update={"metrics": kept}), fees)
    assert summed is not None
    assert summed.amount == Fraction(2775, 10) + 185 + 100 + Fraction(100, 3) + Fraction(50, 3)


def test_bands_of_which_one_is_worth_nothing_known_end_nowhere_known():
    (bands,) = (use for use in uses(settled()) if use.remedy.id == "response-credit")
    assert most(bands, Fees(with_charges(fees=None))) is None


def test_a_metric_promises_its_shares_each_once_and_rising():
    promises = {metric.id: promised(metric) for metric in settled().metrics}
    assert promises["response"] == (Fraction(95, 100), Fraction(1))
    assert promises["servers-up"] == (Fraction(995, 1000),)
    assert promises["internet-up"] == (Fraction(97, 100), Fraction(99, 100))
    assert promises["satisfaction"] == (Fraction(85, 100),)
    assert promises["phone-answer"] == (Fraction(80, 100), Fraction(95, 100))
    (average,) = (metric for metric in settled().metrics if isinstance(metric, AverageMetric))
    assert promised(average) == ()


def test_without_any_remedy_nothing_is_wrong_with_remedies():
    metrics = tuple(one.model_copy(update={"remedy": None}) for one in settled().metrics)
    bare = settled().model_copy(update={"remedies": "none", "metrics": metrics})
    assert not {rule for rule in rules(bare) if rule.startswith("H")}
    subject = Subject(bare, read(whole()).places)
    for name in ("H02", "H05", "H07", "H08", "H09"):
        rule: Any = registry()[name]
        assert not rule.applies(subject)


def test_remedies_that_no_metric_names_are_no_remedies():
    metrics = tuple(one.model_copy(update={"remedy": None}) for one in settled().metrics)
    unused = with_remedies(settled(), caps=None, chronic=None, one_event="each")
    assert not {
        rule for rule in rules(unused.model_copy(update={"metrics": metrics})) if rule[0] == "H"
    }
    assert isinstance(
        next(use for use in uses(unused) if use.remedy.id == "late-credit").remedy.pays, ByLateness
    )


def test_of_a_fee_of_nothing_no_share_is_told():
    free = with_charges(fees=(fee("monthly-fee", "0.00 EUR"),))
    assert not rules(free) & {"H04", "H05"}


def test_a_liability_that_ends_at_next_to_nothing_of_a_year_is_derisory():
    def limited(cap: str | None) -> Agreement:
        legal = settled().legal
        assert legal is not None
        parsed = None if cap is None else PercentOf.parse(cap)
        liability = legal.liability.model_copy(update={"cap": parsed})
        return settled().model_copy(
            update={"legal": legal.model_copy(update={"liability": liability}), "remedies": "none"}
        )

    assert "H04" in rules(limited("1 % of monthly-fee"))
    assert "H04" not in rules(limited("1200 % of monthly-fee"))
    assert "H04" not in rules(limited("10 % of purchase-price"))
    assert "H04" not in rules(limited(None))
    derisory: Any = registry()["H04"]
    assert not derisory.applies(Subject(limited(None), read(whole()).places))
    assert "H04" not in rules(limited("1 % of monthly-fee").model_copy(update={"legal": None}))
