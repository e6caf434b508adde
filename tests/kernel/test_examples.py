"""Worked examples of an agreement: each that does not come out is a problem at its place."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from patto.kernel.agreement.reading import read
from patto.kernel.agreement.worked import Example
from patto.kernel.examples import KINDS, TICKET, evaluated, events_of, run_examples
from patto.kernel.instants import render
from promises import agreement, counting, metric, terms

REPORTED = {"event": "reported", "at": "2026-03-10 09:00", "attributes": {"priority": "P1"}}
RESOLVED = {"event": "resolved", "at": "2026-03-10 10:00", "by": "provider"}


def example(*events: dict[str, Any], at: str = "2026-03-11 09:00", **expect: Any) -> dict[str, Any]:
    return {
        "title": "An hour", "events": list(events) or [REPORTED, RESOLVED], "at": at,
        "expect": {"value": "60 min", "verdict": "MET"} | expect,
    }  # fmt: skip


def codes(*examples: dict[str, Any], kind: dict[str, Any] | None = None) -> list[str]:
    found = run_examples(agreement((kind or metric()) | {"examples": list(examples)}))
    for problem in found:
        assert tuple(problem.parameters) == KINDS[problem.code].parameters
        assert problem.severity == KINDS[problem.code].severity
    return [problem.code for problem in found]


def test_an_example_that_comes_out_is_no_problem() -> None:
    assert codes(example(), example(value="1 h"), example(value="none")) == []


def test_a_verdict_and_a_value_that_differ_are_told_with_what_was_found() -> None:
    (verdict,) = run_examples(agreement(metric(examples=[example(verdict="MISSED")])))
    assert verdict.parameters == {
        "example": "An hour", "metric": "resolution", "expected": "MISSED", "found": "MET",
    }  # fmt: skip
    (value,) = run_examples(agreement(metric(examples=[example(value="59 min")])))
    assert (value.code, value.parameters["found_us"]) == ("example-value", "3600000000")


def test_a_value_may_be_zero_or_in_business_days_and_must_have_a_unit() -> None:
    early = {"event": "resolved", "at": "2026-03-10 09:00"}
    assert codes(example(REPORTED, early, value="0 min")) == []
    days = {"event": "resolved", "at": "2026-03-11 09:00"}
    assert codes(example(REPORTED, days, value="1 business day", verdict="MISSED")) == []
    assert codes(example(value="60")) == ["example-value-malformed"]
    night = {"event": "reported", "at": "2026-03-10 09:00", "attributes": {"priority": "P3"}}
    assert codes(example(night, RESOLVED, value="1 business day")) == ["example-value-malformed"]


def test_a_value_of_what_has_none_is_a_problem() -> None:
    unknown = {**REPORTED, "attributes": {"priority": "P9"}}
    assert codes(example(unknown, verdict="NOT DETERMINED")) == ["example-value"]
    assert codes(example(unknown, value="none", verdict="NOT DETERMINED")) == []
    assert codes(example(unknown, value="1 business day", verdict="NOT DETERMINED")) == [
        "example-value-malformed",
    ]  # fmt: skip


def test_an_example_about_a_ticket_that_the_metric_does_not_count_is_a_problem() -> None:
    wish = {**REPORTED, "attributes": {"priority": "P4"}}
    assert codes(example(wish, RESOLVED)) == ["example-not-counted"]


@pytest.mark.parametrize(
    "time", ["noon", "2026-03-29 02:30", "2026-10-25 02:30", "2026-13-01 09:00"]
)
def test_a_time_that_names_no_instant_is_a_problem(time: str) -> None:
    assert codes(example({**REPORTED, "at": time})) == ["example-time"]
    assert codes(example({**REPORTED, "recorded": time})) == ["example-time"]
    assert codes(example(at=time)) == ["example-time"]


def test_a_time_may_say_its_offset() -> None:
    night = {"event": "resolved", "at": "2026-10-25T02:30:00+01:00"}
    other = {
        "event": "reported",
        "at": "2026-10-25T02:30:00+02:00",
        "attributes": {"priority": "P3"},
    }
    assert codes(example(other, night, at="2026-10-26 09:00")) == []


def test_an_unknown_kind_of_event_is_a_problem() -> None:
    assert codes(example({**REPORTED, "event": "frobnicated"})) == ["example-event"]


def test_what_was_recorded_after_the_example_looks_is_not_known() -> None:
    late = {**RESOLVED, "recorded": "2026-03-10 10:30"}
    assert (
        codes(example(REPORTED, late, at="2026-03-10 10:10", value="70 min", verdict="PENDING"))
        == []
    )


def test_an_example_may_correct_its_events_by_their_number_and_name_evidence() -> None:
    events: list[dict[str, Any]] = [
        REPORTED,
        {
            "event": "paused", "at": "2026-03-10 09:30", "by": "provider",
            "reason": "waiting-customer", "evidence": "mail",
        },
        {"event": "resolved", "at": "2026-03-10 11:00"},
        {"event": "corrected", "at": "2026-03-10 10:00", "recorded": "2026-03-10 10:30",
         "refers_to": "3"},
    ]  # fmt: skip
    assert codes(example(*events, value="30 min")) == []


def test_what_is_declared_of_the_customer_is_declared_in_an_example_too() -> None:
    announced = {
        "event": "maintenance-announced", "at": "2026-03-08 09:00",
        "attributes": {"from": "2026-03-10T09:00:00+01:00", "until": "2026-03-10T09:30:00+01:00"},
    }  # fmt: skip
    assert codes(example(announced, REPORTED, RESOLVED, value="30 min")) == []


def test_a_count_is_held_to_its_number_and_its_verdict() -> None:
    reopened = {"event": "reopened", "at": "2026-03-10 11:00"}
    events = (REPORTED, RESOLVED, reopened)
    assert codes(example(*events, value="1"), kind=counting()) == []
    assert codes(example(*events, value="none"), kind=counting()) == []
    assert codes(example(*events, value="2"), kind=counting()) == ["example-count"]
    assert codes(example(*events, value="1"), kind=counting(number=0)) == ["example-verdict"]
    assert codes(example(*events, value="1", verdict="MISSED"), kind=counting(number=0)) == []
    assert codes(example(*events, value="1"), kind=counting("at-least", 2)) == ["example-verdict"]


def test_an_example_holds_whatever_the_dates_and_the_customer() -> None:
    old: list[dict[str, Any]] = [
        {**REPORTED, "at": "2020-03-10 09:00"},
        {**RESOLVED, "at": "2020-03-10 10:00"},
    ]
    assert codes(example(*old, at="2020-03-11 09:00")) == []
    parties = {"provider": {"name": "P"}, "customer": {"name": "C", "known_as": []}}
    anybody = agreement(metric(examples=[example()]), parties=parties)
    assert run_examples(anybody) == []


def test_a_problem_names_the_line_of_what_does_not_come_out() -> None:
    text = json.dumps(terms(metric(examples=[example(verdict="MISSED")])), indent=1)
    reading = read(text, None, "a.json")
    assert reading.draft is not None
    (problem,) = run_examples(reading.draft, reading.places)
    assert "MISSED" in text.splitlines()[problem.place.line - 1]


ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    "file", ["examples/month/agreement.yaml", "tests/kernel/agreement/whole.yaml"]
)
def test_every_example_of_an_agreement_comes_out_those_of_figures_left_to_its_reading(
    file: str,
) -> None:
    reading = read((ROOT / file).read_text(encoding="utf-8"), None, file)
    assert reading.agreement is not None
    assert run_examples(reading.agreement, reading.places) == []


def worked(*events: dict[str, Any], at: str = "2026-03-10 12:00") -> Example:
    return Example.model_validate(example(*events, at=at))


def test_the_events_of_an_example_are_numbered_and_only_a_tickets_own_name_one() -> None:
    declared = {"event": "situation-declared", "at": "2026-03-09 09:00", "by": "customer"}
    late = {**RESOLVED, "recorded": "2026-03-10 10:30"}
    events = events_of(worked(declared, late), "Europe/Rome")
    assert events is not None
    assert [(e.event_id, e.ticket, e.kind) for e in events] == [
        ("1", "", "situation-declared"),
        ("2", TICKET, "resolved"),
    ]
    assert render(events[1].recorded_at) == "2026-03-10T09:30:00Z"


@pytest.mark.parametrize(
    "wrong", [worked({**REPORTED, "at": "noon"}), worked(REPORTED, at="2026-03-29 02:30")]
)
def test_an_example_with_a_time_that_names_no_instant_is_not_evaluated(wrong: Example) -> None:
    assert evaluated(agreement(), wrong) is None
