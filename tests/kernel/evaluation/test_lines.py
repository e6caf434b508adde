"""Verdicts on lines: shares, few tickets, and what can no longer change."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from patto.kernel.agreement.metrics import SmallSample
from patto.kernel.evaluation.lines import Line, by_misses, by_share
from patto.kernel.evaluation.outcome import LineOutcome, Period, PeriodVerdict
from patto.kernel.evaluation.tallies import Tally, wilson

MONTHS = [Period(f"m{n}", n * 10, n * 10 + 10) for n in range(6)]
OVER = 1000

rules: TypeAdapter[SmallSample] = TypeAdapter(SmallSample)


def line(required: str = "90 %", /, **rule: Any) -> Line:
    share = Fraction(required.removesuffix(" %")) / 100
    few = rules.validate_python({"line": required, **rule}) if rule else None
    return Line(required, share, few)


ALLOW: dict[str, Any] = {"rule": "allow-misses", "below": 5, "misses": 1}
ADDED: dict[str, Any] = {"rule": "accumulate", "below": 5, "periods": 3}
TOO_FEW: dict[str, Any] = {"rule": "not-determined", "below": 5}

counts = st.builds(Tally, *(st.integers(0, 4) for _ in range(3)))
shares = st.sampled_from(["50 %", "90 %", "100 %"])
some_lines = st.builds(lambda share, rule: line(share, **rule), shares,
                       st.sampled_from([{}, ALLOW, ALLOW | {"misses": 0}, TOO_FEW]))  # fmt: skip


@given(counts, shares.map(lambda text: Fraction(text.removesuffix(" %")) / 100))
def test_a_share_stands_only_if_it_is_the_same_with_every_ticket_read_either_way(
    tally: Tally, share: Fraction
) -> None:
    either = {
        by_share(Tally(tally.met + met, tally.missed + tally.not_determined - met), share)
        for met in range(tally.not_determined + 1)
    }
    verdict = by_share(tally, share)
    assert verdict == (either.pop() if len(either) == 1 else PeriodVerdict.NOT_DETERMINED)


@given(counts, st.integers(0, 3))
def test_misses_are_allowed_only_if_it_is_the_same_with_every_ticket_read_either_way(
    tally: Tally, allowed: int
) -> None:
    either = {
        by_misses(Tally(tally.met + met, tally.missed + tally.not_determined - met), allowed)
        for met in range(tally.not_determined + 1)
    }
    verdict = by_misses(tally, allowed)
    assert verdict == (either.pop() if len(either) == 1 else PeriodVerdict.NOT_DETERMINED)


@given(counts, st.integers(1, 4), some_lines)
def test_what_is_decided_once_a_period_is_over_no_outcome_changes(
    tally: Tally, pending: int, one: Line
) -> None:
    tally = Tally(tally.met, tally.missed, tally.not_determined, pending)
    ends = {
        one.judged(Tally(tally.met + met, tally.missed + missed, tally.not_determined + unknown))
        for met, missed, unknown in product(range(pending + 1), repeat=3)
        if met + missed + unknown <= pending
    }
    assert one.decided(tally, running=False) == (ends.pop() if len(ends) == 1 else None)


@given(counts, some_lines, counts)
def test_what_is_decided_while_a_period_runs_no_further_ticket_changes(
    tally: Tally, one: Line, more: Tally
) -> None:
    if one.decided(tally, running=True) is not None:
        assert one.judged(tally + more) is PeriodVerdict.MISSED


def test_a_pending_ticket_may_be_one_too_many_only_while_they_are_few() -> None:
    none = line("50 %", **ALLOW | {"misses": 0})
    assert none.decided(Tally(met=3, pending=2), running=False) is None
    assert none.decided(Tally(met=5, pending=2), running=False) is PeriodVerdict.MET


def test_only_a_miss_where_none_is_allowed_is_decided_while_a_period_runs() -> None:
    missed, two = Tally(met=3, missed=1), Tally(met=1, missed=2)
    assert line("100 %").decided(missed, running=True) is PeriodVerdict.MISSED
    assert line("90 %").decided(Tally(missed=9), running=True) is None
    assert line("100 %", **ALLOW).decided(missed, running=True) is None
    assert line("100 %", **ALLOW).decided(two, running=True) is PeriodVerdict.MISSED
    assert line("100 %", **ALLOW).decided(missed + missed, running=True) is PeriodVerdict.MISSED
    assert line("100 %", **TOO_FEW).decided(missed, running=True) is None
    assert line("100 %", **ADDED).decided(missed, running=True) is PeriodVerdict.MISSED
    assert line("100 %").decided(Tally(met=9), running=True) is None


def outcomes(one: Line, *tallies: Tally, at: int = OVER, ended: bool = False) -> list[LineOutcome]:
    months = MONTHS[: len(tallies)]
    by_label = {month.label: tally for month, tally in zip(months, tallies, strict=True)}
    return list(one.outcomes(by_label, months, at, ended=ended).values())


def verdicts(one: Line, *tallies: Tally, at: int = OVER, ended: bool = False) -> list[str]:
    return [outcome.verdict.value for outcome in outcomes(one, *tallies, at=at, ended=ended)]


TWO, FIVE, NONE = Tally(met=2), Tally(met=5), Tally()


def test_groups_end_with_the_minimum_or_with_so_many_periods() -> None:
    added = line(**ADDED)
    found = outcomes(added, TWO, TWO, TWO, TWO, FIVE, TWO)
    assert [outcome.judged_in for outcome in found] == ["m2", "m2", "", "m4", "", ""]
    assert [outcome.pooled for outcome in found[3:]] == [("m3", "m4"), ("m3", "m4"), ("m5",)]
    assert verdicts(added, TWO, TWO, TWO, TWO, FIVE, TWO) == [
        "NOT DETERMINED", "NOT DETERMINED", "MET", "NOT DETERMINED", "MET", "SO FAR",
    ]  # fmt: skip


def test_a_period_with_enough_tickets_is_a_group_of_its_own() -> None:
    (found,) = outcomes(line(**ADDED), FIVE)
    assert (found.verdict, found.pooled, found.rule) == (PeriodVerdict.MET, (), "")


def test_the_last_group_is_judged_as_it_stands_when_the_version_has_ended() -> None:
    added = line(**ADDED)
    assert verdicts(added, TWO, TWO) == ["SO FAR", "SO FAR"]
    assert verdicts(added, TWO, TWO, ended=True) == ["NOT DETERMINED", "MET"]
    (alone,) = outcomes(added, TWO, ended=True)
    assert (alone.verdict, alone.rule) == (PeriodVerdict.MET, "accumulate")
    assert verdicts(added, TWO, ended=True, at=5) == ["SO FAR"]


def test_a_group_is_open_while_its_last_period_runs() -> None:
    assert verdicts(line(**ADDED), TWO, FIVE, at=15) == ["SO FAR", "SO FAR"]


def test_groups_after_a_pending_ticket_are_open_too() -> None:
    pending = Tally(met=2, pending=3)
    found = outcomes(line("100 %", **ADDED), pending, Tally(met=4, missed=1), FIVE)
    assert [outcome.verdict.value for outcome in found] == ["SO FAR"] * 3
    assert [outcome.decided for outcome in found] == [None, None, None]


def test_a_period_without_events_says_so_whether_added_up_or_not() -> None:
    assert verdicts(line(**ADDED), TWO, NONE, TWO) == ["NOT DETERMINED", "NO EVENTS", "MET"]
    assert verdicts(line(**ADDED), NONE, NONE, NONE) == ["NO EVENTS"] * 3
    assert verdicts(line(), NONE) == verdicts(line(**TOO_FEW), NONE) == ["NO EVENTS"]


def test_thirty_tickets_cannot_reach_99_percent_with_one_miss() -> None:
    one_late = Tally(met=29, missed=1)
    assert line("99 %").judged(one_late) is PeriodVerdict.MISSED
    assert line("96.6 %").judged(one_late) is PeriodVerdict.MET
    assert line("96.7 %").judged(one_late) is PeriodVerdict.MISSED


@pytest.mark.parametrize("trials", range(5, 40, 7))
def test_wilsons_interval_holds_the_share_and_is_one_sided_at_the_ends(trials: int) -> None:
    for successes in range(trials + 1):
        found = wilson(successes, trials)
        assert found is not None
        low, high = found
        assert 0 <= low <= successes / trials <= high <= 1
        assert (low == 0) is (successes == 0)
        assert (high == 1) is (successes == trials)


def test_below_five_tickets_there_is_no_interval() -> None:
    assert [wilson(n, n) is None for n in (0, 4, 5)] == [True, True, False]
