"""The account of what was read: every row, what it gave, and what is odd about it.

The same as that of the importers, told in the same order; of each code the first few examples are
kept and the rest is counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import Final

import numpy as np

from patto.bulk.columns import Columns
from patto.bulk.doubts import Read, doubts_of_rows, unknown_references
from patto.bulk.histories import doubts_of_tickets
from patto.bulk.sifting import Odd, Sieve
from patto.bulk.source import Sources
from patto.bulk.texts import Texts

EXAMPLES: Final = 5
"""How many examples of each code are kept."""


@dataclass(frozen=True, slots=True)
class Example:
    """Something odd: in which file and row, what is told of it, and of which ticket."""

    file: str
    line: int
    parameters: Mapping[str, str]
    ticket: str


@dataclass(frozen=True, slots=True)
class Finding:
    """How often a code was met, and its first examples."""

    code: str
    count: int
    examples: tuple[Example, ...]


@dataclass(frozen=True)
class Account:
    """What came of reading sources: `columns` are the events in the order of their rows."""

    sources: Sources = field(repr=False)
    sieve: Sieve = field(repr=False)
    columns: Columns | None = field(repr=False)

    @classmethod
    def plain(cls, rows: int) -> Account:
        """Return the account of events that were given as such."""
        return cls(Sources(()), Sieve.of(rows), None)

    @property
    def rows(self) -> int:
        """How many rows there were."""
        return self.sieve.gone.size

    @property
    def dropped(self) -> int:
        """How many rows gave no event."""
        return int(self.sieve.gone.sum())

    @cached_property
    def events(self) -> Mapping[str, int]:
        """How many events there are of each kind."""
        if self.columns is None:
            return MappingProxyType({})
        kinds = self.columns.texts["event"]
        counts = np.bincount(kinds.codes, minlength=len(kinds.words) + 1).tolist()[1:]
        return {kind: n for kind, n in zip(kinds.words.all, counts, strict=True) if n}

    @cached_property
    def left_out(self) -> tuple[Finding, ...]:
        """Why rows gave no event."""
        return tuple(self._told(self.sieve.dropped))

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """All that is odd: why rows gave no event, and what is doubtful of those that did.

        It is looked for when it is asked for.
        """
        if self.columns is None:
            return ()
        read = Read(self.sources, self.sieve.kept, self.columns)
        return (
            *self._told([self._empty(), *self.sieve.dropped, *doubts_of_rows(read)]),
            *self._told(doubts_of_tickets(read)),
            *self._told(unknown_references(read)),
        )

    def _told(self, odd: Iterable[Odd]) -> Iterator[Finding]:
        """Yield what is told of each code, in the order in which the codes are first met."""
        by_code: dict[str, list[tuple[int, Odd]]] = {}
        for step, one in enumerate(odd):
            if one.of.size:
                by_code.setdefault(one.code, []).append((step, one))
        met = {code: min((int(o.of[0]), step) for step, o in own) for code, own in by_code.items()}
        for code in sorted(by_code, key=met.__getitem__):
            own = by_code[code]
            count = sum(one.of.size for _, one in own)
            yield Finding(code, count, tuple(self._examples(code, own)))

    def _empty(self) -> Odd:
        """Return the sources without rows, told of where their rows would have been.

        A negative row stands for a whole source: -1 for the first.
        """
        every = self.sources.every
        begins = np.cumsum([0, *(one.rows for one in every)])[: len(every)]
        empty = np.flatnonzero([not one.rows for one in every])
        return Odd("export-without-rows", begins[empty], -1 - empty, lambda of: [{}] * of.size)

    def _examples(self, code: str, own: Sequence[tuple[int, Odd]]) -> Iterator[Example]:
        """Yield the first examples of a code, of one row or ticket in the order of the checks."""
        first = [
            (of, step, row, told)
            for step, one in own
            for of, row, told in zip(
                one.of[:EXAMPLES].tolist(),
                one.rows[:EXAMPLES].tolist(),
                one.told(one.of[:EXAMPLES]),
                strict=True,
            )
        ]
        for _, _, row, told in sorted(first, key=lambda found: found[:2])[:EXAMPLES]:
            whole = row < 0
            file, line = (
                (self.sources.every[-1 - row].name, 0) if whole else self.sources.place(row)
            )
            ticket = "" if whole else self._ticket(code, row)
            yield Example(file, line, told, told.get("ticket", "") or ticket)

    def _ticket(self, code: str, row: int) -> str:
        """Return the ticket of a row that was dropped, as far as that can be read."""
        if not self.sieve.gone[row] or code == "row-nul-byte":
            return ""
        return self._tickets.texts(np.array([row]))[0]

    @cached_property
    def _tickets(self) -> Texts:
        return self.sources.texts("ticket")
