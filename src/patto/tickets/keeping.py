"""Keeping how a ticket stands beside it, and the moment at which that changes by itself."""

from __future__ import annotations

from typing import Final

from patto.agreements import queries as agreements
from patto.kernel.evaluation.outcome import ItemOutcome, Verdict
from patto.kernel.instants import Instant
from patto.tickets.models import Promise, Signal, Ticket
from patto.tickets.standing import Standing, standing_of
from patto.timers import actions as timers

MOMENT: Final = "tickets.moment"
"""The kind of timer: something about a ticket changes by itself."""


def keep(ticket: Ticket, at: Instant) -> Standing:
    """Write how a ticket stands at an instant, tell of what was missed, arm the next moment.

    The ticket's other fields are saved as they are.
    """
    found = standing_of(ticket.pk, ticket.customer_id, at)
    ticket.state, ticket.scope, ticket.is_open = found.state, found.scope, found.is_open
    ticket.priority, ticket.overdue = found.priority, found.is_open and found.overdue
    first = min(found.running, key=lambda one: one[1].due or 0, default=None)
    ticket.next_due_at = first[1].due if first is not None and found.is_open else None
    ticket.next_metric = first[0].metric if first is not None and found.is_open else ""
    ticket.changes += 1
    ticket.save()
    Promise.objects.filter(ticket=ticket).delete()
    titles = _titles(ticket.customer_id)
    Promise.objects.bulk_create([_promise(ticket, one, titles) for one in found.outcomes])
    _tell(ticket, found, at)
    if found.moments:
        timers.arm(MOMENT, ticket.pk, min(found.moments))
    else:
        timers.disarm(MOMENT, ticket.pk)
    return found


def _titles(customer: int) -> dict[str, str]:
    history = agreements.history(customer)
    versions = () if history is None else history.versions
    return {metric.id: metric.title for one in versions for metric in one.metrics}


def _promise(ticket: Ticket, outcome: ItemOutcome, titles: dict[str, str]) -> Promise:
    level = outcome.levels[0]
    return Promise(
        ticket=ticket,
        metric=outcome.metric,
        title=titles.get(outcome.metric, outcome.metric),
        item=outcome.item,
        verdict=level.verdict.value,
        reason=level.reason,
        target=level.target_text,
        due_at=level.due,
        kept_until=level.kept_until,
        started_at=outcome.start,
        stopped_at=outcome.stop,
    )


def _tell(ticket: Ticket, found: Standing, at: Instant) -> None:
    """Write a signal for each promise that was missed, at the moment at which it was."""
    missed = [
        Signal(ticket=ticket, metric=one.metric, item=one.item, kind="breach", at=level.kept_until)
        for one in found.outcomes
        for level in one.levels[:1]
        if level.verdict is Verdict.MISSED and level.kept_until is not None
        and level.kept_until <= at
    ]  # fmt: skip
    Signal.objects.bulk_create(missed, ignore_conflicts=True)
