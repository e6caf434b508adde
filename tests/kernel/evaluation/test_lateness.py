"""Late entry: whom an earlier or later event serves, and what was over before it was entered."""

from __future__ import annotations

import pytest

from patto.kernel.evaluation.ground import Ground
from patto.kernel.evaluation.lateness import CUSTOMERS, Serving, Settled
from patto.kernel.evaluation.record import amended
from patto.kernel.facts import Event
from patto.kernel.instants import render
from promises import agreement, at, counting, event, metric, one

END = at("2027-01-01T00:00:00Z")
REPORT = event("03-10 09:00", "reported", priority="P1")


def serves(*metrics: dict) -> Serving:
    terms = agreement(*metrics)
    return Ground(terms, (), END).serving(terms.measured[0])


def under_first(events: list[Event], *metrics: dict) -> Settled:
    """Return what counts under the first metric."""
    terms = agreement(*metrics)
    ground = Ground(terms, (), END)
    return ground.settling(amended(events, END)).under(ground.serving(terms.measured[0]))


def settled(events: list[Event], *metrics: dict) -> dict[str, str]:
    """Return when each event counts under the first metric, `void` if it no longer does."""
    under = under_first(events, *metrics)
    counts = {fact.event.event_id: render(fact.at)[11:16] for fact in under.facts}
    return counts | {fact.event.event_id: "void" for fact in under.void}


def test_an_earlier_stop_pause_or_constraint_serves_and_so_does_a_later_start() -> None:
    served = serves(metric())
    assert {"resolved", "paused", "needs-visit", "customer-change", "closed"} <= served.earlier
    assert {"reported", "reopened", "resumed", "on-site", "part-available"} <= served.later


def test_what_starts_a_clock_never_serves_by_being_earlier() -> None:
    served = serves(metric(start={"event": "needs-visit", "source": "s"}))
    assert "needs-visit" not in served.earlier
    assert "needs-visit" in served.later


def test_a_response_is_served_by_every_ending_and_undone_by_no_reopening() -> None:
    served = serves(metric("response"))
    assert {"responded", "resolved", "confirmed"} <= served.earlier
    assert served.response
    assert not serves(metric()).response


def test_updates_serve_where_they_are_asked_for() -> None:
    assert "updated" in serves(metric("keep-informed")).earlier
    assert "updated" not in serves(metric()).earlier


def test_a_closing_serves_only_where_it_ends_the_evidence() -> None:
    terms = metric()
    terms["evidence"] = terms["evidence"] | {"gaps": "clock-runs-on"}
    assert "closed" not in serves(terms).earlier


@pytest.mark.parametrize(("limit", "earlier"), [("at-least", True), ("at-most", False)])
def test_what_is_to_happen_often_serves_by_being_earlier(limit: str, earlier: bool) -> None:  # noqa: FBT001  # a parameter of the test
    served = serves(counting(limit))
    assert ("reopened" in served.earlier, "reopened" in served.later) == (earlier, not earlier)


def test_an_announcement_of_maintenance_serves_by_being_earlier() -> None:
    assert CUSTOMERS.earlier == {"maintenance-announced"}


@pytest.mark.parametrize(
    ("what", "given", "then", "ends"),
    [
        ("paused", {"reason": "waiting-supplier"}, {"reason": "waiting-supplier"}, True),
        ("paused", {"reason": "waiting-supplier"}, {"reason": "waiting-customer"}, False),
        ("paused", {"reason": "waiting-supplier"}, {}, True),
    ],
)
def test_a_pause_is_over_by_its_own_resumption(what, given, then, ends) -> None:
    events = [
        REPORT,
        event("03-10 10:00", what, id="x", late="03-10 15:00", **given),
        event("03-10 11:00", "resumed", **then),
    ]
    assert settled(events)["x"] == ("void" if ends else "14:00")


def test_a_pause_is_over_by_the_stop_of_the_promise() -> None:
    events = [
        REPORT,
        event("03-10 10:00", "paused", id="x", reason="waiting-supplier", late="03-10 15:00"),
        event("03-10 11:00", "resolved"),
        event("03-10 12:00", "reopened"),
    ]
    assert settled(events)["x"] == "void"


def test_what_stops_nothing_ends_no_pause() -> None:
    events = [
        REPORT,
        event("03-10 10:00", "paused", id="x", reason="waiting-supplier", late="03-10 15:00"),
        event("03-10 11:00", "resolved", by="automatic"),
    ]
    assert settled(events)["x"] == "void"
    assert settled(events, metric("response"))["x"] == "14:00"


def test_a_constraint_is_over_by_what_switches_it_off() -> None:
    def entered(off: str, **named: str) -> str:
        on = event("03-10 10:00", "part-needed", id="x", constraint="part", late="03-10 15:00")
        return settled([REPORT, on, event("03-10 11:00", off, **named)])["x"]

    assert entered("part-available") == entered("part-available", constraint="part") == "void"
    assert entered("part-available", constraint="access") == entered("on-site") == "14:00"


def test_a_stop_is_over_by_a_reopening_but_an_answer_never() -> None:
    events = [
        REPORT,
        event("03-10 10:00", "resolved", id="x", late="03-10 15:00"),
        event("03-10 11:00", "reopened"),
    ]
    assert settled(events)["x"] == "void"
    assert settled(events, metric("response"))["x"] == "14:00"


def test_what_happened_after_it_was_entered_does_not_undo_it() -> None:
    events = [
        REPORT,
        event("03-10 10:00", "resolved", id="x", late="03-10 15:00"),
        event("03-10 16:00", "reopened"),
    ]
    assert settled(events)["x"] == "14:00"


def test_the_customers_own_act_needs_no_confirmation() -> None:
    events = [REPORT, event("03-10 10:00", "resolved", id="x", by="customer", late="03-10 15:00")]
    assert settled(events)["x"] == "09:00"


def test_an_objection_takes_a_confirmation_back() -> None:
    late = event("03-10 10:00", "resolved", id="x", late="03-10 15:00")
    words = [
        event("03-10 16:00", "consented", refers_to="x"),
        event("03-10 17:00", "objected", refers_to="x"),
        event("03-10 18:00", "objected", refers_to="y"),
    ]
    assert settled([REPORT, late, words[0]])["x"] == "09:00"
    assert settled([REPORT, late, *words])["x"] == "14:00"


def test_a_confirmation_covers_the_corrections_made_by_then_or_the_one_it_names() -> None:
    events = [
        REPORT,
        event("03-10 16:00", "resolved", id="x"),
        event("03-10 10:00", "corrected", id="c", refers_to="x", late="03-11 09:00"),
    ]
    assert settled(events)["x"] == "15:00"
    assert settled([*events, event("03-11 10:00", "consented", refers_to="x")])["x"] == "09:00"
    assert settled([*events, event("03-11 08:00", "consented", refers_to="x")])["x"] == "15:00"
    assert settled([*events, event("03-11 08:00", "consented", refers_to="c")])["x"] == "09:00"


def test_a_late_correction_of_the_evidence_alone_is_refused() -> None:
    events = [
        REPORT,
        event("03-10 10:00", "paused", reason="waiting-customer", by="provider", id="p"),
        event("03-10 10:00", "corrected", refers_to="p", evidence="mail", late="03-11 09:00"),
        event("03-10 11:00", "resolved"),
    ]
    found = one(agreement(), events)
    assert [n.code for n in found.notes] == [
        "pause-without-evidence", "late-correction-not-accepted",
    ]  # fmt: skip


def test_a_late_correction_to_a_less_pressing_priority_is_refused() -> None:
    lower = event("03-10 09:00", "corrected", refers_to="x", priority="P3", late="03-11 09:00")
    found = one(agreement(), [event("03-10 09:00", "reported", id="x", priority="P1"), lower])
    assert found.priority == "P1"
    raised = event("03-10 09:00", "corrected", refers_to="x", priority="P1", late="03-11 09:00")
    assert (
        one(agreement(), [event("03-10 09:00", "reported", id="x", priority="P3"), raised]).priority
        == "P1"
    )


def test_a_change_that_takes_a_ticket_out_of_a_count_eases_it() -> None:
    terms = metric()
    terms["population"]["types"] = ["incident"]
    events = [
        event("03-10 09:00", "reported", priority="P1", type="incident"),
        event("03-10 10:00", "classified", type="request", late="03-10 16:00", id="x"),
    ]
    assert settled(events, terms)["x"] == "15:00"
    assert settled(events)["x"] == "09:00"


def test_an_unknown_priority_is_the_least_pressing() -> None:
    events = [REPORT, event("03-10 10:00", "classified", priority="P9", late="03-10 16:00", id="x")]
    assert settled(events)["x"] == "15:00"


def test_a_pressing_classification_cannot_be_moved_later_afterwards() -> None:
    events = [
        event("03-10 09:00", "reported", priority="P3"),
        event("03-10 10:00", "classified", priority="P1", id="x"),
        event("03-10 15:00", "corrected", refers_to="x", late="03-11 09:00"),
    ]
    assert settled(events)["x"] == "09:00"


def test_a_late_correction_that_moves_the_end_of_a_pause_later_is_refused() -> None:
    events = [
        REPORT,
        event("03-10 10:00", "paused", reason="waiting-supplier"),
        event("03-10 11:00", "resumed", id="x"),
        event("03-10 12:00", "corrected", refers_to="x", late="03-11 09:00"),
    ]
    assert settled(events)["x"] == "10:00"


def test_a_late_correction_of_what_serves_nobody_counts() -> None:
    events = [
        REPORT,
        event("03-10 10:00", "updated", id="x", by="provider"),
        event("03-10 12:00", "corrected", refers_to="x", late="03-11 09:00"),
    ]
    assert settled(events)["x"] == "11:00"
    assert settled(events, metric("keep-informed"))["x"] == "11:00"
    said = event("03-10 10:00", "corrected", refers_to="x", priority="P4", late="03-11 09:00")
    (fact,) = [f for f in under_first([*events[:2], said]).facts if f.event.event_id == "x"]
    assert (fact.refused, fact.event.attribute("priority")) == (None, "P4")


def test_a_confirmation_at_the_very_moment_of_the_record_covers_it() -> None:
    late = event("03-10 10:00", "corrected", refers_to="x", late="03-11 09:00")
    events = [REPORT, event("03-10 16:00", "resolved", id="x"), late]
    consent = event("03-11 09:00", "consented", refers_to="x")
    assert settled([*events, consent])["x"] == "09:00"


def test_what_was_not_on_is_not_over() -> None:
    def entered(kind: str, then: str, **given: str) -> str:
        late = event("03-10 10:00", kind, id="x", late="03-10 15:00", **given)
        return settled([REPORT, late, event("03-10 11:00", then)])["x"]

    assert entered("resolved", "resumed") == "14:00"
    assert entered("paused", "reopened", reason="waiting-supplier") == "14:00"
    assert entered("withdrawn", "resolved") == "14:00"
    assert entered("part-needed", "resolved", constraint="part") == "void"


def test_a_correction_in_time_counts_whomever_it_serves() -> None:
    events = [
        REPORT,
        event("03-10 10:30", "resolved", id="x"),
        event("03-10 10:00", "corrected", refers_to="x", late="03-10 10:40"),
    ]
    assert settled(events)["x"] == "09:00"
    late = event("03-10 09:10", "paused", reason="waiting-supplier", late="03-10 16:00")
    assert settled([*events, late])["x"] == "09:00"


def test_only_a_classification_serves_by_being_less_pressing() -> None:
    told = event("03-10 10:00", "updated", id="x", priority="P4", late="03-10 15:00")
    assert settled([REPORT, told])["x"] == "09:00"
    graded = event("03-10 10:00", "classified", id="x", priority="P4", late="03-10 15:00")
    assert settled([REPORT, graded])["x"] == "14:00"


@pytest.mark.parametrize(("when", "counts"), [("09:30", "14:00"), ("15:00", "void")])
def test_what_ends_a_late_pause_comes_after_it_and_by_its_entry(when: str, counts: str) -> None:
    events = [
        REPORT,
        event(f"03-10 {when}", "resumed"),
        event("03-10 10:00", "paused", id="x", reason="waiting-supplier", late="03-10 15:00"),
    ]
    assert settled(events)["x"] == counts


def test_what_happens_at_the_very_moment_of_looking_has_happened() -> None:
    late = event("03-10 10:00", "resolved", id="x", late="03-10 15:00")
    assert one(agreement(), [REPORT, late], "03-10 15:00").stop == at("03-10 15:00")
    word = event("03-10 16:00", "consented", refers_to="x")
    assert one(agreement(), [REPORT, late, word], "03-10 16:00").stop == at("03-10 10:00")
    assert one(agreement(), [REPORT, late, word], "03-10 15:59").stop == at("03-10 15:00")


def test_what_a_correction_gave_an_event_is_marked() -> None:
    fixed = event("03-10 10:00", "corrected", refers_to="x", late="03-10 10:40")
    events = [REPORT, event("03-10 10:30", "resolved", id="x")]
    marks = [[f.corrected for f in under_first(e).facts] for e in (events, [*events, fixed])]
    assert marks == [[False, False], [False, True]]
