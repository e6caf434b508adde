"""Public holidays fall on the days that the calendars of each year show."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from patto.language.words import Words
from patto.templates.answers import YEARS
from patto.templates.holidays import COUNTRIES, easter, public_holidays


@pytest.mark.parametrize(
    "sunday",
    [
        *("2000-04-23", "2008-03-23", "2011-04-24", "2016-03-27", "2019-04-21", "2024-03-31"),
        *("2025-04-20", "2026-04-05", "2027-03-28", "2028-04-16", "2029-04-01", "2030-04-21"),
        *("2038-04-25", "2049-04-18", "2076-04-19", "2100-03-28"),
    ],
)
def test_easter_is_where_the_almanac_has_it(sunday):
    assert easter(int(sunday[:4])).isoformat() == sunday


@given(st.integers(1900, 2199))
def test_easter_is_a_sunday_between_the_equinox_and_the_end_of_april(year):
    sunday = easter(year)
    assert sunday.isoweekday() == 7
    assert date(year, 3, 22) <= sunday <= date(year, 4, 25)
    # The oracle: the first Sunday after the full moon of the church, counted by the epact.
    golden, century = year % 19 + 1, year // 100 + 1
    epact = (11 * golden + 20 + (8 * century + 5) // 25 - 5 - (3 * century // 4 - 12)) % 30
    if epact == 24 or (epact == 25 and golden > 11):
        epact += 1
    moon = 44 - epact if 44 - epact >= 21 else 74 - epact
    ordinal = date(year, 3, 1).toordinal() + moon - 1
    assert date.fromordinal(ordinal + 7 - ordinal % 7) == sunday


def test_the_italian_holidays_of_2027():
    assert [day.isoformat() for day in public_holidays("IT", 2027)] == [
        *("2027-01-01", "2027-01-06", "2027-03-29", "2027-04-25", "2027-05-01", "2027-06-02"),
        *("2027-08-15", "2027-10-04", "2027-11-01", "2027-12-08", "2027-12-25", "2027-12-26"),
    ]


def test_saint_francis_is_a_holiday_in_italy_again_from_2026():
    assert date(2025, 10, 4) not in public_holidays("IT", 2025)
    assert public_holidays("IT", 2026)[date(2026, 10, 4)] == "saint-francis"


def test_where_easter_monday_is_liberation_day_it_is_one_closed_day():
    assert easter(2011) == date(2011, 4, 24)
    assert public_holidays("IT", 2011)[date(2011, 4, 25)] == "liberation"


def test_the_irish_holidays_of_2027_and_saint_brigids_rule():
    assert [day.isoformat() for day in public_holidays("IE", 2027)] == [
        *("2027-01-01", "2027-02-01", "2027-03-17", "2027-03-29", "2027-05-03", "2027-06-07"),
        *("2027-08-02", "2027-10-25", "2027-12-25", "2027-12-26"),
    ]
    brigid = {
        year: day for year in range(2023, 2032) for day, name in public_holidays("IE", year).items()
        if name == "saint-brigid"
    }  # fmt: skip
    assert brigid[2023] == date(2023, 2, 6)
    assert brigid[2030] == date(2030, 2, 1)  # a Friday
    assert len(brigid) == 9
    assert "saint-brigid" not in public_holidays("IE", 2022).values()


@pytest.mark.parametrize("country", COUNTRIES)
@given(year=st.sampled_from(YEARS))
def test_holidays_are_in_order_in_their_year_and_have_names(country, year):
    found = public_holidays(country, year)
    assert list(found) == sorted(found)
    assert {day.year for day in found} == {year}
    assert all(Words(lang).say(f"holiday.{key}") for lang in ("en", "it") for key in found.values())
