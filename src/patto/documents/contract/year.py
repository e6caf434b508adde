"""The year's calendar: its months, with the days that differ marked."""

from __future__ import annotations

from calendar import Calendar as Weeks
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from babel.dates import get_day_names, get_month_names

from patto.documents.contract.drafting import Drafting
from patto.documents.contract.tree import DayCell, DayKind, Month, Year
from patto.kernel.agreement.compiled import CompiledCalendar
from patto.kernel.agreement.dates import day_end, day_start
from patto.kernel.hours import Calendar
from patto.kernel.spans import Span, SpanSet
from patto.language import formats

MOST: Final = 3
"""The most years of one agreement that are printed."""

_SHOWN: Final[tuple[DayKind, ...]] = ("open", "closed", "own", "weekend", "outside")


def years(name: str, d: Drafting) -> Iterator[Year]:
    """Yield the calendar of each year in which the agreement holds, as far as it is stated.

    A month in which it does not hold is left out.
    """
    start, end = d.days
    stated = d.agreement.calendars[name].stated_until
    last = end - timedelta(days=1)
    if stated != "always":
        last = min(last, stated)
    if last < start:
        return
    for year in range(start.year, min(last.year, start.year + MOST - 1) + 1):
        yield _year(year, name, d, (start, last))


def _year(year: int, name: str, d: Drafting, held: tuple[date, date]) -> Year:
    locale = formats.locale(d.words.language)
    months = get_month_names("wide", context="stand-alone", locale=locale)
    days = get_day_names("narrow", context="stand-alone", locale=locale)
    look = _Look.of(d.compiled.calendar(name), year, held)
    first = held[0].month if held[0].year == year else 1
    last = held[1].month if held[1].year == year else 12
    shown = tuple(_month(year, n, str(months[n]), look) for n in range(first, last + 1))
    kinds = {cell.kind for month in shown for week in month.weeks for cell in week if cell.number}
    legend = tuple((kind, d.say(f"year.{kind}")) for kind in _SHOWN if kind in kinds)
    title = d.say("year.title", year=str(year), calendar=d.titles.clock(name))
    return Year(title, tuple(str(days[number]) for number in range(7)), shown, legend)


def _month(year: int, month: int, name: str, look: _Look) -> Month:
    weeks = tuple(
        tuple(
            DayCell(day.day, look.kind(day)) if day.month == month else DayCell(0, "outside")
            for day in week
        )
        for week in Weeks().monthdatescalendar(year, month)
    )
    return Month(name, weeks)


@dataclass(frozen=True, slots=True)
class _Look:
    """The days of a year: those with open time, those that have it by the weekly hours."""

    open: frozenset[date]
    usual: frozenset[date]
    named: frozenset[date]
    held: tuple[date, date]

    @classmethod
    def of(cls, calendar: CompiledCalendar, year: int, held: tuple[date, date]) -> _Look:
        hours = calendar.hours
        first, last = date(year, 1, 1), date(year, 12, 31)
        whole = Span(day_start(hours.zone, first), day_end(hours.zone, last))
        found = (hours.spans(whole), hours.weekly_spans(whole))
        opened, usual = (frozenset(_dates(spans, hours)) for spans in found)
        return cls(opened, usual, frozenset(calendar.closed_names), held)

    def kind(self, day: date) -> DayKind:
        """Return how a day differs: closed for a reason, hours of its own, or not at all."""
        if not self.held[0] <= day <= self.held[1]:
            return "outside"
        if day in self.open:
            return "own" if day in self.named else "open"
        return "closed" if day in self.usual or day in self.named else "weekend"


def _dates(spans: SpanSet, hours: Calendar) -> Iterator[date]:
    for span in spans:
        day, last = hours.local_date(span.start), hours.local_date(span.end - 1)
        while day <= last:
            yield day
            day += timedelta(days=1)
