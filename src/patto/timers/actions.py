"""Arming, disarming, leasing: a moment is worked on at least once, by one worker at a time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from django.db import connection, transaction
from django.db.models import F

from patto.kernel.instants import SECOND, Duration, Instant
from patto.timers.models import Timer
from patto.timers.queries import LONGEST, free

LEASE: Final[Duration] = 60 * SECOND
"""How long a worker has before another may take its moment."""


class Due(NamedTuple):
    """A moment that has come, leased to who took it."""

    id: int
    kind: str
    key: str
    due_at: Instant
    tries: int


def arm(kind: str, key: object, due_at: Instant) -> None:
    """Set the one moment of a kind for a thing, wherever it stood before, free to be taken."""
    arm_all(kind, {key: due_at})


def arm_all(kind: str, moments: Mapping[Any, Instant]) -> None:
    """Set the one moment of a kind for each of many things, as `arm` does for one."""
    Timer.objects.bulk_create(
        [Timer(kind=kind, key=str(key), due_at=due_at) for key, due_at in moments.items()],
        batch_size=500,
        update_conflicts=True,
        unique_fields=["kind", "key"],
        update_fields=["due_at", "leased_until", "tries"],
    )


def disarm(kind: str, key: object) -> None:
    """Take the moment of a kind for a thing away, if there is one."""
    Timer.objects.filter(kind=kind, key=str(key)).delete()


def take(at: Instant, *, most: int = 100) -> list[Due]:
    """Lease the moments that have come and nobody is at, the earliest first."""
    waiting = free(at).filter(due_at__lte=at)
    # On SQLite a transaction keeps all others from writing: none is begun for nothing.
    if not waiting.exists():
        return []
    with transaction.atomic():
        rows = waiting.order_by("due_at", "id")
        if connection.features.has_select_for_update_skip_locked:
            rows = rows.select_for_update(skip_locked=True)
        found = list(rows[:most])
        Timer.objects.filter(pk__in=[one.pk for one in found]).update(
            leased_until=at + LEASE, tries=F("tries") + 1
        )
    return [Due(one.pk, one.kind, one.key, one.due_at, one.tries + 1) for one in found]


def let_go() -> None:
    """Free what somebody was at who is no more: for where there is one worker at most."""
    Timer.objects.filter(leased_until__gt=0, tries__gt=0).update(leased_until=0)


def done(due: Due) -> None:
    """Take a moment away once it was worked on; one that was armed anew meanwhile stays."""
    Timer.objects.filter(pk=due.id, due_at=due.due_at, leased_until__gt=0).delete()


def next_of(due: Due, *, at: Instant, until: Instant) -> Due | None:
    """Lease what has become the next moment of the same thing, if it is due by an instant."""
    armed = Timer.objects.filter(pk=due.id, leased_until=0, due_at__lte=until)
    if not armed.update(leased_until=at + LEASE, tries=1):
        return None
    row = Timer.objects.get(pk=due.id)
    return Due(row.pk, row.kind, row.key, row.due_at, row.tries)


def put_back(due: Due, *, at: Instant, wait: Duration) -> None:
    """Let a moment that could not be worked on come again after a wait, of `LONGEST` at most."""
    until = at + min(wait, LONGEST)
    Timer.objects.filter(pk=due.id, due_at=due.due_at, leased_until__gt=0).update(
        leased_until=until
    )
