"""Pauses and their maxima."""

from __future__ import annotations

from typing import Any

from patto.kernel.evaluation.outcome import Segment
from patto.kernel.instants import HOUR, MINUTE
from promises import BASE, agreement, at, calendar, event, metric, one

P1 = event("03-10 09:00", "reported", priority="P1")


def minutes(segments: tuple[Segment, ...], why: str) -> int:
    return sum(s.length for s in segments if s.why == why) // MINUTE


def test_two_reasons_use_up_their_own_maxima_while_they_overlap() -> None:
    events = [
        event("03-10 00:00", "reported", priority="P2"),
        event("03-10 09:00", "paused", reason="waiting-customer", by="provider", evidence="m"),
        event("03-10 09:00", "paused", reason="waiting-supplier"),
        event("03-11 11:00", "resolved"),
    ]
    found = one(agreement(), events)
    assert minutes(found.segments, "pause") == 8 * 60
    assert [note.code for note in found.notes] == ["pause-past-maximum"] * 2


def test_a_pause_that_lasts_no_time_is_none() -> None:
    events = [
        P1,
        event("03-10 10:00", "paused", reason="waiting-supplier"),
        event("03-10 10:00", "resumed", reason="waiting-supplier"),
        event("03-10 11:00", "resolved"),
    ]
    assert [s.why for s in one(agreement(), events).segments] == ["counted"]


def test_a_pause_after_its_maximum_is_used_up_is_none_and_says_so() -> None:
    events = [
        P1,
        event("03-10 09:00", "paused", reason="waiting-supplier"),
        event("03-10 21:00", "resumed", reason="waiting-supplier"),
        event("03-11 09:00", "paused", reason="waiting-supplier"),
        event("03-11 10:00", "resumed", reason="waiting-supplier"),
        event("03-11 11:00", "resolved"),
    ]
    found = one(agreement(), events)
    assert found.figures is not None
    assert found.figures.contractual == 2 * HOUR
    assert [note.event_id for note in found.notes] == [events[3].event_id]


def test_a_declaration_of_somebody_else_may_be_noted_as_theirs() -> None:
    events = [
        P1,
        event("03-10 10:00", "paused", reason="waiting-supplier", by="automatic"),
        event("03-10 10:30", "paused", reason="waiting-supplier", by="automatic",
              declared_by="supplier"),
        event("03-10 11:00", "resolved"),
    ]  # fmt: skip
    found = one(agreement(), events)
    assert [note.code for note in found.notes] == ["pause-not-theirs-to-declare"]
    assert minutes(found.segments, "pause") == 30


def test_a_pause_that_nothing_will_end_leaves_no_due() -> None:
    once = calendar({}, day_hours=[{"date": "2026-03-10", "hours": ["09:00-10:00"], "name": "x"}])
    reason: dict[str, Any] = BASE["pause_reasons"][1] | {"maximum": "2 h on once"}
    terms = agreement(
        metric(pauses=["waiting-supplier"]),
        calendars=BASE["calendars"] | {"once": once},
        pause_reasons=[reason],
    )
    events = [P1, event("03-10 09:30", "paused", reason="waiting-supplier")]
    found = one(terms, events, "03-12 10:00")
    assert (found.verdict, found.levels[0].due, found.levels[0].kept_until) == (
        "PENDING", None, None,
    )  # fmt: skip
    assert found.period is not None
    assert found.period.label == "2026-03"
    resumed = [*events, event("03-10 10:00", "resumed", reason="waiting-supplier")]
    assert one(terms, resumed, "03-12 10:00").levels[0].due == at("03-10 11:30")


def test_an_open_pause_says_that_it_is_past_its_maximum_only_once_it_is() -> None:
    events = [P1, event("03-10 10:00", "paused", reason="waiting-supplier")]
    assert one(agreement(), events, "03-10 22:00").notes == ()
    assert len(one(agreement(), events, "03-10 22:01").notes) == 1


def test_a_pause_cut_by_its_maximum_leaves_nothing_for_the_next_one() -> None:
    events = [
        event("03-10 00:00", "reported", priority="P3"),
        event("03-10 01:00", "paused", reason="waiting-supplier"),
        event("03-10 14:00", "resumed", reason="waiting-supplier"),
        event("03-10 15:00", "paused", reason="waiting-supplier"),
        event("03-10 16:00", "resumed", reason="waiting-supplier"),
        event("03-10 17:00", "resolved"),
    ]
    found = one(agreement(), events)
    assert [(s.why, s.start, s.end) for s in found.segments] == [
        ("counted", at("03-10 00:00"), at("03-10 01:00")),
        ("pause", at("03-10 01:00"), at("03-10 13:00")),
        ("counted", at("03-10 13:00"), at("03-10 17:00")),
    ]
    assert [note.event_id for note in found.notes] == [events[1].event_id, events[3].event_id]


def test_pauses_within_their_maximum_are_whole_and_use_up_no_more_than_they_last() -> None:
    events = [
        event("03-10 00:00", "reported", priority="P3"),
        event("03-10 01:00", "paused", reason="waiting-supplier"),
        event("03-10 07:00", "resumed", reason="waiting-supplier"),
        event("03-10 08:00", "paused", reason="waiting-supplier"),
        event("03-10 14:00", "resumed", reason="waiting-supplier"),
        event("03-10 15:00", "resolved"),
    ]
    found = one(agreement(), events)
    assert minutes(found.segments, "pause") == 12 * 60
    assert found.notes == ()
