"""The plan of a demonstration: everything that is written when it is loaded, drawn from a seed.

Nothing here is written or read but the files of the demonstration. In a plan persons, customers,
contacts, sites and systems are numbers from 0 on, in the order in which they stand in the cast.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Any, Final

from patto.demo.borrowing import borrowed, is_template
from patto.demo.calling import moments
from patto.demo.cast import cast
from patto.demo.diary import Circumstances
from patto.demo.hours import Hours
from patto.demo.lives import life
from patto.demo.present import present
from patto.demo.tickets import PlannedTicket
from patto.demo.writing import sides_of, written
from patto.kernel.instants import DAY, Instant, to_datetime
from patto.kernel.zones import zone as zone_of

USUAL_SEED: Final = 1
USUAL_TICKETS: Final = 3000
YEAR: Final = 365 * DAY
_BAD_MONTH: Final = 8
"""The month in which half of the technicians are on holiday."""


@dataclass(frozen=True, slots=True)
class PlannedVersion:
    """A version of an agreement, in force from a day on."""

    text: str
    start: date


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be loaded: the versions of each customer's agreement, and all tickets."""

    at: Instant
    versions: tuple[tuple[PlannedVersion, ...], ...]
    tickets: tuple[PlannedTicket, ...]


def plan(seed: int, tickets: int, at: Instant) -> Plan:
    """Return the plan of a demonstration that ends at an instant.

    The same seed and number give the same one, told from the same instant.
    """
    chance = Random(seed)  # noqa: S311  # what is drawn is no secret
    customers: Sequence[Mapping[str, Any]] = cast()["customers"]
    versions = tuple(_versions(one, at) for one in customers)
    hours = [Hours.of([one.text for one in own]) for own in versions]
    zone = cast()["provider"]["zone"]
    weights = [one["calls"] for one in customers]
    planned = []
    for number in chance.choices(range(len(customers)), weights, k=tickets):
        around = Circumstances(number, customers[number], hours[number])
        (called,) = moments(chance, customers[number]["hours"], at - YEAR, at, 1)
        bad = to_datetime(called).astimezone(zone_of(zone)).month == _BAD_MONTH
        planned.append(life(chance, around, called, bad=bad))
    known = (one.until(at) for one in planned if one.logged <= at)
    now = [one.until(at) for one in present(chance, customers, hours, at)]
    found = sorted([*known, *now], key=lambda one: (one.logged, one.reported))
    return Plan(at, versions, tuple(found))


def _versions(customer: Mapping[str, Any], at: Instant) -> tuple[PlannedVersion, ...]:
    terms = customer.get("agreement")
    if terms is None:
        return ()
    zone = cast()["provider"]["zone"]
    today = to_datetime(at).astimezone(zone_of(zone)).date()
    starts = [_months_before(today, terms[one]) for one in ("since", "replaced") if one in terms]
    return tuple(
        PlannedVersion(_text(customer, start, number, starts[0], zone), start)
        for number, start in enumerate(starts, 1)
    )


def _text(customer: Mapping[str, Any], start: date, version: int, first: date, zone: str) -> str:
    kind, language = customer["agreement"]["kind"], customer["language"]
    sides = sides_of(customer, kind, zone)
    write = borrowed if is_template(kind) else written
    return write(kind, language, sides, start=start, first=first, version=version)


def _months_before(day: date, months: int) -> date:
    """Return the first day of the month that came so many months before a day's."""
    month = day.year * 12 + day.month - 1 - months
    return date(month // 12, month % 12 + 1, 1)
