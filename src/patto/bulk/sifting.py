"""Rows that state no event, or one whose id was met before: dropped, and told with the reason."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple, TypeAlias

import numpy as np
import pyarrow.compute as pc

from patto.bulk.arrays import NULL, Int64s, Mask
from patto.bulk.repeated import repeated
from patto.bulk.source import INSTANTS, Sources
from patto.bulk.texts import Texts, Words
from patto.kernel.facts import CUSTOMER_KINDS
from patto.kernel.instants import EARLIEST, LATEST

Parameters: TypeAlias = Mapping[str, str]

SAID: Final = ("ticket", "event", "customer", "by", "reason", "evidence", "refers_to")
"""The fixed columns of text that two rows of one event must agree in."""

_NOT_COMPARED: Final = frozenset({*SAID, "event_id", "source"})


class Odd(NamedTuple):
    """What is to be told of rows, or of tickets: its code, of which, and where each stands.

    `of` are the rows or tickets, in order and each once, and `rows` the rows where they stand;
    `told` returns what is told of some of them.
    """

    code: str
    of: Int64s
    rows: Int64s
    told: Callable[[Int64s], Sequence[Parameters]]


@dataclass(slots=True)
class Sieve:
    """The rows of sources that are dropped, each for the first thing that is wrong with it."""

    gone: Mask
    dropped: list[Odd] = field(default_factory=list)

    @classmethod
    def of(cls, rows: int) -> Sieve:
        """Return the sieve of so many rows, of which none is dropped yet."""
        return cls(np.zeros(rows, np.bool_))

    @property
    def kept(self) -> Int64s:
        """The rows that are not dropped."""
        return np.flatnonzero(~self.gone)

    def text(self, name: str, column: Texts) -> None:
        """Drop the rows that have a text that no file of ours can hold."""
        nul = _nul(column.words.array)
        if nul.any():
            self.drop(np.append([False], nul)[column.codes], "row-nul-byte", {"column": name})

    def without(self, name: str, missing: Mask) -> None:
        """Drop the rows that lack a value."""
        self.drop(missing, "row-value-missing", {"column": name})

    def ticketless(self, kinds: Texts, tickets: Texts) -> None:
        """Drop the rows that name no ticket and do not concern the customer."""
        of_ticket = kinds.among(lambda kind: kind not in CUSTOMER_KINDS)[kinds.codes]
        missing = of_ticket & (tickets.codes == 0)
        self.drop(
            missing,
            "row-ticket-missing",
            lambda rows: [{"event": kind} for kind in kinds.texts(rows)],
        )

    def instants(self, name: str, values: Int64s) -> None:
        """Drop the rows that lack an instant, or whose instant lies outside the years 1 to 9999."""
        self.without(name, values == NULL)
        outside = (values < EARLIEST) | (values > LATEST)
        self.drop(
            outside,
            "row-instant-malformed",
            lambda rows: [{"column": name, "value": str(v)} for v in values[rows].tolist()],
        )

    def met_before(self, ids: Words, alike: Callable[[Int64s, Int64s], Mask]) -> None:
        """Drop each row whose id an earlier row had; `alike` says of pairs whether both say it."""
        pairs = np.array(list(repeated(ids, self.kept)), np.int64).reshape(-1, 2)
        if not pairs.size:
            return
        same = alike(pairs[:, 0], pairs[:, 1])
        for code, own in (("event-repeated", same), ("event-id-reused", ~same)):
            rows = np.zeros(self.gone.size, np.bool_)
            rows[pairs[own, 1]] = True
            self.drop(rows, code, lambda rows: [{"event_id": name} for name in ids.some(rows)])

    def drop(
        self, bad: Mask, code: str, told: Parameters | Callable[[Int64s], Sequence[Parameters]]
    ) -> None:
        """Drop rows that are not dropped yet, with what is to be told of each."""
        rows = np.flatnonzero(bad & ~self.gone)
        if rows.size:
            tell = told if callable(told) else _always(told)
            self.dropped.append(Odd(code, rows, rows, tell))
            self.gone[rows] = True


def _always(told: Parameters) -> Callable[[Int64s], Sequence[Parameters]]:
    return lambda rows: [told] * rows.size


def sift(
    sieve: Sieve,
    sources: Sources,
    texts: Mapping[str, Texts],
    event_ids: Any,
    instants: Mapping[str, Int64s],
) -> None:
    """Drop the rows that state no event; `texts` are the columns that were read already."""
    for name in sources.textual:
        if name == "event_id":
            sieve.drop(_nul(event_ids), "row-nul-byte", {"column": name})
        else:
            sieve.text(name, texts[name] if name in texts else sources.texts(name))
    without_id = pc.equal(pc.binary_length(event_ids), 0).to_numpy(zero_copy_only=False)
    sieve.without("event_id", without_id)
    sieve.without("event", texts["event"].codes == 0)
    sieve.ticketless(texts["event"], texts["ticket"])
    for name in INSTANTS:
        sieve.instants(name, instants[name])


def alike(
    sources: Sources, texts: Mapping[str, Texts], instants: Mapping[str, Int64s]
) -> Callable[[Int64s, Int64s], Mask]:
    """Return what says of pairs of rows whether both say the same, their sources aside."""

    def same(first: Int64s, other: Int64s) -> Mask:
        found = np.ones(first.size, np.bool_)
        for values in instants.values():
            found &= values[first] == values[other]
        more = (name for name in sources.textual if name not in _NOT_COMPARED)
        for name in (*SAID, *more):
            codes = (texts[name] if name in texts else sources.texts(name)).codes
            found &= codes[first] == codes[other]
        return found

    return same


def _nul(array: Any) -> Mask:
    mask: Mask = pc.match_substring(array, "\0").to_numpy(zero_copy_only=False)
    return mask
