"""Reading an export by its mapping, whatever its shape."""

from __future__ import annotations

from collections.abc import Iterator

from patto.exchange.importer import Found, Reading
from patto.exchange.mapping import events, snapshots, tickets
from patto.exchange.mapping.model import EventsMapping, TicketsMapping
from patto.exchange.mapping.reading import Mapping


def read(mapping: Mapping, reading: Reading) -> Iterator[Found]:
    """Yield the events of an export.

    :raises InputError: if it cannot be read, or lacks a column of the mapping
    """
    terms = mapping.terms
    if isinstance(terms, TicketsMapping):
        return tickets.read(mapping, terms, reading)
    if isinstance(terms, EventsMapping):
        return events.read(mapping, terms, reading)
    return snapshots.read(mapping, terms, reading)
