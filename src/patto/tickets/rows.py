"""The rows that an act on a ticket leaves: made here, written by the actions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, NamedTuple, TypeAlias

from patto.customers.folding import folded
from patto.customers.models import Contact, Customer, Site, System
from patto.kernel import facts
from patto.kernel.instants import Instant
from patto.ledger.actions import Actor, Written
from patto.tickets.acts import Act
from patto.tickets.drafts import Call
from patto.tickets.models import Happened, Message, Reported, Ticket


class NotTheirsError(Exception):
    """A contact, site or system that was named belongs to another customer."""


MOST_SEARCHED: Final = 500
"""How many letters of what was reported a search looks through."""
Finder: TypeAlias = Callable[[Any, int, int], Any]
"""What finds a thing of a kind by its number and its customer's; `find` is one."""


class Named(NamedTuple):
    """What a call names: who called, and the attributes of the event that follow from it."""

    caller: str
    attributes: dict[str, str]


def find(kind: Any, key: int, customer: int) -> Any:
    """Return a thing of a customer's.

    :raises NotTheirsError: if the customer has none of this number
    """
    row = kind.objects.filter(pk=key, customer_id=customer).first()
    if row is None:
        raise NotTheirsError(key)
    return row


def caller_of(customer: int) -> str:
    """Return who is said to have called where nobody is named: the customer."""
    return Customer.objects.values_list("name", flat=True).get(pk=customer)


def named(call: Call, find: Finder = find, caller_of: Callable[[int], str] = caller_of) -> Named:
    """Return what a call names.

    :raises NotTheirsError: if one of it belongs to another customer
    """
    told = {"channel": call.channel, **call.attributes}
    contact = None if call.contact is None else find(Contact, call.contact, call.customer)
    system = None if call.system is None else find(System, call.system, call.customer)
    site = None if call.site is None else find(Site, call.site, call.customer)
    if contact is not None:
        told["requester"] = contact.known_as or contact.name
    if system is not None and system.item:
        told["item"] = system.item
    if site is not None:
        told["site"] = site.name
    caller = caller_of(call.customer) if contact is None else contact.name
    return Named(caller, {name: value for name, value in told.items() if value})


def ticket_of(call: Call, reported: Instant) -> Ticket:
    """Return the ticket that a call begins."""
    return Ticket(
        customer_id=call.customer,
        subject=call.subject,
        contact_id=call.contact,
        site_id=call.site,
        system_id=call.system,
        caller=call.caller,
        channel=call.channel,
        reported_at=reported,
        folded=found_by(call.subject, call.caller),
        changes=1,
    )


def found_by(subject: str, caller: str) -> str:
    """Return what a ticket is found by: its title, and who called."""
    return folded(subject, caller)


def reported_of(ticket: Ticket, text: str) -> Reported:
    """Return what was said when a ticket was reported, for a search to look through."""
    return Reported(ticket=ticket, folded=folded(text[:MOST_SEARCHED]))


def report_of(call: Call, ticket: Ticket, who: Named, at: Instant) -> Happened:
    """Return the first thing that happened to a ticket: that it was reported."""
    return Happened(
        ticket=ticket,
        customer_id=call.customer,
        kind=facts.REPORTED,
        occurred_at=ticket.reported_at,
        recorded_at=at,
        by=f"customer:{who.caller}",
        source="desk",
        attributes=who.attributes,
    )


def caller(ticket: Ticket) -> str:
    """Return who a ticket's customer speaks through: who called, or else the customer."""
    if ticket.contact_id is None:
        return caller_of(ticket.customer_id)
    return Contact.objects.values_list("name", flat=True).get(pk=ticket.contact_id)


def whose(act: Act, by: Actor, caller: Callable[[], str]) -> str:
    """Return who did what an act says, which is not always who writes it down.

    A supplier's people have no names here.
    """
    if act.side == "customer":
        return f"customer:{caller()}"
    return act.side if act.side == "supplier" else f"provider:{by.name}"


def happened_of(act: Act, ticket: Ticket, whose: str, occurred: Instant, at: Instant) -> Happened:
    """Return what an act adds to what happened to a ticket."""
    return Happened(
        ticket=ticket,
        customer_id=ticket.customer_id,
        kind=act.kind,
        occurred_at=occurred,
        recorded_at=at,
        by=whose,
        source="desk",
        reason=act.reason,
        evidence=act.evidence,
        refers_to=act.refers_to,
        attributes=dict(act.attributes),
    )


def message_of(happened: Happened, text: str, *, public: bool) -> Message:
    """Return what was said with something that happened."""
    role, _, name = happened.by.partition(":")
    return Message(
        ticket=happened.ticket,
        happened=happened,
        public=public,
        text=text,
        at=happened.occurred_at,
        who=name or role,
    )


def logged(call: Call, ticket: Ticket, by: Actor, at: Instant) -> Written:
    """Return what the ledger says of a call's being logged."""
    told = {"subject": call.subject, "channel": call.channel}
    return Written("ticket.log", by, at, "ticket", ticket.pk, call.customer, told)


def acted(act: Act, ticket: Ticket, by: Actor, at: Instant) -> Written:
    """Return what the ledger says of an act on a ticket."""
    told = {"reason": act.reason, **act.attributes}
    shown = {name: value for name, value in told.items() if value}
    return Written(f"ticket.{act.kind}", by, at, "ticket", ticket.pk, ticket.customer_id, shown)
