"""The slow oracle: working time found by walking the clock on the wall.

It knows nothing of the fast code: no sets of spans, no pieces between changes of offset. It reads
the wall clock at each tick and asks whether that reading is in the hours of that date.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta, tzinfo
from functools import cached_property
from itertools import pairwise
from typing import Protocol

from patto.kernel.instants import MINUTE, Duration, Instant, to_datetime
from patto.kernel.zones import zone

Times = Sequence[tuple[Duration, Duration]]


class Described(Protocol):
    """A calendar as it is described: its hours, exceptions and closures, no logic."""

    @property
    def zone(self) -> str: ...
    @property
    def weekly(self) -> Sequence[Times]: ...
    @property
    def closed_days(self) -> frozenset[date]: ...
    @property
    def day_hours(self) -> Iterable[tuple[date, Times]] | Mapping[date, Times]: ...
    @property
    def closed(self) -> Iterable[tuple[Instant, Instant]]: ...


@dataclass(frozen=True)
class Walk:
    """A walk along a calendar, tick by tick, less pauses.

    `tick` must divide every boundary of the hours and every change of offset where it walks; the
    bounds of closures and pauses may lie anywhere.
    """

    calendar: Described
    pauses: Sequence[tuple[Instant, Instant]] = ()
    tick: Duration = MINUTE

    @cached_property
    def _zone(self) -> tzinfo:
        return zone(self.calendar.zone)

    @cached_property
    def _day_hours(self) -> Mapping[date, Times]:
        return dict(self.calendar.day_hours)

    @cached_property
    def _shut(self) -> Sequence[tuple[Instant, Instant]]:
        return [*self.calendar.closed, *self.pauses]

    def is_open(self, instant: Instant) -> bool:
        """Return whether work is done at an instant."""
        if any(start <= instant < end for start, end in self._shut):
            return False
        wall = to_datetime(instant).astimezone(self._zone)
        today = wall.date()
        seconds = (wall.hour * 60 + wall.minute) * 60 + wall.second
        reading = seconds * 1_000_000 + wall.microsecond
        if today in self.calendar.closed_days:
            return False
        if today in self._day_hours:
            return any(opens <= reading < closes for opens, closes in self._day_hours[today])
        yesterday = today - timedelta(days=1)
        return any(
            opens <= reading < closes if opens < closes else opens <= reading
            for opens, closes in self.calendar.weekly[today.weekday()]
        ) or any(
            reading < closes <= opens for opens, closes in self.calendar.weekly[yesterday.weekday()]
        )

    def steps(self, start: Instant, end: Instant) -> Iterator[tuple[Instant, Instant]]:
        """Walk from start to end in steps inside which nothing can change."""
        marks = {start, end}
        marks.update(range(start - start % self.tick + self.tick, end, self.tick))
        marks.update(b for span in self._shut for b in span)
        return pairwise(sorted(mark for mark in marks if start <= mark <= end))

    def open_steps(self, start: Instant, end: Instant) -> Iterator[tuple[Instant, Instant]]:
        """Walk the steps in which work is done."""
        return ((since, until) for since, until in self.steps(start, end) if self.is_open(since))

    def elapsed(self, start: Instant, end: Instant) -> Duration:
        """Return the working time from start to end."""
        return sum(until - since for since, until in self.open_steps(start, end))

    def due(self, start: Instant, budget: Duration, give_up: Instant) -> Instant | None:
        """Return the first instant at which the budget is used up; None if not by `give_up`."""
        if budget == 0:
            return start
        left = budget
        for since, until in self.open_steps(start, give_up):
            if until - since >= left:
                return since + left
            left -= until - since
        return None

    def kept_until(self, start: Instant, budget: Duration, give_up: Instant) -> Instant | None:
        """Return the last instant at which no more is used than the budget; None if none is."""
        left = budget
        for since, until in self.open_steps(start, give_up):
            if until - since > left:
                return since + left
            left -= until - since
        return None
