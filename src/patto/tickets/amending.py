"""Correcting and retracting what happened: nothing is changed, all of it is kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from patto.accounts import queries as accounts
from patto.kernel import facts
from patto.kernel.evaluation.record import amended
from patto.kernel.facts import Event
from patto.kernel.instants import Instant
from patto.tickets.acts import Act, CycleError, ReportError, UnknownError
from patto.tickets.models import Happened, Ticket
from patto.tickets.standing import event_of, events_of

AMENDING = frozenset({facts.CORRECTED, facts.RETRACTED})
"""The kinds that say something of another entry."""
_WITH = frozenset({facts.ASSIGNED, facts.TAKEN_IN_CHARGE})
_SETTLING = AMENDING | _WITH | {facts.MERGED}


def placed(act: Act, ticket: Ticket) -> Act:
    """Return an act as it is to be written, once all that it names is there.

    A correction that names no moment keeps that of what it corrects.

    :raises UnknownError: if it names what is not there, or is another customer's
    :raises ReportError: if it would retract the report
    :raises CycleError: if it would merge a ticket into one that was merged itself, or into itself
    """
    assignee = act.attributes.get("assignee", "")
    if assignee and not (assignee.isdecimal() and accounts.is_person(int(assignee))):
        raise UnknownError
    if act.kind == facts.MERGED:
        _check_parent(ticket, act.attributes["into"])
    if act.kind not in AMENDING:
        if act.refers_to:
            _root(ticket, act.refers_to)
        return act
    root = _root(ticket, act.refers_to)
    if act.kind == facts.RETRACTED:
        if act.refers_to == str(root.pk) and root.kind == facts.REPORTED:
            raise ReportError
        return replace(act, occurred_at=None)
    return act if act.occurred_at is not None else replace(act, occurred_at=stands_at(ticket, root))


def earliest(act: Act, ticket: Ticket) -> Instant | None:
    """Return before what an act cannot be said to have been done; the report itself may move."""
    if act.kind == facts.CORRECTED and _root(ticket, act.refers_to).kind == facts.REPORTED:
        return None
    return int(ticket.reported_at)


def stands_at(ticket: Ticket, root: Happened) -> Instant:
    """Return when something occurred, by the last correction of it that stands."""
    events = events_of(ticket.pk)
    known = amended(events, max(one.recorded_at for one in events))
    found = (one.event.occurred_at for one in known if one.event.event_id == str(root.pk))
    return next(found, root.occurred_at)


def settle(ticket: Ticket, act: Act, at: Instant) -> None:
    """Set who a ticket is with, when it was reported and what it went into, after an act.

    :raises CycleError: if it went, by way of others, into itself
    """
    if act.kind not in _SETTLING and "assignee" not in act.attributes:
        return
    known = sorted(
        (one.event for one in amended(events_of(ticket.pk), at)), key=lambda one: one.order
    )
    ticket.assignee_id = _last(known, "assignee")
    ticket.merged_into_id = _last(known, "into")
    reported = (one.occurred_at for one in known if one.kind == facts.REPORTED)
    ticket.reported_at = next(reported, ticket.reported_at)
    ticket.save(update_fields=["assignee", "merged_into", "reported_at"])
    _check_no_cycle(ticket)


def entry(happened: Happened, number: int = 0) -> Event:
    """Return an entry that may not be written yet as the kernel knows it, after all others."""
    event = event_of(happened)
    if happened.pk:
        return event
    return replace(event, event_id=f"new-{number}", position=(1 << 62) + number)


def _last(known: Sequence[Event], name: str) -> int | None:
    said = [one.attribute(name) for one in known if one.attribute(name)]
    return int(said[-1]) if said and said[-1].isdecimal() else None


def _root(ticket: Ticket, key: str) -> Happened:
    """Return what an entry is about in the end: it itself, or what it corrects or retracts."""
    seen: set[str] = set()
    while key.isdecimal() and key not in seen:
        seen.add(key)
        row = Happened.objects.filter(pk=int(key), ticket=ticket).first()
        if row is None:
            break
        if row.kind not in AMENDING:
            return row
        key = row.refers_to
    raise UnknownError


def _check_parent(ticket: Ticket, into: str) -> None:
    parent = (
        Ticket.objects.filter(pk=int(into), customer_id=ticket.customer_id).first()
        if into.isdecimal()
        else None
    )
    if parent is None:
        raise UnknownError
    if parent.pk == ticket.pk or parent.merged_into_id is not None:
        raise CycleError


def _check_no_cycle(ticket: Ticket) -> None:
    seen, parent = {ticket.pk}, ticket.merged_into_id
    while parent is not None:
        if parent in seen:
            raise CycleError
        seen.add(parent)
        parent = Ticket.objects.values_list("merged_into_id", flat=True).get(pk=parent)
