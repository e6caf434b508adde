"""One act on many tickets: on each by itself, so that what one refuses holds up no other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Final, NamedTuple

from django.db import DatabaseError

from patto.agreements import queries as agreements
from patto.kernel import facts
from patto.kernel.agreement.versions import History
from patto.kernel.instants import Instant
from patto.ledger.actions import Actor
from patto.tickets import actions, beside
from patto.tickets.acts import RULES, Act, RefusedError, UnknownError
from patto.tickets.models import State, Ticket
from patto.tickets.queries import TicketRow, happened
from patto.tickets.telling import unsettled

OFFERED: Final = (facts.TAKEN_IN_CHARGE, facts.ASSIGNED, facts.PAUSED, facts.NOTED, facts.CLOSED)
"""What can be done with many at once."""
BUSY: Final = "busy"
"""Why nothing came of an act when the database did not answer."""


class NotAgreedError(RefusedError):
    """The agreement of the ticket's customer has no such reason to pause."""

    code = "not-agreed"


class DisputedError(RefusedError):
    """Somebody disputes something about the ticket, and nobody has settled it."""

    code = "disputed"


class Chosen(NamedTuple):
    """A ticket, and how often it had changed when it was chosen."""

    ticket: int
    changes: int


class Outcome(NamedTuple):
    """What came of an act on one of many: nothing in `refused` if it was done."""

    ticket: int
    refused: str


def allowed(rows: Iterable[TicketRow]) -> tuple[str, ...]:
    """Return which of what is offered the rules allow for every one of some tickets."""
    states = {State(row.state) for row in rows}
    return tuple(kind for kind in OFFERED if states and states <= RULES[kind].states)


def reasons(rows: Iterable[TicketRow]) -> dict[str, str]:
    """Return the reasons to pause that govern every one of some tickets, with their titles."""
    rows = tuple(rows)
    held = {customer: agreements.history(customer) for customer in {row.customer for row in rows}}
    listed = [_listed(held[row.customer], row.reported_at) for row in rows]
    shared = set(listed[0]).intersection(*listed[1:]) if listed else set()
    return {name: title for name, title in (listed[0] if listed else {}).items() if name in shared}


def happen(chosen: Sequence[Chosen], act: Act, *, by: Actor, at: Instant) -> tuple[Outcome, ...]:
    """Do something with each of some tickets in a transaction of its own, and tell what came of it.

    A database that does not answer is not asked again for those that are left.
    """

    def do(one: Chosen) -> None:
        if act.kind == facts.PAUSED:
            row = Ticket.objects.only("customer_id", "reported_at").get(pk=one.ticket)
            if act.reason not in _listed(agreements.history(row.customer_id), row.reported_at):
                raise NotAgreedError
        if act.kind == facts.CLOSED and unsettled(happened(one.ticket), at):
            raise DisputedError
        actions.happen(one.ticket, act, by=by, at=at, changes=one.changes)

    return _each({one.ticket: partial(do, one) for one in chosen})


def link(
    tickets: Sequence[int], other: int | None, *, by: Actor, at: Instant
) -> tuple[Outcome, ...]:
    """Link each of some tickets with another one, or if none is named with the oldest of them."""
    hub = min(tickets, default=0) if other is None else other
    rest = [one for one in tickets if one != hub]
    return _each({one: partial(beside.link, one, hub, by=by, at=at) for one in rest})


def _each(does: Mapping[int, Callable[[], None]]) -> tuple[Outcome, ...]:
    found: list[Outcome] = []
    away = False
    for ticket, do in does.items():
        refused = BUSY
        if not away:
            try:
                do()
            except RefusedError as error:
                refused = error.code
            except Ticket.DoesNotExist:
                refused = UnknownError.code
            except DatabaseError:
                away = True
            else:
                refused = ""
        found.append(Outcome(ticket, refused))
    return tuple(found)


def _listed(history: History | None, reported: Instant) -> dict[str, str]:
    governing = None if history is None else history.governing(reported)
    listed = () if governing is None else governing.pause_reasons or ()
    return {one.id: one.title for one in listed}
