"""Periods on the wall of the agreement's zone."""

from __future__ import annotations

from itertools import pairwise
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from patto.kernel.agreement.part import Every
from patto.kernel.evaluation.periods import period_of, periods_between
from patto.kernel.instants import DAY, render
from promises import at


@pytest.mark.parametrize(
    ("every", "label", "start", "end"),
    [
        ("month", "2026-03", "2026-02-28T23:00:00Z", "2026-03-31T22:00:00Z"),
        ("quarter", "2026-Q1", "2025-12-31T23:00:00Z", "2026-03-31T22:00:00Z"),
        ("four-months", "2026-T1", "2025-12-31T23:00:00Z", "2026-04-30T22:00:00Z"),
        ("half-year", "2026-H1", "2025-12-31T23:00:00Z", "2026-06-30T22:00:00Z"),
        ("year", "2026", "2025-12-31T23:00:00Z", "2026-12-31T23:00:00Z"),
    ],
)
def test_a_period_runs_from_midnight_to_midnight(every: Every, label, start, end) -> None:
    found = period_of(at("03-10 10:00"), every, "Europe/Rome")
    assert (found.label, render(found.start), render(found.end)) == (label, start, end)


def test_a_zone_that_skips_midnight_begins_its_month_with_its_first_instant() -> None:
    found = period_of(at("2018-11-15 10:00"), "month", "America/Sao_Paulo")
    assert render(found.start) == "2018-11-01T03:00:00Z"


@given(st.integers(0, 20_000 * DAY), st.sampled_from(get_args(Every)))
def test_an_instant_lies_in_its_period_and_periods_follow_without_a_hole(instant, every) -> None:
    own = period_of(instant, every, "Europe/Rome")
    assert own.start <= instant < own.end
    some = list(periods_between(instant, instant + 900 * DAY, every, "Europe/Rome"))
    assert some[0] == own
    assert all(one.end == other.start for one, other in pairwise(some))
    assert some[-1].start < instant + 900 * DAY <= some[-1].end


def test_a_span_without_length_touches_no_period() -> None:
    start = period_of(at("03-10 10:00"), "month", "Europe/Rome").start
    assert list(periods_between(start, start, "month", "Europe/Rome")) == []
