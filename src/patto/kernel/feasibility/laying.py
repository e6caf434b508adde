"""Laying a draft over the past: its terms as if they had been in force when things happened.

What the draft does not say of the past is not made up. Each thing that had to be assumed is a
value, to be printed beside every figure that rests on it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from patto.kernel.agreement.calendars import ALWAYS, CalendarTerms, ClosedDay, OwnHours
from patto.kernel.agreement.compiled import hours_calendars
from patto.kernel.agreement.metrics import CountMetric, InCalendar, TargetRow
from patto.kernel.agreement.model import Agreement
from patto.kernel.evaluation.tickets import Timeless
from patto.kernel.feasibility.census import Census
from patto.kernel.instants import Instant, to_datetime
from patto.kernel.zones import zone


@dataclass(frozen=True, slots=True)
class Assumption:
    """One thing that had to be assumed: a code, the part of the draft it is about, and details."""

    code: str
    about: str = ""
    names: tuple[str, ...] = ()
    count: int = 0


@dataclass(frozen=True, slots=True)
class Laid:
    """A draft as it is laid over the past: the terms that are measured, and what was assumed."""

    draft: Agreement
    terms: Agreement
    assumptions: tuple[Assumption, ...]

    @property
    def history(self) -> Timeless:
        """The terms, in force whatever the date."""
        return Timeless(self.terms)


def lay(
    draft: Agreement,
    found: Census,
    current: Sequence[Agreement] = (),
    customers: Sequence[str] = (),
) -> Laid:
    """Return a draft laid over the time that a census covers.

    `current` are the versions that were in force, whose closed days are taken for the years for
    which the draft's calendars state none. `customers` are the names that the events have for the
    draft's customer, where the draft does not know them; where no ticket is of a customer that it
    knows, all tickets are taken.
    """
    terms, whose = _of_customers(draft, found, tuple(customers))
    terms, days = _with_past_days(terms, found, current)
    unknown = _unknown(terms, found)
    return Laid(draft, terms, (*whose, *days, *unknown))


def _of_customers(
    draft: Agreement, found: Census, customers: tuple[str, ...]
) -> tuple[Agreement, list[Assumption]]:
    known_as = customers or draft.parties.customer.known_as
    if known_as == "any":
        return draft, []
    others = {name: n for name, n in found.customers.items() if name and name not in known_as}
    named = _by_count(others)
    if not customers and sum(others.values()) == found.tickets > 0:
        told = Assumption("all-customers", ", ".join(known_as), named, found.tickets)
        return _known_as(draft, "any"), [told]
    own = sum(found.customers.get(name, 0) for name in customers)
    assumed = [Assumption("customer-named", "", customers, own)] if customers else []
    if others:
        assumed.append(Assumption("others-left-out", "", named, sum(others.values())))
    return _known_as(draft, known_as), assumed


def _known_as(draft: Agreement, known_as: object) -> Agreement:
    customer = draft.parties.customer.model_copy(update={"known_as": known_as})
    parties = draft.parties.model_copy(update={"customer": customer})
    return draft.model_copy(update={"parties": parties})


def _with_past_days(
    draft: Agreement, found: Census, current: Sequence[Agreement]
) -> tuple[Agreement, list[Assumption]]:
    """Return a draft with the closed days of past years, as far as they are known."""
    calendars, assumed = dict(draft.calendars), list[Assumption]()
    for name in sorted(_calendars_of_promises(draft) & draft.calendars.keys()):
        terms = draft.calendars[name]
        missing = _years(terms, found.first, found.last) - set(_dates(terms))
        if not _dates(terms) or not missing:
            continue
        versions = [one.calendars[name] for one in current if name in one.calendars]
        days, hours = _taken(versions, missing)
        if days or hours:
            calendars[name] = _with_days(terms, days, hours)
            years = {day.year for day in (*days, *hours)}
            number = len(days) + len(hours)
            assumed.append(Assumption("closed-days-taken", name, _told(years), number))
            missing -= years
        if missing:
            assumed.append(Assumption("closed-days-missing", name, _told(missing)))
    return draft.model_copy(update={"calendars": calendars}), assumed


def _with_days(
    terms: CalendarTerms, days: Mapping[date, ClosedDay], hours: Mapping[date, OwnHours]
) -> CalendarTerms:
    every = {
        "closed_days": (*(terms.closed_days or ()), *days.values()) or None,
        "day_hours": (*(terms.day_hours or ()), *hours.values()) or None,
    }
    return terms.model_copy(update=every)


def _taken(
    versions: Iterable[CalendarTerms], years: set[int]
) -> tuple[dict[date, ClosedDay], dict[date, OwnHours]]:
    """Return what versions of a calendar, oldest first, last said of the dates of some years."""
    days: dict[date, ClosedDay] = {}
    hours: dict[date, OwnHours] = {}
    for version in versions:
        closed = {d.date: d for d in version.closed_days or () if d.date.year in years}
        own = {d.date: d for d in version.day_hours or () if d.date.year in years}
        days = {day: said for day, said in days.items() if day not in own} | closed
        hours = {day: said for day, said in hours.items() if day not in closed} | own
    return days, hours


def _dates(terms: CalendarTerms) -> Counter[int]:
    """Return of how many dates a calendar says something else than its weekly hours, by year."""
    dates = [day.date for day in terms.closed_days or ()]
    dates += [day.date for day in terms.day_hours or ()]
    return Counter(day.year for day in dates)


def _years(terms: CalendarTerms, first: Instant | None, last: Instant | None) -> set[int]:
    """Return the years that lie between two instants, up to where the closed days are stated."""
    if first is None or last is None:
        return set()
    begin, end = (to_datetime(i).astimezone(zone(terms.zone)).year for i in (first, last))
    until = end if terms.stated_until == "always" else min(end, terms.stated_until.year)
    return set(range(begin, until + 1))


def _calendars_of_promises(draft: Agreement) -> set[str]:
    """Return the names of the calendars that the targets of tickets are counted on."""
    names: set[str] = set()
    for metric in draft.measured:
        if not isinstance(metric, CountMetric):
            for rows in metric.targets.values():
                for row in rows or ():
                    names |= set(_of_row(row))
    clocks = draft.clocks or {}
    parts = {name: clocks[name] for name in names if name in clocks}
    for clock in parts.values():
        names |= {*hours_calendars(clock), *(clock.site_access or ())}
    return names - {ALWAYS}


def _of_row(row: TargetRow) -> Iterator[str]:
    yield row.clock
    if isinstance(row.when, InCalendar):
        yield row.when.calendar
    yield from (level.by.calendar for level in row.levels if level.by is not None)


def _unknown(draft: Agreement, found: Census) -> Iterator[Assumption]:
    """Yield what is said of the tickets that are measured and that the draft does not know."""
    priorities, known_as = draft.priorities, draft.parties.customer.known_as
    known = {
        "priority": {one.id for one in priorities.order},
        "service": {one.id for one in draft.services},
    }
    if priorities.matrix is not None:
        known["impact"] = set(priorities.matrix)
        known["urgency"] = {name for row in priorities.matrix.values() for name in row}
    for attribute, names in known.items():
        strange: Counter[str] = Counter()
        for said, count in found.said.items():
            own = known_as == "any" or not said.customer or said.customer in known_as
            if own and said.attribute == attribute and said.value not in names:
                strange[said.value] += count
        if strange:
            total = sum(strange.values())
            yield Assumption(f"{attribute}-unknown", "", _by_count(strange), total)


def _by_count(counts: Mapping[str, int]) -> tuple[str, ...]:
    """Return names with their counts, the commonest first."""
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return tuple(f"{name} ({count})" for name, count in ordered)


def _told(years: Iterable[int]) -> tuple[str, ...]:
    return tuple(map(str, sorted(years)))
