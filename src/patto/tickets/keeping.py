"""Keeping how a ticket stands beside it, and the moment at which that changes by itself."""

from __future__ import annotations

from typing import Any, Final

from patto.kernel.evaluation.outcome import ItemOutcome, Verdict
from patto.kernel.evaluation.tickets import Evaluation
from patto.kernel.instants import Instant
from patto.tickets.models import Happened, Promise, Signal, Ticket
from patto.tickets.standing import Standing, event_of, events_of, promised_to, standing
from patto.timers import actions as timers

MOMENT: Final = "tickets.moment"
"""The kind of timer: something about a ticket changes by itself."""
KEPT: Final = (
    "state", "scope", "priority", "is_open", "overdue", "next_due_at", "next_metric",
)  # fmt: skip
"""The fields of a ticket that are computed from what happened to it."""
_COLUMNS: Final = (
    "title", "verdict", "reason", "target", "due_at", "kept_until", "started_at", "stopped_at",
)  # fmt: skip


def keep(ticket: Ticket, at: Instant, promised: Evaluation | None = None) -> Standing:
    """Write how a ticket stands at an instant, tell of what was missed, arm the next moment.

    `promised` is what its customer was promised, where that was read already. The ticket is saved
    with how often it changed and who it is with.
    """
    held = promised or promised_to(ticket.customer_id, at)
    found = standing(str(ticket.pk), events_of(ticket.pk), held, at)
    put(ticket, found)
    ticket.save(update_fields=[*KEPT, "changes", "assignee"])
    _keep_promises(ticket, promises(ticket, found, titles(held)))
    Signal.objects.bulk_create(missed(ticket, found, at), ignore_conflicts=True)
    if found.moments:
        timers.arm(MOMENT, ticket.pk, min(found.moments))
    else:
        timers.disarm(MOMENT, ticket.pk)
    return found


def keep_new(ticket: Ticket, reported: Happened, at: Instant) -> None:
    """Write a ticket of which nothing is stored yet, its report, and how it stands by that.

    The same as writing both and then `keep`; nothing is read again that is at hand.
    """
    held = promised_to(ticket.customer_id, at)
    found = standing("new", [event_of(reported)], held, at)
    put(ticket, found)
    ticket.save(force_insert=True)
    reported.ticket = ticket
    reported.save(force_insert=True)
    found = found.of(str(ticket.pk))
    Promise.objects.bulk_create(promises(ticket, found, titles(held)))
    Signal.objects.bulk_create(missed(ticket, found, at))
    if found.moments:
        timers.arm(MOMENT, ticket.pk, min(found.moments))


def put(ticket: Ticket, found: Standing) -> None:
    """Set the fields of a ticket that say how it stands; nothing is saved."""
    ticket.state, ticket.scope, ticket.is_open = found.state, found.scope, found.is_open
    ticket.priority, ticket.overdue = found.priority, found.is_open and found.overdue
    first = min(found.running, key=lambda one: one[1].due or 0, default=None)
    ticket.next_due_at = first[1].due if first is not None and found.is_open else None
    ticket.next_metric = first[0].metric if first is not None and found.is_open else ""


def titles(promised: Evaluation | None) -> dict[str, str]:
    """Return what the metrics of all versions of an agreement are called."""
    versions = () if promised is None else promised.history.versions
    return {metric.id: metric.title for one in versions for metric in one.metrics}


def promises(ticket: Ticket, found: Standing, called: dict[str, str]) -> list[Promise]:
    """Return the row of each promise about a ticket; nothing is saved."""
    return [_promise(ticket, one, called) for one in found.outcomes]


def missed(ticket: Ticket, found: Standing, at: Instant) -> list[Signal]:
    """Return the signal of each promise that was missed, at the moment at which it was."""
    return [
        Signal(ticket=ticket, metric=one.metric, item=one.item, kind="breach", at=level.kept_until)
        for one in found.outcomes
        for level in one.levels[:1]
        if level.verdict is Verdict.MISSED and level.kept_until is not None
        and level.kept_until <= at
    ]  # fmt: skip


def _promise(ticket: Ticket, outcome: ItemOutcome, called: dict[str, str]) -> Promise:
    level = outcome.levels[0]
    return Promise(
        ticket=ticket,
        metric=outcome.metric,
        title=called.get(outcome.metric, outcome.metric),
        item=outcome.item,
        verdict=level.verdict.value,
        reason=level.reason,
        target=level.target_text,
        due_at=level.due,
        kept_until=level.kept_until,
        started_at=outcome.start,
        stopped_at=outcome.stop,
    )


def _keep_promises(ticket: Ticket, wanted: list[Promise]) -> None:
    """Write the rows of promises that are not there as they should be, take away the others."""
    stored = Promise.objects.filter(ticket=ticket).values_list("pk", "metric", "item", *_COLUMNS)
    there: dict[tuple[str, str], tuple[int, tuple[Any, ...]]] = {
        (metric, item): (key, tuple(rest)) for key, metric, item, *rest in stored
    }
    changed = []
    for one in wanted:
        _, values = there.pop((one.metric, one.item), (0, ()))
        if values != tuple(getattr(one, name) for name in _COLUMNS):
            changed.append(one)
    if changed:
        Promise.objects.bulk_create(
            changed,
            update_conflicts=True,
            unique_fields=["ticket", "metric", "item"],
            update_fields=_COLUMNS,
        )
    if there:
        Promise.objects.filter(pk__in=[key for key, _ in there.values()]).delete()
