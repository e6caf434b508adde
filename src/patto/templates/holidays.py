"""The public holidays of a country in a year, by the rules of its law."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from types import MappingProxyType
from typing import Final

_MONDAY: Final = 0
_FRIDAY: Final = 4


def easter(year: int) -> date:
    """Return Easter Sunday of the Gregorian calendar (the method of Meeus, Jones and Butcher)."""
    cycle, century, rest = year % 19, year // 100, year % 100
    moved = century - century // 4 - (century - (century + 8) // 25 + 1) // 3
    epact = (19 * cycle + moved + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
    late = (cycle + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)


def public_holidays(country: str, year: int) -> dict[date, str]:
    """Return the public holidays of a country in a year, in order, each with its name's key.

    The words of a key stand in the catalogue under `holiday`.

    :raises KeyError: if the country is not one of `COUNTRIES`
    """
    return dict(sorted(_RULES[country](year).items()))


def _italian(year: int) -> dict[date, str]:
    """Return the holidays of law 260/1949 with its changes; Easter Sunday is a Sunday anyway."""
    found = {
        date(year, 1, 1): "new-year",
        date(year, 1, 6): "epiphany",
        easter(year) + timedelta(days=1): "easter-monday",
        date(year, 4, 25): "liberation",
        date(year, 5, 1): "labour",
        date(year, 6, 2): "republic",
        date(year, 8, 15): "assumption",
        date(year, 11, 1): "all-saints",
        date(year, 12, 8): "immaculate-conception",
        date(year, 12, 25): "christmas",
        date(year, 12, 26): "saint-stephen",
    }
    # Where Easter Monday is 25 April, the older feast gives the day its name.
    found[date(year, 4, 25)] = "liberation"
    if year >= 2026:  # law 151/2025
        found[date(year, 10, 4)] = "saint-francis"
    return found


def _irish(year: int) -> dict[date, str]:
    """Return the holidays of the Organisation of Working Time Act 1997 with its changes."""
    found = {
        date(year, 1, 1): "new-year",
        date(year, 3, 17): "saint-patrick",
        easter(year) + timedelta(days=1): "easter-monday",
        _first_monday(year, 5): "may",
        _first_monday(year, 6): "june",
        _first_monday(year, 8): "august",
        date(year, 11, 1) - timedelta(days=7) + _to_monday(date(year, 11, 1)): "october",
        date(year, 12, 25): "christmas",
        date(year, 12, 26): "saint-stephen",
    }
    if year >= 2023:  # the year from which it is kept
        first = date(year, 2, 1)
        kept = first if first.weekday() == _FRIDAY else _first_monday(year, 2)
        found[kept] = "saint-brigid"
    return found


def _first_monday(year: int, month: int) -> date:
    first = date(year, month, 1)
    return first + _to_monday(first)


def _to_monday(day: date) -> timedelta:
    """Return how long it is from a day to the next Monday, nothing if it is one."""
    return timedelta(days=(_MONDAY - day.weekday()) % 7)


_RULES: Final[Mapping[str, Callable[[int], dict[date, str]]]] = MappingProxyType(
    {
        "IE": _irish,
        "IT": _italian,
    }
)

COUNTRIES: Final = tuple(_RULES)
"""The countries whose public holidays are known by rule."""
