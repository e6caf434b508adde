"""Every write about tickets.

Each writes what happened, then how the ticket stands because of it, and arms the moment at which
that changes by itself; all in one transaction.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from patto.kernel.facts import CUSTOMER_KINDS
from patto.kernel.instants import SECOND, Instant
from patto.ledger.actions import Actor, record, record_all
from patto.tickets import rows
from patto.tickets.acts import (
    RULES,
    Act,
    MissingError,
    NotNowError,
    NotYetError,
    PassedError,
    StaleError,
)
from patto.tickets.agreed import check_evidence
from patto.tickets.amending import earliest, entry, placed, settle
from patto.tickets.attaching import Sent, arriving, attach
from patto.tickets.drafts import Call
from patto.tickets.keeping import as_of, keep, keep_new
from patto.tickets.models import Happened, State, Ticket
from patto.tickets.moments import promised
from patto.tickets.rows import NotTheirsError
from patto.tickets.standing import Standing, event_of, events_of, promised_to, standing

__all__ = ["NotTheirsError", "declare", "foreseen", "happen", "log", "weighed"]


@transaction.atomic
def log(call: Call, *, by: Actor, at: Instant) -> int:
    """Log a call, and return the number of its ticket.

    :raises NotTheirsError: if what it names belongs to another customer
    :raises NotYetError: if it is said to have come later than now
    """
    who = rows.named(call)
    written = second(at)
    ticket = rows.ticket_of(call, moment(call.reported_at, written, None))
    reported = rows.report_of(call, ticket, who, written)
    keep_new(ticket, reported, at)
    if call.text.strip():
        rows.message_of(reported, call.text, public=True).save(force_insert=True)
        rows.reported_of(ticket, call.text).save(force_insert=True)
    record_all([rows.logged(call, ticket, by, at)])
    return int(ticket.pk)


def foreseen(call: Call, *, at: Instant) -> Standing:
    """Return how a ticket would stand if a call were logged now; nothing is written.

    :raises NotTheirsError: if what it names belongs to another customer
    :raises NotYetError: if it is said to have come later than now
    """
    written = second(at)
    ticket = rows.ticket_of(call, moment(call.reported_at, written, None))
    reported = rows.report_of(call, ticket, rows.named(call), written)
    return standing("new", [event_of(reported)], promised_to(call.customer, at), at)


def happen(ticket: int, act: Act, *, by: Actor, at: Instant, changes: int | None = None,
           files: Sequence[Sent] = (), also: Sequence[Act] = ()) -> None:  # fmt: skip
    """Do something with a ticket, and what was done beside it: all of it or nothing.

    `changes` is how often the ticket had changed when the page was opened that this comes from.

    :raises StaleError: if it has changed since
    :raises NotNowError: if that cannot be done in the state it is in
    :raises MissingError: if the act was not given what its rule asks for, or its agreement
    :raises NotYetError: if it is said to have been done later than now, or before the report
    :raises PassedError: if it promises something for a moment before it
    :raises UnknownError: if it names what is not there, or is another customer's
    :raises CycleError: if a ticket would be merged into itself
    :raises FileTooLargeError: if a file is larger than is taken
    :raises DiskFullError: if there is no room for it
    """
    with arriving(files) as arrived, transaction.atomic():
        row = Ticket.objects.select_for_update().get(pk=ticket)
        if changes is not None and changes != row.changes:
            raise StaleError
        events = events_of(ticket)
        at = as_of(events, at)
        for one in (act, *also):
            happened, done = _made(row, one, by, second(at))
            happened.save(force_insert=True)
            events.append(event_of(happened))
            if one.text.strip():
                rows.message_of(happened, one.text, public=one.public).save(force_insert=True)
            if one is act:
                attach(ticket, happened, arrived)
            settle(row, one, at)
            record_all([rows.acted(done, row, by, at)])
        row.changes += 1
        keep(row, at, events=events)


def weighed(ticket: int, *acts: Act, by: Actor, at: Instant) -> Standing:
    """Return how a ticket would stand if some things were done with it now; nothing is written.

    :raises RefusedError: as `happen` does
    """
    row = Ticket.objects.get(pk=ticket)
    events = events_of(ticket)
    at = as_of(events, at)
    for number, act in enumerate(acts):
        happened, _ = _made(row, act, by, second(at))
        events.append(entry(happened, number))
    return standing(str(ticket), events, promised_to(row.customer_id, at), at)


def _made(row: Ticket, act: Act, by: Actor, at: Instant) -> tuple[Happened, Act]:
    check(act, State(row.state))
    check_evidence(act, row.customer_id, row.reported_at)
    done = placed(act, row)
    occurred = moment(done.occurred_at, at, earliest(done, row))
    to_come = promised(done.attributes)
    if to_come is not None and to_come <= occurred:
        raise PassedError
    whose = rows.whose(done, by, lambda: rows.caller(row))
    return rows.happened_of(done, row, whose, occurred, at), done


def check(act: Act, state: State) -> None:
    """Refuse an act that does not fit a state or lacks what its rule asks for.

    :raises NotNowError: if that cannot be done in the state
    :raises MissingError: if the act was not given what its rule asks for
    """
    if state not in RULES[act.kind].states:
        raise NotNowError(state)
    if act.missing():
        raise MissingError(act.missing())


def second(at: Instant) -> Instant:
    """Return the second in which something is written down.

    What happened has whole seconds, so that whoever adds up a tape by hand finds its figure.
    """
    return at - at % SECOND


def moment(given: Instant | None, at: Instant, earliest: Instant | None) -> Instant:
    """Return when something occurred that is written down at an instant.

    :raises NotYetError: if that is said to be later, or earlier than it can be
    """
    if given is None:
        return at
    occurred = second(given)
    if occurred > at or (earliest is not None and occurred < earliest):
        raise NotYetError
    return occurred


@transaction.atomic
def declare(customer: int, kind: str, *, by: Actor, at: Instant, occurred_at: Instant | None = None,
            evidence: str = "", **attributes: str) -> None:  # fmt: skip
    """Write down what concerns a customer as a whole: a situation, maintenance, an obligation.

    :raises ValueError: if the kind is none of a customer's
    :raises NotYetError: if it is said to have happened later than now
    """
    if kind not in CUSTOMER_KINDS:
        raise ValueError(kind)
    written = second(at)
    Happened.objects.create(
        ticket=None, customer_id=customer, kind=kind,
        occurred_at=moment(occurred_at, written, None), recorded_at=written,
        by=f"provider:{by.name}", source="desk", evidence=evidence, attributes=attributes,
    )  # fmt: skip
    record(f"customer.{kind}", by=by, at=at, noun="customer", key=customer, customer=customer,
           told=attributes)  # fmt: skip
    promised = promised_to(customer, at)
    for ticket in Ticket.objects.select_for_update().filter(customer_id=customer, is_open=True):
        keep(ticket, at, promised=promised)
