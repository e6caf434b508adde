"""The known name that one probably meant by an unknown one."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Final

_ALIKE: Final = 0.7  # of 1; `P4` is no misspelling of `P1`, `offce` is one of `office`


def nearest(name: str, known: Iterable[str]) -> str | None:
    """Return the known name that is most like an unknown one, if any is like it."""
    near = get_close_matches(name, known, n=1, cutoff=_ALIKE)
    return near[0] if near else None


def nearest_zone(name: str, known: Iterable[str]) -> str | None:
    """Return the time zone whose city is most like that of an unknown one, of its area first.

    Zones share their area's name, so that whole names of two quite different cities are alike.
    """
    area, slash, city = name.rpartition("/")
    zones = sorted(known)
    if not slash:
        of_city = (one for one in zones if one.rpartition("/")[2].casefold() == city.casefold())
        return nearest(name, zones) or next(of_city, None)
    for some in ([one for one in zones if one.rpartition("/")[0] == area], zones):
        cities = {one.rpartition("/")[2]: one for one in some}
        if near := nearest(city, cities):
            return cities[near]
    return None
