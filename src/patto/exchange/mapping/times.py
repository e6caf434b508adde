"""From what a desk wrote to an instant: local times, and what clock changes make of them.

A reading that never occurred, because the clocks went forward over it, is taken with the offset
from before the change; one that occurred twice is its first occurrence, unless that would put it
before what is known to have come earlier. Both are told, never silent.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from itertools import pairwise
from typing import Final

from patto.exchange.mapping.dates import DatePattern
from patto.kernel.errors import OutOfRangeError
from patto.kernel.instants import DAY, Instant, from_datetime, render
from patto.kernel.spans import Span
from patto.kernel.zones import Piece, pieces

_MOST_REMEMBERED: Final = 100_000


@dataclass(frozen=True, slots=True)
class Moment:
    """The instant a value names, and the code and parameters of what is to be told of it.

    Without an instant, the code is `row-instant-malformed` or `row-instant-naive`.
    """

    instant: Instant | None
    code: str = ""
    told: Mapping[str, str] = field(default_factory=dict)
    other: Instant | None = None
    """The second occurrence of a reading that occurred twice."""


class Times:
    """Reads the times of one export: its patterns in order, and its zone."""

    def __init__(self, patterns: Sequence[DatePattern], zone: str | None) -> None:
        self._patterns = patterns
        self._zone = zone
        self._remembered: dict[str, Moment] = {}

    def read(self, value: str, not_before: Instant | None = None) -> Moment:
        """Return the moment that a value names.

        `not_before` is an instant that it is known to follow, which decides between the two
        occurrences of a reading.
        """
        moment = self._remembered.get(value)
        if moment is None:
            if len(self._remembered) >= _MOST_REMEMBERED:
                self._remembered.clear()
            moment = self._remembered[value] = self._moment(value)
        later = moment.other
        if later is None or not_before is None or moment.instant is None:
            return moment
        if moment.instant >= not_before:
            return moment
        told = {**moment.told, "read_as": render(later), "other": render(moment.instant)}
        return Moment(later, moment.code, told)

    def swapped(self, value: str) -> DatePattern | None:
        """Return the first pattern that reads a value once day and month change places in it."""
        for pattern in self._patterns:
            other = pattern.swapped
            if other is not None and other.read(value) is not None:
                return pattern
        return None

    def _moment(self, value: str) -> Moment:
        readings = [read for pattern in self._patterns if (read := pattern.read(value))]
        if not readings:
            expected = ", ".join(pattern.text for pattern in self._patterns)
            return Moment(None, "row-instant-malformed", {"value": value, "expected": expected})
        try:
            first, *others = (self._instant(value, read) for read in readings)
        except OutOfRangeError:
            return Moment(None, "row-instant-malformed", {"value": value, "expected": "0001-9999"})
        for other in others:
            if other.instant is not None and other.instant != first.instant and not first.code:
                told = {"value": value, "read_as": _shown(first), "other": _shown(other)}
                return Moment(first.instant, "date-ambiguous", told)
        return first

    def _instant(self, value: str, reading: datetime) -> Moment:
        if reading.tzinfo is not None:
            return Moment(from_datetime(reading))
        if self._zone is None:
            return Moment(None, "row-instant-naive", {"value": value})
        told = {"value": value, "zone": self._zone}
        wall = from_datetime(reading.replace(tzinfo=UTC))
        around = _pieces(self._zone, reading.year)
        at = [wall - offset for span, offset in around if span.start <= wall - offset < span.end]
        if len(at) == 1:
            return Moment(at[0])
        if at:
            told |= {"read_as": render(at[0]), "other": render(at[1])}
            return Moment(at[0], "time-in-overlap", told, at[1])
        instant = next(
            wall - before
            for (_, before), (span, after) in pairwise(around)
            if wall - before >= span.start > wall - after
        )
        return Moment(instant, "time-in-gap", {**told, "read_as": render(instant)})


@lru_cache(maxsize=256)
def _pieces(zone: str, year: int) -> tuple[Piece, ...]:
    """Return the stretches of constant offset that a year on the zone's wall clock touches.

    :raises OutOfRangeError: if the year is the first or the last of those that can be read
    """
    try:
        start = from_datetime(datetime(year, 1, 1, tzinfo=UTC)) - 2 * DAY
        end = from_datetime(datetime(year + 1, 1, 1, tzinfo=UTC)) + 2 * DAY
    except ValueError as error:
        raise OutOfRangeError(str(year)) from error
    return pieces(zone, Span(start, end))


def _shown(moment: Moment) -> str:
    return "" if moment.instant is None else render(moment.instant)
