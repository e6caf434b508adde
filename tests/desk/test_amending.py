"""What was written down wrongly on a ticket: corrected, retracted, blacked out, merged."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st

from desk.customers import customer, with_agreement
from desk.people import BY, desk
from patto.agreements import queries as agreements
from patto.customers import actions as customers
from patto.customers.drafts import SiteDraft, SystemDraft
from patto.engine import running
from patto.kernel.agreement.reading import read
from patto.kernel.evaluation.measure import measure
from patto.kernel.instants import HOUR, MINUTE, Instant, parse
from patto.ledger.models import Entry
from patto.tickets import actions, beside, queries
from patto.tickets.acts import (
    Act,
    CycleError,
    MissingError,
    NotTodayError,
    NotYetError,
    RefusedError,
    ReportError,
    UnknownError,
)
from patto.tickets.blackout import MARK, black_out
from patto.tickets.drafts import Call
from patto.tickets.labour import divided, summed, support_clock
from patto.tickets.models import Happened, Link, Promise, Ticket
from patto.tickets.standing import events_of
from patto.tickets.telling import Told, told

pytestmark = pytest.mark.django_db

MONDAY = parse("2026-03-09T08:05:00Z")  # 09:05 in Rome
WHOLE = Path(__file__).parents[1] / "kernel/agreement/whole.yaml"


def logged(customer: int, at: Instant = MONDAY, **more: Any) -> int:
    call = {"subject": "Mail stands still", "channel": "phone", "text": "Nobody can send."} | more
    attributes = {"type": "incident", "priority": "P1"}
    return actions.log(Call(customer=customer, attributes=attributes, **call), by=BY, at=at)


def do(ticket: int, kind: str, at: Instant, **more: Any) -> int:
    actions.happen(ticket, Act(kind=kind, **more), by=BY, at=at)
    return int(Happened.objects.filter(ticket=ticket).latest("id").pk)


def correct(ticket: int, entry: int, at: Instant, **more: Any) -> int:
    attributes = {"because": "typed late", **more.pop("attributes", {})}
    return do(ticket, "corrected", at, refers_to=str(entry), attributes=attributes, **more)


def verdict(ticket: int, metric: str = "response") -> str:
    return str(Promise.objects.get(ticket=ticket, metric=metric).verdict)


def listed(ticket: int, at: Instant) -> dict[str, Told]:
    page = queries.ticket(ticket)
    assert page is not None
    return {one.first.kind: one for one in told(page.happened, at)}


def test_an_answer_that_was_given_earlier_is_corrected_and_the_clock_follows():
    ticket = logged(with_agreement())
    answer = do(ticket, "responded", MONDAY + 45 * MINUTE, text="By telephone.")
    assert verdict(ticket) == "MISSED"
    at = MONDAY + 60 * MINUTE
    act = Act(
        kind="corrected", refers_to=str(answer), occurred_at=MONDAY + 20 * MINUTE,
        attributes={"because": "the call was at 9:25"},
    )  # fmt: skip
    before = actions.weighed(ticket, act, by=BY, at=at)
    assert Happened.objects.filter(ticket=ticket).count() == 2
    actions.happen(ticket, act, by=BY, at=at)
    assert verdict(ticket) == "MET"
    assert {one.metric: one.levels[0].verdict.value for one in before.outcomes}["response"] == "MET"
    one = listed(ticket, at)["responded"]
    assert (one.first.occurred_at, one.occurred_at) == (MONDAY + 45 * MINUTE, MONDAY + 20 * MINUTE)
    assert [said.why for said in one.amendments] == ["the call was at 9:25"]


def test_a_correction_without_a_moment_keeps_the_one_that_stands_and_the_reason_of_a_pause():
    ticket = logged(with_agreement())
    why = {"reason": "waiting-customer", "evidence": "mail of 9:05"}
    pause = do(ticket, "paused", MONDAY + 5 * MINUTE, **why)
    correct(ticket, pause, MONDAY + 10 * MINUTE, occurred_at=MONDAY + 4 * MINUTE)
    correct(ticket, pause, MONDAY + 20 * MINUTE, evidence="mail of 9:04")
    one = listed(ticket, MONDAY + HOUR)["paused"]
    stands = (one.occurred_at, one.reason, one.evidence)
    assert stands == (MONDAY + 4 * MINUTE, "waiting-customer", "mail of 9:04")
    assert Ticket.objects.get(pk=ticket).state == "paused"


def test_what_did_not_happen_is_retracted_shown_and_can_be_restored():
    ticket = logged(with_agreement())
    solved = do(ticket, "resolved", MONDAY + 10 * MINUTE, text="Restarted.")
    gone = do(ticket, "retracted", MONDAY + 20 * MINUTE, refers_to=str(solved), reason="wrong one")
    assert Ticket.objects.get(pk=ticket).state == "open"
    assert verdict(ticket, "resolution") == "PENDING"
    one = listed(ticket, MONDAY + HOUR)["resolved"]
    assert (one.stands, [said.why for said in one.amendments]) == (False, ["wrong one"])
    do(ticket, "retracted", MONDAY + 30 * MINUTE, refers_to=str(gone), reason="it was right")
    assert Ticket.objects.get(pk=ticket).state == "resolved"
    one = listed(ticket, MONDAY + HOUR)["resolved"]
    assert one.stands
    assert [said.stands for said in one.amendments] == [False, True]


def test_a_report_can_be_moved_and_never_retracted():
    ticket = logged(with_agreement())
    report = Happened.objects.get(ticket=ticket).pk
    due = Promise.objects.get(ticket=ticket, metric="response").due_at
    correct(ticket, report, MONDAY + 10 * MINUTE, occurred_at=MONDAY - 3 * MINUTE)
    row = Ticket.objects.get(pk=ticket)
    assert row.reported_at == MONDAY - 3 * MINUTE
    assert due - Promise.objects.get(ticket=ticket, metric="response").due_at == 3 * MINUTE
    with pytest.raises(ReportError):
        do(ticket, "retracted", MONDAY + HOUR, refers_to=str(report), reason="x")
    with pytest.raises(NotYetError):
        correct(ticket, report, MONDAY + HOUR, occurred_at=MONDAY + 2 * HOUR)


def test_only_an_entry_of_the_same_ticket_can_be_corrected_and_only_with_a_reason():
    one, other = logged(with_agreement()), logged(customer("Cantine Belriva"))
    foreign = do(other, "noted", MONDAY, text="x")
    for named in (str(foreign), "0", "x", "99999999999"):
        with pytest.raises(UnknownError):
            do(one, "retracted", MONDAY, refers_to=named, reason="x")
        with pytest.raises(UnknownError):
            correct(one, named, MONDAY)  # type: ignore[arg-type]  # a mistake on purpose
    with pytest.raises(MissingError):
        do(one, "corrected", MONDAY, refers_to=str(foreign))
    with pytest.raises(MissingError):
        do(one, "retracted", MONDAY, refers_to=str(foreign))
    assert Happened.objects.filter(ticket=one).count() == 1


def test_who_a_ticket_is_with_follows_a_retraction():
    owner = desk()
    ticket = logged(with_agreement())
    given = do(ticket, "assigned", MONDAY, attributes={"assignee": str(owner.pk)})
    assert Ticket.objects.get(pk=ticket).assignee_id == owner.pk
    do(ticket, "retracted", MONDAY + 1, refers_to=str(given), reason="wrong person")
    assert Ticket.objects.get(pk=ticket).assignee_id is None
    with pytest.raises(UnknownError):
        do(ticket, "assigned", MONDAY, attributes={"assignee": "77"})


AMENDED = st.lists(
    st.tuples(
        st.sampled_from(("responded", "paused", "resumed", "resolved", "reopened", "corrected",
                         "retracted")),
        st.integers(0, 6), st.integers(0, 300), st.integers(0, 300),
    ), max_size=9,
)  # fmt: skip


def test_whatever_is_corrected_stands_as_the_report_says_and_the_list_loses_nothing():
    firm = with_agreement()
    history = agreements.history(firm)
    assert history is not None

    @settings(max_examples=50)
    @given(AMENDED)
    def whatever_happens(acts: list[tuple[str, int, int, int]]) -> None:
        ticket, at = logged(firm), MONDAY
        for kind, which, minutes, ago in acts:
            at += minutes * MINUTE
            entries = list(Happened.objects.filter(ticket=ticket).order_by("id"))
            act = Act(
                kind=kind, text="x", reason="waiting-customer", evidence="mail",
                refers_to=str(entries[which % len(entries)].pk), attributes={"because": "x"},
                occurred_at=max(Ticket.objects.get(pk=ticket).reported_at, at - ago * MINUTE),
            )  # fmt: skip
            with suppress(RefusedError):
                foreseen = actions.weighed(ticket, act, by=BY, at=at)
                actions.happen(ticket, act, by=BY, at=at)
                kept = Promise.objects.filter(ticket=ticket)
                assert {(one.metric, one.verdict, one.due_at) for one in kept} == {
                    (one.metric, one.levels[0].verdict.value, one.levels[0].due)
                    for one in foreseen.outcomes
                }
        page = queries.ticket(ticket)
        assert page is not None
        shown = told(page.happened, at)
        in_list = [one.first.id for one in shown]
        in_list += [said.row.id for one in shown for said in one.amendments]
        assert sorted(in_list) == sorted(one.id for one in page.happened)
        while running.work(at):
            pass
        found = measure(history, events_of(ticket), at=at, known_at=at)
        kept = Promise.objects.filter(ticket=ticket)
        assert {(one.metric, one.verdict) for one in kept} == {
            (one.metric, one.verdict.value) for one in found.items
        }

    whatever_happens()


def test_a_ticket_goes_into_another_of_its_customer_and_never_round_in_a_circle():
    firm = with_agreement()
    one, two, three = (logged(firm) for _ in range(3))
    foreign = logged(customer("Cantine Belriva"))
    for wrong, error in ((str(one), CycleError), (str(foreign), UnknownError),
                         ("99999", UnknownError), ("x", UnknownError)):  # fmt: skip
        with pytest.raises(error):
            do(one, "merged", MONDAY, attributes={"into": wrong})
    first = do(one, "merged", MONDAY, attributes={"into": str(two)})
    assert beside.beside(one).parent == beside.Related(two, "Mail stands still", "open")
    assert [child.id for child in beside.beside(two).merged] == [one]
    with pytest.raises(CycleError):
        do(three, "merged", MONDAY, attributes={"into": str(one)})
    undone = do(one, "retracted", MONDAY + 1, refers_to=str(first), reason="not the same")
    assert beside.beside(two).merged == ()
    do(two, "merged", MONDAY + 2, attributes={"into": str(one)})
    with pytest.raises(CycleError):
        do(one, "retracted", MONDAY + 3, refers_to=str(undone), reason="the same after all")
    assert Ticket.objects.get(pk=one).merged_into_id is None


def test_tickets_of_one_customer_are_linked_once_and_no_longer():
    firm = with_agreement()
    one, two, foreign = logged(firm), logged(firm), logged(customer("Cantine Belriva"))
    for _ in range(2):
        beside.link(two, one, by=BY, at=MONDAY)
    assert Link.objects.count() == 1
    assert [other.id for other in beside.beside(one).linked] == [two]
    for wrong in (one, foreign, 999):
        with pytest.raises(UnknownError):
            beside.link(one, wrong, by=BY, at=MONDAY)
    beside.unlink(one, two, by=BY, at=MONDAY)
    assert beside.beside(two).linked == ()


def test_what_is_blacked_out_is_gone_for_good_from_messages_title_search_and_ledger():
    firm = with_agreement()
    ticket = logged(
        firm, subject="Login Tulipano44 fails", text="The password is Tulipano44, thanks"
    )
    do(ticket, "noted", MONDAY, text="Tried Tulipano44: it works.")
    why = {"reason": "waiting-customer", "evidence": "asked for Tulipano44"}
    pause = do(ticket, "paused", MONDAY, **why)
    correct(ticket, pause, MONDAY, attributes={"because": "not Tulipano44"})
    do(ticket, "retracted", MONDAY, refers_to=str(pause), reason="Tulipano44 was right")
    page = queries.ticket(ticket)
    assert page is not None
    first, second = page.messages
    black_out(first.id, " Tulipano44 ", ticket=ticket, zone="Europe/Rome", by=BY, at=MONDAY + HOUR)
    after = queries.ticket(ticket)
    assert after is not None
    assert [one.text for one in after.messages] == [
        f"The password is {MARK}, thanks", f"Tried {MARK}: it works.",
    ]  # fmt: skip
    assert {one.blacked_out_at for one in after.messages} == {MONDAY + HOUR}
    entry = Entry.objects.latest("id")
    assert (entry.act, entry.told) == ("ticket.black-out", {"message": first.id})
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608  # names of our own tables
            assert "tulipano44" not in str(cursor.fetchall()).lower(), table
    for wrong in ("Tulipano44", "", "nothing of it"):
        with pytest.raises(UnknownError):
            black_out(second.id, wrong, ticket=ticket, zone="UTC", by=BY, at=MONDAY + HOUR)


def test_only_on_the_same_day_of_the_provider_is_anything_blacked_out():
    ticket = logged(with_agreement(), at=parse("2026-03-09T22:30:00Z"))  # 23:30 in Rome
    page = queries.ticket(ticket)
    assert page is not None
    (said,) = page.messages
    after = parse("2026-03-09T23:10:00Z")
    with pytest.raises(NotTodayError):
        black_out(said.id, "Nobody", ticket=ticket, zone="Europe/Rome", by=BY, at=after)
    with pytest.raises(UnknownError):
        black_out(said.id, "Nobody", ticket=ticket + 1, zone="UTC", by=BY, at=after)
    black_out(said.id, "Nobody", ticket=ticket, zone="UTC", by=BY, at=after)


def test_what_solved_it_last_time_is_of_the_same_customer_and_like_it():
    firm, other = with_agreement(), customer("Cantine Belriva")
    site = customers.add(
        SiteDraft(name="Cellar", access="9 to 12", note="key at the bar"), customer=firm, by=BY,
        at=MONDAY,
    )  # fmt: skip
    server = customers.add(
        SystemDraft(name="Server", note="admin by card", site_id=site), customer=firm, by=BY,
        at=MONDAY,
    )  # fmt: skip
    same = logged(firm, subject="Disk full", system=server)
    alike = logged(firm, subject="Outlook does not send mail")
    foreign = logged(other, subject="Outlook does not send mail")
    unlike = logged(firm, subject="New telephone")
    for ticket in (same, alike, foreign, unlike):
        do(ticket, "resolved", MONDAY + 1, text=f"How {ticket} went.")
    now = logged(firm, subject="Outlook cannot send mail", system=server)
    assert [(one.id, one.how) for one in beside.solved(now)] == [
        (alike, f"How {alike} went."), (same, f"How {same} went."),
    ]  # fmt: skip
    ways = beside.beside(now).ways
    assert [(one.name, one.access, one.note) for one in ways] == [
        ("Server", "", "admin by card"), ("Cellar", "9 to 12", "key at the bar"),
    ]  # fmt: skip


def test_ready_answers_are_kept_changed_and_dropped():
    key = beside.keep_answer("Restart", "Please restart.", by=BY, at=MONDAY)
    beside.keep_answer("Restart", "Please restart it.", by=BY, at=MONDAY, key=key)
    assert [one.text for one in beside.answers()] == ["Please restart it."]
    beside.drop_answer(key, by=BY, at=MONDAY)
    assert beside.answers() == ()
    with pytest.raises(UnknownError):
        beside.keep_answer("x", "y", by=BY, at=MONDAY, key=key)


@cache
def whole() -> Any:
    agreement = read(WHOLE.read_text("utf-8")).agreement
    assert agreement is not None
    return agreement


def test_work_is_divided_where_support_hours_end_and_priced_by_the_window():
    agreement = whole()
    assert support_clock(agreement, "P1")
    end = parse("2026-03-09T18:00:00Z")
    parts = divided(agreement, "P1", end, 600)
    assert sum(one.length for one in parts) == 600 * MINUTE
    assert any(one.in_hours for one in parts)
    assert "1.5 x hour-of-work" in {one.price for one in parts}
    assert summed([*parts, *parts]) == tuple(
        replace(one, length=2 * one.length) for one in summed(parts)
    )


@settings(max_examples=100)
@given(st.integers(0, 400), st.integers(1, 1440))
def test_what_work_is_divided_into_sums_to_it_minute_by_minute(hours: int, minutes: int):
    agreement, end = whole(), parse("2026-02-02T00:00:00Z") + hours * HOUR
    parts = divided(agreement, "P1", end, minutes)
    assert sum(one.length for one in parts) == minutes * MINUTE
    middle = end - minutes // 2 * MINUTE
    halves = [
        *divided(agreement, "P1", middle, minutes - minutes // 2),
        *(divided(agreement, "P1", end, minutes // 2) if minutes > 1 else ()),
    ]
    for title in {one.title for one in parts}:
        in_hours = {one.in_hours for one in parts if one.title == title}
        for which in in_hours:
            length = sum(o.length for o in halves if (o.title, o.in_hours) == (title, which))
            assert length == sum(o.length for o in parts if (o.title, o.in_hours) == (title, which))
