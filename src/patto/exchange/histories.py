"""What a ticket's events say of each other, in a few numbers a ticket."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from typing import Final

from patto.exchange.problems import problem
from patto.kernel.errors import Place, Problem
from patto.kernel.facts import (
    CLOSED,
    CORRECTED,
    DETECTED,
    OCCURRED,
    REOPENED,
    REPORTED,
    RESOLVED,
    RETRACTED,
    Event,
)
from patto.kernel.instants import Instant, render

_NEVER: Final[Instant] = -(1 << 63)
_AHEAD: Final = frozenset({OCCURRED, DETECTED, CORRECTED, RETRACTED})
"""What may lie before a report by its nature: a correction says when something else occurred."""


class Histories:
    """The few instants of each ticket that later ones are held against."""

    def __init__(self) -> None:
        self._tickets: dict[str, int] = {}
        self._names: dict[str, int] = {}
        self._last: dict[str, array[int]] = {
            kind: array("q") for kind in (RESOLVED, REOPENED, CLOSED)
        }
        self._reported = array("q")
        self._earliest = array("q")
        self._kind = array("l")
        self._file = array("l")
        self._line = array("q")

    def add(self, event: Event, file: str, line: int) -> None:
        """Note an event of a ticket."""
        at = self._tickets.get(event.ticket)
        if at is None:
            at = self._begin(event.ticket, file, line)
        kind, occurred = event.kind, event.occurred_at
        if kind == REPORTED:
            if self._reported[at] == _NEVER or occurred < self._reported[at]:
                self._reported[at] = occurred
        elif kind not in _AHEAD and (self._earliest[at] == _NEVER or occurred < self._earliest[at]):
            self._earliest[at] = occurred
            self._kind[at] = self._index(kind)
            self._file[at], self._line[at] = self._index(file), line
        if kind in self._last:
            last = self._last[kind]
            last[at] = max(last[at], occurred)

    def doubts(self) -> Iterator[Problem]:
        """Yield what is doubtful of each ticket, in order of appearance."""
        names = list(self._names)
        for ticket, at in self._tickets.items():
            place = Place(names[self._file[at]], self._line[at])
            reported, earliest = self._reported[at], self._earliest[at]
            if reported == _NEVER:
                yield problem("never-reported", place, ticket=ticket)
            elif _NEVER < earliest < reported:
                yield problem(
                    "event-before-reported",
                    place,
                    ticket=ticket,
                    event=names[self._kind[at]],
                    occurred_at=render(earliest),
                    reported_at=render(reported),
                )
            resolved, reopened, closed = (last[at] for last in self._last.values())
            if _NEVER < closed < resolved and not closed <= reopened <= resolved:
                told = {"resolved_at": render(resolved), "closed_at": render(closed)}
                yield problem("resolved-after-closed", place, ticket=ticket, **told)

    def _begin(self, ticket: str, file: str, line: int) -> int:
        at = self._tickets[ticket] = len(self._tickets)
        for instants in (self._reported, self._earliest, *self._last.values()):
            instants.append(_NEVER)
        self._kind.append(0)
        self._file.append(self._index(file))
        self._line.append(line)
        return at

    def _index(self, name: str) -> int:
        return self._names.setdefault(name, len(self._names))
