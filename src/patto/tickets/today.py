"""What one day asks of people: how much is open, what nobody has taken, how long they worked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, F, Min, Q

from patto.kernel import facts
from patto.kernel.evaluation.record import amended
from patto.kernel.facts import Event
from patto.kernel.instants import Instant
from patto.tickets.models import Happened, Ticket
from patto.tickets.queries import TicketRow, row_of, rows_of
from patto.tickets.standing import event_of

_PRESSING = Q(stands_still=False) & (Q(overdue=True) | Q(next_due_at__isnull=False))


@dataclass(frozen=True, slots=True)
class Counts:
    """How many tickets are open, and of those how many are what."""

    open: int
    overdue: int
    due: int
    """How many promises still to be kept fall due within the span that was asked for."""
    paused: int
    untaken: int


@dataclass(frozen=True, slots=True)
class WorkedRow:
    """Work on a ticket: how many minutes, when."""

    ticket: int
    subject: str
    at: Instant
    minutes: int
    where: str


def counts(start: Instant, end: Instant) -> Counts:
    """Return how many tickets are open, with what falls due within a span."""
    parts = {
        "overdue": Q(overdue=True),
        "due": Q(next_due_at__gte=start, next_due_at__lt=end, stands_still=False),
        "paused": Q(stands_still=True),
        "untaken": Q(assignee=None),
    }
    # Named apart from the columns, which would else be taken for them.
    asked = {f"n_{name}": Count("pk", filter=part) for name, part in parts.items()}
    found = Ticket.objects.filter(is_open=True).aggregate(n_open=Count("pk"), **asked)
    return Counts(**{name.removeprefix("n_"): number for name, number in found.items()})


@dataclass(frozen=True, slots=True)
class CustomerNow:
    """What is open of one customer: how much, how much of it missed, and what is due first."""

    id: int
    name: str
    open: int
    overdue: int
    first_due_at: Instant | None


def by_customer(*, most: int) -> tuple[CustomerNow, ...]:
    """Return the customers of whom something is open, those that somebody has to look at first."""
    open_ = Ticket.objects.filter(is_open=True).values("customer_id", "customer__name")
    found = open_.annotate(
        n_open=Count("pk"),
        n_overdue=Count("pk", filter=Q(overdue=True)),
        first=Min("next_due_at", filter=Q(stands_still=False)),
    ).order_by("-n_overdue", F("first").asc(nulls_last=True), "customer__name")
    return tuple(
        CustomerNow(
            one["customer_id"], one["customer__name"], one["n_open"], one["n_overdue"],
            one["first"],
        )
        for one in found[:most]
    )  # fmt: skip


def untaken(*, most: int = 20) -> tuple[TicketRow, ...]:
    """Return open tickets that are with nobody, what falls due next first."""
    rows = rows_of().filter(is_open=True, assignee=None)
    order = rows.order_by(F("next_due_at").asc(nulls_last=True), "id")
    return tuple(map(row_of, order[:most]))


def pressing(*, overdue: bool, most: int) -> tuple[TicketRow, ...]:
    """Return open tickets that were missed, or those of which a promise is next to be kept.

    What is paused waits for somebody else and is left out, as is what nothing is promised about.
    """
    rows = rows_of().filter(_PRESSING, is_open=True, overdue=overdue)
    order = rows.order_by(F("next_due_at").asc(nulls_first=True), "id")
    return tuple(map(row_of, order[:most]))


def worked(name: str, start: Instant, end: Instant, *, at: Instant) -> tuple[WorkedRow, ...]:
    """Return the work that somebody of the provider's did within a span, in its order.

    Corrections and retractions known by then are applied.
    """
    by = f"{facts.PROVIDER}:{name}"
    # A correction says when the work was; so whatever day it was first said to be, one of the two
    # lies within the span.
    within = Happened.objects.filter(occurred_at__gte=start, occurred_at__lt=end)
    said = within.filter(kind=facts.WORKED, by=by).values_list("ticket_id", flat=True)
    moved = within.filter(kind=facts.CORRECTED).values_list("ticket_id", flat=True)
    tickets = {*said, *moved}
    about = {facts.WORKED, facts.CORRECTED, facts.RETRACTED}
    rows = Happened.objects.filter(ticket_id__in=tickets, kind__in=about).order_by("id")
    own = [
        one.event
        for one in amended(map(event_of, rows), at)
        # Whoever corrects it, the work stays that of who did it.
        if one.event.kind == facts.WORKED
        and one.forms[0].event.by == by
        and start <= one.event.occurred_at < end
    ]
    return tuple(_worked(own))


def _worked(own: Iterable[Event]) -> Iterable[WorkedRow]:
    found = sorted(own, key=lambda event: event.order)
    named = Ticket.objects.in_bulk([int(event.ticket) for event in found])
    for event in found:
        subject = named[int(event.ticket)].subject
        minutes = int(event.attribute("minutes") or 0)
        yield WorkedRow(
            int(event.ticket), subject, event.occurred_at, minutes, event.attribute("where")
        )
