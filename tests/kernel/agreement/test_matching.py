"""What an agreement says of a case, and its clocks made ready for counting."""

from __future__ import annotations

from datetime import date

import pytest

from kernel.agreement.office import office, read_changed, whole
from patto.kernel.agreement.compiled import Compiled, compile_calendar, weekdays
from patto.kernel.agreement.matching import (
    DeclaredSituation,
    in_group,
    in_population,
    priority_of,
    target_row,
)
from patto.kernel.agreement.metrics import ResolutionMetric, ResponseMetric
from patto.kernel.errors import EndBeforeStartError, InvalidHoursError, UnknownZoneError
from patto.kernel.instants import HOUR, MINUTE, parse
from patto.kernel.spans import Span

AGREEMENT = office()
COMPILED = Compiled(AGREEMENT)
(RESPONSE,) = (metric for metric in AGREEMENT.metrics if isinstance(metric, ResponseMetric))
(RESOLUTION,) = (metric for metric in AGREEMENT.metrics if isinstance(metric, ResolutionMetric))


def test_a_stated_priority_wins_over_the_matrix() -> None:
    assert priority_of(AGREEMENT, "many", "high", "P2") == "P2"
    assert priority_of(AGREEMENT, "many", "high", "") == "P1"
    assert priority_of(AGREEMENT, "one", "high", "") == "P2"
    assert priority_of(AGREEMENT, "few", "high", "") == ""
    assert priority_of(AGREEMENT, "many", "", "") == ""


def test_a_population_wants_every_attribute_that_it_lists() -> None:
    wanted = {"priority": "P1", "service": "mail", "item": "server"}
    assert in_population(RESPONSE.population, wanted)
    assert in_population(RESPONSE.population, {**wanted, "type": "anything"})
    for name in wanted:
        assert not in_population(RESPONSE.population, {**wanted, name: "other"})
        assert not in_population(RESPONSE.population, {k: wanted[k] for k in wanted if k != name})


@pytest.mark.parametrize(
    ("priority", "start", "situations", "row"),
    [
        ("P1", "2026-03-10T10:00:00+01:00", (), 1),
        ("P1", "2026-03-10T08:59:59.999999+01:00", (), 2),
        ("P1", "2026-03-10T09:00:00+01:00", (), 1),
        ("P1", "2026-03-10T13:00:00+01:00", (), 2),
        ("P1", "2026-03-03T11:00:00+01:00", (), 2),
        ("P1", "2026-03-10T03:00:00+01:00", ("audit",), 0),
        ("P1", "2026-03-10T03:00:00+01:00", ("other",), 2),
        ("P2", "2026-03-10T03:00:00+01:00", (), 0),
    ],
)
def test_the_first_row_that_holds_when_the_call_came_applies(
    priority: str, start: str, situations: tuple[str, ...], row: int
) -> None:
    came = parse(start)
    declared = [DeclaredSituation(name, came - HOUR, came + HOUR) for name in situations]
    rows = RESPONSE.targets[priority]
    assert rows is not None
    assert target_row(RESPONSE, priority, came, COMPILED, declared) is rows[row]


def test_a_situation_holds_half_open() -> None:
    start, end = parse("2026-03-10T20:00:00Z"), parse("2026-03-11T20:00:00Z")
    declared = [DeclaredSituation("audit", start, end)]
    rows = RESPONSE.targets["P1"]
    assert rows is not None
    found = [
        target_row(RESPONSE, "P1", at, COMPILED, declared) is rows[0]
        for at in (start - 1, start, end - 1, end)
    ]
    assert found == [False, True, True, False]


def test_nothing_is_promised_for_a_priority_without_a_row() -> None:
    for priority in ("P2", "P9"):
        assert target_row(RESOLUTION, priority, 0, COMPILED, ()) is None


def minutes(clock: str, start: str, end: str) -> int:
    return COMPILED.clock(clock).open.elapsed(parse(start), parse(end)) // MINUTE


WEEK = ("2026-03-09T00:00:00+01:00", "2026-03-16T00:00:00+01:00")


def test_a_clock_counts_its_calendars_within_the_sites_access() -> None:
    office_week, site_week = 5 * 8 * 60 + 4 * 60, 4 * 2 * 60
    assert minutes("support", *WEEK) == office_week
    assert minutes("office", *WEEK) == office_week
    assert minutes("visits", *WEEK) == site_week
    assert minutes("either", *WEEK) == office_week
    assert minutes("24x7", *WEEK) == 7 * 24 * 60
    visits = COMPILED.clock("visits")
    assert visits.hours_only.elapsed(*map(parse, WEEK)) // MINUTE == office_week


def test_a_clock_is_compiled_once() -> None:
    assert COMPILED.clock("support") is COMPILED.clock("support")
    assert COMPILED.calendar("office") is COMPILED.calendar("office")
    with pytest.raises(KeyError):
        COMPILED.clock("nowhere")


def test_weekly_hours_know_no_exception_and_no_access() -> None:
    christmas = parse("2026-12-25T10:00:00+01:00")
    drill = parse("2026-03-03T11:00:00+01:00")
    for instant in (christmas, drill):
        assert not COMPILED.clock("support").is_open(instant)
        assert instant in COMPILED.clock("support").weekly.spans(Span(instant, instant + 1))
        assert instant in COMPILED.clock("visits").weekly.spans(Span(instant, instant + 1))
        assert instant in COMPILED.clock("either").weekly.spans(Span(instant, instant + 1))


def test_what_closes_a_clock_has_a_name() -> None:
    support, always = COMPILED.clock("support"), COMPILED.clock("24x7")
    named = {
        "2026-12-25T10:00:00+01:00": "Christmas Day",
        "2026-12-24T15:00:00+01:00": "Christmas Eve",
        "2026-03-03T10:00:00+01:00": "Fire drill",
        "2026-03-03T12:00:00+01:00": "",
        "2026-12-23T15:00:00+01:00": "",
    }
    for instant, name in named.items():
        assert support.closure_name(parse(instant)) == name
        assert always.closure_name(parse(instant)) == ""


def test_a_closed_span_is_cut_where_another_name_may_hold() -> None:
    closed = Span(parse("2026-12-24T13:00:00+01:00"), parse("2026-12-26T12:00:00+01:00"))
    midnight = [parse(f"2026-12-{day}T00:00:00+01:00") for day in (25, 26)]
    assert list(COMPILED.clock("support").named_closures(closed)) == [
        (Span(closed.start, midnight[0]), "Christmas Eve"),
        (Span(midnight[0], midnight[1]), "Christmas Day"),
        (Span(midnight[1], closed.end), ""),
    ]
    drill = Span(parse("2026-03-03T09:59:00+01:00"), parse("2026-03-03T12:01:00+01:00"))
    names = [name for _, name in COMPILED.clock("support").named_closures(drill)]
    assert names == ["", "Fire drill", ""]


def test_a_clock_is_stated_as_long_as_all_its_calendars_are() -> None:
    end = parse("2027-01-01T00:00:00+01:00")
    stated = {name: COMPILED.clock(name).stated_end for name in ("support", "visits", "either")}
    assert stated == {"support": end, "visits": end, "either": end}
    assert COMPILED.clock("site").stated_end is None
    assert COMPILED.clock("24x7").stated_end is None
    # Site access binds a clock as its hours do.
    other = read_changed("site_access: [site]", "site_access: [office]", "[office, 24x7]", "[24x7]")
    assert other.agreement is not None
    assert Compiled(other.agreement).clock("visits").stated_end == end


def test_a_clock_knows_its_business_day_and_whether_maintenance_counts() -> None:
    clocks = {name: COMPILED.clock(name) for name in ("support", "office", "visits", "24x7")}
    days = {name: clock.business_day for name, clock in clocks.items()}
    counts = {name: clock.maintenance_counts for name, clock in clocks.items()}
    assert days == {"support": 8 * HOUR, "office": 8 * HOUR, "visits": None, "24x7": None}
    assert counts == {"support": False, "office": True, "visits": True, "24x7": True}


def test_the_calendar_24x7_has_the_agreements_zone() -> None:
    hours = COMPILED.calendar("24x7").hours
    assert hours.local_date(parse("2026-03-09T23:00:00Z")) == date(2026, 3, 10)


@pytest.mark.parametrize(
    ("run", "days"),
    [
        ("mon", ["mon"]),
        ("mon-fri", ["mon", "tue", "wed", "thu", "fri"]),
        ("sat-mon", ["sat", "sun", "mon"]),
        ("wed-wed", ["wed"]),
    ],
)
def test_a_run_of_weekdays_goes_round_the_end_of_the_week(run: str, days: list[str]) -> None:
    assert list(weekdays(run)) == days


def test_entries_that_name_one_weekday_add_up() -> None:
    reading = read_changed(
        '{mon-thu: ["10:00-12:00"]}', '{mon-thu: ["10:00-12:00"], tue: ["14:00-15:00"]}'
    )
    assert reading.agreement is not None
    clock = Compiled(reading.agreement).clock("site")
    assert clock.open.elapsed(*map(parse, WEEK)) == 9 * HOUR


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        (("zone: +01:00", "zone: Atlantis"), UnknownZoneError),
        (('"10:00-12:00"', '"10:00-10:00"'), InvalidHoursError),
    ],
)
def test_a_calendar_that_makes_no_sense_is_not_compiled(
    changes: tuple[str, str], error: type[Exception]
) -> None:
    draft = read_changed(*changes).draft
    assert draft is not None
    with pytest.raises(error):
        compile_calendar(draft.calendars["site"])


def test_a_closure_that_ends_before_it_starts_is_not_compiled() -> None:
    draft = read_changed("end: 2026-03-03T12", "end: 2026-03-03T09").draft
    assert draft is not None
    with pytest.raises(EndBeforeStartError):
        compile_calendar(draft.calendars["office"])


@pytest.mark.parametrize(
    ("attributes", "row"),
    [
        ({"requester": "e.righetti"}, 1),
        ({"requester": "e.righetti", "service": "mail"}, 1),
        ({"requester": "r.tosi"}, 2),
        ({}, 2),
    ],
)
def test_a_row_for_a_group_holds_for_those_who_belong_to_it(
    attributes: dict[str, str], row: int
) -> None:
    agreement = whole()
    (response,) = (metric for metric in agreement.metrics if isinstance(metric, ResponseMetric))
    rows = response.targets["P2"] or ()
    compiled = Compiled(agreement)
    assert (
        target_row(response, "P2", parse("2026-03-10T09:00:00Z"), compiled, (), attributes)
        is (rows[row])
    )


def test_a_call_belongs_to_a_group_if_every_list_holds_what_is_recorded() -> None:
    group = Compiled(whole()).group("access-requests")
    assert in_group(group, {"type": "access-request", "service": "erp", "priority": "P1"})
    assert not in_group(group, {"type": "access-request", "service": "mail"})
    assert not in_group(group, {"service": "erp"})
