"""Dates as desks write them, and what clock changes make of local times."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exchange.exports import instant
from patto.exchange.mapping.dates import DatePattern, PatternError
from patto.exchange.mapping.times import Moment, Times
from patto.kernel.instants import HOUR, SECOND, to_datetime
from patto.kernel.zones import zone

ZONES = ["America/Sao_Paulo", "Europe/Rome", "Australia/Lord_Howe", "Africa/Casablanca", "+05:45"]
seconds = st.integers(instant("1990-01-01 00:00") // SECOND, instant("2035-01-01 00:00") // SECOND)


def read(pattern: str, value: str) -> str | None:
    moment = DatePattern.parse(pattern).read(value)
    return None if moment is None else moment.isoformat()


@pytest.mark.parametrize(
    ("pattern", "value", "expected"),
    [
        ("D/M/YYYY HH:mm", "3/5/2016 09:04", "2016-05-03T09:04:00"),
        ("D/M/YYYY HH:mm", "13/12/2016 9:04", None),
        ("DD/MM/YYYY HH:mm", "3/5/2016 09:04", None),
        ("DD/MM/YYYY HH:mm", "31/02/2016 09:04", None),
        ("MM/DD/YYYY HH:mm", "02/29/2016 24:04", None),
        ("YYYY-MM-DD HH:mm:ss", "2016-12-14 02:46:44", "2016-12-14T02:46:44"),
        ("YYYY-MM-DDTHH:mm:ss.SZ", "", None),
        (
            "YYYY-MM-DD[T]HH:mm:ss.SZ",
            "2016-12-14T02:46:44.5+0130",
            "2016-12-14T02:46:44.500000+01:30",
        ),
        ("YYYY-MM-DD[T]HH:mm:ssZ", "2016-12-14T02:46:44Z", "2016-12-14T02:46:44+00:00"),
        ("DD.MM.YY H:mm", "14.12.16 2:46", "2016-12-14T02:46:00"),
        ("D/MMM/YY h:mm A", "12/Mar/26 12:05 AM", "2026-03-12T00:05:00"),
        ("D/MMM/YY h:mm A", "12/Mar/26 12:05 p.m.", "2026-03-12T12:05:00"),
        ("D/MMM/YY h:mm A", "12/Mar/26 13:05 PM", None),
        ("D MMM YYYY", "12 GEN 2026", "2026-01-12T00:00:00"),
        ("D MMM YYYY", "12 Foo 2026", None),
        ("iso", "2026-03-12T09:00", "2026-03-12T09:00:00"),
        ("iso", "2026-03-12 09:00:01.25 +01:00", "2026-03-12T09:00:01.250000+01:00"),
        ("iso", "2026-03-12", None),
        ("unix", "1773306000.25", "2026-03-12T09:00:00.250000+00:00"),
        ("unix-ms", "1773306000250", "2026-03-12T09:00:00.250000+00:00"),
        ("unix-ms", "177330600025", "1975-08-15T10:30:00.025000+00:00"),
        ("unix", "-1.5", "1969-12-31T23:59:58.500000+00:00"),
        ("unix", "999999999999", None),
        ("unix", "soon", None),
        ("DD/MM/YYYY", "٠١/٠٢/٢٠٢٦", None),
    ],
)
def test_a_pattern_reads_what_it_says_and_nothing_else(
    pattern: str, value: str, expected: str | None
) -> None:
    if pattern == "YYYY-MM-DDTHH:mm:ss.SZ":
        with pytest.raises(PatternError, match="T"):
            DatePattern.parse(pattern)
        return
    assert read(pattern, value) == expected


@pytest.mark.parametrize(
    ("pattern", "part"),
    [("DD/MM/YYYY YYYY", "YYYY"), ("yyyy-MM-DD", "y"), ("DD/MM", ""), ("HH:mm", ""),
     ("D/M/YYYY h:mm", ""), ("D/M/YYYY H:mm A", ""), ("D/M/YYYY H h A", "")],
)  # fmt: skip
def test_a_pattern_that_leaves_the_day_open_is_refused(pattern: str, part: str) -> None:
    with pytest.raises(PatternError) as refused:
        DatePattern.parse(pattern)
    assert str(refused.value) == part


def moment(value: str, zone_name: str | None, *patterns: str, after: int | None = None) -> Moment:
    return Times([DatePattern.parse(p) for p in patterns or ("iso",)], zone_name).read(value, after)


def test_a_time_in_the_gap_is_read_with_the_offset_from_before() -> None:
    told = moment("2026-03-29T02:30", "Europe/Rome")
    assert (told.instant, told.code) == (instant("2026-03-29 01:30"), "time-in-gap")
    assert told.told["read_as"] == "2026-03-29T01:30:00Z"


def test_midnight_in_sao_paulo_may_not_exist() -> None:
    told = moment("2016-10-16T00:00", "America/Sao_Paulo")
    assert (told.instant, told.code) == (instant("2016-10-16 03:00"), "time-in-gap")


def test_a_day_that_an_island_skipped_is_a_gap_too() -> None:
    told = moment("2011-12-30T12:00", "Pacific/Apia")
    assert (told.instant, told.code) == (instant("2011-12-30 22:00"), "time-in-gap")


def test_a_time_that_came_twice_is_its_first_unless_that_is_too_early() -> None:
    first, second = instant("2025-10-26 00:30"), instant("2025-10-26 01:30")
    assert moment("2025-10-26T02:30", "Europe/Rome").instant == first
    assert moment("2025-10-26T02:30", "Europe/Rome", after=first).instant == first
    later = moment("2025-10-26T02:30", "Europe/Rome", after=first + 1)
    assert (later.instant, later.told["other"]) == (second, "2025-10-26T00:30:00Z")


def test_two_patterns_that_disagree_are_told() -> None:
    told = moment("03/04/2026 09:00", "+00:00", "DD/MM/YYYY HH:mm", "MM/DD/YYYY HH:mm")
    assert (told.instant, told.code) == (instant("2026-04-03 09:00"), "date-ambiguous")
    assert told.told["other"] == "2026-03-04T09:00:00Z"
    plain = moment("13/04/2026 09:00", "+00:00", "DD/MM/YYYY HH:mm", "MM/DD/YYYY HH:mm")
    assert plain.code == ""


@pytest.mark.parametrize(
    ("value", "zone_name", "code"),
    [
        ("2026-03-12T09:00", None, "row-instant-naive"),
        ("never", "Europe/Rome", "row-instant-malformed"),
        ("9999-12-31T23:59", "Europe/Rome", "row-instant-malformed"),
        ("0001-01-01T00:00", "Europe/Rome", "row-instant-malformed"),
    ],
)
def test_what_is_no_instant_says_why(value: str, zone_name: str | None, code: str) -> None:
    told = moment(value, zone_name)
    assert (told.instant, told.code) == (None, code)


@given(st.sampled_from(ZONES), seconds)
def test_what_a_wall_clock_shows_is_read_back(zone_name: str, second: int) -> None:
    at = second * SECOND
    wall = to_datetime(at).astimezone(zone(zone_name)).replace(tzinfo=None)
    told = moment(wall.isoformat(" "), zone_name)
    assert at in {told.instant, told.other}
    assert told.code == ("" if told.other is None else "time-in-overlap")


@given(st.sampled_from(ZONES), st.datetimes(datetime(1990, 1, 1), datetime(2035, 1, 1)))  # noqa: DTZ001  # readings of a wall clock
def test_every_reading_becomes_an_instant_near_it(zone_name: str, wall: datetime) -> None:
    told = moment(wall.isoformat(" "), zone_name)
    assert told.instant is not None
    shown = to_datetime(told.instant).astimezone(zone(zone_name)).replace(tzinfo=None)
    if told.code == "time-in-gap":
        assert timedelta(0) < shown - wall <= timedelta(hours=2)
    else:
        assert shown == wall
    assert told.other is None or 0 < told.other - told.instant <= HOUR
