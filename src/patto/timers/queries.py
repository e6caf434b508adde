"""Reading the table of moments."""

from __future__ import annotations

from patto.kernel.instants import Duration, Instant
from patto.timers.models import Timer


def next_moment() -> Instant | None:
    """Return when the next moment is due, `None` if none is to come."""
    return Timer.objects.order_by("due_at").values_list("due_at", flat=True).first()


def lateness(at: Instant) -> Duration:
    """Return how long the earliest moment has been waiting to be worked on; 0 if none waits."""
    first = next_moment()
    return 0 if first is None else max(at - first, 0)
