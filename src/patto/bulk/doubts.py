"""What is doubtful of events that were kept: the checks of the importers, in columns.

Nothing is changed here. What a text says is looked at once a word and not once a row.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pyarrow.compute as pc

from patto.bulk.arrays import NULL, Int64s, Mask
from patto.bulk.columns import Columns
from patto.bulk.sifting import Odd, Parameters
from patto.bulk.source import Sources
from patto.bulk.texts import Texts
from patto.kernel import facts
from patto.kernel.errors import MalformedTimeError
from patto.kernel.instants import parse, render

_KINDS: Final = facts.TICKET_KINDS | facts.CUSTOMER_KINDS
_MINUTES: Final = re.compile(r"\d{1,9}(\.\d{1,6})?", re.ASCII)
_SPAN: Final = ("from", "until")


@dataclass(frozen=True)
class Read:
    """Events that were read and kept, in the order of their rows, and which rows those are."""

    sources: Sources
    kept: Int64s
    columns: Columns

    def __len__(self) -> int:
        return self.kept.size

    def texts(self, name: str) -> Texts:
        """Return a column of texts of what was kept."""
        if name in self.columns.texts:
            return self.columns.texts[name]
        every = self.sources.texts(name)
        return Texts(every.codes[self.kept], every.words)

    def of_kinds(self, wanted: Collection[str]) -> Mask:
        """Return which events are of some kinds."""
        kinds = self.columns.texts["event"]
        return kinds.among(wanted.__contains__)[kinds.codes]

    def place(self, rows: Int64s) -> Int64s:
        """Return the places among what was kept of some rows."""
        return np.searchsorted(self.kept, rows)


def doubts_of_rows(read: Read) -> Iterator[Odd]:
    """Yield what is doubtful of single events, in the order in which it is looked for."""
    yield _unknown_kinds(read)
    yield _recorded_before(read)
    instants: dict[str, tuple[Texts, Int64s]] = {}
    for name in _SPAN:
        texts = read.texts(name)
        table = texts.table(_instant)
        instants[name] = texts, table
        yield _malformed(read, name, texts, (table == NULL)[texts.codes] & (texts.codes > 0))
    for name in ("minutes", "travel_minutes"):
        texts = read.texts(name)
        bad = texts.among(lambda word: bool(word) and not _MINUTES.fullmatch(word))
        yield _malformed(read, name, texts, bad[texts.codes])
    yield _backwards(read, instants)


def _unknown_kinds(read: Read) -> Odd:
    kinds = read.columns.texts["event"]
    bad = kinds.among(lambda word: bool(word) and word not in _KINDS)[kinds.codes]
    return odd_rows(
        read, "kind-unknown", bad, lambda places: [{"kind": k} for k in kinds.texts(places)]
    )


def _recorded_before(read: Read) -> Odd:
    columns = read.columns

    def told(places: Int64s) -> list[Parameters]:
        return [
            {
                "event_id": event_id, "event": kind, "occurred_at": render(occurred),
                "recorded_at": render(recorded),
            }
            for event_id, kind, occurred, recorded in zip(
                columns.event_ids.some(places),
                columns.texts["event"].texts(places),
                columns.occurred[places].tolist(),
                columns.recorded[places].tolist(),
                strict=True,
            )
        ]  # fmt: skip

    return odd_rows(read, "recorded-before-occurred", columns.recorded < columns.occurred, told)


def _malformed(read: Read, name: str, texts: Texts, bad: Mask) -> Odd:
    return odd_rows(
        read,
        "attribute-malformed",
        bad,
        lambda places: [{"attribute": name, "value": value} for value in texts.texts(places)],
    )


def _backwards(read: Read, instants: Mapping[str, tuple[Texts, Int64s]]) -> Odd:
    (since, begins), (until, ends) = (instants[name] for name in _SPAN)
    begin, end = begins[since.codes], ends[until.codes]
    bad = (since.codes > 0) & (until.codes > 0) & (begin != NULL) & (end != NULL) & (end < begin)
    return odd_rows(
        read,
        "until-before-from",
        bad,
        lambda places: [
            {"since": s, "until": u}
            for s, u in zip(since.texts(places), until.texts(places), strict=True)
        ],
    )


def odd_rows(
    read: Read, code: str, bad: Mask, told: Callable[[Int64s], Sequence[Parameters]]
) -> Odd:
    """Return what is to be told of the rows that are bad; `told` takes their places in `read`."""
    rows = read.kept[np.flatnonzero(bad)]
    return Odd(code, rows, rows, lambda some: told(read.place(some)))


def _instant(word: str) -> int:
    try:
        return parse(word)
    except MalformedTimeError:
        return NULL


def unknown_references(read: Read) -> Iterator[Odd]:
    """Yield the events that refer to one that is not there."""
    texts, ids = read.texts("refers_to"), read.columns.event_ids
    places = pc.index_in(ids.array, texts.words.array).to_numpy(zero_copy_only=False)
    known = np.zeros(len(texts.words) + 1, np.bool_)
    known[0] = True
    known[places[~np.isnan(places)].astype(np.int64) + 1] = True

    def told(places: Int64s) -> list[Parameters]:
        return [
            {"event_id": event_id, "refers_to": about}
            for event_id, about in zip(ids.some(places), texts.texts(places), strict=True)
        ]

    yield odd_rows(read, "refers-to-unknown", ~known[texts.codes], told)
