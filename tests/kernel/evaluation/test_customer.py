"""What is declared of the customer: situations and maintenance, with notice and evidence."""

from __future__ import annotations

from typing import Any

import pytest

from patto.kernel.evaluation.ground import Ground
from patto.kernel.evaluation.record import amended
from patto.kernel.facts import Event
from patto.kernel.instants import HOUR, render
from promises import BASE, agreement, at, calendar, event, measured, metric, one, row

END = at("2027-01-01T00:00:00Z")


def span(start: str, end: str) -> dict[str, str]:
    return {"from": render(at(start)), "until": render(at(end))}


def ground(*events: Event, **parts: Any) -> Ground:
    return Ground(agreement(metric(), **parts), amended(events, END), END)


def maintained(*events: Event, **parts: Any) -> list[str]:
    found = ground(*events, **parts).maintenance
    return [f"{render(start)[5:16]}-{render(end)[11:16]}" for start, end in found]


def announced(told: str, start: str, end: str, **other: str) -> Event:
    given = {"ticket": "", **span(start, end), **other}
    return event(told, "maintenance-announced", **given)


def test_without_terms_nothing_is_maintenance() -> None:
    assert (
        maintained(announced("03-01 10:00", "03-10 10:00", "03-10 11:00"), maintenance="none") == []
    )


def test_the_first_end_that_is_recorded_ends_it() -> None:
    events = [
        announced("03-01 10:00", "03-10 10:00", "03-10 13:00", id="m"),
        event("03-10 11:00", "maintenance-ended", ticket="", refers_to="m"),
        event("03-10 12:00", "maintenance-ended", ticket="", refers_to="m"),
    ]
    assert maintained(*events) == ["03-10T09:00-10:00"]


def test_what_ended_before_it_began_was_none() -> None:
    events = [
        announced("03-01 10:00", "03-10 10:00", "03-10 13:00", id="m"),
        event("03-10 09:00", "maintenance-ended", ticket="", refers_to="m"),
    ]
    assert maintained(*events) == []


@pytest.mark.parametrize(
    "wrong", [{"from": "tomorrow"}, {"until": ""}, span("03-11 10:00", "03-10 10:00")]
)
def test_a_span_that_is_none_announces_nothing(wrong: dict[str, str]) -> None:
    given = {**span("03-10 10:00", "03-10 11:00"), **wrong, "ticket": ""}
    assert maintained(event("03-01 10:00", "maintenance-announced", **given)) == []


def test_only_what_lies_in_the_agreed_windows_is_agreed() -> None:
    terms = BASE["maintenance"] | {"windows": "nights", "monthly_cap": "99 h on 24x7"}
    found = maintained(announced("03-01 10:00", "03-10 20:00", "03-11 08:00"), maintenance=terms)
    assert found == ["03-10T21:00-05:00"]


def test_the_cap_is_counted_month_by_month_in_the_order_of_time() -> None:
    events = [
        announced("03-01 10:00", "03-31 15:00", "04-01 11:00"),
        announced("03-01 10:00", "03-10 09:00", "03-10 12:00"),
        announced("03-01 10:00", "03-11 09:00", "03-11 12:00"),
    ]
    assert maintained(*events) == [
        "03-10T08:00-11:00", "03-11T08:00-09:00", "03-31T22:00-09:00",
    ]  # fmt: skip


def test_a_cap_on_a_clock_that_does_not_run_is_never_used_up() -> None:
    once = calendar({}, day_hours=[{"date": "2026-01-02", "hours": ["09:00-10:00"], "name": "x"}])
    terms = BASE["maintenance"] | {"monthly_cap": "1 h on once"}
    calendars = BASE["calendars"] | {"once": once}
    events = [announced("03-01 10:00", "03-10 09:00", "03-10 12:00")]
    assert maintained(*events, maintenance=terms, calendars=calendars) == ["03-10T08:00-11:00"]


def situations(*events: Event) -> list[tuple[str, str]]:
    return [(s.id, render(s.start)[5:16]) for s in ground(*events).situations]


def declared(told: str, name: str, **other: str) -> Event:
    given = {"ticket": "", "situation": name, **span("03-10 00:00", "03-14 00:00"), **other}
    return event(told, "situation-declared", by="customer", **given)


def test_a_situation_needs_its_notice_its_evidence_its_name_and_its_span() -> None:
    assert situations(declared("03-06 09:00", "inspection", evidence="e")) == [
        ("inspection", "03-09T23:00"),
    ]  # fmt: skip
    assert situations(declared("03-06 09:00", "inspection")) == []
    assert situations(declared("03-09 16:00", "inspection", evidence="e")) == []
    assert situations(declared("03-11 09:00", "inspection", evidence="e")) == []
    assert situations(declared("03-06 09:00", "party", evidence="e")) == []
    assert situations(declared("03-06 09:00", "fair", until="")) == []


def test_a_situation_without_agreed_notice_holds_from_its_declaration() -> None:
    assert situations(declared("03-11 09:00", "fair")) == [("fair", "03-11T08:00")]


FAIR = metric(
    targets=metric()["targets"]
    | {"P1": [row("support", ("90 %", "1 h"), ("100 %", "2 h"), when={"situation": "fair"}),
              metric()["targets"]["P1"]]}
)  # fmt: skip
CALL = [event("03-10 09:00", "reported", priority="P1", customer="C")]


def target(known_as: Any, customer: str, declarer: str) -> int:
    parties = BASE["parties"] | {"customer": {"name": "C", "known_as": known_as}}
    call = event("03-10 09:00", "reported", priority="P1", customer=customer)
    said = declared("03-09 09:00", "fair", customer=declarer)
    return (
        one(agreement(FAIR, parties=parties), [said, call], "03-10 09:10").levels[0].target or 0
    ) // HOUR


def test_another_customers_declaration_does_not_hold() -> None:
    assert target(["C", "C2"], "C", "D") == 2
    assert target(["C", "C2"], "C", "C2") == target(["C", "C2"], "C", "") == 1


def test_under_an_agreement_with_anybody_each_customers_declarations_are_its_own() -> None:
    assert target("any", "C", "D") == 2
    assert target("any", "C", "C") == target("any", "C", "") == target("any", "", "") == 1


def test_declarations_are_looked_at_once_for_all_tickets() -> None:
    calls = [
        event("03-10 09:00", "reported", priority="P1", ticket=name, customer=name)
        for name in ("C", "D")
    ]
    parties = BASE["parties"] | {"customer": {"name": "C", "known_as": "any"}}
    said = declared("03-09 09:00", "fair", customer="D")
    found = measured(agreement(FAIR, parties=parties), [said, *calls], "03-10 09:10")
    assert [item.levels[0].target for item in found.items] == [2 * HOUR, HOUR]
