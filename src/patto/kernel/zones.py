"""Time zones: from the pinned `tzdata` package only, or a fixed offset such as `+01:00`.

The system's own files are never read, so that an agreement means the same on every machine
(semantics 1.6).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from calendar import isleap
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import cache, lru_cache
from importlib import import_module
from importlib.resources import files
from importlib.resources.abc import Traversable
from itertools import pairwise
from struct import unpack_from
from typing import Final, TypeAlias
from zoneinfo import ZoneInfo

from patto.kernel.errors import OutOfRangeError, UnknownZoneError
from patto.kernel.instants import (
    DAY,
    EARLIEST,
    LATEST,
    MICROSECOND,
    SECOND,
    Duration,
    Instant,
    from_datetime,
    to_datetime,
    told,
)
from patto.kernel.spans import Span

Piece: TypeAlias = tuple[Span, Duration]

TZDATA_RELEASE: Final[str] = import_module("tzdata").IANA_VERSION

_HEADER: Final = 44  # bytes before the data of each block of a zone's file
_COUNTS: Final = 20  # bytes before the six counts in that header

_FIXED = re.compile(r"([+-])([01]\d|2[0-3]):([0-5]\d)", re.ASCII)

# Past the table of a zone's file a yearly rule holds; the changes it makes lie further apart.
_STEP: Final = 7 * DAY


@cache
def zone_names() -> frozenset[str]:
    """Return the names of all zones in the pinned data."""
    return frozenset((files("tzdata") / "zones").read_text("ascii").split())


@cache
def zone(name: str) -> tzinfo:
    """Return the zone of an IANA name, or of a fixed offset such as `+01:00`.

    :raises UnknownZoneError: if it is neither
    """
    fixed = _FIXED.fullmatch(name)
    if fixed is not None:
        sign, hours, minutes = fixed.groups()
        offset = timedelta(hours=int(hours), minutes=int(minutes))
        return timezone(-offset if sign == "-" else offset)
    with _file(name).open("rb") as file:
        return ZoneInfo.from_file(file, key=name)


def offset_at(name: str, instant: Instant) -> Duration:
    """Return how far the zone's wall clock is ahead of UTC at an instant.

    :raises UnknownZoneError: if there is no such zone
    """
    # A day from the edges no wall clock leaves the years 1 to 9999, and no zone changes there.
    readable = min(max(instant, EARLIEST + DAY), LATEST - DAY)
    offset = to_datetime(readable).astimezone(zone(name)).utcoffset()
    return 0 if offset is None else offset // MICROSECOND


def pieces(name: str, window: Span) -> tuple[Piece, ...]:
    """Return the stretches of constant offset that cover a window, in order, with their offsets.

    :raises UnknownZoneError: if there is no such zone
    :raises OutOfRangeError: if the window reaches beyond the years 1 to 9999
    """
    start, end = window
    if start < EARLIEST or end > LATEST:
        raise OutOfRangeError(f"{told(start)} to {told(end)} is not within the years 1 to 9999")
    if end <= start:
        return ()
    if _FIXED.fullmatch(name):
        return ((window, offset_at(name, start)),)
    years = range(to_datetime(start).year, to_datetime(end).year + 1)
    cuts = [at for year in years for at in _changes(name, year) if start < at < end]
    return tuple(
        (Span(since, until), offset_at(name, since))
        for since, until in pairwise((start, *cuts, end))
    )


def instants_at(name: str, wall: datetime) -> tuple[Instant, ...]:
    """Return the instants at which the zone's wall clock reads `wall`, a naive datetime.

    One as a rule; none where the clocks go forward over it, two where they go back over it.

    :raises UnknownZoneError: if there is no such zone
    :raises OutOfRangeError: if the reading is within two days of the years 1 to 9999's edges
    """
    reading = from_datetime(wall.replace(tzinfo=UTC))
    around = pieces(name, Span(reading - DAY, reading + DAY))
    return tuple(
        reading - offset for (start, end), offset in around if start <= reading - offset < end
    )


def _file(name: str) -> Traversable:
    """Return the file of a zone in the package; a name that is not listed opens nothing."""
    if name not in zone_names():
        told_name = repr(name if len(name) < 80 else f"{name[:80]}...")
        raise UnknownZoneError(
            f"{told_name} is neither a zone of tzdata {TZDATA_RELEASE} nor +hh:mm"
        )
    return files("tzdata").joinpath("zoneinfo", *name.split("/"))


@cache
def _table(name: str) -> tuple[Instant, ...]:
    """Return the instants in the table of transitions of a zone's file (RFC 8536, version 2)."""
    data = _file(name).read_bytes()
    isut, isstd, leaps, times, types, letters = unpack_from(">6l", data, _COUNTS)
    # The file's first block holds 32-bit times; the second, after it, all of them.
    second = _HEADER + times * 5 + types * 6 + letters + leaps * 8 + isstd + isut
    (count,) = unpack_from(">l", data, second + _COUNTS + 12)
    return tuple(at * SECOND for at in unpack_from(f">{count}q", data, second + _HEADER))


@lru_cache(maxsize=8192)
def _changes(name: str, year: int) -> tuple[Instant, ...]:
    """Return the instants of a UTC year at which the zone's offset changes, in order."""
    first = from_datetime(datetime(year, 1, 1, tzinfo=UTC))
    end = first + 366 * DAY if isleap(year) else first + 365 * DAY
    table = _table(name)
    listed = table[bisect_left(table, first) : bisect_left(table, end)]
    ruled = []
    before = max(first - SECOND, table[-1] if table else first - SECOND)
    while before < end - SECOND:
        after = min(before + _STEP, end - SECOND)
        if offset_at(name, before) != offset_at(name, after):
            ruled.append(_change(name, before, after))
        before = after
    changed = [at for at in listed if offset_at(name, at) != offset_at(name, at - SECOND)]
    return (*changed, *ruled)


def _change(name: str, before: Instant, after: Instant) -> Instant:
    """Return the instant, between two whole seconds, from which the later offset holds."""
    until = offset_at(name, after)
    seconds = range(before, after + SECOND, SECOND)
    return seconds[bisect_left(seconds, 1, key=lambda at: offset_at(name, at) == until)]
