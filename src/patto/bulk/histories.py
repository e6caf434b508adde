"""What events of a ticket say of each other and is doubtful: the importers' checks in columns."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Final

import numpy as np

from patto.bulk.arrays import FOREVER, NULL, Int64s, Mask, filled
from patto.bulk.doubts import Read
from patto.bulk.sifting import Odd, Parameters
from patto.kernel import facts
from patto.kernel.instants import render

_AHEAD: Final = frozenset({facts.OCCURRED, facts.DETECTED, facts.CORRECTED, facts.RETRACTED})
"""What may lie before a report by its nature: a correction says when something else occurred."""


def doubts_of_tickets(read: Read) -> Iterator[Odd]:
    """Yield what is doubtful of tickets, in the order in which it is looked for."""
    histories = _Histories(read)
    yield histories.never_reported()
    yield histories.before_reported()
    yield histories.resolved_after_closed()


class _Histories:
    """The few instants of each ticket that are held against each other.

    `place` is that of the event that a ticket's doubts are told of: the earliest that must follow
    the report, else the first of all.
    """

    def __init__(self, read: Read) -> None:
        self.read = read
        self.tickets = read.columns.tickets
        self.reported = self._earliest({facts.REPORTED})
        following = frozenset(read.columns.texts["event"].words.all) - _AHEAD - {facts.REPORTED}
        self.followed = self._earliest(following)
        self.place = self._place(following)

    def never_reported(self) -> Odd:
        """Return the tickets that were never reported."""
        return self._odd(
            "never-reported",
            self.reported == FOREVER,
            lambda some: [{"ticket": name} for name in self.tickets.some(some)],
        )

    def before_reported(self) -> Odd:
        """Return the tickets to which something happened before they were reported."""
        kinds = self.read.columns.texts["event"]

        def told(some: Int64s) -> list[Parameters]:
            return [
                {
                    "ticket": name, "event": kind, "occurred_at": render(first),
                    "reported_at": render(reported),
                }
                for name, kind, first, reported in zip(
                    self.tickets.some(some),
                    kinds.texts(self.place[some]),
                    self.followed[some].tolist(),
                    self.reported[some].tolist(),
                    strict=True,
                )
            ]  # fmt: skip

        bad = (self.reported != FOREVER) & (self.followed < self.reported)
        return self._odd("event-before-reported", bad, told)

    def resolved_after_closed(self) -> Odd:
        """Return the tickets resolved after they were closed, and not reopened between."""
        resolved, reopened, closed = (
            self._latest({kind}) for kind in (facts.RESOLVED, facts.REOPENED, facts.CLOSED)
        )

        def told(some: Int64s) -> list[Parameters]:
            return [
                {"ticket": name, "resolved_at": render(r), "closed_at": render(c)}
                for name, r, c in zip(
                    self.tickets.some(some),
                    resolved[some].tolist(),
                    closed[some].tolist(),
                    strict=True,
                )
            ]

        between = (closed <= reopened) & (reopened <= resolved)
        bad = (closed != NULL) & (closed < resolved) & ~between
        return self._odd("resolved-after-closed", bad, told)

    def _odd(self, code: str, bad: Mask, told: Callable[[Int64s], Sequence[Parameters]]) -> Odd:
        some = np.flatnonzero(bad)
        return Odd(code, some, self.read.kept[self.place[some]], told)

    def _rows(self, kinds: Collection[str]) -> Int64s:
        return np.flatnonzero(self.read.of_kinds(kinds) & (self.read.columns.ticket >= 0))

    def _earliest(self, kinds: Collection[str]) -> Int64s:
        found, rows = filled(len(self.tickets), FOREVER), self._rows(kinds)
        columns = self.read.columns
        np.minimum.at(found, columns.ticket[rows], columns.occurred[rows])
        return found

    def _latest(self, kinds: Collection[str]) -> Int64s:
        found, rows = filled(len(self.tickets), NULL), self._rows(kinds)
        columns = self.read.columns
        np.maximum.at(found, columns.ticket[rows], columns.occurred[rows])
        return found

    def _place(self, following: Collection[str]) -> Int64s:
        columns = self.read.columns
        rows = self._rows(following)
        earliest = rows[columns.occurred[rows] == self.followed[columns.ticket[rows]]]
        place = filled(len(self.tickets), 0)
        for some in (np.flatnonzero(columns.ticket >= 0), earliest):
            # Of several rows that write one entry the last stands: backwards, the earliest row.
            place[columns.ticket[some][::-1]] = some[::-1]
        return place
