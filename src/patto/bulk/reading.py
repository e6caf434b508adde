"""Reading events into columns: from Parquet files, an Arrow table, or events one by one.

The columns are those of an event file, texts as dictionaries or plain, instants as `timestamp`
with a zone.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeAlias

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from patto.bulk.account import Account
from patto.bulk.arrays import NONE, Int64s
from patto.bulk.columns import ATTRIBUTES, TEXTS, Columns
from patto.bulk.repeated import repeated
from patto.bulk.sifting import Sieve, alike, sift
from patto.bulk.source import INSTANTS, POSITION, Source, Sources
from patto.bulk.texts import Texts, Words
from patto.kernel.facts import Event

Events: TypeAlias = "Path | str | Iterable[Path] | pa.Table | Iterable[Event]"
"""The path of a Parquet file or those of several, an Arrow table, or events."""


def read(events: Events) -> tuple[Columns, Account]:
    """Return events in columns by their positions, and the account of what was read.

    An event given as such is never dropped.

    :raises InputError: if a source cannot be used
    """
    if isinstance(events, Path | str):
        columns, account = _sifted(Sources((Source.of_file(Path(events)),)))
    elif isinstance(events, pa.Table):
        columns, account = _sifted(Sources((Source.of_table(events),)))
    else:
        every = list(events)
        files = [one for one in every if isinstance(one, Path)]
        if files:
            columns, account = _sifted(Sources(tuple(map(Source.of_file, files))))
        else:
            columns, account = columns_of(every), Account.plain(len(every))
    if (np.diff(columns.position) < 0).any():
        columns = _some(columns, np.argsort(columns.position, kind="stable"))
    return columns, account


def columns_of(events: Iterable[Event]) -> Columns:
    """Return events in columns, a row each in the order in which they are given."""
    sources = Sources((Source.of_table(_table_of(events)),))
    columns = _columns(sources, None)
    pairs = list(repeated(columns.event_ids, np.arange(len(columns))))
    return replace(columns, repeated=np.unique(np.array(pairs, np.int64)))


def _table_of(events: Iterable[Event]) -> Any:
    """Return events as an Arrow table, with the columns that evaluation reads."""
    every = list(events)
    columns: dict[str, Any] = {
        "event_id": [e.event_id for e in every],
        "ticket": [e.ticket for e in every],
        "event": [e.kind for e in every],
        **{name: [getattr(e, name) for e in every] for name in TEXTS if name != "event"},
        **{name: [e.attribute(name) for e in every] for name in ATTRIBUTES},
    }
    arrays = {name: pa.array(values, pa.string()) for name, values in columns.items()}
    for name in INSTANTS:
        instants = pa.array([getattr(e, name) for e in every], pa.int64())
        arrays[name] = instants.cast(pa.timestamp("us", "UTC"))
    arrays[POSITION] = pa.array([e.position for e in every], pa.int64())
    return pa.table(arrays)


def _sifted(sources: Sources) -> tuple[Columns, Account]:
    """Return what sources say, and the account of it; what states no event is dropped."""
    sieve = Sieve.of(sources.rows)
    columns = _columns(sources, sieve)
    if sieve.gone.any():
        columns = _some(columns, sieve.kept)
    return columns, Account(sources, sieve, columns)


def _columns(sources: Sources, sieve: Sieve | None) -> Columns:
    """Return all rows of sources in columns, those that state no event noted by the sieve."""
    sources.check(("event_id", "ticket", *INSTANTS, *TEXTS))
    texts = {name: sources.texts(name) for name in ("ticket", *TEXTS, *ATTRIBUTES)}
    event_ids = sources.plain("event_id")
    instants = {name: sources.instants(name) for name in INSTANTS}
    if sieve is None:
        position = sources.every[0].positions()
    else:
        sift(sieve, sources, texts, event_ids, instants)
        sieve.met_before(Words(event_ids), alike(sources, texts, instants))
        position = sources.positions(sieve.gone)
    ticket, names = _by_appearance(texts.pop("ticket"))
    return Columns(
        ticket=ticket,
        tickets=names,
        event_ids=Words(event_ids),
        occurred=instants["occurred_at"],
        recorded=instants["recorded_at"],
        position=position,
        texts=MappingProxyType(texts),
        repeated=np.zeros(0, np.int64),
    )


def _some(columns: Columns, rows: Int64s) -> Columns:
    """Return some rows of the columns, their tickets in order of appearance anew."""
    ticket, names = _by_appearance(Texts(columns.ticket[rows] + 1, columns.tickets))
    texts = {n: Texts(t.codes[rows], t.words) for n, t in columns.texts.items()}
    return Columns(
        ticket=ticket,
        tickets=names,
        event_ids=Words(columns.event_ids.array.take(pa.array(rows))),
        occurred=columns.occurred[rows],
        recorded=columns.recorded[rows],
        position=columns.position[rows],
        texts=MappingProxyType(texts),
        repeated=np.flatnonzero(np.isin(rows, columns.repeated)),
    )


def _by_appearance(tickets: Texts) -> tuple[NDArray[np.int32], Words]:
    """Return the place of each row's ticket among the tickets in order of appearance."""
    codes, count = tickets.codes, len(tickets.words)
    first = np.full(count + 1, codes.size, np.int64)
    # Of several rows that write one entry the last stands, so that the earliest row is written.
    first[codes[::-1]] = np.arange(codes.size - 1, -1, -1)
    order = np.argsort(first[1:], kind="stable")
    order = order[: int((first[1:] < codes.size).sum())]
    place = np.full(count + 1, NONE, np.int32)
    place[order + 1] = np.arange(order.size)
    return place[codes], Words(tickets.words.array.take(pa.array(order)))
