"""Every write about tickets.

Each writes what happened, then how the ticket stands because of it, and arms the moment at which
that changes by itself; all in one transaction.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction

from patto.agreements import queries as agreements
from patto.customers.folding import folded
from patto.customers.models import Contact, Customer, Site, System
from patto.kernel import facts
from patto.kernel.facts import CUSTOMER_KINDS, Event
from patto.kernel.instants import Instant
from patto.ledger.actions import Actor, record
from patto.tickets.acts import RULES, Act, MissingError, NotNowError, NotYetError, StaleError
from patto.tickets.drafts import Call
from patto.tickets.keeping import keep
from patto.tickets.models import Happened, Message, State, Ticket
from patto.tickets.standing import Standing, declarations_of, standing


class NotTheirsError(Exception):
    """A contact, site or system that was named belongs to another customer."""


@transaction.atomic
def log(call: Call, *, by: Actor, at: Instant) -> int:
    """Log a call, and return the number of its ticket.

    :raises NotTheirsError: if what it names belongs to another customer
    :raises NotYetError: if it is said to have come later than now
    """
    reported = _moment(call.reported_at, at, None)
    attributes = _attributes(call)
    ticket = Ticket.objects.create(
        customer_id=call.customer,
        subject=call.subject,
        contact_id=call.contact,
        site_id=call.site,
        system_id=call.system,
        channel=call.channel,
        reported_at=reported,
        next_metric="",
        priority="",
        folded=folded(call.subject),
    )
    happened = Happened.objects.create(
        ticket=ticket,
        customer_id=call.customer,
        kind=facts.REPORTED,
        occurred_at=reported,
        recorded_at=at,
        by=_told_side("customer", _contact_name(call)),
        source="desk",
        attributes=attributes,
    )
    if call.text.strip():
        Message.objects.create(
            ticket=ticket, happened=happened, public=True, text=call.text, at=reported,
            who=_contact_name(call),
        )  # fmt: skip
    told = {"subject": call.subject, "channel": call.channel}
    record(
        "ticket.log", by=by, at=at, noun="ticket", key=ticket.pk, customer=call.customer, told=told
    )
    keep(ticket, at)
    return int(ticket.pk)


def foreseen(call: Call, *, at: Instant) -> Standing:
    """Return how a ticket would stand if a call were logged now; nothing is written."""
    reported = _moment(call.reported_at, at, None)
    own = [Event("1", "new", facts.REPORTED, reported, at, by="customer", source="desk",
                 attributes=_attributes(call))]  # fmt: skip
    history = agreements.history(call.customer)
    declared = declarations_of(call.customer) if history is not None else []
    return standing("new", own, declared, history, at)


@transaction.atomic
def happen(ticket: int, act: Act, *, by: Actor, at: Instant, changes: int | None = None) -> None:
    """Do something with a ticket.

    `changes` is how often the ticket had changed when the page was opened that this comes from.

    :raises StaleError: if it has changed since
    :raises NotNowError: if that cannot be done in the state it is in
    :raises MissingError: if the act was not given what its rule asks for
    :raises NotYetError: if it is said to have been done later than now, or before the report
    """
    row = Ticket.objects.select_for_update().get(pk=ticket)
    if changes is not None and changes != row.changes:
        raise StaleError
    if State(row.state) not in RULES[act.kind].states:
        raise NotNowError(row.state)
    if act.missing():
        raise MissingError(act.missing())
    occurred = _moment(act.occurred_at, at, row.reported_at)
    happened = Happened.objects.create(
        ticket=row,
        customer_id=row.customer_id,
        kind=act.kind,
        occurred_at=occurred,
        recorded_at=at,
        by=_told_side(act.side, by.name),
        source="desk",
        reason=act.reason,
        evidence=act.evidence,
        refers_to=act.refers_to,
        attributes=dict(act.attributes),
    )
    if act.text.strip():
        Message.objects.create(
            ticket=row,
            happened=happened,
            public=act.public,
            text=act.text,
            at=occurred,
            who=by.name,
        )
    if act.kind == facts.ASSIGNED:
        row.assignee_id = int(act.attributes["assignee"])
    told = {"reason": act.reason, **act.attributes}
    record(f"ticket.{act.kind}", by=by, at=at, noun="ticket", key=ticket, customer=row.customer_id,
           told={name: value for name, value in told.items() if value})  # fmt: skip
    keep(row, at)


@transaction.atomic
def declare(customer: int, kind: str, *, by: Actor, at: Instant, occurred_at: Instant | None = None,
            evidence: str = "", **attributes: str) -> None:  # fmt: skip
    """Write down what concerns a customer as a whole: a situation, maintenance, an obligation.

    :raises ValueError: if the kind is none of a customer's
    :raises NotYetError: if it is said to have happened later than now
    """
    if kind not in CUSTOMER_KINDS:
        raise ValueError(kind)
    Happened.objects.create(
        ticket=None, customer_id=customer, kind=kind, occurred_at=_moment(occurred_at, at, None),
        recorded_at=at, by=_told_side("provider", by.name), source="desk", evidence=evidence,
        attributes=attributes,
    )  # fmt: skip
    record(f"customer.{kind}", by=by, at=at, noun="customer", key=customer, customer=customer,
           told=attributes)  # fmt: skip
    for ticket in Ticket.objects.select_for_update().filter(customer_id=customer, is_open=True):
        keep(ticket, at)


def _moment(given: Instant | None, at: Instant, earliest: Instant | None) -> Instant:
    if given is None:
        return at
    if given > at or (earliest is not None and given < earliest):
        raise NotYetError
    return given


def _attributes(call: Call) -> dict[str, str]:
    """Return what the event of a report says: what was given, and what the named things are."""
    told = {"channel": call.channel, **call.attributes}
    contact = _theirs(Contact, call.contact, call.customer)
    system = _theirs(System, call.system, call.customer)
    site = _theirs(Site, call.site, call.customer)
    if contact is not None:
        told["requester"] = contact.known_as or contact.name
    if system is not None and system.item:
        told["item"] = system.item
    if site is not None:
        told["site"] = site.name
    return {name: value for name, value in told.items() if value}


def _theirs(kind: Any, key: int | None, customer: int) -> Any:
    if key is None:
        return None
    found = kind.objects.filter(pk=key, customer_id=customer).first()
    if found is None:
        raise NotTheirsError(key)
    return found


def _contact_name(call: Call) -> str:
    if call.contact is None:
        return Customer.objects.values_list("name", flat=True).get(pk=call.customer)
    return Contact.objects.values_list("name", flat=True).get(pk=call.contact)


def _told_side(side: str, name: str) -> str:
    return f"{side}:{name}"
