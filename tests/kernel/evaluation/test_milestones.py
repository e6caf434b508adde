"""Where a promise starts and stops, and what a reopening makes of a ticket."""

from __future__ import annotations

from typing import Any

import pytest

from patto.kernel.agreement.desk import Logging
from patto.kernel.evaluation.milestones import validly_logged
from patto.kernel.evaluation.record import Fact
from patto.kernel.facts import Event
from promises import agreement, at, event, metric, one, told


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


def test_an_answer_by_hand_of_the_customer_is_none_and_a_confirmation_is() -> None:
    events = [
        event("03-10 09:00", "reported", priority="P1"),
        event("03-10 10:00", "responded", by="customer"),
        event("03-10 11:00", "confirmed", by="customer"),
    ]
    assert one(agreement(metric("response")), events).stop == at("03-10 11:00")
