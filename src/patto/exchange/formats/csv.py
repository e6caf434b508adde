"""Our own events as CSV: the fixed columns, then the attributes (RFC 4180, UTF-8)."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from patto.exchange.importer import Found, Importer, Reading
from patto.exchange.problems import problem
from patto.exchange.records import check_columns, event_of, record_of
from patto.exchange.text import column_missing, table
from patto.kernel.errors import InputError
from patto.kernel.facts import COLUMNS, Event


def recognises(header: Sequence[str]) -> bool:
    """Return whether a header is meant as ours: an id of events, or half of the fixed columns."""
    return "event_id" in header or 2 * len(set(COLUMNS) & set(header)) >= len(COLUMNS)


def read(reading: Reading) -> Iterator[Found]:
    """Yield the events of a CSV file, a row at a time.

    :raises InputError: if it is empty, not UTF-8, or lacks a fixed column
    """
    with reading.source.open() as stream:
        header, rows = table(stream, reading)
        missing = [column for column in COLUMNS if column not in header]
        if len(missing) > 1:
            place = reading.source.place(1)
            raise InputError([problem("columns-missing", place, columns=", ".join(missing))])
        if missing:
            raise column_missing(missing[0], header, reading)
        check_columns(header, reading)
        position = reading.first
        for line, fields in rows:
            event = event_of(dict(zip(header, fields, strict=True)), reading, line, position)
            if event is not None:
                position += 1
                yield event, line


def write(events: Iterable[Event], attributes: Sequence[str], path: Path) -> None:
    """Write events, each on a row, with a column for each of the attributes.

    Texts are written as they are, also those that a spreadsheet takes for a formula.

    :raises InputError: if a text cannot be written, such as one with a NUL byte
    """
    columns = (*COLUMNS, *attributes)
    # The line end of RFC 4180: only so does the writer quote a lone carriage return.
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow(columns)
        for event in events:
            record = record_of(event)
            writer.writerow([record.get(column, "") for column in columns])


IMPORTER = Importer("csv", (".csv",), read, recognises, write)
