"""Every read about tickets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F

from patto.agreements import queries as agreements
from patto.kernel.evaluation.measure import explain
from patto.kernel.evaluation.outcome import ItemOutcome
from patto.kernel.facts import Event
from patto.kernel.instants import Instant
from patto.tickets.models import Happened, Message, Promise, Signal, Ticket
from patto.tickets.standing import declarations_of, events_of


@dataclass(frozen=True, slots=True)
class TicketRow:
    """A ticket as lists show it."""

    id: int
    customer: int
    customer_name: str
    subject: str
    contact: str
    """Who called: a contact's name, or whatever was written of somebody who is none."""
    system: str
    assignee: int | None
    assignee_name: str
    state: str
    scope: str
    priority: str
    is_open: bool
    overdue: bool
    reported_at: Instant
    next_due_at: Instant | None
    next_metric: str
    changes: int
    system_id: int | None = None
    warned_at: Instant | None = None
    """Since when so much of a promise is used up that a warning was told."""
    overdue_since: Instant | None = None
    """When the first promise was due that was missed and is still to be done."""
    stands_still: bool = False
    """Whether it waits for somebody else, and no promise still to be kept runs meanwhile."""


@dataclass(frozen=True, slots=True)
class PromiseRow:
    """How a promise stands."""

    metric: str
    title: str
    item: str
    verdict: str
    reason: str
    target: str
    due_at: Instant | None
    kept_until: Instant | None
    started_at: Instant | None
    stopped_at: Instant | None


@dataclass(frozen=True, slots=True)
class HappenedRow:
    """Something that happened, as pages show it."""

    id: int
    kind: str
    occurred_at: Instant
    recorded_at: Instant
    by: str
    reason: str
    evidence: str
    refers_to: str
    attributes: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class MessageRow:
    """Something that was said."""

    id: int
    public: bool
    text: str
    who: str
    at: Instant
    happened: int | None
    blacked_out_at: Instant | None


@dataclass(frozen=True, slots=True)
class TicketPage:
    """A ticket with all that belongs to it."""

    row: TicketRow
    promises: tuple[PromiseRow, ...]
    happened: tuple[HappenedRow, ...]
    messages: tuple[MessageRow, ...]


@dataclass(frozen=True, slots=True)
class SignalRow:
    """A moment of a ticket that people were told of; `taken_back_at` is when it became untrue."""

    ticket: int
    metric: str
    item: str
    kind: str
    detail: str
    at: Instant
    told_at: Instant
    taken_back_at: Instant | None


def ticket(key: int) -> TicketPage | None:
    """Return a ticket with all that belongs to it, `None` if there is none of this number."""
    row = next(map(row_of, rows_of().filter(pk=key)), None)
    if row is None:
        return None
    promises = Promise.objects.filter(ticket_id=key).order_by("id")
    messages = Message.objects.filter(ticket_id=key).order_by("at", "id")
    return TicketPage(
        row,
        tuple(map(_promise, promises)),
        happened(key),
        tuple(map(_message, messages)),
    )


def happened(key: int) -> tuple[HappenedRow, ...]:
    """Return what happened to a ticket, in the order in which it occurred."""
    rows = Happened.objects.filter(ticket_id=key).order_by("occurred_at", "recorded_at", "id")
    return tuple(map(_happened, rows))


def queue(*, most: int = 50, after: int = 0, assignee: int | None = None,
          customer: int | None = None) -> tuple[TicketRow, ...]:  # fmt: skip
    """Return open tickets, what is overdue and what falls due next first."""
    rows = rows_of().filter(is_open=True)
    if assignee is not None:
        rows = rows.filter(assignee_id=assignee)
    if customer is not None:
        rows = rows.filter(customer_id=customer)
    order = rows.order_by(F("next_due_at").asc(nulls_last=True), "id")
    return tuple(map(row_of, order[after : after + most]))


def explained(key: int, *, at: Instant) -> tuple[ItemOutcome, ...]:
    """Return what is said of a ticket's promises at an instant, with their segments."""
    row = Ticket.objects.only("customer_id").get(pk=key)
    history = agreements.history(row.customer_id)
    if history is None:
        return ()
    events = [*declarations_of(row.customer_id), *events_of(key)]
    return explain(history, events, str(key), at=at, known_at=at)[0]


def events(ticket: int) -> list[Event]:
    """Return everything that happened to a ticket, as the kernel knows it."""
    return events_of(ticket)


def seen(ticket: int) -> str | None:
    """Return a mark of what there is to see of a ticket, another one once there is more or less."""
    told = Count("signals"), Count("signals__taken_back_at")
    rows = Ticket.objects.filter(pk=ticket).values_list("changes", *told)
    return next(("-".join(map(str, row)) for row in rows), None)


def signals(ticket: int) -> tuple[SignalRow, ...]:
    """Return the moments of a ticket that people were told of, those taken back among them."""
    rows = Signal.objects.filter(ticket_id=ticket).order_by("at", "id")
    return tuple(
        SignalRow(s.ticket_id, s.metric, s.item, s.kind, s.detail, s.at, s.told_at, s.taken_back_at)
        for s in rows
    )


def rows_of() -> Any:
    """Return all tickets with what a row of theirs shows, not read yet."""
    return Ticket.objects.select_related("customer", "contact", "system", "assignee")


def row_of(row: Ticket) -> TicketRow:
    """Return a ticket as lists show it."""
    return TicketRow(
        row.pk, row.customer_id, row.customer.name, row.subject,
        row.caller if row.contact is None else row.contact.name,
        "" if row.system is None else row.system.name,
        row.assignee_id, "" if row.assignee is None else row.assignee.name,
        row.state, row.scope, row.priority, row.is_open, row.overdue, row.reported_at,
        row.next_due_at, row.next_metric, row.changes, row.system_id, row.warned_at,
        row.overdue_since, row.stands_still,
    )  # fmt: skip


def _promise(row: Promise) -> PromiseRow:
    return PromiseRow(
        row.metric, row.title, row.item, row.verdict, row.reason, row.target, row.due_at,
        row.kept_until, row.started_at, row.stopped_at,
    )  # fmt: skip


def _happened(row: Happened) -> HappenedRow:
    return HappenedRow(
        row.pk, row.kind, row.occurred_at, row.recorded_at, row.by, row.reason, row.evidence,
        row.refers_to, row.attributes,
    )  # fmt: skip


def _message(row: Message) -> MessageRow:
    return MessageRow(
        row.pk, row.public, row.text, row.who, row.at, row.happened_id, row.blacked_out_at
    )


def is_ticket(key: int) -> bool:
    """Return whether there is a ticket of this number."""
    return Ticket.objects.filter(pk=key).exists()


def latest_signal() -> int:
    """Return the number of the last signal, 0 if there is none."""
    return Signal.objects.order_by("-id").values_list("id", flat=True).first() or 0
