"""Reading events into columns: from a Parquet file, an Arrow table, or events one by one.

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

from patto.bulk.arrays import NONE, Int64s
from patto.bulk.columns import ATTRIBUTES, TEXTS, Columns
from patto.bulk.repeated import repeated
from patto.bulk.sifting import INSTANTS, Dropped, Sieve, sift
from patto.bulk.source import POSITION, Source, refused
from patto.bulk.texts import Texts, Words
from patto.kernel.facts import Event

Events: TypeAlias = "Path | str | pa.Table | Iterable[Event]"
"""The path of a Parquet file, an Arrow table, or events."""


def read(events: Events) -> tuple[Columns, tuple[Dropped, ...]]:
    """Return events in columns by their positions, and what was dropped of their source.

    An event given as such is never dropped.

    :raises InputError: if the source cannot be used
    """
    if isinstance(events, Path | str):
        columns, dropped = _sifted(Source.of_file(Path(events)))
    elif isinstance(events, pa.Table):
        columns, dropped = _sifted(Source.of_table(events))
    else:
        columns, dropped = columns_of(events), ()
    if (np.diff(columns.position) < 0).any():
        columns = _some(columns, np.argsort(columns.position, kind="stable"))
    return columns, dropped


def columns_of(events: Iterable[Event]) -> Columns:
    """Return events in columns, a row each in the order in which they are given."""
    source = Source.of_table(_table_of(events))
    columns = _columns(source, Sieve.of(source.name, source.rows), sifting=False)
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


def _sifted(source: Source) -> tuple[Columns, tuple[Dropped, ...]]:
    sieve = Sieve.of(source.name, source.rows)
    columns = _columns(source, sieve, sifting=True)
    sieve.met_before(columns)
    if sieve.gone.any():
        columns = _some(columns, sieve.kept)
    return columns, tuple(sieve.dropped.values())


def _columns(source: Source, sieve: Sieve, *, sifting: bool) -> Columns:
    for name in ("event_id", "ticket", *INSTANTS, *TEXTS):
        if name not in source.types:
            raise refused("column-missing", source.name, 1, column=name, nearest="")
    texts = {name: source.texts(name) for name in (*TEXTS, *ATTRIBUTES)}
    event_ids, tickets = source.plain("event_id"), source.texts("ticket")
    instants = {name: source.instants(name) for name in INSTANTS}
    if sifting:
        sift(sieve, texts, event_ids, tickets, instants)
    ticket, names = _by_appearance(tickets)
    return Columns(
        ticket=ticket,
        tickets=names,
        event_ids=Words(event_ids),
        occurred=instants["occurred_at"],
        recorded=instants["recorded_at"],
        position=source.positions(),
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
