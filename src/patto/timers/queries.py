"""Reading the table of moments."""

from __future__ import annotations

from typing import Any, Final

from django.db.models import Q

from patto.kernel.instants import SECOND, Duration, Instant
from patto.timers.models import Timer

LONGEST: Final[Duration] = 300 * SECOND
"""How long a moment is held back at most, by who is at it or until it is tried again."""


def next_moment() -> Instant | None:
    """Return when the next moment is due, `None` if none is to come."""
    return Timer.objects.order_by("due_at").values_list("due_at", flat=True).first()


def free(at: Instant) -> Any:
    """Return the moments that nobody is at, not read yet.

    One that is held longer than any can be was taken by a clock that ran fast, and is free.
    """
    return Timer.objects.filter(Q(leased_until__lte=at) | Q(leased_until__gt=at + LONGEST))


def next_free(at: Instant) -> Instant | None:
    """Return when the next moment that nobody is at is due, `None` if none is to come."""
    first: Instant | None = free(at).order_by("due_at").values_list("due_at", flat=True).first()
    return first


def lateness(at: Instant) -> Duration:
    """Return how long the earliest moment has been waiting to be worked on; 0 if none waits."""
    first = next_moment()
    return 0 if first is None else max(at - first, 0)
