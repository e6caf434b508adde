"""What an item needed: the least target of its own row under which it is not missed."""

from typing import Any

import pytest

from patto.kernel.evaluation.tickets import Evaluation, Timeless
from patto.kernel.facts import Event
from patto.kernel.feasibility.tightness import After
from patto.kernel.feasibility.timing import Timed, timed
from patto.kernel.instants import HOUR, MINUTE
from promises import BASE, agreement, at, event, metric

REPORTED = event("03-10 09:00", "reported")
P1 = event("03-10 09:00", "reported", priority="P1")
NOON = event("03-10 12:00", "resolved", by="provider")


def needed(
    events: list[Event], *, until: str = "03-20 09:00", kind: str = "resolution",
    parts: dict[str, Any] | None = None, **terms: Any,
) -> Timed | None:  # fmt: skip
    """Return what the only item of a ticket needed."""
    draft = agreement(metric(kind, **terms), **(parts or {}))
    look = Evaluation(Timeless(draft), [], at(until), at(until))
    ((ground, own, item),) = look.items("T1", events)
    return timed(ground, own, item)


def test_a_met_item_needed_what_it_took():
    assert needed([P1, NOON]) == Timed("P1", 0, 3 * HOUR, After.MET)


def test_an_open_item_is_missed_below_the_time_so_far_and_else_not_counted():
    assert needed([P1], until="03-10 13:30") == Timed("P1", 0, 4 * HOUR + 30 * MINUTE, After.OUT)


def test_a_withdrawn_item_is_missed_below_the_time_until_then():
    withdrawn = event("03-10 10:00", "withdrawn", by="customer")
    assert needed([P1, withdrawn, NOON]) == Timed("P1", 0, HOUR, After.OUT)


def test_an_item_closed_without_its_stop_is_not_determined_once_the_target_is_long_enough():
    closed = event("03-10 11:00", "closed", by="provider")
    assert needed([P1, closed]) == Timed("P1", 0, 2 * HOUR, After.UNKNOWN)


def test_pauses_are_taken_off_and_more_time_helps_once_it_was_given():
    """An hour had counted before the two hours more were given: less would have been missed."""
    paused = event("03-10 09:30", "paused", reason="waiting-supplier", by="provider")
    resumed = event("03-10 10:00", "resumed", reason="waiting-supplier", by="provider")
    longer = event("03-10 10:30", "customer-change", constraint="longer")
    found = needed([P1, paused, resumed, longer, NOON])
    assert found == Timed("P1", 0, HOUR, After.MET)


def test_what_lies_beyond_the_stated_days_is_not_known():
    calendars = {**BASE["calendars"]}
    calendars["office"] = {**calendars["office"], "stated_until": "2026-03-10"}
    done = event("03-11 12:00", "resolved", by="provider")
    found = needed([P1, done], parts={"calendars": calendars})
    assert found == Timed("P1", 0, 8 * HOUR, After.UNKNOWN)
    gone = event("03-11 12:00", "withdrawn", by="customer")
    found = needed([P1, gone], parts={"calendars": calendars})
    assert found == Timed("P1", 0, 8 * HOUR, After.OUT)


@pytest.mark.parametrize(
    ("change", "hours"), [("retroactive", 3), ("keep-stricter", 3), ("from-now", 2)]
)
def test_under_its_last_row_it_needed_the_whole_or_what_it_used_there(change, hours):
    regraded = event("03-10 10:00", "classified", priority="P2")
    found = needed([P1, regraded, NOON], priority_change=change)
    assert found == Timed("P2", 0, hours * HOUR, After.MET)


@pytest.mark.parametrize(
    ("change", "hours"), [("retroactive", 3), ("keep-stricter", 3), ("from-now", 2)]
)
def test_a_row_that_comes_back_needs_what_it_used_both_times(change, hours):
    there = event("03-10 10:00", "classified", priority="P2")
    back = event("03-10 11:00", "classified", priority="P1")
    found = needed([P1, there, back, NOON], priority_change=change)
    assert found == Timed("P1", 0, hours * HOUR, After.MET)


@pytest.mark.parametrize("change", ["retroactive", "keep-stricter", "from-now"])
def test_the_default_priority_had_to_be_kept_until_the_first_was_said(change):
    """P2 is the default, and P2 in the end: it saw the hour before P1 was said by itself."""
    first = event("03-10 11:00", "classified", priority="P1")
    last = event("03-10 11:55", "classified", priority="P2")
    found = needed([REPORTED, first, last, NOON], priority_change=change)
    hours = 2 if change == "from-now" else 3
    assert found == Timed("P2", 0, hours * HOUR, After.MET)


def test_the_stricter_row_binds_until_the_end_of_each_silence():
    told = event("03-10 11:00", "updated", by="provider")
    there = event("03-10 09:10", "classified", priority="P2")
    back = event("03-10 11:30", "classified", priority="P1")
    found = needed(
        [P1, there, told, back, NOON], kind="keep-informed", priority_change="keep-stricter"
    )
    assert found == Timed("P1", 0, 2 * HOUR, After.MET)


def test_while_its_priority_is_unknown_no_row_binds():
    told = event("03-10 11:00", "updated", by="provider")
    strange = event("03-10 09:10", "classified", priority="P9")
    back = event("03-10 11:30", "classified", priority="P1")
    found = needed(
        [P1, strange, told, back, NOON], kind="keep-informed", priority_change="keep-stricter"
    )
    assert found == Timed("P1", 0, HOUR, After.MET)


def test_of_a_priority_without_a_promise_there_is_no_row():
    assert needed([event("03-10 09:00", "reported", priority="P4"), NOON]) is None
