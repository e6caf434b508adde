"""The open and closed days of an agreement, year by year, as its page draws and lists them."""

from __future__ import annotations

from calendar import Calendar as Weeks
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal, TypeAlias

from babel import Locale
from babel.dates import get_day_names, get_month_names

from patto.documents.contract.chapters.hours import weekly
from patto.documents.contract.drafting import Drafting
from patto.kernel.agreement.compiled import CompiledCalendar
from patto.kernel.agreement.model import Agreement
from patto.kernel.hours import Calendar, on_each_date
from patto.kernel.instants import DAY, Duration, render_time_of_day
from patto.kernel.spans import SpanSet
from patto.language import formats

Kind: TypeAlias = Literal["open", "short", "other", "closed", "weekend", "outside"]
"""How a day is: open as usual, for less than usual, at other hours, closed for a reason, closed as
on every such weekday, or not one on which the version holds."""

_FEW: Final = 3
MOST: Final = 6
"""The most years that are drawn of one calendar: those around the present one."""


@dataclass(frozen=True, slots=True)
class DayRow:
    """A day of a month; what is special about it is in `told`."""

    number: int
    kind: Kind
    told: str = ""


@dataclass(frozen=True, slots=True)
class MonthRow:
    """A month by weeks from Monday; a place before its first day or after its last is `None`."""

    name: str
    weeks: tuple[tuple[DayRow | None, ...], ...]


@dataclass(frozen=True, slots=True)
class Special:
    """A day that differs: its date, why, and its hours, empty where it is closed."""

    day: date
    kind: Kind
    told: str
    name: str
    hours: str


@dataclass(frozen=True, slots=True)
class YearRow:
    """A year: its months, the days that differ, how many days are open, the kinds that occur."""

    year: int
    months: tuple[MonthRow, ...]
    special: tuple[Special, ...]
    open_days: int
    kinds: tuple[Kind, ...]


@dataclass(frozen=True, slots=True)
class CalendarRow:
    """A calendar: its hours in words, its years, and where its closed days cease to be stated.

    `shown` are the years to look at first; `ends` the last date that is stated, empty if all are;
    `rule` and `notice` say how and by when later ones are fixed.
    """

    name: str
    title: str
    zone: str
    weekly: tuple[tuple[str, str], ...]
    weekdays: tuple[str, ...]
    years: tuple[YearRow, ...]
    shown: frozenset[int]
    ends: str
    rule: str
    notice: str


def calendars(
    agreement: Agreement, language: str, this_year: int, end: date | None
) -> tuple[CalendarRow, ...]:
    """Return every calendar that a version writes, for the years in which it holds.

    It holds up to `end`, half-open. Without one a calendar whose days are stated for ever is drawn
    up to the year after `this_year`.
    """
    d = Drafting(agreement, language)
    return tuple(_calendar(name, d, this_year, end) for name in agreement.calendars)


def _calendar(name: str, d: Drafting, this_year: int, end: date | None) -> CalendarRow:
    terms, start = d.agreement.calendars[name], d.agreement.agreement.effective.start
    last = date(max(this_year, start.year) + 1, 12, 31)
    if end is not None:
        last = end - timedelta(days=1)
    stated = terms.stated_until
    cut = stated != "always" and (end is None or stated < last)
    if stated != "always" and cut:
        last = stated
    look = _Look(d.compiled.calendar(name), d, start, last)
    first = max(start.year, min(this_year - 1, last.year - MOST + 1))
    years = range(first, min(last.year, first + MOST - 1) + 1)
    drawn = tuple(look.year(year) for year in years)
    day_names = get_day_names("narrow", context="stand-alone", locale=_locale(d))
    coming = terms.coming_year
    return CalendarRow(
        name, terms.title, terms.zone, weekly(terms, d),
        tuple(str(day_names[number]) for number in range(7)),
        drawn,
        _shown(drawn, this_year),
        d.words.date(last) if cut else "",
        "" if coming is None else coming.rule, "" if coming is None else coming.notice,
    )  # fmt: skip


def _shown(years: Sequence[YearRow], this_year: int) -> frozenset[int]:
    """Return the present year, or the one nearest to it; with the next if little of it is left."""
    nearest = min(years, key=lambda one: abs(one.year - this_year), default=None)
    if nearest is None:
        return frozenset()
    few = len(nearest.months) <= _FEW
    return frozenset({nearest.year, nearest.year + 1} if few else {nearest.year})


class _Look:
    """How each day of a calendar is, from the first to the last on which the version holds."""

    def __init__(self, calendar: CompiledCalendar, d: Drafting, first: date, last: date) -> None:
        self._calendar, self._d = calendar, d
        self._first, self._last = first, last
        week = on_each_date(calendar.hours.weekly)
        self._usual = [sum(end - start for start, end in day) for day in week]
        self._special = {
            day: self._told(day, name) for day, name in _named(calendar).items()
            if first <= day <= last
        }  # fmt: skip

    def year(self, year: int) -> YearRow:
        names = get_month_names("wide", context="stand-alone", locale=_locale(self._d))
        shown = [
            n for n in range(1, 13)
            if (self._first.year, self._first.month) <= (year, n)
            <= (self._last.year, self._last.month)
        ]  # fmt: skip
        months = tuple(MonthRow(str(names[n]), tuple(self._weeks(year, n))) for n in shown)
        days = [day for month in months for week in month.weeks for day in week if day]
        kinds = {day.kind for day in days}
        order: tuple[Kind, ...] = ("open", "short", "other", "closed", "weekend", "outside")
        return YearRow(
            year, months, tuple(one for one in self._special.values() if one.day.year == year),
            sum(day.kind in {"open", "short", "other"} for day in days),
            tuple(kind for kind in order if kind in kinds),
        )  # fmt: skip

    def _weeks(self, year: int, month: int) -> Iterator[tuple[DayRow | None, ...]]:
        for week in Weeks().monthdatescalendar(year, month):
            yield tuple(self._day(day) if day.month == month else None for day in week)

    def _day(self, day: date) -> DayRow:
        if not self._first <= day <= self._last:
            return DayRow(day.day, "outside")
        special = self._special.get(day)
        if special is not None:
            return DayRow(day.day, special.kind, _titled(special))
        return DayRow(day.day, "open" if self._usual[day.weekday()] else "weekend")

    def _told(self, day: date, name: str) -> Special:
        hours = self._calendar.hours
        opened = SpanSet.of(one for span in hours.date_span(day) for one in hours.spans(span))
        length = sum(end - start for start, end in opened)
        kind = _kind(length, self._usual[day.weekday()])
        return Special(day, kind, self._d.words.date(day), name, _hours(opened, hours))


def _kind(length: Duration, usual: Duration) -> Kind:
    if not length:
        return "closed"
    return "short" if length < usual else "other"


def _hours(opened: SpanSet, hours: Calendar) -> str:
    return ", ".join(
        f"{render_time_of_day(hours.local_time(start))}–"
        # The midnight that ends a day is its 24:00, not its 00:00.
        f"{render_time_of_day(hours.local_time(end) or DAY)}"
        for start, end in opened
    )


def _titled(special: Special) -> str:
    return f"{special.hours} · {special.name}" if special.hours else special.name


def _named(calendar: CompiledCalendar) -> Mapping[date, str]:
    """Return every date that differs, with what it is called: by its date, or by a closure."""
    names = dict(calendar.closed_names)
    for span, name in calendar.closures:
        day, last = (calendar.hours.local_date(at) for at in (span.start, span.end - 1))
        while day <= last:
            names.setdefault(day, name)
            day += timedelta(days=1)
    return dict(sorted(names.items()))


def _locale(d: Drafting) -> Locale:
    return formats.locale(d.words.language)
