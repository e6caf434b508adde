"""Calendars and clocks: zones that exist, sound hours, stated days, and time that is open."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import pairwise
from operator import itemgetter
from typing import Final

from patto.kernel.agreement.calendars import CalendarTerms
from patto.kernel.agreement.compiled import Compiled, hours_calendars, interval, weekdays
from patto.kernel.agreement.consistency.draft import Draft, calendar_names, clock_names
from patto.kernel.agreement.nearest import nearest_zone
from patto.kernel.agreement.nodes import Path
from patto.kernel.errors import (
    NeverOpensError,
    NeverReachedError,
    PattoError,
    Problem,
    UnknownZoneError,
)
from patto.kernel.hours import WEEKDAYS, Interval, check_opens
from patto.kernel.instants import DAY, parse
from patto.kernel.zones import zone, zone_names

_WEEK: Final = 7 * DAY


def zones_exist(draft: Draft) -> Iterator[Problem]:
    """Yield a problem for each zone that is not in the pinned time-zone data."""
    named: list[tuple[str, Path]] = [(draft.agreement.agreement.zone, ("agreement", "zone"))]
    named += [
        (terms.zone, ("calendars", name, "zone"))
        for name, terms in draft.agreement.calendars.items()
    ]
    for name, path in named:
        if _zone_exists(name):
            continue
        near = nearest_zone(name, zone_names())
        if near is None:
            yield draft.problem("zone-unknown", path, zone=name)
        else:
            yield draft.problem("zone-misspelled", path, zone=name, nearest=near)


def hours_make_sense(draft: Draft) -> Iterator[Problem]:
    """Yield a problem for each interval that is empty, overlaps another or leaves its date."""
    for name, terms in draft.agreement.calendars.items():
        yield from _week(draft, terms, ("calendars", name, "weekly"))
        for index, own in enumerate(terms.day_hours or ()):
            path: Path = ("calendars", name, "day_hours", index, "hours")
            yield from _own_hours(draft, own.date, own.hours, path)
        for index, closure in enumerate(terms.closures or ()):
            if parse(closure.end) <= parse(closure.start):
                place: Path = ("calendars", name, "closures", index)
                yield draft.problem("closure-reversed", place, start=closure.start, end=closure.end)


def days_are_stated(draft: Draft) -> Iterator[Problem]:
    """Yield a problem for each date that is given twice or lies beyond the stated ones."""
    for name, terms in draft.agreement.calendars.items():
        path: Path = ("calendars", name)
        yield from _dates(draft, terms, path)
        yield from _stated(draft, terms, path)


def calendars_open(draft: Draft, sound: Iterable[str], compiled: Compiled) -> Iterator[Problem]:
    """Yield a problem for each calendar without any open instant."""
    for name in sound:
        try:
            check_opens(compiled.calendar(name).hours)
        except NeverOpensError:
            path: Path = ("calendars", name)
            yield draft.key_problem("calendar-never-opens", path, calendar=name)


def clocks_open(draft: Draft, sound: Iterable[str], compiled: Compiled) -> Iterator[Problem]:
    """Yield a problem for each clock whose calendars are never open together."""
    for name in sound:
        if name not in (draft.agreement.clocks or {}):
            continue
        try:
            compiled.clock(name).open.due(draft.first_instant, 1)
        except NeverReachedError:
            yield draft.key_problem("clock-never-opens", ("clocks", name), clock=name)


def sound_calendars(draft: Draft, compiled: Compiled) -> tuple[str, ...]:
    """Return the names of the calendars whose hours can be laid out."""
    return tuple(name for name in calendar_names(draft.agreement) if _can_be(compiled, name))


def sound_clocks(draft: Draft, calendars: Iterable[str]) -> tuple[str, ...]:
    """Return the names of the clocks whose calendars are all among these."""
    usable = frozenset(calendars)
    clocks = draft.agreement.clocks or {}
    return tuple(
        name
        for name in dict.fromkeys(clock_names(draft.agreement))
        if (name in usable)
        or (
            name in clocks
            and usable.issuperset(hours_calendars(clocks[name]))
            and usable.issuperset(clocks[name].site_access or ())
        )
    )


def _can_be(compiled: Compiled, name: str) -> bool:
    try:
        compiled.calendar(name)
    except PattoError:
        return False
    return True


def _zone_exists(name: str) -> bool:
    try:
        zone(name)
    except UnknownZoneError:
        return False
    return True


def _week(draft: Draft, terms: CalendarTerms, path: Path) -> Iterator[Problem]:
    """Yield what is wrong with weekly hours, laid out on a week that goes round."""
    laid_out: list[tuple[int, int, str, Path]] = []
    for run, intervals in terms.weekly.items():
        for index, written in enumerate(intervals):
            opens, closes = interval(written)
            place = (*path, run, index)
            if opens == closes:
                yield draft.problem("hours-empty", place, interval=written)
                continue
            length = closes - opens if opens < closes else closes - opens + DAY
            for day in weekdays(run):
                start = WEEKDAYS.index(day) * DAY + opens
                laid_out.append((start, start + length, day, place))
    laid_out.sort(key=itemgetter(0))
    round_the_week = [*laid_out, *((_WEEK + s, _WEEK + e, d, p) for s, e, d, p in laid_out[:1])]
    overlaps: dict[Path, list[str]] = {}
    for (_, end, _, _), (start, _, day, place) in pairwise(round_the_week):
        if start < end:
            overlaps.setdefault(place, []).append(day)
    for place, days in overlaps.items():
        whole = str(place[-2])
        told = whole if len(days) == len(tuple(weekdays(whole))) else ", ".join(days)
        yield draft.problem("hours-overlap", place, day=told)


def _own_hours(draft: Draft, day: date, intervals: Iterable[str], path: Path) -> Iterator[Problem]:
    """Yield what is wrong with the hours of a date."""
    laid_out: list[tuple[Interval, Path]] = []
    for index, written in enumerate(intervals):
        opens, closes = interval(written)
        told = {"date": day.isoformat(), "interval": written}
        if opens == closes:
            yield draft.problem("hours-empty", (*path, index), interval=written)
        elif closes < opens:
            yield draft.problem("own-hours-past-midnight", (*path, index), **told)
        else:
            laid_out.append(((opens, closes), (*path, index)))
    laid_out.sort(key=itemgetter(0))
    for ((_, end), _), ((start, _), place) in pairwise(laid_out):
        if start < end:
            yield draft.problem("hours-overlap", place, day=day.isoformat())


def _dates(draft: Draft, terms: CalendarTerms, path: Path) -> Iterator[Problem]:
    """Yield a problem for each date that is given a second time."""
    seen: dict[tuple[str, date], Path] = {}
    for field, place, day in _listed(terms, path):
        told = {"date": day.isoformat()}
        first = seen.setdefault((field, day), place)
        if first != place:
            line = str(draft.places.of(first).line)
            yield draft.problem("date-duplicate", place, **told, line=line)
        elif field == "day_hours" and ("closed_days", day) in seen:
            yield draft.problem("date-closed-and-own-hours", place, **told)


def _stated(draft: Draft, terms: CalendarTerms, path: Path) -> Iterator[Problem]:
    """Yield what is wrong with the date up to which closed days are stated."""
    stated, until = terms.stated_until, (*path, "stated_until")
    listed = tuple(_listed(terms, path))
    if stated == "always":
        if listed:
            yield draft.problem("dates-stated-always", until)
        return
    told = {"stated_until": stated.isoformat()}
    for _, place, day in listed:
        if day > stated:
            yield draft.problem("date-beyond-stated", place, date=day.isoformat(), **told)
    if terms.coming_year is not None:
        return
    end = draft.agreement.agreement.effective.end
    if end is None:
        yield draft.problem("coming-year-unsettled", until, **told)
    elif stated < end - timedelta(days=1):
        yield draft.problem("stated-until-before-end", until, **told, end=end.isoformat())


def _listed(terms: CalendarTerms, path: Path) -> Iterator[tuple[str, Path, date]]:
    """Yield each date that a calendar lists: in which list, where, which."""
    for index, closed in enumerate(terms.closed_days or ()):
        yield "closed_days", (*path, "closed_days", index, "date"), closed.date
    for index, own in enumerate(terms.day_hours or ()):
        yield "day_hours", (*path, "day_hours", index, "date"), own.date
