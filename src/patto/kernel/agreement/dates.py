"""Dates of an agreement as instants: when a date begins in a zone."""

from __future__ import annotations

from datetime import date, timedelta

from patto.kernel.hours import Calendar
from patto.kernel.instants import Instant

_NEXT = timedelta(days=1)


def day_start(zone: str, day: date) -> Instant:
    """Return the first instant at which the wall of a zone shows a date.

    Where a zone has skipped the date it is the first instant of the next.

    :raises UnknownZoneError: if there is no such zone
    """
    always = Calendar.always(zone)
    while not (shown := always.date_span(day)):
        day += _NEXT
    return shown.bounds[0]


def day_end(zone: str, day: date) -> Instant:
    """Return the instant at which a date has ended on the wall of a zone.

    :raises UnknownZoneError: if there is no such zone
    """
    return day_start(zone, day + _NEXT)
