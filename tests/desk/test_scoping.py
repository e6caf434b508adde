"""A call that is not covered or not validly logged, and what one day asks of people."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.belriva import ASKING, BELRIVA
from desk.customers import customer, with_agreement
from desk.people import BY, another, desk
from patto.accounts.roles import Role
from patto.customers import actions as customers
from patto.customers.drafts import ContactDraft
from patto.kernel import facts
from patto.kernel.agreement.desk import Logging, LoggingAct
from patto.kernel.evaluation.milestones import validly_logged
from patto.kernel.evaluation.record import Fact
from patto.kernel.facts import Event
from patto.kernel.instants import DAY, HOUR, MINUTE, parse
from patto.tickets import actions, queries, scoping, today
from patto.tickets.acts import Act, MissingError, StaleError
from patto.tickets.drafts import Call
from patto.tickets.logged import Lacking, lacking
from patto.tickets.models import Ticket
from patto.tickets.scoping import Decision

TUESDAY = parse("2026-03-10T09:00:00Z")
PRICED = {"charge": "hour-of-work", "price": "85.00 EUR per h", "evidence": "on the telephone"}


def call(customer: int, **more: Any) -> Call:
    attributes = {"type": "incident", "priority": "P1", **more.pop("attributes", {})}
    told = {"subject": "The press stands still", "channel": "phone", "attributes": attributes}
    return Call(**{"customer": customer, **told, **more})


def page(ticket: int) -> queries.TicketPage:
    found = queries.ticket(ticket)
    assert found is not None
    return found


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("outcome", "kinds", "verdict", "scope"),
    [
        ("consented", ["out-of-scope", "consented"], "EXCLUDED", "out-of-scope"),
        ("objected", ["out-of-scope", "objected"], "PENDING", "out-of-scope"),
        ("billable", ["out-of-scope", "consented"], "EXCLUDED", "out-of-scope"),
        ("out-of-hours", ["consented"], "PENDING", "covered"),
        ("courtesy", ["courtesy"], "EXCLUDED", "courtesy"),
    ],
)
def test_what_was_decided_is_written_with_the_customers_word_and_counts_as_agreed(
    outcome, kinds, verdict, scope
):
    belriva = with_agreement(BELRIVA)
    ada = customers.add(ContactDraft(name="Ada Neri"), customer=belriva, by=BY, at=TUESDAY)
    decision = Decision(outcome=outcome, reason="The presses", clause="3.2", **PRICED)
    ticket = scoping.log_as(call(belriva, contact=ada), decision, by=BY, at=TUESDAY)
    found = page(ticket)
    reported, *said = found.happened
    assert [one.kind for one in said] == kinds
    assert {one.verdict for one in found.promises} == {verdict}
    assert found.row.scope == scope
    words = [one for one in said if one.kind in {"consented", "objected"}]
    for word in words:
        assert (word.by, word.evidence) == ("customer:Ada Neri", "on the telephone")
        about = reported.id if outcome == "out-of-hours" else said[0].id
        assert word.refers_to == str(about)
        assert word.attributes["price"] == "85.00 EUR per h"


@pytest.mark.django_db
def test_consent_to_a_price_outside_hours_is_no_consent_to_being_out_of_scope():
    ticket = actions.log(call(with_agreement(BELRIVA)), by=BY, at=TUESDAY)
    refused = Decision(outcome="objected", reason="The presses")
    scoping.decide(ticket, refused, by=BY, at=TUESDAY + 1)
    paid = Decision(outcome="out-of-hours", **PRICED)
    scoping.decide(ticket, paid, by=BY, at=TUESDAY + 2)
    assert {one.verdict for one in page(ticket).promises} == {"PENDING"}


@pytest.mark.django_db
def test_a_decision_without_its_reason_or_from_a_stale_page_leaves_nothing_behind():
    belriva = with_agreement(BELRIVA)
    with pytest.raises(MissingError):
        scoping.log_as(call(belriva), Decision(outcome="consented"), by=BY, at=TUESDAY)
    assert Ticket.objects.count() == 0
    ticket = actions.log(call(belriva), by=BY, at=TUESDAY)
    decision = Decision(outcome="consented", reason="The presses")
    with pytest.raises(StaleError):
        scoping.decide(ticket, decision, by=BY, at=TUESDAY, changes=99)
    assert len(page(ticket).happened) == 1


CHANNELS = ("portal", "mail", "phone", "mobile")
INFORMATION = ("contact", "error-message")
LOGGINGS = st.builds(
    Logging,
    acts=st.lists(
        st.builds(
            LoggingAct,
            channels=st.sets(st.sampled_from(CHANNELS), min_size=1).map(sorted).map(tuple),
        ),
        min_size=1,
        max_size=3,
    ).map(tuple),
    information=st.sets(st.sampled_from(INFORMATION)).map(sorted).map(tuple),
)
EVENTS = st.lists(
    st.builds(
        lambda kind, channel, told: Event("", "A", kind, 0, 0, attributes={
            "channel": channel, "information": ";".join(sorted(told))}),
        st.sampled_from([facts.REPORTED, facts.VALIDLY_LOGGED, facts.NOTED]),
        st.sampled_from(("", *CHANNELS)),
        st.sets(st.sampled_from(INFORMATION)),
    ),
    max_size=5,
)  # fmt: skip


@given(LOGGINGS, EVENTS)
def test_nothing_is_lacking_exactly_where_the_clock_starts(logging, events):
    started = validly_logged([Fact(event, event.occurred_at) for event in events], logging)
    assert bool(lacking(logging, events)) == (started is None)


@given(LOGGINGS, EVENTS)
def test_what_is_lacking_is_all_that_is_lacking_and_no_more(logging, events):
    missing = lacking(logging, events)
    done = [
        Event("", "A", facts.VALIDLY_LOGGED, 0, 0, attributes={"channel": act[0]})
        for act in missing.acts
    ]
    told = {"information": ";".join(missing.information)}
    done.append(Event("", "A", facts.NOTED, 0, 0, attributes=told))
    assert not lacking(logging, [*events, *done])
    assert lacking(logging, [*events, *done[1:]]) or not missing.acts
    assert len(missing.acts) <= len(logging.acts)


@pytest.mark.django_db
def test_a_clock_starts_when_what_was_lacking_is_told_and_not_before():
    ticket = actions.log(call(with_agreement(ASKING)), by=BY, at=TUESDAY)
    assert {one.reason for one in page(ticket).promises} == {"not-logged"}
    half = {"channel": "phone", "information": "contact"}
    said = Act(kind=facts.VALIDLY_LOGGED, side="customer", attributes=half)
    actions.happen(ticket, said, by=BY, at=TUESDAY + HOUR)
    assert {one.reason for one in page(ticket).promises} == {"not-logged"}
    rest = {"channel": "phone", "information": "error-message"}
    said = Act(kind=facts.VALIDLY_LOGGED, side="customer", attributes=rest)
    actions.happen(ticket, said, by=BY, at=TUESDAY + 2 * HOUR)
    assert {one.started_at for one in page(ticket).promises} == {TUESDAY + 2 * HOUR}


@pytest.mark.django_db
def test_a_call_through_a_channel_of_no_list_lacks_the_act_itself():
    belriva = with_agreement(BELRIVA)
    ticket = actions.log(call(belriva, channel="mobile"), by=BY, at=TUESDAY)
    events = queries.events(ticket)
    logging = Logging(acts=(LoggingAct(channels=("portal", "phone")),), information=())
    assert lacking(logging, events) == Lacking((("portal", "phone"),), ())


@pytest.mark.django_db
def test_the_work_of_a_day_is_that_of_who_did_it_as_it_was_corrected():
    desk()
    ivo = another(Role.TECHNICIAN)
    ticket = actions.log(call(customer()), by=BY, at=TUESDAY)

    at = TUESDAY + 2 * DAY

    def do(kind: str, by: Any = ivo.actor, ago: int = 0, **more: Any) -> str:
        act = Act(kind=kind, occurred_at=at - ago, **more)
        actions.happen(ticket, act, by=by, at=at)
        return str(max(one.id for one in page(ticket).happened))

    def work(minutes: str, **more: Any) -> str:
        return do(facts.WORKED, attributes={"minutes": minutes, "where": "remote"}, **more)

    work("10")
    work("99", by=BY)
    work("99", ago=DAY)
    wrong, gone = work("99", ago=MINUTE), work("99", ago=2 * MINUTE)
    told = {"minutes": "20", "because": "misread"}
    do(facts.CORRECTED, by=BY, ago=MINUTE, refers_to=wrong, attributes=told)
    do(facts.RETRACTED, by=BY, refers_to=gone, reason="another ticket")
    start, end = at - HOUR, at + HOUR
    found = today.worked("Ivo Serra", start, end, at=end)
    assert [(one.ticket, one.minutes) for one in found] == [(ticket, 20), (ticket, 10)]
    assert today.worked("Nobody", start, end, at=end) == ()


@pytest.mark.django_db
def test_what_presses_is_missed_first_then_next_due_and_the_counts_say_how_much_there_is():
    marta = desk()
    belriva = with_agreement(BELRIVA)
    late = actions.log(call(belriva), by=BY, at=TUESDAY - 7 * DAY)
    actions.happen(late, Act(kind=facts.NOTED, text="x"), by=BY, at=TUESDAY)
    soon = actions.log(call(belriva), by=BY, at=TUESDAY)
    paused = actions.log(call(belriva), by=BY, at=TUESDAY)
    actions.happen(paused, Act(kind=facts.RESPONDED, text="x"), by=BY, at=TUESDAY)
    pause = Act(kind=facts.PAUSED, reason="waiting-customer", evidence="mail")
    actions.happen(paused, pause, by=BY, at=TUESDAY)
    later = actions.log(call(belriva, attributes={"priority": "P3"}), by=BY, at=TUESDAY)
    quiet = actions.log(call(customer()), by=BY, at=TUESDAY)
    gone = actions.log(call(belriva), by=BY, at=TUESDAY)
    actions.happen(gone, Act(kind=facts.RESOLVED, text="done"), by=BY, at=TUESDAY)
    taken = Act(kind=facts.ASSIGNED, attributes={"assignee": str(marta.pk)})
    actions.happen(soon, taken, by=BY, at=TUESDAY)
    assert [one.id for one in today.pressing(overdue=True, most=9)] == [late]
    assert [one.id for one in today.pressing(overdue=False, most=9)] == [soon, later]
    assert [one.id for one in today.pressing(overdue=False, most=1)] == [soon]
    assert {one.id for one in today.untaken()} == {late, paused, later, quiet}
    counts = today.counts(TUESDAY, TUESDAY + 2 * HOUR)
    assert counts == today.Counts(open=5, overdue=1, due=1, paused=1, untaken=4)
