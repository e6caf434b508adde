"""The open and closed days of an agreement, as its page draws them."""

from __future__ import annotations

from datetime import date

from desk.customers import MONTH
from patto.helpdesk.years import CalendarRow, calendars
from patto.kernel.agreement.reading import read

OPEN = MONTH.replace("stated_until: 2026-12-31", "stated_until: 2027-12-31").replace(
    "end: 2027-01-01", "end: none"
)


def drawn(text: str, *, end: date | None = None, year: int = 2026) -> CalendarRow:
    """Return the first calendar of an agreement."""
    agreement = read(text).agreement
    assert agreement is not None
    return calendars(agreement, "en", year, end)[0]


def kinds(row: CalendarRow) -> dict[date, str]:
    return {
        date(year.year, number, day.number): day.kind
        for year in row.years
        for number, month in enumerate(year.months, 1)
        for week in month.weeks
        for day in week
        if day is not None
    }


def test_a_day_is_open_shorter_closed_for_a_reason_or_closed_as_every_week():
    found = kinds(drawn(OPEN))
    assert found[date(2026, 3, 2)] == "open"
    assert found[date(2026, 12, 24)] == "short"
    assert found[date(2026, 12, 25)] == "closed"
    assert found[date(2026, 3, 7)] == "weekend"
    assert len(found) == 730


def test_what_is_not_stated_is_not_drawn_and_the_page_says_how_it_will_be():
    row = drawn(OPEN)
    assert row.years[-1].year == 2027
    assert row.ends == "Fri 31 Dec 2027"
    assert row.rule
    whole = drawn(OPEN, end=date(2027, 6, 1))
    assert whole.ends == ""
    assert kinds(whole)[date(2027, 5, 31)] == "open"


def test_a_version_that_was_replaced_is_drawn_up_to_its_last_day():
    found = kinds(drawn(OPEN, end=date(2026, 7, 16)))
    assert found[date(2026, 7, 15)] == "open"
    assert found[date(2026, 7, 16)] == "outside"
    assert date(2026, 8, 1) not in found


def test_a_closure_shortens_the_days_it_touches_and_names_them():
    closure = (
        "closures:\n      - {start: 2026-08-10T12:00:00+02:00, end: 2026-08-12T00:00:00+02:00, "
        "name: Works}"
    )
    row = drawn(OPEN.replace("closures: none", closure, 1))
    told = {one.day: one for one in row.years[0].special}
    assert (told[date(2026, 8, 10)].kind, told[date(2026, 8, 10)].hours) == ("short", "09:00–12:00")
    assert (told[date(2026, 8, 11)].kind, told[date(2026, 8, 11)].name) == ("closed", "Works")
    assert date(2026, 8, 12) not in told


def test_a_night_shift_is_open_on_both_its_dates_and_midnight_is_the_end_of_a_day():
    text = OPEN.replace('mon-fri: ["09:00-17:00"]', 'mon-fri: ["22:00-06:00"]', 1)
    assert text != OPEN
    agreement = read(text).draft
    assert agreement is not None
    row = calendars(agreement, "en", 2026, None)[0]
    found = kinds(row)
    assert found[date(2026, 3, 7)] == "open"  # a Saturday: until six in the morning
    assert found[date(2026, 3, 8)] == "weekend"


def test_a_calendar_without_an_end_is_drawn_up_to_the_next_year_and_no_more_than_a_few():
    text = OPEN.replace("stated_until: 2027-12-31", "stated_until: always").replace(
        "start: 2026-01-01", "start: 2001-01-01"
    )
    agreement = read(text).draft
    assert agreement is not None
    row = calendars(agreement, "it", 2026, None)[0]
    assert [one.year for one in row.years] == [2022, 2023, 2024, 2025, 2026, 2027]
    assert row.shown == {2026}


def test_a_calendar_of_very_many_years_is_drawn_around_the_present_one():
    text = OPEN.replace("end: none", "end: 2200-01-01").replace(
        "stated_until: 2027-12-31", "stated_until: always"
    )
    agreement = read(text).draft
    assert agreement is not None
    row = calendars(agreement, "en", 2090, date(2200, 1, 1))[0]
    assert [one.year for one in row.years] == [2089, 2090, 2091, 2092, 2093, 2094]
