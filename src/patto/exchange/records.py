"""Records of our own event files: fixed columns, then attributes, all as text (semantics 1.4)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from patto.exchange.importer import Reading
from patto.exchange.problems import problem
from patto.kernel.errors import InputError, MalformedTimeError, Place
from patto.kernel.facts import ATTRIBUTES, COLUMNS, CUSTOMER_KINDS, NO_ATTRIBUTES, Event
from patto.kernel.instants import Instant, parse, render

FIXED: Final = frozenset(COLUMNS)
INSTANT_EXAMPLE: Final = "2026-03-06T16:55:00+01:00"

_LOCAL: Final = re.compile(r"\d{4}-\d\d-\d\d([Tt ]\d\d:\d\d(:\d\d(\.\d+)?)?)?", re.ASCII)
_UNWRITABLE: Final = re.compile("[\0\ud800-\udfff]")


def event_of(
    record: Mapping[str, str],
    reading: Reading,
    line: int,
    position: int,
    instants: tuple[Instant, Instant] | None = None,
) -> Event | None:
    """Return the event that a record states, or report why it states none.

    `instants` are when it occurred and was recorded, where the format holds them as such; else
    they are read from the record.
    """
    place = reading.source.place(line)
    absent = next((name for name in ("event_id", "event") if not record.get(name)), None)
    if absent is not None:
        absence = problem("row-value-missing", place, column=absent)
        reading.report.drop(absence, record.get("ticket", ""))
        return None
    kind, ticket = record["event"], record.get("ticket", "")
    if not ticket and kind not in CUSTOMER_KINDS:
        reading.report.drop(problem("row-ticket-missing", place, event=kind))
        return None
    instants = instants or _instants(record, reading, place)
    if instants is None:
        return None
    attributes = {name: value for name, value in record.items() if value and name not in FIXED}
    take = record.get
    return Event(
        event_id=record["event_id"],
        ticket=ticket,
        kind=kind,
        occurred_at=instants[0],
        recorded_at=instants[1],
        customer=take("customer", ""),
        source=take("source", ""),
        by=take("by", ""),
        reason=take("reason", ""),
        evidence=take("evidence", ""),
        refers_to=take("refers_to", ""),
        position=position,
        attributes=MappingProxyType(attributes) if attributes else NO_ATTRIBUTES,
    )


def _instants(
    record: Mapping[str, str], reading: Reading, place: Place
) -> tuple[Instant, Instant] | None:
    """Return when a record's event occurred and was recorded, or report what is no instant."""
    column = "occurred_at"
    try:
        occurred = parse(record.get(column, ""))
        column = "recorded_at"
        return occurred, parse(record.get(column, ""))
    except MalformedTimeError:
        value = record.get(column, "")
    if not value:
        found = problem("row-value-missing", place, column=column)
    elif _LOCAL.fullmatch(value):
        found = problem("row-instant-naive", place, column=column, value=value)
    else:
        told = {"column": column, "value": value, "expected": INSTANT_EXAMPLE}
        found = problem("row-instant-malformed", place, **told)
    reading.report.drop(found, record.get("ticket", ""))
    return None


def record_of(event: Event) -> dict[str, str]:
    """Return the record that states an event, without what is empty, in the order of files.

    :raises InputError: if a text of it cannot be written to a file
    """
    record = dict(
        zip(
            COLUMNS,
            (
                event.event_id, event.ticket, event.customer, event.kind,
                render(event.occurred_at), render(event.recorded_at), event.source, event.by,
                event.reason, event.evidence, event.refers_to,
            ),
            strict=True,
        )
    )  # fmt: skip
    for name in in_file_order(event.attributes):
        if not name or name in FIXED:
            raise unwritable(event, name)
        record[name] = event.attributes[name]
    for name, value in record.items():
        if _UNWRITABLE.search(value) or _UNWRITABLE.search(name):
            raise unwritable(event, name)
    return {name: value for name, value in record.items() if value}


def attribute_names(events: Iterable[Event]) -> tuple[str, ...]:
    """Return the attributes that events hold: the known ones in their order, then the others."""
    met: dict[str, None] = {}
    for event in events:
        met.update(dict.fromkeys(event.attributes))
    return in_file_order(met)


def in_file_order(names: Iterable[str]) -> tuple[str, ...]:
    """Return attributes in the order of files: the known ones in theirs, then the others."""
    met = dict.fromkeys(names)
    known = [name for name in ATTRIBUTES if name in met]
    return (*known, *(name for name in met if name not in ATTRIBUTES))


def unwritable(event: Event, column: str) -> InputError:
    """Return the error for an event that no file can hold as it is."""
    told = {"event_id": event.event_id, "column": column.encode("ascii", "replace").decode()}
    return InputError([problem("event-not-writable", Place(event.source), **told)])


def check_columns(header: Sequence[str], reading: Reading) -> None:
    """Refuse a header with a column unnamed or named twice.

    :raises InputError: if it has one
    """
    place = reading.source.place(1)
    for number, name in enumerate(header, 1):
        if not name:
            raise InputError([problem("column-unnamed", place, number=str(number))])
        if name in header[: number - 1]:
            raise InputError([problem("column-repeated", place, column=name)])
