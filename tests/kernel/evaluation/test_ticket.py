"""The outcome of an item: its period, its figures and tape, its notes, what takes it out."""

from __future__ import annotations

from typing import Any

import pytest

from patto.kernel.instants import HOUR, MINUTE
from promises import BASE, agreement, at, calendar, event, measured, metric, one, row, told

P1 = event("03-10 09:00", "reported", priority="P1")


def why(events: list[Any], *metrics: dict[str, Any], when: str = "2027-01-01T00:00:00Z") -> Any:
    return [
        (s.why, s.detail, s.length // MINUTE)
        for s in one(agreement(*metrics), events, when).segments
    ]


def test_a_target_by_the_group_of_a_call_is_found_by_what_is_said_of_it() -> None:
    rows = [
        row("support", ("90 %", "1 h"), ("100 %", "2 h"), when={"group": "mail-calls"}),
        metric()["targets"]["P1"],
    ]
    group = {
        "id": "mail-calls", "title": "Mail", "types": "all", "services": ["mail"], "items": "all",
        "requesters": "all", "clause": "none",
        "limit": {"share": "10 %", "of": "tickets", "above": "the usual terms"},
    }  # fmt: skip
    terms = agreement(metric(targets=metric()["targets"] | {"P1": rows}), groups=[group])
    mail = event("03-10 09:00", "reported", priority="P1", service="mail")
    assert one(terms, [mail], "03-10 09:10").levels[0].target == HOUR
    assert one(terms, [P1], "03-10 09:10").levels[0].target == 2 * HOUR


def test_time_past_the_stated_days_is_told_as_such_and_its_figure_is_not_known() -> None:
    events = [
        event("12-31 16:00", "reported", priority="P1"),
        event("2027-01-04 10:00", "resolved"),
    ]
    found = one(agreement(), events, "2027-02-01T00:00:00Z")
    assert (found.verdict, found.reason, found.figures) == (
        "NOT DETERMINED", "closed-days-not-fixed", None,
    )  # fmt: skip
    assert [s.why for s in found.segments] == ["counted", "outside-hours", "not-stated"]
    assert found.period is not None
    assert found.period.label == "2027-01"


def test_a_ticket_opened_past_the_stated_days_belongs_where_it_was_opened() -> None:
    terms = agreement(metric(), agreement=BASE["agreement"] | {
        "effective": {"start": "2026-01-01", "end": "none"},
    })  # fmt: skip
    found = one(
        terms, [event("2027-03-10 09:00", "reported", priority="P1")], "2027-04-01T00:00:00Z"
    )
    assert found.period is not None
    assert (found.period.label, [s.why for s in found.segments]) == ("2027-03", ["not-stated"])


def test_a_figure_is_not_known_where_any_of_the_clocks_it_is_made_of_is_not_stated() -> None:
    events = [
        event("12-31 16:00", "reported", priority="P1"),
        event("2027-01-04 10:00", "classified", priority="P3"),
        event("2027-01-04 11:00", "resolved"),
    ]
    found = one(agreement(metric(priority_change="from-now")), events, "2027-02-01T00:00:00Z")
    assert (found.clock, found.figures) == ("24x7", None)


def test_a_deadline_past_the_stated_days_is_not_determined_though_the_clock_is() -> None:
    by = {
        "working_day": 1, "time": "end-of-hours", "calendar": "office",
        "day_of_call": "does-not-count", "cut_off": "none", "pauses": "do-not-move-it",
    }  # fmt: skip
    targets = metric()["targets"] | {"P1": row("24x7", ("90 %", by)), "P2": "none", "P3": "none"}
    events = [
        event("12-31 10:00", "reported", priority="P1"),
        event("2027-01-04 10:00", "resolved"),
    ]
    found = one(agreement(metric(targets=targets)), events, "2027-02-01T00:00:00Z")
    assert found.reason == "closed-days-not-fixed"
    assert found.figures is not None
    assert found.figures.contractual == found.figures.wall


def test_the_figures_of_a_ticket_out_of_the_count_go_on_to_its_stop() -> None:
    events = [P1, event("03-10 10:00", "courtesy"), event("03-10 15:00", "resolved")]
    assert why(events) == [("counted", "", 360)]
    assert why(events[:2]) == [("counted", "", 60)]


def test_a_silence_is_explained_by_the_longest_on_the_row_of_its_own_time() -> None:
    terms = metric("keep-informed", priority_change="from-now")
    events = [
        P1,
        event("03-10 10:00", "updated", by="provider"),
        event("03-10 11:00", "classified", priority="P4"),
        event("03-10 11:30", "classified", priority="P2"),
        event("03-10 12:00", "resolved"),
    ]
    assert why(events, terms) == [
        ("counted", "", 60),
        ("stands-still", "", 30),
        ("counted", "", 30),
    ]


def test_equal_silences_are_explained_by_the_first() -> None:
    events = [P1, event("03-10 10:00", "updated", by="provider"), event("03-10 11:00", "resolved")]
    (segment,) = one(agreement(metric("keep-informed")), events).segments
    assert segment.end == at("03-10 10:00")


def test_the_period_kept_is_that_of_the_due_before_the_first_reopening() -> None:
    events = [
        event("03-31 15:30", "reported", type="incident"),
        event("03-31 16:00", "classified", priority="P1"),
        event("03-31 16:30", "resolved"),
        event("04-01 09:00", "reopened"),
        event("04-01 09:30", "classified", priority="P2"),
        event("04-02 12:00", "resolved"),
    ]
    found = one(agreement(), events)
    assert found.period is not None
    assert found.period.label == "2026-04"
    early = [event("03-31 13:00", "reported", priority="P1"), *events[2:]]
    found = one(agreement(), early)
    assert found.period is not None
    assert found.period.label == "2026-03"


def test_a_ticket_that_was_promised_nothing_before_it_was_reopened_has_the_due_it_got_then() -> (
    None
):
    events = [
        event("03-31 13:00", "reported", priority="P4"),
        event("03-31 14:00", "resolved"),
        event("04-01 09:00", "reopened"),
        event("04-01 09:30", "classified", priority="P1"),
        event("04-01 09:40", "resolved"),
    ]
    found = one(agreement(), events)
    assert found.period is not None
    assert (found.verdict, found.period.label) == ("MET", "2026-04")


@pytest.mark.parametrize(
    ("late", "codes"), [("03-10 10:00:30", []), ("03-10 10:01", ["late-entry"])]
)
def test_an_entry_is_told_to_be_late_from_a_minute_on(late: str, codes: list[str]) -> None:
    found = one(agreement(), [P1, event("03-10 10:00", "resolved", late=late)])
    assert [note.code for note in found.notes] == codes


def test_both_times_of_a_late_entry_can_be_told_from_the_note() -> None:
    found = one(agreement(), [P1, event("03-10 10:00", "resolved", id="r", late="03-10 10:50")])
    (note,) = found.notes
    assert (note.event_id, note.parameters) == ("r", {"late_us": str(50 * MINUTE)})


def test_what_does_not_move_the_clock_is_not_told_to_be_late_and_after_the_stop_nothing_is() -> (
    None
):
    events = [
        P1,
        event("03-10 09:10", "assigned", late="03-10 12:00"),
        event("03-10 10:00", "resolved"),
        event("03-10 11:00", "closed", late="03-10 12:00"),
    ]
    assert one(agreement(), events).notes == ()


def test_late_updates_and_starts_are_told() -> None:
    terms = metric("keep-informed", start={"event": "validly-logged", "source": "s"})
    events = [
        event("03-10 09:00", "reported", priority="P1", channel="phone", late="03-10 09:30"),
        event("03-10 10:00", "updated", by="provider", late="03-10 10:30"),
        event("03-10 11:00", "resolved"),
    ]
    assert [note.code for note in one(agreement(terms), events).notes] == ["late-entry"] * 2


def test_an_objection_after_consent_brings_a_ticket_back() -> None:
    events = [
        P1,
        event("03-10 09:30", "out-of-scope", id="o"),
        event("03-10 10:00", "consented", refers_to="o"),
        event("03-10 12:00", "objected"),
    ]
    assert one(agreement(), events, "03-10 10:30").verdict == "EXCLUDED"
    assert one(agreement(), events, "03-10 12:30").verdict == "MISSED"


def test_consent_before_the_statement_is_none_to_it() -> None:
    events = [P1, event("03-10 09:10", "consented"), event("03-10 09:30", "out-of-scope")]
    found = one(agreement(), events, "03-10 10:00")
    assert (found.verdict, found.disputed) == ("PENDING", True)


def test_what_is_disputed_stays_so_when_a_ticket_is_withdrawn() -> None:
    events = [P1, event("03-10 09:10", "out-of-scope"), event("03-10 09:30", "withdrawn")]
    found = one(agreement(), events)
    assert (found.reason, found.disputed) == ("withdrawn", True)


def test_an_agreed_exclusion_goes_before_whatever_else_took_a_ticket_out() -> None:
    events = [
        P1,
        event("03-10 09:30", "withdrawn"),
        event("03-10 10:00", "excluded", exclusion="power-cut", evidence="note"),
    ]
    assert one(agreement(), events).reason == "power-cut"


def test_an_exclusion_takes_every_line_out_even_one_that_has_no_promise() -> None:
    events = [
        P1,
        event("03-10 12:00", "classified", priority="P4"),
        event("03-10 13:00", "excluded", exclusion="power-cut", evidence="note"),
    ]
    assert [(v.verdict, v.reason) for v in one(agreement(), events).levels] == [
        ("EXCLUDED", "power-cut"),
    ] * 2  # fmt: skip


def test_a_line_is_counted_with_no_promise_where_another_was_missed_before_it_ceased() -> None:
    events = [P1, event("03-10 12:00", "classified", priority="P4")]
    found = measured(agreement(), events, "04-10 10:00").metrics[0]
    assert [(v.missed, v.excluded) for v in found.lines] == [(1, 0), (0, 1)]
    assert [(v.verdict, v.reason) for v in found.items[0].levels] == [
        ("MISSED", ""), ("EXCLUDED", "no-promise"),
    ]  # fmt: skip


def test_what_leaves_the_population_before_it_is_missed_is_not_counted() -> None:
    terms = metric(priority_change="keep-stricter")
    terms["population"]["types"] = ["incident"]
    events = [
        event("03-10 09:00", "reported", priority="P1", type="incident"),
        event("03-10 10:00", "classified", type="request"),
    ]
    assert told(agreement(terms), events, "03-10 17:00") == ()
    assert one(agreement(terms), events[:1], "03-10 17:00").verdict == "MISSED"


def test_closed_time_of_a_special_day_counts_though_it_lies_outside_the_week() -> None:
    saturday = calendar(
        {"mon-fri": ["09:00-17:00"]},
        day_hours=[{"date": "2026-03-14", "hours": ["09:00-12:00"], "name": "Open Saturday"}],
        business_day="8 h",
    )
    terms = agreement(calendars=BASE["calendars"] | {"office": saturday})
    events = [event("03-14 08:00", "reported", priority="P1"), event("03-14 10:00", "resolved")]
    assert [(s.why, s.length // MINUTE) for s in one(terms, events).segments] == [
        ("outside-hours", 60), ("counted", 60),
    ]  # fmt: skip


def test_where_the_priority_is_not_known_nothing_is_counted_on_any_clock() -> None:
    found = one(agreement(), [event("03-10 09:00", "reported", priority="P9")], "03-10 17:00")
    assert (found.verdict, found.reason) == ("NOT DETERMINED", "unknown-priority")
    assert (found.figures, found.segments) == (None, ())


@pytest.mark.parametrize(("by", "label"), [("opened", "2026-03"), ("due", "2026-04")])
def test_a_ticket_belongs_to_the_month_that_the_agreement_assigns_it_by(
    by: str, label: str
) -> None:
    terms = agreement(metric(period={"every": "month", "assign_by": by, "partial": "as-it-stands"}))
    events = [
        event("03-31 16:59", "reported", priority="P1"),
        event("04-01 09:10", "resolved"),
    ]
    found = one(terms, events, "2026-05-01T00:00:00Z")
    assert found.period is not None
    assert found.period.label == label
