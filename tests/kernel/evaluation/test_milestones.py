"""Where a promise starts and stops, and what a reopening makes of a ticket."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from patto.kernel.agreement.desk import Logging
from patto.kernel.agreement.metrics import ResolutionMetric, ResponseMetric
from patto.kernel.evaluation.milestones import (
    Gap,
    first_item,
    followed,
    later_item,
    validly_logged,
    with_void,
)
from patto.kernel.evaluation.record import Fact
from patto.kernel.facts import Event
from promises import agreement, at, event, metric, one, only, told


def logging(*acts: list[str], information: Any = "none") -> Logging:
    return Logging.model_validate(
        {"acts": [{"channels": act} for act in acts], "information": information}
    )


def logged(terms: Logging, *events: Event) -> str:
    found = validly_logged([Fact(e, e.occurred_at) for e in events], terms)
    return "" if found is None else found[1]


def test_acts_are_given_to_events_so_that_as_many_as_possible_are_done() -> None:
    terms = logging(["portal", "phone"], ["phone"])
    phone = event("03-10 09:00", "reported", channel="phone", id="first")
    mail = event("03-10 09:10", "validly-logged", channel="portal", id="second")
    assert logged(terms, phone) == ""
    assert logged(terms, phone, mail) == logged(terms, mail, phone).replace("first", "second")


def test_only_reports_and_logging_are_acts() -> None:
    terms = logging(["phone"])
    assert logged(terms, event("03-10 09:00", "updated", channel="phone")) == ""


def test_information_may_come_with_any_event_after_the_acts() -> None:
    terms = logging(["phone"], information=["address"])
    call = event("03-10 09:00", "reported", channel="phone")
    told_later = event("03-10 09:10", "updated", information=" address ; other", id="i")
    assert logged(terms, call, told_later) == "i"


def test_the_desks_own_statement_needs_no_channel() -> None:
    terms = logging(["phone"], ["portal"], information=["address"])
    assert logged(terms, event("03-10 09:00", "validly-logged", id="d")) == "d"


def test_a_logging_that_names_its_channel_is_an_act_like_any_other() -> None:
    terms = logging(["phone"], ["portal"])
    phone = event("03-10 09:00", "validly-logged", channel="phone")
    assert logged(terms, phone) == ""
    assert logged(terms, phone, event("03-10 09:10", "validly-logged", channel="chat")) == ""


def test_a_clock_runs_to_its_stop_and_on_from_what_reopened_it() -> None:
    facts = [
        Fact(e, e.occurred_at)
        for e in (
            event("03-10 09:00", "reported", id="a"),
            event("03-10 10:00", "resolved", id="b"),
            event("03-10 10:30", "paused", id="c"),
            event("03-10 11:00", "reopened", id="d"),
            event("03-10 11:30", "resumed", id="e"),
            event("03-10 12:00", "resolved", id="f"),
            event("03-10 12:00", "closed", id="g"),
        )
    ]
    whole = replace(first_item("T1", facts), gaps=(Gap(facts[1], facts[3]),), stop=facts[5])
    assert [fact.event.event_id for fact in whole.running] == ["a", "b", "d", "e", "f"]
    assert first_item("T1", facts).running == tuple(facts)


def timeline(*kinds: str) -> list[Fact]:
    """Return facts an hour apart, each with its place for an id."""
    events = [event(f"03-10 {9 + n:02}:00", kind, id=str(n)) for n, kind in enumerate(kinds)]
    return [Fact(e, e.occurred_at) for e in events]


def ids(facts: Sequence[Fact]) -> str:
    return "".join(fact.event.event_id for fact in facts)


def test_a_reopening_after_the_window_ends_an_item_and_begins_the_next() -> None:
    facts = timeline("reported", "resolved", "reopened", "resolved", "closed")
    terms = only(agreement())
    assert isinstance(terms, ResolutionMetric)
    begun = first_item("T1", facts)
    item, again = followed(begun, terms, logging(["phone"]), lambda _stop, _again: False)
    assert (ids(item.facts), item.stop, item.gaps, again) == ("01", facts[1], (), facts[2])
    later = later_item("T1#2", facts, facts[2])
    assert (ids(later.before), ids(later.facts), later.opened) == ("01", "234", facts[2].at)
    ended, last = followed(later, terms, logging(["phone"]), lambda _stop, _again: False)
    assert (ended.start, ended.start_event, ended.stop, last) == (facts[2].at, "2", facts[3], None)


def test_no_reopening_concerns_a_response() -> None:
    facts = timeline("reported", "responded", "reopened", "responded")
    terms = only(agreement(metric("response")))
    assert isinstance(terms, ResponseMetric)
    item, again = followed(first_item("T1", facts), terms, logging(["phone"]), None)
    assert (ids(item.facts), item.stop, item.gaps, again) == ("0123", facts[1], (), None)


def test_a_ticket_is_opened_by_its_report_or_else_by_what_is_known_first() -> None:
    assert first_item("T1", timeline("detected", "reported")).opened == at("03-10 10:00")
    assert first_item("T1", timeline("detected", "resolved")).opened == at("03-10 09:00")


def test_what_no_longer_counts_is_told_of_the_item_in_whose_time_it_was() -> None:
    facts = timeline("reported", "paused", "resolved", "reopened", "paused", "resolved")
    void, again = (facts[1], facts[3], facts[4]), facts[3]
    first, later = first_item("T1", facts), later_item("T1#2", facts, again)
    assert ids(with_void(first, void, None).void) == "134"
    assert ids(with_void(first, void, again).void) == "1"
    assert ids(with_void(later, void, None).void) == "34"
    assert ids(with_void(later, void, facts[4]).void) == "3"
    assert with_void(first, (), again).void == ()
    early = timeline("paused", "reported")
    assert ids(with_void(first_item("T1", early), early[:1], None).void) == "0"


@pytest.mark.parametrize("kind", ["reported", "occurred", "detected"])
def test_what_every_ticket_has_is_missed_in_the_record_at_once(kind: str) -> None:
    terms = agreement(metric(start={"event": kind, "source": "s"}))
    events = [event("03-10 09:00", "classified", priority="P1")]
    assert one(terms, events).reason == "no-start"


def test_what_was_logged_after_a_new_item_began_does_not_start_the_old_one() -> None:
    terms = metric(
        start={"event": "validly-logged", "source": "s"},
        reopen={"within": "1 h on 24x7", "resolved_time": "counts"},
    )
    events = [
        event("03-10 09:00", "reported", priority="P1", channel="own"),
        event("03-10 10:00", "resolved"),
        event("03-11 10:00", "reopened"),
        event("03-11 10:30", "validly-logged"),
        event("03-11 11:00", "resolved"),
    ]
    first, second = told(agreement(terms), events)
    assert (first.reason, first.start) == ("not-logged", None)
    assert (second.item, second.start) == ("T1#2", at("03-11 10:00"))


@pytest.mark.parametrize("kind", ["acknowledged", "taken-in-charge", "diagnosed"])
def test_a_step_that_must_have_been_passed_is_missed_in_the_record(kind: str) -> None:
    terms = agreement(metric(start={"event": kind, "source": "s"}))
    events = [event("03-10 09:00", "reported", priority="P1")]
    assert told(terms, events) == ()
    assert one(terms, [*events, event("03-10 10:00", "resolved")]).reason == "no-start"


@pytest.mark.parametrize("kind", ["needs-visit", "part-available", "scheduled"])
def test_a_step_that_need_not_come_is_not_missed(kind: str) -> None:
    terms = agreement(metric(start={"event": kind, "source": "s"}))
    events = [event("03-10 09:00", "reported", priority="P1"), event("03-10 10:00", "resolved")]
    assert told(terms, events) == ()


def test_what_was_never_logged_and_is_promised_nothing_is_not_listed() -> None:
    terms = metric(start={"event": "validly-logged", "source": "s"})
    assert told(agreement(terms), [event("03-10 09:00", "reported", priority="P4")]) == ()


def test_what_was_never_logged_may_be_excluded_all_the_same() -> None:
    terms = agreement(metric(start={"event": "validly-logged", "source": "s"}))
    events = [event("03-10 09:00", "reported", priority="P1"), event("03-10 10:00", "withdrawn")]
    found = one(terms, events)
    assert (found.verdict, found.reason, found.outside_count) == ("EXCLUDED", "withdrawn", True)
    power = [events[0], event("03-10 10:00", "excluded", exclusion="power-cut", evidence="n")]
    assert one(terms, power).reason == "power-cut"


@pytest.mark.parametrize("kind", ["resolved", "restored", "closed", "confirmed", "assigned"])
def test_a_program_stops_every_promise_but_the_response(kind: str) -> None:
    events = [
        event("03-10 09:00", "reported", priority="P1"),
        event("03-10 10:00", kind, by="automatic:monitor"),
        event("03-10 11:00", kind, by="provider"),
    ]
    stop = {"events": [kind], "source": "s"}
    assert one(agreement(metric(stop=stop)), events).stop == at("03-10 10:00")
    assert one(agreement(metric("response", stop=stop)), events).stop == at("03-10 11:00")


@pytest.mark.parametrize("by", ["automatic", "customer"])
def test_what_tells_something_needs_a_person_of_the_other_side_under_every_promise(by: str) -> None:
    terms = metric(stop={"events": ["responded"], "source": "s"})
    events = [
        event("03-10 09:00", "reported", priority="P1"),
        event("03-10 10:00", "responded", by=by),
        event("03-10 11:00", "responded", by="provider"),
    ]
    assert one(agreement(terms), events).stop == at("03-10 11:00")


def test_an_answer_by_hand_of_the_customer_is_none_and_a_confirmation_is() -> None:
    events = [
        event("03-10 09:00", "reported", priority="P1"),
        event("03-10 10:00", "responded", by="customer"),
        event("03-10 11:00", "confirmed", by="customer"),
    ]
    assert one(agreement(metric("response")), events).stop == at("03-10 11:00")
