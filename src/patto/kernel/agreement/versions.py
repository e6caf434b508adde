"""The versions of an agreement: which of them governs at an instant (semantics 4.2).

A version holds from its start up to its end, dates in its own zone, half-open, or up to the start
of the version that supersedes it, if that comes first. So a signed file need not be touched when
the next version takes its place.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise, zip_longest
from typing import Final, NamedTuple

from patto.kernel.agreement.base import Load
from patto.kernel.agreement.dates import day_start
from patto.kernel.agreement.model import Agreement
from patto.kernel.agreement.nodes import Places
from patto.kernel.agreement.problems import problem
from patto.kernel.agreement.reading import Reading, in_order, read
from patto.kernel.errors import Problem
from patto.kernel.instants import LATEST, Instant

_NEVER: Final[Instant] = LATEST + 1


class History:
    """The versions of one agreement, by the time in which each governs."""

    __slots__ = ("_ends", "_starts", "versions")

    def __init__(self, versions: Iterable[Agreement]) -> None:
        self.versions = tuple(sorted(versions, key=_start))
        self._starts = tuple(map(_start, self.versions))
        followed = zip_longest(self.versions, self.versions[1:])
        self._ends = tuple(_end(version, after) for version, after in followed)

    def governing(self, instant: Instant) -> Agreement | None:
        """Return the version that holds at an instant, `None` if none does."""
        index = bisect_right(self._starts, instant) - 1
        return self.versions[index] if index >= 0 and instant < self._ends[index] else None


@dataclass(frozen=True, slots=True)
class HistoryReading:
    """What came of reading the versions of an agreement: one history, if no problem is an error.

    `readings` has what came of each file.
    """

    history: History | None
    problems: tuple[Problem, ...]
    readings: Mapping[str, Reading]


def read_history(files: Mapping[str, str], load: Load | None = None) -> HistoryReading:
    """Return the history that files state, one version each, and every problem found in them.

    `files` maps names to texts; `load` is what `read` takes.
    """
    readings = {name: read(text, load, name) for name, text in files.items()}
    problems = [found for reading in readings.values() for found in reading.problems]
    versions = sorted(_versions(readings), key=lambda one: (_start(one.terms), one.number))
    problems += _between(versions)
    sound = not any(found.severity == "error" for found in problems)
    history = History(version.terms for version in versions) if sound else None
    return HistoryReading(history, in_order(problems), readings)


class _Version(NamedTuple):
    """A version, where its parts stand, and the name of its file."""

    terms: Agreement
    places: Places
    file: str

    def problem(self, code: str, *steps: str, **parameters: str) -> Problem:
        return problem(code, self.places.of(("agreement", *steps)), **parameters)

    @property
    def number(self) -> int:
        return self.terms.agreement.version

    @property
    def supersedes(self) -> int | None:
        return self.terms.agreement.supersedes


def _versions(readings: Mapping[str, Reading]) -> Iterator[_Version]:
    for file, reading in readings.items():
        if reading.agreement is not None:
            yield _Version(reading.agreement, reading.places, file)


def _between(versions: list[_Version]) -> Iterator[Problem]:
    """Yield what is wrong between versions in the order of their starts."""
    numbers: dict[int, _Version] = {}
    for version in versions:
        first = numbers.setdefault(version.number, version)
        if first is not version:
            told = {"version": str(version.number), "other": first.file}
            yield version.problem("version-duplicate", "version", **told)
        name, expected = version.terms.agreement.id, versions[0].terms.agreement.id
        if name != expected:
            yield version.problem("agreement-differs", "id", id=name, expected=expected)
    for before, after in pairwise(versions):
        if before.terms.agreement.id == after.terms.agreement.id:
            yield from _in_turn(before, after)


def _in_turn(before: _Version, after: _Version) -> Iterator[Problem]:
    """Yield what is wrong between a version and the one that starts next."""
    if after.supersedes != before.number:
        yield after.problem(
            "supersedes-differs",
            "supersedes",
            version=str(after.number),
            supersedes=str(after.supersedes or ""),
            previous=str(before.number),
        )
    until, start = _end(before.terms, after.terms), _start(after.terms)
    told = {
        "version": str(after.number),
        "start": after.terms.agreement.effective.start.isoformat(),
        "other": str(before.number),
        "end": _told_end(before.terms),
    }
    if until > start or _start(before.terms) == start:
        yield after.problem("versions-overlap", "effective", **told)
    elif until < start:
        yield after.problem("versions-gap", "effective", **told)


def _start(version: Agreement) -> Instant:
    identity = version.agreement
    return day_start(identity.zone, identity.effective.start)


def _end(version: Agreement, after: Agreement | None) -> Instant:
    """Return the first instant at which a version no longer holds."""
    identity = version.agreement
    stated = identity.effective.end
    end = _NEVER if stated is None else day_start(identity.zone, stated)
    superseded = after is not None and after.agreement.supersedes == identity.version
    return min(end, _start(after)) if after is not None and superseded else end


def _told_end(version: Agreement) -> str:
    end = version.agreement.effective.end
    return "" if end is None else end.isoformat()
