"""The public holidays of the province in which the provider of the demonstration is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from types import MappingProxyType
from typing import Final

PATRON: Final = (6, 13)
"""Month and day of the patron of the town."""
_EVERY_YEAR: Final[Mapping[tuple[int, int], tuple[str, str]]] = MappingProxyType({
    (1, 1): ("New Year's Day", "Capodanno"),
    (1, 6): ("Epiphany", "Epifania"),
    (4, 25): ("Liberation Day", "Festa della Liberazione"),
    (5, 1): ("Labour Day", "Festa dei lavoratori"),
    (6, 2): ("Republic Day", "Festa della Repubblica"),
    (6, 13): ("Saint Anthony, patron of Padua", "Sant'Antonio, patrono di Padova"),
    (8, 15): ("Assumption", "Ferragosto"),
    (10, 4): ("Saint Francis", "San Francesco"),
    (11, 1): ("All Saints", "Ognissanti"),
    (12, 8): ("Immaculate Conception", "Immacolata Concezione"),
    (12, 25): ("Christmas Day", "Natale"),
    (12, 26): ("Saint Stephen", "Santo Stefano"),
})  # fmt: skip
_AFTER_EASTER: Final = ("Easter Monday", "Lunedì dell'Angelo")


def closed_days(years: range, language: str) -> Iterator[tuple[date, str]]:
    """Yield the closed days of some years in their order, each with its name."""
    spoken = ("en", "it").index(language)
    for year in years:
        found = {date(year, *day): names for day, names in _EVERY_YEAR.items()}
        found.setdefault(_easter(year) + timedelta(days=1), _AFTER_EASTER)
        yield from ((day, names[spoken]) for day, names in sorted(found.items()))


def _easter(year: int) -> date:
    """Return Easter Sunday, by the method of Gauss for the years 1900 to 2099."""
    moon = (19 * (year % 19) + 24) % 30
    week = (2 * (year % 4) + 4 * (year % 7) + 6 * moon + 5) % 7
    after = moon + week
    if (moon == 29 and week == 6) or (moon == 28 and week == 6 and year % 19 > 10):
        after -= 7
    return date(year, 3, 22) + timedelta(days=after)
