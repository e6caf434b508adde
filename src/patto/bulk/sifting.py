"""Rows that state no event, or one whose id was met before: dropped, counted, and told by kind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final, TypeAlias

import numpy as np
import pyarrow.compute as pc

from patto.bulk.arrays import NULL, Int64s, Mask
from patto.bulk.columns import Columns
from patto.bulk.repeated import repeated
from patto.bulk.texts import Texts
from patto.kernel.errors import Place, Problem
from patto.kernel.facts import CUSTOMER_KINDS, Event

Dropped: TypeAlias = tuple[Problem, int]
"""The first example of what made rows be dropped, and how many were."""

INSTANTS: Final = ("occurred_at", "recorded_at")


@dataclass(slots=True)
class Sieve:
    """The rows of a source that are dropped, each for the first thing that is wrong with it."""

    name: str
    gone: Mask
    dropped: dict[str, Dropped] = field(default_factory=dict)

    @classmethod
    def of(cls, name: str, rows: int) -> Sieve:
        """Return the sieve of so many rows, of which none is dropped yet."""
        return cls(name, np.zeros(rows, np.bool_))

    @property
    def kept(self) -> Int64s:
        """The rows that are not dropped."""
        return np.flatnonzero(~self.gone)

    def texts(self, columns: Mapping[str, Texts]) -> None:
        """Drop the rows that have a text that no file of ours can hold."""
        for name, column in columns.items():
            nul = pc.match_substring(column.words.array, "\0").to_numpy(zero_copy_only=False)
            if nul.any():
                bad = np.append([False], nul)[column.codes]
                self._drop(bad, "row-nul-byte", {"column": name})

    def without(self, name: str, missing: Mask) -> None:
        """Drop the rows that lack a value."""
        self._drop(missing, "row-value-missing", {"column": name})

    def ticketless(self, kinds: Texts, tickets: Texts) -> None:
        """Drop the rows that name no ticket and do not concern the customer."""
        of_ticket = kinds.among(lambda kind: kind not in CUSTOMER_KINDS)[kinds.codes]
        missing = of_ticket & (tickets.codes == 0)
        first = np.flatnonzero(missing & ~self.gone)[:1]
        for kind in kinds.texts(first):
            self._drop(missing, "row-ticket-missing", {"event": kind})

    def met_before(self, columns: Columns) -> None:
        """Drop each row whose id an earlier row had, whatever it says."""
        for first, row in repeated(columns.event_ids, self.kept):
            one, other = columns.events(np.array([first, row]))
            same = _content(one) == _content(other)
            rows = np.zeros(len(columns), np.bool_)
            rows[row] = True
            code = "event-repeated" if same else "event-id-reused"
            self._drop(rows, code, {"event_id": one.event_id})

    def _drop(self, rows: Mask, code: str, told: Mapping[str, str]) -> None:
        found = np.flatnonzero(rows & ~self.gone)
        if found.size:
            place = Place(self.name, int(found[0]) + 1)
            problem = Problem(code, place, _severity(code), MappingProxyType(dict(told)))
            first, count = self.dropped.get(code, (problem, 0))
            self.dropped[code] = (first, count + found.size)
            self.gone |= rows


def sift(
    sieve: Sieve,
    texts: Mapping[str, Texts],
    event_ids: Any,
    tickets: Texts,
    instants: Mapping[str, Int64s],
) -> None:
    """Drop the rows that state no event."""
    sieve.texts({**texts, "ticket": tickets})
    without_id = pc.equal(pc.binary_length(event_ids), 0).to_numpy(zero_copy_only=False)
    sieve.without("event_id", without_id)
    sieve.without("event", texts["event"].codes == 0)
    sieve.ticketless(texts["event"], tickets)
    for name, values in instants.items():
        sieve.without(name, values == NULL)


def _severity(code: str) -> Any:
    return "warning" if code == "event-repeated" else "error"


def _content(event: Event) -> tuple[object, ...]:
    return (
        event.ticket, event.kind, event.occurred_at, event.recorded_at, event.customer, event.by,
        event.reason, event.evidence, event.refers_to, dict(event.attributes),
    )  # fmt: skip
