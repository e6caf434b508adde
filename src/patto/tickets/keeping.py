"""Keeping how a ticket stands beside it, and the next moment at which something is told of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from patto.kernel.evaluation.outcome import ItemOutcome
from patto.kernel.evaluation.tickets import Evaluation
from patto.kernel.facts import Event
from patto.kernel.instants import Instant
from patto.tickets.models import Happened, Promise, Signal, Ticket
from patto.tickets.signalling import divided, signal, tell
from patto.tickets.standing import Standing, event_of, events_of, promised_to, standing
from patto.timers import actions as timers

MOMENT: Final = "tickets.moment"
"""The kind of timer: something about a ticket changes by itself."""
KEPT: Final = (
    "state", "scope", "priority", "type", "is_open", "overdue", "next_due_at", "next_metric",
    "stands_still", "overdue_since", "warned_at",
)  # fmt: skip
"""The fields of a ticket that are computed from what happened to it."""
_COLUMNS: Final = (
    "title", "verdict", "reason", "target", "due_at", "kept_until", "started_at", "stopped_at",
)  # fmt: skip


def keep(
    ticket: Ticket,
    at: Instant,
    *,
    promised: Evaluation | None = None,
    events: list[Event] | None = None,
    until: Instant | None = None,
) -> Standing:
    """Write how a ticket stands at an instant, tell what is to be told, arm the next moment.

    `promised` is what its customer was promised and `events` what happened to it, where they were
    read already. What came after `until` is left to be told in its turn. The ticket is saved with
    how often it changed and who it is with.
    """
    own = events_of(ticket.pk) if events is None else events
    now = as_of(own, at)
    held = promised if promised is not None and now == at else promised_to(ticket.customer_id, now)
    found = standing(str(ticket.pk), own, held, now)
    put(ticket, found, now)
    ticket.save(update_fields=[*KEPT, "changes", "assignee"])
    _keep_promises(ticket, promises(ticket, found, titles(held)))
    arm(ticket, following(tell(ticket, found, now if until is None else until, now), found))
    return found


def keep_new(ticket: Ticket, reported: Happened, at: Instant) -> None:
    """Write a ticket of which nothing is stored yet, its report, and how it stands by that.

    The same as writing both and then `keep`; nothing is read again that is at hand.
    """
    held = promised_to(ticket.customer_id, at)
    found = standing("new", [event_of(reported)], held, at)
    put(ticket, found, at)
    ticket.save(force_insert=True)
    reported.ticket = ticket
    reported.save(force_insert=True)
    found = found.of(str(ticket.pk))
    Promise.objects.bulk_create(promises(ticket, found, titles(held)))
    come, to_come = divided(found.moments, at)
    Signal.objects.bulk_create(signal(ticket, one, at) for one in come)
    ahead = following(to_come[0].since if to_come else None, found)
    if ahead is not None:
        timers.arm(MOMENT, ticket.pk, ahead)


def following(told: Instant | None, found: Standing) -> Instant | None:
    """Return when a ticket changes by itself: something is told of it, or a clock runs on."""
    return min((one for one in (told, found.runs_on_at) if one is not None), default=None)


def as_of(events: Iterable[Event], at: Instant) -> Instant:
    """Return an instant, or that at which the last thing was written down if that is later.

    It is where the clock of the machine was set back: what was known then is not forgotten.
    """
    return max([at, *(one.recorded_at for one in events)])


def arm(ticket: Ticket, moment: Instant | None) -> None:
    """Set when the engine is to look at a ticket again, if at all."""
    if moment is None:
        timers.disarm(MOMENT, ticket.pk)
    else:
        timers.arm(MOMENT, ticket.pk, moment)


def put(ticket: Ticket, found: Standing, at: Instant) -> None:
    """Set the fields of a ticket that say how it stands at an instant; nothing is saved."""
    ticket.state, ticket.scope, ticket.is_open = found.state, found.scope, found.is_open
    ticket.priority, ticket.overdue = found.priority, found.is_open and found.overdue
    ticket.type = found.type
    ticket.stands_still = found.stands_still
    ticket.overdue_since = found.overdue_since if ticket.overdue else None
    first = min(found.going or found.running, key=lambda one: one[1].due or 0, default=None)
    ticket.next_due_at = first[1].due if first is not None and found.is_open else None
    ticket.next_metric = first[0].metric if first is not None and found.is_open else ""
    ticket.warned_at = found.warned(at) if found.is_open else None


def titles(promised: Evaluation | None) -> dict[str, str]:
    """Return what the metrics of all versions of an agreement are called."""
    versions = () if promised is None else promised.history.versions
    return {metric.id: metric.title for one in versions for metric in one.metrics}


def promises(ticket: Ticket, found: Standing, called: dict[str, str]) -> list[Promise]:
    """Return the row of each promise about a ticket; nothing is saved."""
    return [_promise(ticket, one, called) for one in found.outcomes]


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
