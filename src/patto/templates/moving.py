"""Moving the dates of a template with the start of the agreement that is made of it."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from typing import Final

from patto.kernel.zones import zone

_DAY: Final = timedelta(days=1)
_MOST_WEEKS: Final = 60


def moved(day: date, base: date, start: date) -> date:
    """Return the date that lies to `start` as a date of a template lies to its start, `base`.

    It is counted in whole months and the days that remain, so that the last day of a third month
    stays one.
    """
    eve = (day + _DAY).day == base.day
    whole = day + _DAY if eve else day
    months = (whole.year - base.year) * 12 + whole.month - base.month
    days = -1 if eve else day.day - base.day
    return _months_after(start, months) + days * _DAY


def weeks_clear(
    days: Collection[date], base: date, start: date, closed: Collection[date], zone_name: str
) -> int:
    """Return by how many weeks the days of an example move with the start.

    It is the first whole number of weeks, from as far after the start as they lay before, that
    brings them where nothing is closed and no clock is changed, so that the example comes out.

    :raises ValueError: if there is none within a year
    """
    first = -((base - start).days // 7)
    for weeks in range(first, first + _MOST_WEEKS):
        begin, end = (day + weeks * 7 * _DAY for day in (min(days), max(days)))
        if _is_clear(begin, end, closed, zone_name):
            return weeks
    raise ValueError(f"no {(max(days) - min(days)).days} days in a row without a closed day")


def _is_clear(begin: date, end: date, closed: Collection[date], zone_name: str) -> bool:
    if any(begin <= day <= end for day in closed):
        return False
    before, after = (_offset(day, zone_name) for day in (begin - _DAY, end + _DAY))
    return before == after


def _offset(day: date, zone_name: str) -> timedelta | None:
    return datetime.combine(day, time(12), tzinfo=zone(zone_name)).utcoffset()


def _months_after(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
