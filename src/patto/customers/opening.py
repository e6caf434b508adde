"""When a site lets technicians in: weekly hours and closed days, typed, read and asked.

Hours are kept as an agreement writes them, and read by what reads agreements. A day off is a line:
`2026-06-13 Patron day`, `2026-08-10..2026-08-21 Summer`, or `06-13 Patron day` for every year.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final

from pydantic import ValidationError

from patto.kernel.agreement.calendars import CalendarTerms
from patto.kernel.agreement.compiled import compile_calendar, interval
from patto.kernel.agreement.nodes import Places
from patto.kernel.agreement.shape import problems_of
from patto.kernel.agreement.yaml import compose
from patto.kernel.errors import InvalidHoursError, Problem
from patto.kernel.hours import Calendar
from patto.kernel.instants import DAY, Instant
from patto.kernel.spans import Span

_DAYS: Final = {
    "mon": "mon", "tue": "tue", "wed": "wed", "thu": "thu", "fri": "fri", "sat": "sat",
    "sun": "sun", "lun": "mon", "mar": "tue", "mer": "wed", "gio": "thu", "ven": "fri",
    "sab": "sat", "dom": "sun",
}  # fmt: skip
"""What people call the days in either language, by their first letters."""
_LINE: Final = re.compile(r"(?P<days>[^\W\d]+\.?(?:\s*[-–]\s*[^\W\d]+\.?)?)\s*:?\s*(?P<hours>\d.*)")
_EVERY_DAY: Final = re.compile(r"every day|daily|ogni giorno|tutti i giorni", re.IGNORECASE)
_ALWAYS: Final = re.compile(r"24 ?[x/] ?7|h ?24|24 ?h|always|sempre", re.IGNORECASE)
_NEXT_DAYS: Final = re.compile(r"[\r\n]+|[,;]\s*(?=[^\W\d])")
_HOURS: Final = re.compile(r"(\d{1,2})(?:[:.](\d\d))?\s*[-–]\s*(\d{1,2})(?:[:.](\d\d))?")
_BETWEEN: Final = re.compile(r"[\s,;/]*(?:(?:e|and)\s+)?")
_DAY: Final = r"(?:\d{4}-\d\d-\d\d|\d{1,2}[./]\d{1,2}[./]\d{4}|\d\d-\d\d|\d{1,2}[./]\d{1,2})"
_OFF: Final = re.compile(
    rf"(?P<first>{_DAY})(?:\s*(?:\.\.|-|–)\s*(?P<last>{_DAY}))?\s+(?P<name>\S.*)"
)
_LONGEST: Final = 366
_LEAP: Final = 2000
"""The year that a day of every year is kept in."""
_SOON: Final = 400
"""How many days ahead are looked at for when a site opens."""


@dataclass(frozen=True, slots=True)
class DayOff:
    """Days on which a site is closed: in a year, or in every one, where the year is left open."""

    first: date
    last: date
    name: str
    yearly: bool = False

    def dates(self, year: int) -> Iterator[date]:
        """Yield the days of it that begin in a year."""
        if not self.yearly:
            yield from _days(self.first, self.last) if self.first.year == year else ()
            return
        for day in _days(self.first, self.last):
            with suppress(ValueError):  # 29 February, in a year that has none
                yield day.replace(year=year + day.year - _LEAP)


@dataclass(frozen=True, slots=True)
class Opening:
    """When a site lets technicians in; without any hours that is not known."""

    weekly: dict[str, tuple[str, ...]] = field(default_factory=dict)
    off: tuple[DayOff, ...] = ()

    def named(self, year: int) -> dict[date, str]:
        """Return the closed days that begin in a year, with what closes them."""
        return {day: one.name for one in self.off for day in one.dates(year)}


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether a site is open at an instant, what closes it if a day off does, and until when."""

    is_open: bool
    closed_by: str
    until: Instant | None


def in_notation(typed: str) -> str:
    """Return weekly hours as an agreement writes them; a line that is not understood as it is.

    `lun-ven 8-12.30, 14-18` becomes `mon-fri: ["08:00-12:30", "14:00-18:00"]`; what follows a
    comma or semicolon and begins with a day is a line of its own.
    """
    lines = _NEXT_DAYS.split(typed)
    # Runs of spaces, which some would search once for each of their letters, become one.
    return "\n".join(_hours_line(" ".join(one.split())) for one in lines if one.strip())


def read_hours(text: str, zone: str) -> tuple[dict[str, tuple[str, ...]], Problem | None]:
    """Return the weekly hours that a text states in an agreement's notation, or what is wrong."""
    if not text.strip():
        return {}, None
    document = compose(text)
    if document.root is None or document.problems:
        return {}, document.problems[0]
    try:
        terms = _terms(document.root.value, zone, ())
    except ValidationError as error:
        return {}, next(iter(problems_of(error, Places(document.root), CalendarTerms)))
    unsound = _unsound(terms)
    return ({}, unsound) if unsound else (dict(terms.weekly), None)


def read_off(text: str) -> tuple[tuple[DayOff, ...], tuple[int, ...]]:
    """Return the days off that lines state, and the numbers of the lines that do not."""
    found, wrong = [], []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        day = _off(" ".join(line.split()))
        if day is None:
            wrong.append(number)
        else:
            found.append(day)
    return tuple(sorted(found, key=lambda one: (one.yearly, one.first))), tuple(wrong)


def written_off(days: tuple[DayOff, ...]) -> str:
    """Return days off as lines that `read_off` reads."""
    return "\n".join(f"{_span(one)} {one.name}" for one in days)


def opening(hours: str, closed: str, zone: str) -> Opening:
    """Return what is kept of a site, as far as it can be read."""
    return Opening(read_hours(hours, zone)[0], read_off(closed)[0])


def standing(site: Opening, zone: str, at: Instant) -> Standing | None:
    """Return whether a site is open at an instant, `None` if its hours are not known.

    `until` is when that changes, `None` where it does not for more than a year.
    """
    if not site.weekly:
        return None
    today = Calendar.always(zone).local_date(at)
    names = {k: v for n in (-1, 0, 1, 2) for k, v in site.named(today.year + n).items()}
    calendar = compile_calendar(_terms(site.weekly, zone, tuple(names.items()))).hours
    spans = calendar.spans(Span(at, at + _SOON * DAY))
    first = next(iter(spans), None)
    is_open = first is not None and first.start == at
    if first is None or (is_open and first.end >= at + _SOON * DAY):
        return Standing(is_open, names.get(today, ""), None)
    return Standing(is_open, names.get(today, ""), first.end if is_open else first.start)


def _terms(weekly: Any, zone: str, closed: tuple[tuple[date, str], ...]) -> CalendarTerms:
    days = [{"date": day, "name": name} for day, name in sorted(closed)]
    return CalendarTerms.model_validate({
        "title": "site", "zone": zone, "weekly": weekly, "closed_days": days or "none",
        "day_hours": "none", "closures": "none", "dates_from": "none", "stated_until": "always",
        "coming_year": "none", "business_day": "none",
    })  # fmt: skip


def _unsound(terms: CalendarTerms) -> Problem | None:
    for run, intervals in terms.weekly.items():
        for one in intervals:
            opens, closes = interval(one)
            if opens == closes:
                return Problem("hours-empty", parameters={"path": run, "interval": one})
    try:
        compile_calendar(terms)
    except InvalidHoursError as error:
        day = str(error).partition(" ")[0]
        return Problem("hours-overlap", parameters={"path": day, "day": day})
    return None


def _hours_line(line: str) -> str:
    if _ALWAYS.fullmatch(line):
        return 'mon-sun: ["00:00-24:00"]'
    found = _LINE.fullmatch(_EVERY_DAY.sub("mon-sun", line))
    if found is None:
        return line
    days = [_DAYS.get(one.strip(" .")[:3].lower(), "") for one in re.split("[-–]", found["days"])]
    hours = list(_HOURS.finditer(found["hours"]))
    rest = _BETWEEN.sub("", _HOURS.sub("", found["hours"]))
    if not all(days) or not hours or rest:
        return line
    told = ", ".join(f'"{_time(*one.group(1, 2))}-{_time(*one.group(3, 4))}"' for one in hours)
    return f"{'-'.join(days)}: [{told}]"


def _time(hour: str, minute: str | None) -> str:
    return f"{int(hour):02}:{minute or '00'}"


def _off(line: str) -> DayOff | None:
    found = _OFF.fullmatch(line)
    if found is None:
        return None
    first = _date(found["first"])
    last = _date(found["last"] or found["first"])
    if first is None or last is None or first[1] != last[1]:
        return None
    (begin, yearly), (end, _) = first, last
    if yearly and end < begin:  # over the turn of the year
        end = end.replace(year=_LEAP + 1)
    if not 0 <= (end - begin).days < _LONGEST:
        return None
    return DayOff(begin, end, found["name"].strip(), yearly=yearly)


def _date(text: str) -> tuple[date, bool] | None:
    """Return a day, and whether it is of every year; such a one is kept in a year of leap."""
    parts = [int(one) for one in re.split("[-./]", text)]
    if "-" not in text:
        parts.reverse()
    yearly = len(parts) == 2
    try:
        return date(_LEAP, *parts) if yearly else date(*parts), yearly
    except ValueError:
        return None


def _span(one: DayOff) -> str:
    form = "%m-%d" if one.yearly else "%Y-%m-%d"
    first = one.first.strftime(form)
    return first if one.first == one.last else f"{first}..{one.last.strftime(form)}"


def _days(first: date, last: date) -> Iterator[date]:
    for step in range((last - first).days + 1):
        yield first + timedelta(days=step)
