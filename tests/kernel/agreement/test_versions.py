"""The versions of an agreement: which governs when."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agreement_strategies import unhurried
from kernel.agreement.office import OFFICE, changed, office
from patto.kernel.agreement.dates import day_end, day_start
from patto.kernel.agreement.model import Agreement, Effective
from patto.kernel.agreement.reading import read
from patto.kernel.agreement.versions import History, read_history
from patto.kernel.instants import parse

AGREEMENT = office()
PERIOD = "{start: 2026-01-01, end: 2027-01-01}"


def version(number: int, start: str, end: str, supersedes: str) -> str:
    return changed(
        "version: 1\n", f"version: {number}\n", "supersedes: none", f"supersedes: {supersedes}",
        PERIOD, f"{{start: {start}, end: {end}}}", "stated_until: 2026-12-31",
        "stated_until: 2029-12-31",
    )  # fmt: skip


def governing(history: History, instant: str) -> int | None:
    found = history.governing(parse(instant))
    return None if found is None else found.agreement.version


def test_a_version_governs_half_open_dates_of_its_zone() -> None:
    reading = read_history({"only.yaml": OFFICE})
    assert reading.problems == ()
    assert reading.history is not None
    at = [
        governing(reading.history, instant)
        for instant in (
            "2025-12-31T22:59:59.999999Z", "2025-12-31T23:00:00Z", "2026-12-31T22:59:59.999999Z",
            "2026-12-31T23:00:00Z",
        )
    ]  # fmt: skip
    assert at == [None, 1, 1, None]
    assert reading.readings["only.yaml"].agreement == office()


def test_a_version_that_supersedes_another_ends_it() -> None:
    files = {
        "b.yaml": version(2, "2026-07-01", "none", "1"),
        "a.yaml": version(1, "2026-01-01", "2027-01-01", "none"),
        "c.yaml": version(3, "2028-01-01", "2029-01-01", "2"),
    }
    reading = read_history(files)
    assert reading.problems == ()
    history = reading.history
    assert history is not None
    assert [one.agreement.version for one in history.versions] == [1, 2, 3]
    assert governing(history, "2026-06-30T21:59:59Z") == 1
    assert governing(history, "2026-06-30T22:00:00Z") == 2
    assert governing(history, "2027-12-31T23:00:00Z") == 3
    assert governing(history, "2028-12-31T23:00:00Z") is None


def test_a_version_without_an_end_governs_for_ever() -> None:
    history = History([read(version(1, "2026-01-01", "none", "none")).draft or office()])
    assert governing(history, "9999-12-31T23:59:59.999999Z") == 1


def test_nothing_governs_in_a_gap_and_the_gap_is_a_warning() -> None:
    reading = read_history(
        {
            "1": version(1, "2026-01-01", "2026-06-01", "none"),
            "2": version(2, "2026-07-01", "2027-01-01", "1"),
        }
    )
    assert [(p.code, p.severity) for p in reading.problems] == [("versions-gap", "warning")]
    assert reading.history is not None
    assert governing(reading.history, "2026-06-15T00:00:00Z") is None


def test_versions_that_overlap_have_no_history() -> None:
    reading = read_history(
        {
            "1": version(1, "2026-01-01", "2026-08-01", "none"),
            "2": version(2, "2026-07-01", "2027-01-01", "none"),
        }
    )
    assert [p.code for p in reading.problems] == ["versions-overlap", "supersedes-differs"]
    assert reading.history is None


def test_a_version_that_cannot_be_read_leaves_no_history() -> None:
    reading = read_history({"1": OFFICE, "2": "a: ["})
    assert reading.history is None
    assert [str(p.place) for p in reading.problems] == ["2:1:4"]
    assert reading.readings["1"].agreement == office()


def test_versions_of_two_agreements_are_not_compared_further() -> None:
    other = version(2, "2026-02-01", "2027-01-01", "none").replace("OFFICE-1", "OTHER")
    reading = read_history({"1": OFFICE, "2": other})
    assert [p.code for p in reading.problems] == ["agreement-differs"]


def test_no_versions_govern_nothing() -> None:
    history = read_history({}).history
    assert history is not None
    assert history.governing(0) is None


@unhurried
@given(st.lists(st.integers(0, 12), min_size=2, max_size=5, unique=True).map(sorted), st.data())
def test_the_governing_version_is_the_last_that_started(
    months: list[int], data: st.DataObject
) -> None:
    versions = []
    for number, month in enumerate(months, start=1):
        effective = Effective(start=date(2026 + month // 12, month % 12 + 1, 1), end="none")
        told = {"version": number, "supersedes": number - 1 or None, "effective": effective}
        identity = AGREEMENT.agreement.model_copy(update=told)
        versions.append(AGREEMENT.model_copy(update={"agreement": identity}))
    instant = parse("2026-01-01T00:00:00Z") + data.draw(st.integers(0, 400 * 86_400 * 10**6))
    started = [one for one in versions if start_of(one) <= instant]
    assert History(versions).governing(instant) is (started[-1] if started else None)


def start_of(one: Agreement) -> int:
    return day_start(one.agreement.zone, one.agreement.effective.start)


@pytest.mark.parametrize(
    ("zone", "day", "start", "end"),
    [
        ("Europe/Rome", "2026-03-29", "2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z"),
        ("America/Sao_Paulo", "2018-11-04", "2018-11-04T03:00:00Z", "2018-11-05T02:00:00Z"),
        ("Pacific/Apia", "2011-12-29", "2011-12-29T10:00:00Z", "2011-12-30T10:00:00Z"),
        ("Pacific/Apia", "2011-12-30", "2011-12-30T10:00:00Z", "2011-12-30T10:00:00Z"),
        ("+05:30", "2026-01-01", "2025-12-31T18:30:00Z", "2026-01-01T18:30:00Z"),
    ],
)
def test_a_date_begins_and_ends_as_the_wall_of_its_zone_shows_it(
    zone: str, day: str, start: str, end: str
) -> None:
    found = date.fromisoformat(day)
    assert (day_start(zone, found), day_end(zone, found)) == (parse(start), parse(end))
