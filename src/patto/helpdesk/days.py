"""A day on the reader's wall, as a span of time."""

from __future__ import annotations

from datetime import timedelta

from patto.kernel.evaluation.wall import first_at
from patto.kernel.instants import Instant, to_datetime
from patto.kernel.zones import zone as zone_of


def today(at: Instant, zone: str) -> tuple[Instant, Instant]:
    """Return when the day began that a zone has at an instant, and when the next one does."""
    day = to_datetime(at).astimezone(zone_of(zone)).date()
    return first_at(zone, day), first_at(zone, day + timedelta(days=1))
