"""Constraints: what modifies a target, from when to when."""

from __future__ import annotations

from patto.kernel.instants import HOUR
from promises import agreement, at, event, metric, one

P1 = event("03-10 09:00", "reported", priority="P1")
CHANGE = event("03-10 10:00", "customer-change", constraint="longer")


def test_more_time_lengthens_every_line() -> None:
    found = one(agreement(), [P1, CHANGE], "03-10 10:30")
    assert [level.target for level in found.levels] == [4 * HOUR, 6 * HOUR]
    assert [level.modified_by for level in found.levels] == [("11.4",), ("11.4",)]


def test_a_constraint_that_is_on_is_not_switched_on_again() -> None:
    again = event("03-10 10:30", "customer-change", constraint="longer")
    assert one(agreement(), [P1, CHANGE, again], "03-10 11:00").levels[0].target == 4 * HOUR


def test_a_constraint_without_a_clause_goes_by_its_name() -> None:
    events = [P1, event("03-10 10:00", "part-needed", constraint="part")]
    assert one(agreement(), events, "03-10 11:00").levels[0].modified_by == ("part",)


def test_a_constraint_that_lasted_no_time_modifies_nothing() -> None:
    events = [
        P1,
        event("03-10 10:00", "part-needed", constraint="part"),
        event("03-10 10:00", "part-available"),
        event("03-10 11:00", "resolved"),
    ]
    assert one(agreement(), events).levels[0].modified_by == ()


def test_what_was_over_before_the_clock_began_does_not_stop_it() -> None:
    terms = agreement(metric(start={"event": "validly-logged", "source": "s"}))
    events = [
        P1,
        event("03-10 09:10", "part-needed", constraint="part"),
        event("03-10 09:30", "part-available"),
        event("03-10 10:00", "validly-logged"),
        event("03-10 11:00", "resolved"),
    ]
    found = one(terms, events)
    assert found.figures is not None
    assert found.figures.contractual == HOUR


def test_the_maximum_of_a_constraint_is_cumulative() -> None:
    events = [
        P1,
        event("03-10 09:00", "part-needed", constraint="part"),
        event("03-10 15:00", "part-available"),
        event("03-10 15:00", "part-needed", constraint="part"),
        event("03-10 16:00", "resolved"),
    ]
    found = one(agreement(), events)
    assert [(s.why, s.length // HOUR) for s in found.segments] == [
        ("stands-still", 6),
        ("counted", 1),
    ]


def test_an_event_of_another_kind_does_not_switch_a_constraint_on() -> None:
    found = one(
        agreement(), [P1, event("03-10 10:00", "part-needed", constraint="access")], "03-10 11:00"
    )
    assert [note.code for note in found.notes] == ["constraint-unknown"]


def test_the_stop_switches_every_constraint_off_and_a_reopening_none_on() -> None:
    events = [
        P1,
        event("03-10 09:30", "needs-visit", constraint="access"),
        event("03-10 11:00", "resolved"),
        event("03-10 12:00", "reopened"),
        event("03-10 13:00", "resolved"),
    ]
    found = one(agreement(), events)
    assert found.figures is not None
    assert found.figures.contractual == 2.5 * HOUR


def test_more_time_at_the_very_moment_of_looking_counts() -> None:
    found = one(agreement(), [P1, CHANGE], "03-10 10:00")
    assert found.levels[0].target == 4 * HOUR
    late = event("03-10 11:00", "customer-change", constraint="longer")
    assert one(agreement(), [P1, late], "03-10 11:00").levels[0].due == at("03-10 13:00")
    later = event("03-10 11:01", "customer-change", constraint="longer")
    assert one(agreement(), [P1, later], "03-10 11:01").verdict == "MISSED"


def test_more_time_does_not_reach_back_to_a_silence_that_was_too_long() -> None:
    terms = metric("keep-informed", constraints=["longer"])
    events = [
        P1,
        event("03-10 12:00", "updated", by="provider"),
        event("03-10 12:30", "customer-change", constraint="longer"),
        event("03-10 13:00", "resolved"),
    ]
    assert one(agreement(terms), events).verdict == "MISSED"
