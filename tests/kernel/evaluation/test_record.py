"""The record: corrections and retractions, whoever wrote them down in whatever order."""

from __future__ import annotations

from itertools import permutations

from patto.kernel.evaluation.record import amended, customers_word, late_by
from patto.kernel.facts import Event
from promises import at, event

NOON = at("03-10 12:00")


def kinds(*events: Event, known: str = "2027-01-01T00:00:00Z") -> dict[str, tuple[str, str, int]]:
    """Return what stands: by id the reason, the priority and when it occurred."""
    return {
        one.event.event_id: (
            one.event.reason,
            one.event.attribute("priority"),
            one.event.occurred_at,
        )
        for one in amended(events, at(known))
    }


def test_a_correction_gives_what_it_says_and_keeps_the_rest() -> None:
    first = event("03-10 12:00", "paused", id="p", reason="a", priority="P1")
    fix = event("03-10 13:00", "corrected", refers_to="p", reason="b")
    assert kinds(first, fix) == {"p": ("b", "P1", at("03-10 13:00"))}


def test_a_correction_waits_for_what_it_corrects_though_written_down_first() -> None:
    fix = event("03-10 13:00", "corrected", refers_to="p", late="03-10 14:00")
    first = event("03-10 12:00", "paused", id="p", late="03-10 14:00")
    assert kinds(fix, first)["p"][2] == at("03-10 13:00")


def test_corrections_of_one_event_apply_in_the_order_in_which_they_were_recorded() -> None:
    events = [
        event("03-10 12:00", "resolved", id="r"),
        event("03-10 12:10", "corrected", id="c", refers_to="r", late="03-10 12:30"),
        event("03-10 12:20", "corrected", refers_to="c", late="03-10 12:40"),
    ]
    for order in permutations(events):
        assert kinds(*order)["r"][2] == at("03-10 12:20")


def test_a_retracted_correction_leaves_what_another_said() -> None:
    events = [
        event("03-10 12:00", "resolved", id="r"),
        event("03-10 12:10", "corrected", id="c", refers_to="r", late="03-10 12:30"),
        event("03-10 12:20", "corrected", id="d", refers_to="c", late="03-10 12:40"),
        event("03-10 13:00", "retracted", refers_to="c"),
    ]
    assert kinds(*events)["r"][2] == at("03-10 12:20")
    without = [*events, event("03-10 14:00", "retracted", refers_to="d")]
    assert kinds(*without)["r"][2] == NOON


def test_a_retraction_takes_an_event_away_with_all_its_corrections() -> None:
    events = [
        event("03-10 12:00", "resolved", id="r"),
        event("03-10 12:10", "corrected", refers_to="r", late="03-10 12:30"),
        event("03-10 13:00", "retracted", id="x", refers_to="r"),
    ]
    assert kinds(*events) == {}
    assert "r" in kinds(*events, event("03-10 14:00", "retracted", refers_to="x"))


def test_of_an_id_recorded_twice_the_first_record_stands() -> None:
    again = event("03-10 13:00", "resolved", id="r")
    assert kinds(again, event("03-10 12:00", "resolved", id="r"))["r"][2] == NOON


def test_events_without_an_id_are_each_their_own() -> None:
    first, second = event("03-10 12:00", "noted", id=""), event("03-10 12:00", "noted", id="")
    nothing = event("03-10 12:00", "retracted", refers_to="")
    assert len(amended([first, second, nothing], at("03-11 00:00"))) == 2


def test_a_correction_of_nothing_known_is_nothing() -> None:
    assert kinds(event("03-10 13:00", "corrected", refers_to="r")) == {}


def test_only_the_customer_speaks_for_the_customer() -> None:
    def said(kind: str, by: str) -> str:
        return customers_word(event("03-10 12:00", kind, by=by))

    assert (said("consented", ""), said("objected", "customer:Rossi")) == ("consented", "objected")
    assert said("consented", "provider") == said("consented", "automatic") == ""
    assert said("responded", "customer") == ""


def test_what_is_entered_beforehand_is_not_late() -> None:
    assert late_by(event("03-10 12:00", "scheduled", late="03-09 12:00")) == 0
