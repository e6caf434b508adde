"""What people are told of a ticket: before a promise is missed, when it is, and of what waits."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desk.customers import MONTH, customer, put_in_force, with_agreement
from desk.people import BY
from patto.engine import running
from patto.kernel.instants import DAY, HOUR, MINUTE, Instant, parse, render
from patto.tickets import actions, queries
from patto.tickets.acts import Act, NotNowError, PassedError
from patto.tickets.drafts import Call
from patto.tickets.models import Signal, Ticket
from patto.timers.models import Timer

pytestmark = pytest.mark.django_db

MONDAY = parse("2026-03-09T08:05:00Z")  # 09:05 in Rome


def logged(customer: int, priority: str = "P1", at: Instant = MONDAY) -> int:
    return actions.log(
        Call(
            customer=customer, subject="Mail stands still", channel="phone",
            attributes={"type": "incident", "priority": priority},
        ),
        by=BY, at=at,
    )  # fmt: skip


def do(ticket: int, kind: str, at: Instant, **more: Any) -> None:
    actions.happen(ticket, Act(kind=kind, **more), by=BY, at=at)


def engine(at: Instant) -> None:
    while running.work(at):
        pass


def told(ticket: int, metric: str | None = None) -> list[tuple[str, Instant]]:
    """Return what stands told, without what was taken back."""
    return [
        (one.kind, one.at)
        for one in queries.signals(ticket)
        if one.taken_back_at is None and metric in {None, one.metric}
    ]


def armed(ticket: int) -> Instant | None:
    row = Timer.objects.filter(kind="tickets.moment", key=str(ticket)).first()
    return None if row is None else int(row.due_at)


def test_a_warning_is_told_when_three_quarters_of_the_target_are_used_up_and_once():
    ticket = logged(with_agreement())
    warned = MONDAY + 22 * MINUTE + 30_000_000  # of the 30 minutes for P1
    assert armed(ticket) == warned
    engine(warned - 1)
    assert told(ticket) == []
    engine(warned)
    engine(warned)
    assert told(ticket) == [("warning", warned)]
    assert Ticket.objects.get(pk=ticket).warned_at == warned
    do(ticket, "responded", warned + MINUTE, text="We are on it.", public=True)
    assert told(ticket) == [("warning", warned)]
    assert Ticket.objects.get(pk=ticket).warned_at is None


def test_the_shares_that_the_agreement_names_are_told():
    agreed = "    small_sample: {rule: allow-misses, below: 20, line: 95 %"
    ticket = logged(with_agreement(MONTH.replace(agreed, f"    warnings: [50 %, 90 %]\n{agreed}")))
    engine(MONDAY + 29 * MINUTE)
    assert told(ticket, "response") == [
        ("warning", MONDAY + 15 * MINUTE), ("warning", MONDAY + 27 * MINUTE),
    ]  # fmt: skip


def test_a_pause_a_classification_and_an_answer_arm_the_next_moment_anew():
    ticket = logged(with_agreement())
    before = armed(ticket)
    assert before is not None
    do(ticket, "classified", MONDAY, attributes={"priority": "P2"})
    assert armed(ticket) == MONDAY + 90 * MINUTE  # of two hours
    do(ticket, "responded", MONDAY + MINUTE, text="Which message?", public=True)
    do(ticket, "paused", MONDAY + MINUTE, reason="waiting-customer", evidence="our mail")
    do(ticket, "resumed", MONDAY + 2 * HOUR, reason="waiting-customer")
    engine(MONDAY + 9 * HOUR)
    assert ("warning", MONDAY + 90 * MINUTE) not in told(ticket)


def test_an_answer_that_is_typed_in_time_takes_a_warning_back_and_keeps_it_in_the_list():
    ticket = logged(with_agreement())
    engine(MONDAY + 40 * MINUTE)
    assert [kind for kind, _ in told(ticket, "response")] == ["warning", "breach"]
    do(ticket, "responded", MONDAY + 41 * MINUTE, text="By telephone.", public=True,
       occurred_at=MONDAY + 15 * MINUTE)  # fmt: skip
    assert told(ticket, "response") == []
    rows = [one for one in queries.signals(ticket) if one.metric == "response"]
    assert {one.taken_back_at for one in rows} == {MONDAY + 41 * MINUTE}
    assert len(rows) == 2
    (answer,) = (one for one in queries.events(ticket) if one.kind == "responded")
    do(ticket, "retracted", MONDAY + 50 * MINUTE, refers_to=answer.event_id, reason="not ours")
    assert [kind for kind, _ in told(ticket, "response")] == ["warning", "breach"]
    assert len([one for one in queries.signals(ticket) if one.metric == "response"]) == 4


def test_an_answer_that_is_typed_after_the_agreed_limit_takes_nothing_back():
    ticket = logged(with_agreement())
    engine(MONDAY + 3 * HOUR)
    do(ticket, "responded", MONDAY + 3 * HOUR, text="By telephone.", public=True,
       occurred_at=MONDAY + 15 * MINUTE)  # fmt: skip
    assert "breach" in [kind for kind, _ in told(ticket, "response")]
    page = queries.ticket(ticket)
    assert page is not None
    assert next(one.verdict for one in page.promises if one.metric == "response") == "MISSED"


def test_a_pause_is_brought_back_to_mind_and_told_when_its_maximum_is_used_up():
    ticket = logged(with_agreement())
    do(ticket, "paused", MONDAY, reason="waiting-supplier", evidence="their ticket 88")
    half, whole = parse("2026-03-10T08:05:00Z"), parse("2026-03-11T08:05:00Z")  # 8 and 16 h
    engine(half - 1)
    assert "reminder" not in [kind for kind, _ in told(ticket)]
    engine(whole - 1)
    assert ("reminder", half) in told(ticket)
    assert "pause-over" not in [kind for kind, _ in told(ticket)]
    engine(whole)
    assert ("pause-over", whole) in told(ticket)
    assert Signal.objects.get(kind="pause-over").detail == "waiting-supplier"


def test_a_reminder_comes_when_it_was_asked_for_and_not_after_the_pause():
    asked = {"remind_at": render(MONDAY + HOUR)}
    one, other = (logged(with_agreement()) for _ in range(2))
    for ticket in (one, other):
        do(ticket, "paused", MONDAY, reason="waiting-customer", evidence="x", attributes=asked)
    do(other, "resumed", MONDAY + MINUTE, reason="waiting-customer")
    engine(MONDAY + HOUR)
    assert ("reminder", MONDAY + HOUR) in told(one)
    assert "reminder" not in [kind for kind, _ in told(other)]


def test_a_next_word_that_was_promised_is_told_unless_it_was_said():
    promised = {"next_update": render(MONDAY + HOUR)}
    one, other = (logged(with_agreement()) for _ in range(2))
    for ticket in (one, other):
        do(ticket, "responded", MONDAY, text="We call you.", public=True, attributes=promised)
    do(other, "updated", MONDAY + 30 * MINUTE, text="The part is on its way.", public=True)
    engine(MONDAY + HOUR)
    assert ("update", MONDAY + HOUR) in told(one)
    assert "update" not in [kind for kind, _ in told(other)]
    assert queries.signals(one)[-1].metric == ""


def test_what_is_promised_for_a_moment_that_has_passed_is_refused():
    ticket = logged(with_agreement())
    for kind, name in (("responded", "next_update"), ("paused", "remind_at")):
        with pytest.raises(PassedError):
            do(ticket, kind, MONDAY + HOUR, text="x", reason="waiting-customer", evidence="x",
               attributes={name: render(MONDAY)})  # fmt: skip
    assert [one.kind for one in queries.events(ticket)] == ["reported"]


def test_what_comes_into_force_is_what_open_tickets_are_told_by():
    one = customer()
    ticket = logged(one)
    assert armed(ticket) is None
    put_in_force(one, MONTH)
    engine(MONDAY)
    assert armed(ticket) == MONDAY + 22 * MINUTE + 30_000_000
    assert Ticket.objects.get(pk=ticket).next_due_at == MONDAY + 30 * MINUTE


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["paused", "resumed", "responded", "classified", "resolved", "reopened"]),
        st.integers(0, 300), st.integers(0, 90), st.sampled_from(["P1", "P2", "P3"]),
    ),
    max_size=6,
)  # fmt: skip


def test_whenever_the_engine_came_by_the_same_stands_told():
    one = with_agreement()

    @settings(max_examples=25)
    @given(STEPS, st.integers(1, 40))
    def whatever_happens(steps: list[tuple[str, int, int, str]], every: int) -> None:
        tickets = [logged(one, "P2") for _ in range(2)]
        at = MONDAY
        for kind, minutes, ago, priority in steps:
            for tick in range(1, every):
                later = at + tick * minutes * MINUTE // every
                # The engine never comes by the other one until the end.
                Timer.objects.filter(key=str(tickets[1])).update(leased_until=later + MINUTE)
                engine(later)
            at += minutes * MINUTE
            for ticket in tickets:
                act = Act(
                    kind=kind, text="x", reason="waiting-supplier" if kind == "paused" else "",
                    evidence="x", public=kind == "responded",
                    occurred_at=max(MONDAY, at - ago * MINUTE),
                    attributes={"priority": priority} if kind == "classified" else {},
                )  # fmt: skip
                try:
                    actions.happen(ticket, act, by=BY, at=at)
                except NotNowError:
                    continue
        for later in (at + HOUR, at + 3 * DAY):
            engine(later)
        assert told(tickets[0]) == told(tickets[1])

    whatever_happens()
