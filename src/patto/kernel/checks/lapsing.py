"""When a notice that runs from some instant has passed, on its clock or by the calendar."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from typing import Final

from patto.kernel.agreement.dates import day_start
from patto.kernel.agreement.lapses import Lapse, Notice
from patto.kernel.agreement.part import YEARS
from patto.kernel.checks.subject import Subject
from patto.kernel.errors import NeverReachedError
from patto.kernel.instants import Instant, to_datetime
from patto.kernel.zones import zone

_MONTHS: Final = {"month": 1, "year": 12}


def passed(subject: Subject, start: Instant, notice: Notice) -> Instant | None:
    """Return when a notice that runs from an instant has passed, `None` if not within ten years.

    By the calendar it has passed when the last of its days begins, so never later than it has.
    """
    name = subject.agreement.agreement.zone
    if isinstance(notice, Lapse):
        day = to_datetime(start).astimezone(zone(name)).date()
        return day_start(name, _later(day, notice))
    clock = subject.compiled.clock(notice.clock)
    try:
        return clock.open.due(start, notice.budget.length(clock.business_day))
    except NeverReachedError:
        return None


def _later(day: date, lapse: Lapse) -> date:
    """Return a date so much later, the last of its month where the month has no such date."""
    last = date(YEARS[-1], 12, 31)
    if lapse.unit == "day":
        return min(last, day + timedelta(days=lapse.number))
    months = day.year * 12 + day.month - 1 + lapse.number * _MONTHS[lapse.unit]
    year, month = months // 12, months % 12 + 1
    if year > last.year:
        return last
    return date(year, month, min(day.day, monthrange(year, month)[1]))
