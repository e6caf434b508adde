"""What a ticket is said to be, and what holds before anybody said it."""

from __future__ import annotations

from typing import Any

from patto.kernel.evaluation.classification import Classification
from patto.kernel.evaluation.record import Fact
from patto.kernel.facts import Event
from promises import agreement, at, event, metric, one, row, told

PRIORITIES = agreement().priorities


def said(*events: Event, after: tuple[Event, ...] = ()) -> Classification:
    def facts(some: tuple[Event, ...]) -> list[Fact]:
        return [Fact(e, e.occurred_at) for e in some]

    return Classification(facts(events), PRIORITIES, facts(after))


def test_each_statement_holds_until_the_next() -> None:
    found = said(
        event("03-10 09:00", "reported", priority="P1"),
        event("03-10 10:00", "classified", priority="P2"),
    )
    assert [found.at(at(f"03-10 {t}")).priority for t in ("09:59", "10:00")] == ["P1", "P2"]
    assert found.changes(at("03-10 09:00"), at("03-10 10:00")) == (at("03-10 10:00"),)


def test_impact_and_urgency_ask_the_matrix_once_both_are_known() -> None:
    half = said(event("03-10 09:00", "reported", impact="firm", priority="P3"))
    assert half.at(0).priority == "P3"
    whole = said(
        event("03-10 09:00", "reported", impact="firm", priority="P3"),
        event("03-10 10:00", "classified", urgency="stopped"),
    )
    assert whole.at(at("03-10 10:00")).priority == "P1"


def test_a_priority_that_is_given_goes_before_the_matrix() -> None:
    found = said(event("03-10 09:00", "reported", impact="firm", urgency="stopped", priority="P3"))
    assert found.at(0).priority == "P3"


def test_a_pair_that_the_matrix_does_not_know_is_a_priority_that_nobody_knows() -> None:
    found = said(event("03-10 09:00", "reported", impact="firm", urgency="somehow"))
    assert found.at(0).priority == "firm/somehow"


def test_without_a_matrix_impact_and_urgency_say_nothing() -> None:
    bare = PRIORITIES.model_copy(update={"matrix": None})
    fact = event("03-10 09:00", "reported", impact="firm", urgency="stopped")
    assert Classification([Fact(fact, fact.occurred_at)], bare).at(0).priority == "P2"


def test_attributes_that_were_never_said_are_taken_from_what_is_said_later() -> None:
    found = said(
        event("03-10 09:00", "reported"),
        event("03-10 10:00", "classified", type="incident"),
        after=(event("03-10 11:00", "classified", type="request", service="mail", priority="P1"),),
    )
    assert found.at(0).attributes == {"type": "incident", "service": "mail"}
    assert found.at(0).priority == "P2"


def test_nothing_said_at_all_is_the_default() -> None:
    assert said().at(0).priority == "P2"
    assert said().graded is None


def test_what_is_first_graded_late_has_the_default_until_then() -> None:
    found = said(
        event("03-10 09:00", "reported", type="incident"),
        event("03-10 10:00", "classified", priority="P1"),
    )
    assert found.graded == at("03-10 10:00")
    assert found.at(0).priority == "P1"
    assert found.before_grading(at("03-10 09:30")).all == {"type": "incident", "priority": "P2"}


STRICT = {"P2": row("support", ("90 %", "30 min")), "P1": row("support", ("90 %", "4 h"))}


def strict(**other: Any) -> dict[str, Any]:
    """Return a metric whose default priority is stricter than P1, so that it can be told apart."""
    targets = metric()["targets"] | STRICT | {"P3": "none"}
    return metric(targets=targets, **other)


def test_a_miss_under_the_default_stays_in_every_mode() -> None:
    events = [
        event("03-10 09:00", "reported"),
        event("03-10 10:00", "classified", priority="P1"),
        event("03-10 11:00", "resolved"),
    ]
    for mode in ("retroactive", "from-now", "keep-stricter"):
        found = one(agreement(strict(priority_change=mode)), events)
        assert (found.verdict, found.levels[0].due) == ("MISSED", at("03-10 09:30"))


def test_the_default_binds_nobody_once_the_priority_is_said() -> None:
    events = [
        event("03-10 09:00", "reported"),
        event("03-10 09:30", "classified", priority="P1"),
        event("03-10 11:00", "resolved"),
    ]
    for mode in ("retroactive", "from-now", "keep-stricter"):
        found = one(agreement(strict(priority_change=mode)), events)
        assert (found.verdict, found.levels[0].due) == ("MET", at("03-10 13:00"))


def test_what_is_said_after_a_ticket_left_the_count_changes_nothing() -> None:
    events = [
        event("03-10 09:00", "reported"),
        event("03-10 09:10", "withdrawn"),
        event("03-10 15:00", "classified", priority="P9"),
    ]
    assert one(agreement(strict()), events).verdict == "EXCLUDED"


def test_a_ticket_whose_default_promises_nothing_is_promised_what_it_is_first_said_to_be() -> None:
    terms = metric(targets=metric()["targets"] | {"P2": "none"}, priority_change="keep-stricter")
    events = [event("03-10 09:00", "reported"), event("03-10 09:10", "classified", priority="P1")]
    assert one(agreement(terms), events, "03-10 10:00").levels[0].due == at("03-10 11:00")
    assert told(agreement(terms), events[:1], "03-10 10:00") == ()


def test_a_stop_before_the_start_is_counted_as_what_was_said_by_the_start() -> None:
    events = [
        event("03-10 09:00", "reported", channel="own"),
        event("03-10 09:30", "resolved"),
        event("03-10 10:00", "validly-logged", priority="P1"),
        event("03-10 10:00", "classified", type="incident"),
        event("03-10 11:00", "classified", priority="P3"),
    ]
    found = one(agreement(metric(start={"event": "validly-logged", "source": "s"})), events)
    assert found.figures is not None
    assert (found.priority, found.verdict, found.figures.contractual) == ("P1", "MET", 0)
