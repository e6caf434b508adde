"""Instants: what is read, what is refused, and that nothing is lost on the way."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, tzinfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from patto.kernel import instants
from patto.kernel.errors import MalformedTimeError, NaiveTimeError, OutOfRangeError
from patto.kernel.instants import DAY, EARLIEST, HOUR, LATEST, MINUTE, SECOND, Instant

every_instant = st.integers(EARLIEST, LATEST)
times_of_day = st.integers(0, DAY)


class Adrift(tzinfo):
    """A zone that does not know its offset, as a datetime may carry."""

    def utcoffset(self, _: datetime | None) -> timedelta | None:
        return None

    def dst(self, _: datetime | None) -> timedelta | None:
        return None

    def tzname(self, _: datetime | None) -> str | None:
        return None


@given(every_instant)
def test_an_instant_comes_back_from_its_text(instant: Instant) -> None:
    assert instants.parse(instants.render(instant)) == instant


@given(every_instant)
def test_an_instant_comes_back_from_its_datetime(instant: Instant) -> None:
    assert instants.from_datetime(instants.to_datetime(instant)) == instant


def test_microseconds_are_written_only_where_there_are_any() -> None:
    assert instants.render(0) == "1970-01-01T00:00:00Z"
    assert instants.render(1) == "1970-01-01T00:00:00.000001Z"


@pytest.mark.parametrize(
    ("text", "micros"),
    [
        ("1970-01-01T00:00:00Z", 0),
        ("1970-01-01 01:00+01:00", 0),
        ("1970-01-01t00:00:00.5z", SECOND // 2),
        ("1969-12-31T23:59:59.999999-00:00", -1),
        ("1970-01-01T05:45:00+05:45", 0),
    ],
)
def test_a_text_that_names_its_offset_is_read(text: str, micros: int) -> None:
    assert instants.parse(text) == micros


@pytest.mark.parametrize(
    "text",
    [
        "",
        "tomorrow",
        "2026-03-06T16:55:00",  # no offset: a local time is not an instant
        "2026-03-06T16:55:00.1234567Z",  # finer than a microsecond
        "2026-02-30T00:00:00Z",
        "2026-03-06T24:00:00Z",
        "2026-03-06T16:55:60Z",
        "2026-03-06T16:55:00+24:00",
        "0000-01-01T00:00:00Z",
        "2026-03-06T16:55:00Z\n",
        "٢026-03-06T16:55:00Z",
        "20260306T165500Z",
    ],
)
def test_any_other_text_is_refused(text: str) -> None:
    with pytest.raises(MalformedTimeError, match="is not an instant"):
        instants.parse(text)


@pytest.mark.parametrize(
    "moment",
    [datetime(2026, 3, 6), datetime(2026, 3, 6, tzinfo=Adrift())],  # noqa: DTZ001 - the point
)
def test_a_datetime_without_an_offset_is_refused(moment: datetime) -> None:
    with pytest.raises(NaiveTimeError, match="has no zone"):
        instants.from_datetime(moment)


@pytest.mark.parametrize("instant", [EARLIEST - 1, LATEST + 1, 10**30, -(10**30)])
def test_an_instant_beyond_the_years_is_refused_and_can_still_be_told(instant: Instant) -> None:
    with pytest.raises(OutOfRangeError, match="years 1 to 9999"):
        instants.to_datetime(instant)
    assert str(instant) in instants.told(instant)


def test_the_edges_of_the_years_can_be_written() -> None:
    assert instants.told(EARLIEST) == "0001-01-01T00:00:00Z"
    assert instants.told(LATEST) == "9999-12-31T23:59:59.999999Z"
    assert instants.to_datetime(LATEST) == datetime.max.replace(tzinfo=UTC)


def test_a_date_is_read_in_one_form_only() -> None:
    assert instants.parse_date("2026-01-06") == date(2026, 1, 6)
    for text in ("2026-1-6", "06/01/2026", "2026-W02-2", "20260106", "2026-02-29", ""):
        with pytest.raises(MalformedTimeError, match="is not a date"):
            instants.parse_date(text)


@pytest.mark.parametrize(
    ("text", "micros"),
    [
        ("00:00", 0),
        ("09:30", 9 * HOUR + 30 * MINUTE),
        ("23:59:59", DAY - SECOND),
        ("24:00", DAY),
        ("24:00:00", DAY),
    ],
)
def test_a_time_of_day_is_read(text: str, micros: int) -> None:
    assert instants.parse_time_of_day(text) == micros


@pytest.mark.parametrize("text", ["", "9:00", "24:01", "09:60", "09.00", "0900", "09:00 ", "noon"])
def test_what_is_no_time_of_day_is_refused(text: str) -> None:
    with pytest.raises(MalformedTimeError, match="is not a time of day"):
        instants.parse_time_of_day(text)


@given(times_of_day.map(lambda micros: micros - micros % SECOND))
def test_a_time_of_day_comes_back_from_its_text(micros: int) -> None:
    assert instants.parse_time_of_day(instants.render_time_of_day(micros)) == micros


def test_a_time_of_day_is_written_as_short_as_it_is_exact() -> None:
    written = [instants.render_time_of_day(9 * HOUR + more) for more in (0, SECOND, 1)]
    assert written == ["09:00", "09:00:01", "09:00:00.000001"]
