"""What a target in support hours means on a Friday afternoon, as dates."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from patto.documents.contract.drafting import Drafting
from patto.documents.contract.tree import Note
from patto.kernel.agreement.calendars import ALWAYS
from patto.kernel.agreement.compiled import CompiledClock
from patto.kernel.agreement.dates import day_end, day_start
from patto.kernel.agreement.metrics import TicketMetric
from patto.kernel.errors import PattoError
from patto.kernel.instants import HOUR, Instant
from patto.kernel.spans import Span

FRIDAY: Final = 4
_WEEKS: Final = 8


def friday(metric: TicketMetric, d: Drafting) -> Iterator[Note]:
    """Yield when calls of a Friday afternoon are due, an hour before the clock stops."""
    called: Instant | None = None
    told: list[str] = []
    for priority in d.agreement.priorities.order:
        rows = metric.targets.get(priority.id)
        row = rows[-1] if rows else None
        if row is None or row.clock == ALWAYS:
            continue
        clock = d.compiled.clock(row.clock)
        called = called or _call(clock, d)
        if called is None:
            continue
        dues = [
            _due(clock, called, level.within.length(clock.business_day), d)
            for level in row.levels
            if level.within is not None
        ]
        if dues and all(dues):
            title = d.titles.priority(priority.id)
            told.append(d.say("friday.due", priority=title, dues=d.listing(dues)))
    if called is not None and told:
        intro = d.say("friday.called", at=d.words.instant(called, d.titles.zone))
        yield Note(d.say("friday.title"), (intro, *told))


def _call(clock: CompiledClock, d: Drafting) -> Instant | None:
    """Return an hour before the clock stops on the first Friday on which it runs."""
    start, end = d.days
    first = start + timedelta(days=(FRIDAY - start.weekday()) % 7)
    zone = d.titles.zone
    for week in range(_WEEKS):
        day: date = first + timedelta(weeks=week)
        if day >= end:
            return None
        shown = Span(day_start(zone, day), day_end(zone, day))
        last = max((span.end for span in clock.open.spans(shown)), default=None)
        if last is not None and last - HOUR >= shown.start:
            return last - HOUR
    return None


def _due(clock: CompiledClock, called: Instant, length: int, d: Drafting) -> str:
    try:
        due = clock.open.due(called, length)
    except PattoError:
        return ""
    return d.words.instant(due, d.titles.zone)
