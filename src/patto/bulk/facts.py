"""Facts in columns: what counts of the events of a batch of tickets, in order (semantics 1.4)."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Final, NamedTuple

import numpy as np

from patto.bulk.arrays import Codes, Int64s, Marks, Mask
from patto.bulk.columns import Columns
from patto.kernel import facts
from patto.kernel.evaluation.milestones import TELLING

_LONE: Final = (facts.AUTOMATIC, facts.CUSTOMER)


class PutRight(NamedTuple):
    """What the kernel says of facts whose record it put right, beside what their event says."""

    event_row: Int64s
    at: Int64s
    not_accepted: Mask
    corrected: Mask


class Facts:
    """The facts of tickets, ticket by ticket.

    `tickets` are the places of the tickets among all, and the facts of the `i`-th are
    `offsets[i]:offsets[i + 1]`; `owner` says it the other way round. `row` is the row of the
    event in `columns`, `event_row` that of the same event in the source, `at` the instant at
    which it counts. `not_accepted` marks those that count when they were entered, `corrected`
    those that a correction changed.
    """

    def __init__(
        self,
        columns: Columns,
        tickets: Int64s,
        owner: Int64s,
        row: Int64s,
        put_right: PutRight | None = None,
    ) -> None:
        self.columns = columns
        self.tickets = tickets
        self.owner = owner
        self.row = row
        self.at = columns.occurred[row] if put_right is None else put_right.at
        self.event_row = row if put_right is None else put_right.event_row
        none = np.zeros(row.size, np.bool_)
        self.not_accepted = none if put_right is None else put_right.not_accepted
        self.corrected = none if put_right is None else put_right.corrected
        self.kind: Codes = columns.texts["event"].codes[row]
        self.offsets: Int64s = np.searchsorted(owner, np.arange(tickets.size + 1))
        self._of: dict[frozenset[str], Mask] = {}

    @property
    def size(self) -> int:
        """How many facts there are."""
        return self.row.size

    def order(self, fact: int) -> tuple[int, int, int]:
        """Return what a fact is ordered by: when it counts, was recorded, and its position."""
        row = self.row[fact]
        recorded, position = self.columns.recorded[row], self.columns.position[row]
        return int(self.at[fact]), int(recorded), int(position)

    def of(self, kinds: Iterable[str]) -> Mask:
        """Return which facts are of one of some kinds."""
        wanted = frozenset(kinds)
        if wanted not in self._of:
            table = self.columns.texts["event"].among(wanted.__contains__)
            self._of[wanted] = table[self.kind]
        return self._of[wanted]

    def by_a_person(self, kinds: Iterable[str]) -> Mask:
        """Return which facts of some kinds are a person's act, as the kernel says it of events."""
        wanted = frozenset(kinds)
        found: Mask = self.of(wanted) & (self._role != 0)
        telling = wanted & TELLING
        if telling:
            found &= ~(self.of(telling) & (self._role == 1))
        return found

    def that_may_stop(self, kinds: Iterable[str], *, response: bool) -> Mask:
        """Return which facts of the kinds that stop a promise do, as the kernel says of events."""
        wanted = frozenset(kinds)
        if response:
            return self.by_a_person(wanted)
        found: Mask = self.of(wanted - TELLING) | self.by_a_person(wanted & TELLING)
        return found

    @cached_property
    def _role(self) -> Codes:
        """Whether each event is of the automatic or of the customer: its place in `_LONE`."""
        by = self.columns.texts["by"]
        table = by.table(
            lambda word: _LONE.index(role) if (role := _role_of(word)) in _LONE else len(_LONE)
        )
        return table.astype(np.uint8)[by.codes[self.row]]

    def texts(self, name: str, places: Int64s) -> Codes:
        """Return the codes of a column of text at some facts."""
        return self.columns.texts[name].codes[self.row[places]]

    @cached_property
    def late_by(self) -> Int64s:
        """How long after it occurred each was recorded."""
        columns, row = self.columns, self.row
        late: Int64s = np.maximum(columns.recorded[row] - columns.occurred[row], 0)
        return late

    @cached_property
    def together(self) -> Int64s:
        """The last fact of the same ticket at the same instant as each."""
        if not self.size:
            return self.row
        last = np.ones(self.size, np.bool_)
        last[:-1] = (self.owner[1:] != self.owner[:-1]) | (self.at[1:] != self.at[:-1])
        return Marks.of(last).first(np.arange(self.size), np.full(self.size, self.size))


def _role_of(by: str) -> str:
    return by.partition(":")[0].strip()
