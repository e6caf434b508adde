"""Readings of the clock on the wall, as the instants that a deadline or a period needs."""

from __future__ import annotations

from datetime import date

from patto.kernel.instants import DAY, Duration, Instant
from patto.kernel.spans import Span
from patto.kernel.zones import pieces

_FIRST_DATE = date(1970, 1, 1)


def first_at(zone: str, day: date, since_midnight: Duration = 0) -> Instant:
    """Return the first instant at which the wall of a zone shows this date and time, or later.

    A reading that the clocks skip is the instant of the change, one that they show twice the
    first of the two.
    """
    reading = (day - _FIRST_DATE).days * DAY + since_midnight
    around = pieces(zone, Span(reading - 2 * DAY, reading + 2 * DAY))
    return next(
        max(start, reading - offset) for (start, end), offset in around if reading - offset < end
    )
