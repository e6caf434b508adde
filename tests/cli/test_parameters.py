"""Times and periods as they are typed."""

from __future__ import annotations

import pytest

from patto.cli.parameters import MOMENT, PERIOD, months
from patto.kernel.instants import parse


def test_a_time_is_an_instant_a_local_time_or_a_date():
    assert MOMENT.convert("2026-04-01T09:00:00+02:00", None, None).instant == parse(
        "2026-04-01T07:00:00Z"
    )
    local = MOMENT.convert("2026-04-01T09:00", None, None)
    assert local.resolved("Europe/Rome", "at") == parse("2026-04-01T07:00:00Z")
    assert MOMENT.convert("2026-04-01", None, None).resolved("-03:00", "at") == parse(
        "2026-04-01T03:00:00Z"
    )


@pytest.mark.parametrize(
    ("asked", "labels"),
    [
        ("2026-05", {"2026-05", "2026-Q2", "2026-T2", "2026-H1", "2026"}),
        ("2026-Q2", {"2026-05", "2026-04", "2026-Q2", "2026-T1", "2026-T2", "2026-H1", "2026"}),
        ("2026-T2", {"2026-05", "2026-Q2", "2026-T2", "2026-H1", "2026"}),
        ("2026-H1", {"2026-05", "2026-04", "2026-Q2", "2026-T1", "2026-T2", "2026-H1", "2026"}),
    ],
)
def test_a_period_takes_those_in_it_and_those_it_is_in(asked, labels):
    known = {"2026-05", "2026-04", "2026-12", "2027-01", "2025-12", "2026-Q2", "2026-T1", "2026-T2"}
    known |= {"2026-T3", "2026-H1", "2026"}
    found = PERIOD.convert(asked, None, None)
    assert {label for label in known if found.touches(label)} == labels


@pytest.mark.parametrize(
    "text", ["2026-13", "2026-Q5", "2026-T4", "2026-H3", "26-05", "2026-5", "0000", "x"]
)
def test_what_is_no_period_is_none(text):
    assert months(text) is None
