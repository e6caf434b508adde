"""Plain counts of events."""

from __future__ import annotations

from typing import Any

from patto.kernel.evaluation.outcome import CountOutcome
from promises import agreement, counting, event, measured

EVENTS = [
    event("03-10 09:00", "reported", priority="P1", type="incident"),
    event("03-10 10:00", "reopened", id="a"),
    event("03-10 11:00", "classified", type="request"),
    event("03-10 12:00", "reopened", id="b"),
]


def count(*, when: str = "04-15 00:00", events: Any = EVENTS, **terms: Any) -> tuple[str, Any, Any]:
    (found, *_) = measured(agreement(counting(**terms)), events, when).metrics
    assert isinstance(found.count, CountOutcome)
    return (
        found.verdict.value,
        found.count.event_ids,
        found.count.decided and found.count.decided.value,
    )


def test_an_upper_limit_is_held_and_once_passed_is_lost() -> None:
    assert count(limit="at-most", number=2) == ("MET", ("a", "b"), None)
    assert count(limit="at-most", number=1) == ("MISSED", ("a", "b"), None)
    assert count(limit="at-most", number=1, when="03-15 00:00")[::2] == ("SO FAR", "MISSED")
    assert count(limit="at-most", number=2, when="03-15 00:00")[::2] == ("SO FAR", None)


def test_a_lower_limit_once_reached_is_met() -> None:
    assert count(limit="at-least", number=2, when="03-15 00:00")[::2] == ("SO FAR", "MET")
    assert count(limit="at-least", number=3, when="03-15 00:00")[::2] == ("SO FAR", None)
    assert count(limit="at-least", number=3)[0] == "MISSED"


def test_each_event_counts_by_what_the_ticket_was_when_it_happened() -> None:
    population = counting()["population"] | {"types": ["incident"]}
    assert count(population=population)[1] == ("a",)


def test_what_was_entered_too_late_to_the_providers_benefit_counts_when_it_was_entered() -> None:
    late = [EVENTS[0], event("03-31 10:00", "reopened", id="a", late="04-02 10:00")]
    assert count(events=late, limit="at-least", when="05-01 00:00")[1] == ("a",)
    found = measured(agreement(counting("at-least")), late, "05-01 00:00").metrics
    assert [one.period.label for one in found] == ["2026-04"]
    found = measured(agreement(counting("at-most")), late, "05-01 00:00").metrics
    assert [one.period.label for one in found] == ["2026-03"]


def test_events_of_an_excluded_ticket_are_not_counted() -> None:
    excluded = event("03-11 10:00", "excluded", exclusion="power-cut", evidence="note")
    assert measured(agreement(counting()), [*EVENTS, excluded]).metrics == ()
    assert measured(agreement(counting(exclusions="none")), [*EVENTS, excluded]).metrics != ()
