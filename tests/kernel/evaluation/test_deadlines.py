"""Deadlines by date."""

from __future__ import annotations

from typing import Any

import pytest

from patto.kernel.agreement.compiled import Compiled
from patto.kernel.agreement.metrics import Deadline
from patto.kernel.errors import NeverReachedError
from patto.kernel.evaluation.deadlines import deadline
from patto.kernel.instants import render
from promises import BASE, agreement, at, calendar, event, metric, one, row

OFFICE = Compiled(agreement()).calendar("office").hours
BY: dict[str, Any] = {
    "working_day": 1, "time": "end-of-hours", "calendar": "office",
    "day_of_call": "does-not-count", "cut_off": "none", "pauses": "do-not-move-it",
}  # fmt: skip


def due(call: str, **other: Any) -> str:
    return render(deadline(Deadline.model_validate(BY | other), OFFICE, at(call)))[5:16]


@pytest.mark.parametrize(
    ("call", "other", "expected"),
    [
        ("03-10 10:00", {}, "03-11T16:00"),
        ("03-10 10:00", {"working_day": 0}, "03-10T16:00"),
        ("03-10 17:00", {"working_day": 0}, "03-11T16:00"),
        ("03-10 16:59", {"working_day": 0}, "03-10T16:00"),
        ("03-10 13:00", {"working_day": 0, "time": "12:00"}, "03-11T11:00"),
        ("03-06 13:00", {"working_day": 0, "time": "12:00"}, "03-09T11:00"),
        ("03-10 10:00", {"day_of_call": "counts"}, "03-10T16:00"),
        ("03-10 10:00", {"day_of_call": "counts", "working_day": 0}, "03-10T16:00"),
        ("03-10 15:00:00.000001", {"cut_off": "15:00"}, "03-12T16:00"),
        ("03-07 20:00", {"cut_off": "15:00"}, "03-10T16:00"),
        ("04-01 10:00", {}, "04-02T11:00"),
        ("04-03 10:00", {}, "04-07T15:00"),
    ],
)
def test_a_call_has_until_the_day_and_time_agreed(call: str, other: Any, expected: str) -> None:
    assert due(call, **other) == expected


def test_a_time_that_the_clocks_skip_is_the_instant_of_the_change() -> None:
    days = calendar({"mon-sun": ["00:00-24:00"]})
    always = (
        Compiled(agreement(calendars=BASE["calendars"] | {"days": days})).calendar("days").hours
    )
    spring = Deadline.model_validate(BY | {"time": "02:30"})
    assert render(deadline(spring, always, at("03-28 12:00"))) == "2026-03-29T01:00:00Z"
    assert render(deadline(spring, always, at("10-24 12:00"))) == "2026-10-25T00:30:00Z"


def test_a_calendar_that_closes_for_good_has_no_deadline_and_misses_nobody() -> None:
    once = calendar({}, day_hours=[{"date": "2026-03-10", "hours": ["09:00-17:00"], "name": "x"}])
    calendars = BASE["calendars"] | {"once": once}
    hours = Compiled(agreement(calendars=calendars)).calendar("once").hours
    with pytest.raises(NeverReachedError):
        deadline(Deadline.model_validate(BY), hours, at("03-10 10:00"))
    by = row("support", ("90 %", BY | {"calendar": "once"}))
    terms = agreement(metric(targets=metric()["targets"] | {"P1": by, "P2": by, "P3": by}),
                      calendars=calendars)  # fmt: skip
    found = one(terms, [event("03-10 10:00", "reported", priority="P1")], "05-10 10:00")
    assert (found.verdict, found.levels[0].due) == ("PENDING", None)


def moving(*events: Any, when: str = "03-12 10:00") -> str:
    by = row("support", ("90 %", BY | {"pauses": "move-it", "time": "12:00"}))
    terms = agreement(metric(targets=metric()["targets"] | {"P1": by, "P2": by, "P3": by}))
    due = one(terms, [event("03-10 09:00", "reported", priority="P1"), *events], when).levels[0].due
    return "" if due is None else render(due)[5:16]


def test_a_pause_that_only_touches_closed_hours_before_the_deadline_does_not_move_it() -> None:
    night = [
        event("03-10 18:00", "paused", reason="waiting-supplier"),
        event("03-11 08:00", "resumed", reason="waiting-supplier"),
    ]
    assert moving(*night) == "03-11T11:00"


def test_two_pauses_move_a_deadline_by_both() -> None:
    pauses = [
        event("03-10 10:00", "paused", reason="waiting-supplier"),
        event("03-10 11:00", "resumed", reason="waiting-supplier"),
        event("03-11 12:30", "paused", reason="waiting-supplier"),
        event("03-11 13:00", "resumed", reason="waiting-supplier"),
    ]
    assert moving(*pauses) == "03-11T12:30"


def test_an_open_pause_moves_a_deadline_by_its_maximum() -> None:
    assert moving(event("03-11 09:00", "paused", reason="waiting-supplier")) == "03-12T11:00"


def test_what_stands_still_for_ever_leaves_no_deadline() -> None:
    once = calendar({}, day_hours=[{"date": "2026-03-10", "hours": ["09:00-10:00"], "name": "x"}])
    by = row("support", ("90 %", BY | {"pauses": "move-it"}))
    terms = agreement(
        metric(targets=metric()["targets"] | {"P1": by, "P2": by, "P3": by}),
        calendars=BASE["calendars"] | {"once": once},
        pause_reasons=[BASE["pause_reasons"][1] | {"maximum": "2 h on once"}],
    )
    events = [
        event("03-10 09:00", "reported", priority="P1"),
        event("03-10 10:00", "paused", reason="waiting-supplier"),
    ]
    assert one(terms, events, "05-10 10:00").levels[0].due is None
