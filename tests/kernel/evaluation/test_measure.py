"""Measuring: which tickets, which versions, which periods."""

from __future__ import annotations

import pytest

from patto.kernel.evaluation.measure import in_force
from patto.kernel.evaluation.outcome import Verdict
from patto.kernel.evaluation.tickets import Timeless
from patto.kernel.instants import HOUR
from promises import BASE, agreement, at, counting, event, measured, metric, row, told, version

REPORTED = event("03-10 09:00", "reported", priority="P1")
RESOLVED = event("03-10 10:00", "resolved")
NOTHING = {"P1": "none", "P2": "none", "P3": "none", "P4": "none"}


def test_what_is_reported_belongs_to_the_earliest_event_that_names_a_customer() -> None:
    events = [
        event("03-10 09:00", "reported", priority="P1"),
        event("03-10 10:00", "resolved", customer="C2"),
        event("03-10 11:00", "noted", customer="D"),
    ]
    assert measured(agreement(), events).unmatched == ()
    found = measured(agreement(), [events[0], *events[2:]]).unmatched
    assert [(one.why, one.customer) for one in found] == [("other-customer", "D")]


def test_when_no_version_is_in_force_nothing_is_promised_and_that_is_said() -> None:
    terms = version(1, "2026-01-01", "2026-03-10", metric())
    found = measured(terms, [REPORTED])
    assert [(one.ticket, one.why) for one in found.unmatched] == [("T1", "no-agreement-in-force")]


def test_an_agreement_without_dates_is_always_in_force() -> None:
    always = Timeless(agreement())
    assert always.versions == (always.governing(at("1999-01-01 00:00")),)


def test_tickets_are_told_in_the_order_in_which_they_were_written_down() -> None:
    events = [event("03-10 09:00", "reported", ticket=name, priority="P1") for name in "CAB"]
    assert [item.ticket for item in measured(agreement(), reversed(events)).items] == [*"CAB"]


def test_a_ticket_of_which_nothing_has_happened_yet_is_nothing() -> None:
    found = measured(agreement(), [REPORTED], "03-10 08:00")
    assert (found.items, found.unmatched) == ((), ())
    assert measured(agreement(), [event("03-10 09:00", "retracted", refers_to="x")]).items == ()


def test_a_ticket_that_only_a_count_is_about_is_in_a_metric() -> None:
    terms = agreement(metric(targets=NOTHING | {"P3": metric()["targets"]["P3"]}), counting())
    assert measured(terms, [REPORTED]).unmatched == ()
    unlike = counting()
    unlike["population"]["types"] = ["request"]
    terms = agreement(metric(targets=NOTHING | {"P3": metric()["targets"]["P3"]}), unlike)
    assert [one.why for one in measured(terms, [REPORTED]).unmatched] == ["in-no-metric"]


def test_what_was_entered_too_late_to_have_happened_is_in_no_metric_and_not_listed() -> None:
    late = event("03-10 09:00", "responded", late="03-10 12:00")
    assert measured(agreement(metric("response")), [late], "03-10 10:00").unmatched == ()


def test_a_report_moved_by_a_late_correction_stays_under_its_version() -> None:
    first = version(1, "2026-01-01", "2026-03-10", metric())
    second = version(2, "2026-03-10", "2027-01-01", metric(targets=NOTHING | {
        "P1": row("support", ("90 %", "7 h"), ("100 %", "8 h")),
    }))  # fmt: skip
    report = event("03-09 16:00", "reported", priority="P1", id="r")
    moved = event("03-10 09:00", "corrected", refers_to="r", late="03-12 09:00", by="provider")
    prompt = event("03-10 09:00", "corrected", refers_to="r", late="03-10 09:30", by="provider")
    customers = event("03-10 09:00", "corrected", refers_to="r", late="03-12 09:00", by="customer")
    for correction, number, start in ((moved, 1, "03-09 16:00"), (prompt, 2, "03-10 09:00"),
                                      (customers, 2, "03-10 09:00")):  # fmt: skip
        (item,) = measured([first, second], [report, correction]).items
        assert (item.version, item.start) == (number, at(start))


def test_a_report_cannot_be_moved_out_of_the_agreement_afterwards() -> None:
    terms = version(1, "2026-01-01", "2026-03-10", metric())
    report = event("03-09 16:00", "reported", priority="P1", id="r")
    moved = event("03-10 09:00", "corrected", refers_to="r", late="03-12 09:00", by="provider")
    assert [item.start for item in measured(terms, [report, moved]).items] == [at("03-09 16:00")]


def test_a_reopening_is_followed_under_the_windows_of_each_version() -> None:
    narrow = {"within": "1 h on 24x7", "resolved_time": "counts"}
    wide = {"within": "99 h on 24x7", "resolved_time": "counts"}
    versions = [
        version(1, "2026-01-01", "2026-03-10", metric(reopen=narrow)),
        version(2, "2026-03-10", "2027-01-01", metric(reopen=wide)),
    ]
    events = [
        event("03-09 09:00", "reported", priority="P1"),
        event("03-09 10:00", "resolved"),
        event("03-10 09:00", "reopened"),
        event("03-10 10:00", "resolved"),
        event("03-10 16:00", "reopened"),
        event("03-10 17:00", "resolved"),
    ]
    assert [(i.item, i.version) for i in told(versions, events)] == [("T1", 1), ("T1#2", 2)]


def test_each_version_counts_on_its_own_calendars() -> None:
    longer = BASE["calendars"]["office"] | {"weekly": {"mon-fri": ["08:00-17:00"]}}
    versions = [
        version(1, "2026-01-01", "2026-03-10", metric()),
        version(2, "2026-03-10", "2027-01-01", metric(),
                calendars=BASE["calendars"] | {"office": longer}),
    ]  # fmt: skip
    events = [
        event("03-09 08:00", "reported", ticket="A", priority="P1"),
        event("03-09 10:00", "resolved", ticket="A"),
        event("03-10 08:00", "reported", ticket="B", priority="P1"),
        event("03-10 10:00", "resolved", ticket="B"),
    ]
    figures = [item.figures for item in measured(versions, events).items]
    assert [f.contractual // HOUR for f in figures if f] == [1, 2]


def test_a_metric_that_the_later_version_does_not_have_promises_nothing_there() -> None:
    versions = [
        version(1, "2026-01-01", "2026-03-10", metric(reopen="none")),
        version(2, "2026-03-10", "2027-01-01", counting(id="resolution")),
    ]
    events = [
        event("03-09 09:00", "reported", priority="P1"),
        event("03-09 10:00", "resolved"),
        event("03-10 09:00", "reopened"),
    ]
    assert [i.item for i in told(versions, events)] == ["T1"]
    assert measured(versions, events).unmatched == ()


def test_what_was_void_is_told_with_the_item_that_it_belonged_to() -> None:
    events = [
        event("03-10 09:00", "reported", priority="P1"),
        event("03-10 10:00", "paused", reason="waiting-supplier", id="a", late="03-10 12:00"),
        event("03-10 11:00", "resumed"),
        event("03-10 13:00", "resolved"),
        event("03-20 09:00", "reopened"),
        event("03-20 10:00", "paused", reason="waiting-supplier", id="b", late="03-20 12:00"),
        event("03-20 11:00", "resumed"),
        event("03-20 13:00", "resolved"),
    ]
    voids = [
        [note.event_id for note in item.notes if note.code == "late-entry-void"]
        for item in told(agreement(), events)
    ]
    assert voids == [["a"], ["b"]]


def test_periods_follow_one_another_and_the_one_asked_for_is_among_them() -> None:
    other = event("05-11 09:00", "reported", ticket="T2", priority="P1")
    found = measured(agreement(), [REPORTED, RESOLVED, other], including=at("07-15 00:00"))
    assert [one.period.label for one in found.metrics] == [
        "2026-03", "2026-04", "2026-05", "2026-06", "2026-07",
    ]  # fmt: skip
    assert measured(agreement(), []).metrics == ()


def test_the_period_asked_for_is_that_of_the_version_in_force() -> None:
    versions = [
        version(1, "2026-01-01", "none", metric()),
        version(2, "2026-06-01", "none", metric()),
    ]
    found = measured(versions, [], including=at("07-15 00:00"))
    assert [(one.version, one.period.label) for one in found.metrics] == [(2, "2026-07")]


def test_periods_that_are_added_up_begin_with_the_version_and_go_on_while_it_is_in_force() -> None:
    rule = {"rule": "accumulate", "below": 3, "line": "90 %", "periods": 3}
    terms = version(1, "2026-02-01", "2026-06-01", metric(small_sample=rule))

    def labels(when: str) -> list[str]:
        return [one.period.label for one in measured(terms, [REPORTED, RESOLVED], when).metrics]

    assert labels("04-15 00:00") == ["2026-02", "2026-03", "2026-04"]
    assert labels("08-15 00:00") == ["2026-02", "2026-03"]
    ended = measured(terms, [REPORTED, RESOLVED], "08-15 00:00").metrics
    assert [one.lines[0].verdict.value for one in ended] == ["NO EVENTS", "MET"]


@pytest.mark.parametrize(
    ("when", "expected"),
    [("2025-12-31 23:59", False), ("2026-01-01 00:00", True), ("2026-12-31 23:59", True),
     ("2027-01-01 00:00", False)],
)  # fmt: skip
def test_a_version_is_in_force_within_its_dates(when: str, expected: bool) -> None:  # noqa: FBT001  # a parameter of the test
    assert in_force(agreement(), at(when)) is expected


def test_a_version_without_an_end_stays_in_force() -> None:
    assert in_force(version(1, "2026-01-01", "none"), at("2099-01-01 00:00"))


def test_a_metric_that_promises_nothing_at_all_has_no_events() -> None:
    terms = agreement(metric(targets=NOTHING), counting())
    found = measured(terms, [REPORTED, RESOLVED], including=at("03-10 09:00"))
    assert found.items == ()
    assert [one.verdict.value for one in found.metrics] == ["NO EVENTS", "MET"]
    unknown = [event("03-10 09:00", "reported", priority="P9")]
    assert measured(agreement(metric(targets=NOTHING), counting()), unknown).items == ()


def test_a_ticket_reopened_when_nothing_is_in_force_has_both_an_outcome_and_a_reason() -> None:
    terms = version(1, "2026-01-01", "2026-04-01", metric())
    events = [REPORTED, RESOLVED, event("04-10 09:00", "reopened")]
    found = measured(terms, events)
    assert [item.verdict for item in found.items] == [Verdict.MET]
    assert [(one.ticket, one.why) for one in found.unmatched] == [
        ("T1#2", "no-agreement-in-force"),
    ]  # fmt: skip


def test_explained_items_have_segments_and_others_none() -> None:
    def lengths(*, explained: bool) -> list[int]:
        found = measured(agreement(), [REPORTED, RESOLVED], explained=explained)
        return [segment.length for item in found.items for segment in item.segments]

    assert (lengths(explained=True), lengths(explained=False)) == ([HOUR], [])
