"""Tickets: logged, worked on, and standing as the report will say."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desk.customers import customer, with_agreement
from desk.people import BY, desk
from patto.agreements import queries as agreements
from patto.customers import actions as customers
from patto.customers.drafts import ContactDraft, SystemDraft
from patto.engine import running
from patto.kernel.evaluation.measure import measure
from patto.kernel.instants import DAY, HOUR, MINUTE, SECOND, Instant, parse
from patto.ledger.queries import of_thing
from patto.tickets import actions, queries, today
from patto.tickets.acts import RULES, Act, MissingError, NotNowError, NotYetError, StaleError
from patto.tickets.drafts import Call
from patto.tickets.models import Happened, Promise, Signal, Ticket
from patto.tickets.standing import events_of
from patto.timers import queries as timers

pytestmark = pytest.mark.django_db

FRIDAY = parse("2026-03-06T15:55:00Z")  # 16:55 in Rome
MONDAY = parse("2026-03-09T08:05:00Z")  # 09:05 in Rome


def call(customer: int, **more: Any) -> Call:
    attributes = {"type": "incident", "priority": "P1", **more.pop("attributes", {})}
    told = {"subject": "Mail stands still", "channel": "phone", "text": "Nobody can send."}
    return Call(**{**told, "customer": customer, "attributes": attributes, **more})


def do(ticket: int, kind: str, at: Instant, **more: Any) -> None:
    actions.happen(ticket, Act(kind=kind, **more), by=BY, at=at)


def promise(ticket: int, metric: str) -> queries.PromiseRow:
    page = queries.ticket(ticket)
    assert page is not None
    return next(one for one in page.promises if one.metric == metric)


def test_logged_on_friday_at_1655_and_answered_on_monday_at_0905_is_ten_minutes():
    ticket = actions.log(call(with_agreement()), by=BY, at=FRIDAY)
    assert promise(ticket, "response").due_at == parse("2026-03-09T08:25:00Z")
    do(ticket, "responded", MONDAY, text="We are on it.", public=True)
    assert promise(ticket, "response").verdict == "MET"
    (response, *_) = queries.explained(ticket, at=MONDAY)
    assert response.figures is not None
    assert response.figures.contractual == 10 * MINUTE
    counted = [one.length for one in response.segments if one.why == "counted"]
    assert sum(counted) == 10 * MINUTE


def test_what_is_done_between_two_seconds_stands_in_the_first_so_that_a_tape_adds_up_by_hand():
    ticket = actions.log(call(with_agreement()), by=BY, at=FRIDAY + 400_000)
    do(ticket, "responded", MONDAY + 900_000, text="Here.", occurred_at=MONDAY + 700_000)
    assert promise(ticket, "response").due_at == parse("2026-03-09T08:25:00Z")
    (response, *_) = queries.explained(ticket, at=MONDAY + 900_000)
    assert response.figures is not None
    assert response.figures.contractual == 10 * MINUTE


def test_what_is_promised_is_shown_before_it_is_saved_and_is_what_then_holds():
    belriva = with_agreement()
    before = actions.foreseen(call(belriva), at=FRIDAY)
    assert Ticket.objects.count() == 0
    ticket = actions.log(call(belriva), by=BY, at=FRIDAY)
    shown = {one.metric: level.due for one, level in before.running}
    assert shown == {one.metric: one.due_at for one in Promise.objects.filter(ticket=ticket)}


def test_a_missed_promise_is_told_at_its_own_moment_once_however_late_the_engine_comes():
    ticket = actions.log(call(with_agreement()), by=BY, at=FRIDAY)
    due = promise(ticket, "response").kept_until
    assert due is not None
    while running.work(due):
        pass
    assert [one.kind for one in queries.signals(ticket)] == ["warning"]
    assert timers.next_moment() == due + 1
    late = due + 30 * HOUR
    while running.work(late):
        pass
    (first, *_) = (one for one in queries.signals(ticket) if one.kind == "breach")
    assert (first.metric, first.at, first.told_at) == ("response", due, late)
    told = Signal.objects.count()
    do(ticket, "noted", late, text="Late.")
    assert Signal.objects.count() == told
    page = queries.ticket(ticket)
    assert page is not None
    assert page.row.overdue
    assert promise(ticket, "response").verdict == "MISSED"


def test_an_answer_given_by_telephone_and_typed_later_counts_when_it_was_given():
    ticket = actions.log(call(with_agreement()), by=BY, at=MONDAY)
    typed = MONDAY + 50 * MINUTE
    do(ticket, "responded", typed, text="By telephone.", occurred_at=MONDAY + 20 * MINUTE)
    assert promise(ticket, "response").verdict == "MET"
    (row,) = (one for one in queries.ticket(ticket).happened if one.kind == "responded")  # type: ignore[union-attr]  # it was logged above
    assert (row.occurred_at, row.recorded_at) == (MONDAY + 20 * MINUTE, typed)


@pytest.mark.parametrize(("minutes", "error"), [(1, NotYetError), (-60, NotYetError)])
def test_what_is_said_to_be_later_than_now_or_before_the_report_is_refused(minutes, error):
    ticket = actions.log(call(with_agreement()), by=BY, at=MONDAY)
    at = MONDAY + 10 * MINUTE
    with pytest.raises(error):
        do(ticket, "responded", at, text="x", occurred_at=at + minutes * MINUTE)
    with pytest.raises(NotYetError):
        actions.log(call(customer(), reported_at=at + SECOND), by=BY, at=at)


def test_a_page_that_was_opened_before_overwrites_nothing():
    ticket = actions.log(call(with_agreement()), by=BY, at=MONDAY)
    page = queries.ticket(ticket)
    assert page is not None
    do(ticket, "noted", MONDAY, text="Another person was faster.")
    act = Act(kind="resolved", text="Restarted.")
    with pytest.raises(StaleError):
        actions.happen(ticket, act, by=BY, at=MONDAY, changes=page.row.changes)
    actions.happen(ticket, act, by=BY, at=MONDAY, changes=page.row.changes + 1)


def test_an_act_that_does_not_fit_or_lacks_something_is_refused_and_leaves_nothing():
    ticket = actions.log(call(with_agreement()), by=BY, at=MONDAY)
    with pytest.raises(NotNowError):
        do(ticket, "reopened", MONDAY)
    with pytest.raises(MissingError) as missing:
        do(ticket, "paused", MONDAY, reason=" ")
    assert missing.value.needs == ("reason",)
    assert Happened.objects.filter(ticket=ticket).count() == 1


def test_what_belongs_to_another_customer_cannot_be_named():
    one, other = with_agreement(), customer("Cantine Belriva")
    contact = customers.add(ContactDraft(name="Ada"), customer=other, by=BY, at=MONDAY)
    system = customers.add(SystemDraft(name="Server"), customer=other, by=BY, at=MONDAY)
    for named in ({"contact": contact}, {"system": system}):
        with pytest.raises(actions.NotTheirsError):
            actions.log(call(one, **named), by=BY, at=MONDAY)
        with pytest.raises(actions.NotTheirsError):
            actions.foreseen(call(one, **named), at=MONDAY)
    assert Ticket.objects.count() == 0


def test_without_an_agreement_a_ticket_says_so_and_nothing_runs():
    ticket = actions.log(call(customer()), by=BY, at=MONDAY)
    page = queries.ticket(ticket)
    assert page is not None
    assert (page.row.scope, page.row.next_due_at, page.promises) == ("no-agreement", None, ())
    assert timers.next_moment() is None


def test_a_pause_stops_the_clock_and_the_due_moves_by_what_it_took():
    ticket = actions.log(call(with_agreement()), by=BY, at=MONDAY)
    before = promise(ticket, "resolution").due_at
    assert before is not None
    do(ticket, "paused", MONDAY, reason="waiting-customer", evidence="mail of 9:05")
    page = queries.ticket(ticket)
    assert page is not None
    assert page.row.state == "paused"
    do(ticket, "resumed", MONDAY + 2 * HOUR, reason="waiting-customer")
    assert promise(ticket, "resolution").due_at == before + 2 * HOUR


def test_the_queue_has_what_falls_due_next_first_and_what_nothing_runs_for_last():
    desk()
    one = with_agreement()
    later = actions.log(call(one, attributes={"priority": "P3"}), by=BY, at=MONDAY)
    urgent = actions.log(call(one), by=BY, at=MONDAY)
    nothing = actions.log(call(customer("Belriva")), by=BY, at=MONDAY)
    done = actions.log(call(one), by=BY, at=MONDAY)
    do(done, "resolved", MONDAY, text="Done.")
    assert [row.id for row in queries.queue()] == [urgent, later, nothing]
    assert [row.id for row in queries.queue(customer=one)] == [urgent, later]


def test_every_act_is_in_the_ledger():
    ticket = actions.log(call(with_agreement()), by=BY, at=MONDAY)
    do(ticket, "worked", MONDAY, attributes={"minutes": "20", "where": "remote"})
    assert [one.act for one in of_thing("ticket", ticket)] == ["ticket.worked", "ticket.log"]


def test_work_is_of_the_day_on_which_it_was_however_late_it_is_corrected():
    ticket = actions.log(call(with_agreement()), by=BY, at=MONDAY)
    do(ticket, "worked", MONDAY + HOUR, attributes={"minutes": "20"})
    (row,) = (one for one in queries.ticket(ticket).happened if one.kind == "worked")  # type: ignore[union-attr]  # it was logged above
    moved, later = MONDAY + 20 * DAY, MONDAY + 60 * DAY

    def on(start: Instant) -> list[tuple[Instant, int]]:
        rows = today.worked(BY.name, start, start + DAY, at=later)
        return [(one.at, one.minutes) for one in rows]

    assert on(MONDAY) == [(MONDAY + HOUR, 20)]
    do(ticket, "corrected", later, refers_to=str(row.id), occurred_at=moved,
       attributes={"because": "another day"})  # fmt: skip
    assert on(MONDAY) == []
    assert on(moved) == [(moved, 20)]


def test_pages_read_a_fixed_number_of_queries(django_assert_num_queries):
    one = with_agreement()
    tickets = [actions.log(call(one), by=BY, at=MONDAY) for _ in range(5)]
    with django_assert_num_queries(1):
        assert len(queries.queue()) == 5
    with django_assert_num_queries(4):
        queries.ticket(tickets[0])


ACTS = st.lists(
    st.tuples(st.sampled_from(sorted(RULES)), st.integers(0, 600), st.integers(0, 40)), max_size=8
)


def test_how_a_ticket_stands_is_what_the_report_will_say_of_it():
    one = with_agreement()
    history = agreements.history(one)
    assert history is not None

    @settings(max_examples=60)
    @given(ACTS)
    def whatever_happens(acts: list[tuple[str, int, int]]) -> None:
        ticket, at = actions.log(call(one), by=BY, at=MONDAY), MONDAY
        for kind, minutes, ago in acts:
            at += minutes * MINUTE
            act = Act(
                kind=kind, text="x", reason="waiting-customer", evidence="mail",
                occurred_at=max(MONDAY, at - ago * MINUTE), attributes={"minutes": "5"},
            )  # fmt: skip
            with suppress(NotNowError, MissingError):
                actions.happen(ticket, act, by=BY, at=at)
        while running.work(at):
            pass
        # What was done at an instant is in force just after it.
        found = measure(history, events_of(ticket), at=at + 1, known_at=at)
        expected = {
            (one.metric, one.item): (one.verdict.value, one.levels[0].due, one.start, one.stop)
            for one in found.items
        }
        kept = {
            (one.metric, one.item): (one.verdict, one.due_at, one.started_at, one.stopped_at)
            for one in Promise.objects.filter(ticket=ticket)
        }
        assert kept == expected

    whatever_happens()
