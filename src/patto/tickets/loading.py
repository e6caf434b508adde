"""Writing whole pasts of tickets at once, as the acts one by one would have left them.

For what comes from elsewhere with its history. How a ticket stands is computed once, at the end,
and not after every act.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from django.db import transaction

from patto.kernel import facts
from patto.kernel.instants import Instant
from patto.ledger.actions import Actor, Written, record_all
from patto.tickets import rows
from patto.tickets.actions import check, moment, second
from patto.tickets.acts import Act, UnknownError
from patto.tickets.drafts import Call
from patto.tickets.keeping import KEPT, MOMENT, following, promises, put, titles
from patto.tickets.models import Happened, Message, Promise, Reported, Signal, Ticket
from patto.tickets.signalling import divided, signal
from patto.tickets.standing import event_of, promised_to, standing, state_of
from patto.timers import actions as timers

_BATCH = 400


class Done(NamedTuple):
    """An act on a ticket: what, by whom, written down when."""

    act: Act
    by: Actor
    at: Instant


class Past(NamedTuple):
    """A call, by whom and when it was logged, and all that was done since, in that order."""

    call: Call
    by: Actor
    at: Instant
    done: Sequence[Done]


class _Loaded(NamedTuple):
    """A past with the rows that it leaves."""

    past: Past
    ticket: Ticket
    happened: list[Happened]


@transaction.atomic
def load(pasts: Iterable[Past], *, at: Instant) -> None:
    """Write pasts that had happened by an instant, in the order in which the calls were logged.

    What names an entry or another ticket by its number (a correction, a retraction, a merging)
    cannot be in a past, which has no numbers yet.

    :raises NotTheirsError: if what a call names belongs to another customer
    :raises UnknownError: if an act names what has no number yet
    :raises RefusedError: what `actions.log` and `actions.happen` would have raised
    """
    ordered = sorted(pasts, key=attrgetter("at"))
    tickets = [rows.ticket_of(one.call, moment(one.call.reported_at, second(one.at), None))
               for one in ordered]  # fmt: skip
    Ticket.objects.bulk_create(tickets, batch_size=_BATCH)
    find, caller_of = cache(rows.find), cache(rows.caller_of)
    whose = [rows.named(one.call, find, caller_of) for one in ordered]
    loaded = [
        _Loaded(past, ticket, _happened(past, ticket, who))
        for past, ticket, who in zip(ordered, tickets, whose, strict=True)
    ]
    Happened.objects.bulk_create(
        sorted((row for one in loaded for row in one.happened), key=attrgetter("recorded_at")),
        batch_size=_BATCH,
    )
    for one in loaded:
        _check(one)
    Reported.objects.bulk_create(
        [rows.reported_of(one.ticket, one.past.call.text)
         for one in loaded if one.past.call.text.strip()],
        batch_size=_BATCH,
    )  # fmt: skip
    said = [row for one in loaded for row in _messages(one)]
    Message.objects.bulk_create(sorted(said, key=lambda row: row.happened_id or 0),
                                batch_size=_BATCH)  # fmt: skip
    record_all(sorted((entry for one in loaded for entry in _entries(one)), key=attrgetter("at")))
    _keep_all(loaded, at)


def _happened(past: Past, ticket: Ticket, who: rows.Named) -> list[Happened]:
    found = [rows.report_of(past.call, ticket, who, second(past.at))]
    for act, by, at in past.done:
        written = second(at)
        occurred = moment(act.occurred_at, written, ticket.reported_at)
        whose = rows.whose(act, by, lambda: who.caller)
        found.append(rows.happened_of(act, ticket, whose, occurred, written))
        if act.kind == facts.ASSIGNED:
            ticket.assignee_id = int(act.attributes["assignee"])
        ticket.changes += 1
    return found


def _check(one: _Loaded) -> None:
    """Hold every act against its rule, in the state that those before it had led to."""
    events = [event_of(row) for row in one.happened]
    for number, (act, _, at) in enumerate(one.past.done, 1):
        check(act, state_of(events[:number], at))
        if act.refers_to or act.kind == facts.MERGED:
            raise UnknownError


def _messages(one: _Loaded) -> Iterable[Message]:
    reported, *rest = one.happened
    if one.past.call.text.strip():
        yield rows.message_of(reported, one.past.call.text, public=True)
    for row, (act, _, _) in zip(rest, one.past.done, strict=True):
        if act.text.strip():
            yield rows.message_of(row, act.text, public=act.public)


def _entries(one: _Loaded) -> Iterable[Written]:
    yield rows.logged(one.past.call, one.ticket, one.past.by, one.past.at)
    for act, by, at in one.past.done:
        yield rows.acted(act, one.ticket, by, at)


def _keep_all(loaded: Sequence[_Loaded], at: Instant) -> None:
    kept: list[Promise] = []
    told: list[Signal] = []
    moments: dict[int, Instant] = {}
    by_customer = sorted(loaded, key=lambda one: one.ticket.customer_id)
    for customer, own in groupby(by_customer, lambda one: one.ticket.customer_id):
        held = promised_to(customer, at)
        called = titles(held)
        for _, ticket, happened in own:
            events = [event_of(row) for row in happened]
            found = standing(str(ticket.pk), events, held, at)
            put(ticket, found, at)
            kept += promises(ticket, found, called)
            come, to_come = divided(found.moments, at)
            # Loaded at one go, and told as if the engine had been there all the time.
            told += [signal(ticket, one, one.since) for one in come]
            ahead = following(to_come[0].since if to_come else None, found)
            if ahead is not None:
                moments[ticket.pk] = ahead
    # A row that is there is written over: an update of many rows takes Django three times as long.
    Ticket.objects.bulk_create(
        [one.ticket for one in loaded],
        batch_size=_BATCH,
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=[*KEPT, "changes", "assignee"],
    )
    Promise.objects.bulk_create(kept, batch_size=_BATCH)
    Signal.objects.bulk_create(told, batch_size=_BATCH)
    timers.arm_all(MOMENT, moments)
