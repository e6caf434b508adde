"""When customers call."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from random import Random
from types import MappingProxyType
from typing import Final, NamedTuple

from patto.kernel.instants import MINUTE, SECOND, Instant, from_datetime, to_datetime
from patto.kernel.zones import zone

_ZONE: Final = "Europe/Rome"


class Habit(NamedTuple):
    """On which days of the week somebody calls, and from when to when, most of all at what hour."""

    days: tuple[int, ...]
    first: float
    last: float
    most: float


HABITS: Final[Mapping[str, Habit]] = MappingProxyType({
    "office": Habit((0, 0, 1, 2, 3, 4), 8.3, 17.8, 10),
    "long": Habit((0, 1, 2, 3, 4, 5, 6), 7, 23, 12),
    "clinic": Habit((0, 0, 1, 2, 3, 4, 5), 7.2, 20, 9),
    "shifts": Habit((0, 1, 2, 3, 4), 0, 24, 10),
})  # fmt: skip
"""Habits by their names; a day that stands there twice is the busier one."""
_OUTSIDE: Final = 0.04
"""How many write at any hour of any day."""


def moments(
    chance: Random, habit: str, since: Instant, until: Instant, number: int
) -> list[Instant]:
    """Return moments of a stretch of time at which somebody calls, in no order."""
    return [_moment(chance, HABITS[habit], since, until) for _ in range(number)]


def _moment(chance: Random, habit: Habit, since: Instant, until: Instant) -> Instant:
    while True:
        drawn = since + int(chance.random() * (until - since))
        if chance.random() < _OUTSIDE:
            return drawn // SECOND * SECOND
        wall = to_datetime(drawn).astimezone(zone(_ZONE))
        # Of the days of its week one is drawn, so that a Monday can be busier than a Friday.
        day = wall.date() + timedelta(days=chance.choice(habit.days) - wall.weekday())
        minutes = int(chance.triangular(habit.first, habit.last, habit.most) * 60)
        midnight = wall.replace(
            year=day.year, month=day.month, day=day.day, hour=0, minute=0, second=0, microsecond=0
        )
        found = from_datetime(midnight) + minutes * MINUTE + chance.randrange(60) * SECOND
        if since <= found <= until:
            return found
