"""Periods: months, quarters and so on up to years, on the wall of the agreement's zone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import Final

from patto.kernel.agreement.part import Every
from patto.kernel.evaluation.outcome import Period
from patto.kernel.evaluation.wall import first_at
from patto.kernel.instants import Instant, to_datetime
from patto.kernel.zones import zone as zone_of

MONTHS: Final[dict[Every, int]] = {
    "month": 1, "quarter": 3, "four-months": 4, "half-year": 6, "year": 12,
}  # fmt: skip
_LETTER: Final[dict[Every, str]] = {"quarter": "Q", "four-months": "T", "half-year": "H"}


def period_of(instant: Instant, every: Every, zone: str) -> Period:
    """Return the period that an instant lies in, from its first midnight to the next one's."""
    local = to_datetime(instant).astimezone(zone_of(zone))
    months = MONTHS[every]
    first = (local.month - 1) // months * months + 1
    return _period(local.year, first, every, zone)


def periods_between(start: Instant, end: Instant, every: Every, zone: str) -> Iterator[Period]:
    """Yield the periods that `[start, end)` touches, in order."""
    period = period_of(start, every, zone)
    while period.start < end:
        yield period
        period = period_of(period.end, every, zone)


@lru_cache(maxsize=4096)
def _period(year: int, month: int, every: Every, zone: str) -> Period:
    months = MONTHS[every]
    following = year * 12 + month - 1 + months
    start = first_at(zone, date(year, month, 1))
    end = first_at(zone, date(following // 12, following % 12 + 1, 1))
    return Period(_label(year, month, every), start, end)


def _label(year: int, month: int, every: Every) -> str:
    if every == "month":
        return f"{year:04d}-{month:02d}"
    if every == "year":
        return f"{year:04d}"
    return f"{year:04d}-{_LETTER[every]}{(month - 1) // MONTHS[every] + 1}"
