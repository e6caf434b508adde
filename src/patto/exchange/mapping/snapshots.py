"""One row a snapshot of a ticket after a change: events come from what differs.

Rows are ordered by ticket, then by the change's number or time. Nothing is taken from a column
that holds on an early row what was known only later; such columns are compared with what the
sequence itself shows, and how they differ is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from patto.exchange.importer import Found, Reading
from patto.exchange.mapping.history import History
from patto.exchange.mapping.making import Maker
from patto.exchange.mapping.model import SnapshotsMapping
from patto.exchange.mapping.reading import Mapping
from patto.exchange.mapping.sheet import Row, Sheet, opened
from patto.exchange.problems import problem
from patto.kernel.errors import InputError

LARGEST: Final = 512 * 1024 * 1024
"""The most bytes of an export of snapshots: its rows are ordered in memory."""

_NUMBER: Final = re.compile(r"-?\d{1,15}", re.ASCII)


@dataclass(frozen=True, slots=True)
class _Snapshot:
    """A row with its place in its ticket's order."""

    order: int
    row: Row


def read(mapping: Mapping, terms: SnapshotsMapping, reading: Reading) -> Iterator[Found]:
    """Yield the events of all tickets, ticket by ticket in order of appearance.

    :raises InputError: if the export cannot be read, is too large to be held, or lacks a column
    """
    _check_size(reading)
    with opened(mapping, reading) as (sheet, rows):
        tickets = _by_ticket(terms, sheet, rows)
    maker = Maker(sheet)
    for ticket, snapshots in tickets.items():
        history = History(terms, sheet, maker, ticket)
        for order, row in _in_order(terms, sheet, ticket, snapshots):
            yield from history.events(order, row)
        history.finish()


def _check_size(reading: Reading) -> None:
    origin = reading.source.origin
    size = origin.stat().st_size if isinstance(origin, Path) and origin.exists() else 0
    if size > LARGEST:
        raise _too_large(reading, size)


def _too_large(reading: Reading, size: int) -> InputError:
    told = {"size": str(size), "limit": str(LARGEST)}
    return InputError([problem("export-too-large", reading.source.place(), **told)])


def _by_ticket(
    terms: SnapshotsMapping, sheet: Sheet, rows: Iterator[Row]
) -> dict[str, list[_Snapshot]]:
    """Return the rows of each ticket, each with its number where the export has one."""
    tickets: dict[str, list[_Snapshot]] = {}
    held = 0
    for row in rows:
        ticket = sheet.value(row, terms.ticket.column)
        if not ticket:
            sheet.drop("row-value-missing", row, column=terms.ticket.column)
            continue
        held += sum(map(len, row.cells))
        if held > LARGEST:
            raise _too_large(sheet.reading, held)
        order = 0
        if terms.order is not None:
            number = sheet.value(row, terms.order.column)
            if not _NUMBER.fullmatch(number):
                sheet.drop("row-number-malformed", row, column=terms.order.column, value=number)
                continue
            order = int(number)
        tickets.setdefault(ticket, []).append(_Snapshot(order, row))
    return tickets


def _in_order(
    terms: SnapshotsMapping, sheet: Sheet, ticket: str, snapshots: list[_Snapshot]
) -> Iterator[tuple[int, Row]]:
    """Yield the rows of a ticket in order, each once, with a number that no other row has."""
    if terms.order is None:
        column = terms.at.column
        timed = [(sheet.times.read(sheet.value(s.row, column)).instant, s.row) for s in snapshots]
        # A row without a readable time is dropped later, wherever it stands.
        timed.sort(key=lambda pair: (pair[0] or 0, pair[1].line))
        yield from enumerate((row for _, row in timed), 1)
        return
    snapshots.sort(key=lambda snapshot: (snapshot.order, snapshot.row.line))
    before: _Snapshot | None = None
    gaps = 0
    for snapshot in snapshots:
        if before is not None and before.order == snapshot.order:
            code = "row-repeated" if before.row.cells == snapshot.row.cells else "row-contradicts"
            sheet.drop(code, snapshot.row, ticket=ticket, order=str(snapshot.order))
            continue
        gaps += 0 if before is None else snapshot.order - before.order - 1
        before = snapshot
        yield snapshot.order, snapshot.row
    if gaps:
        row = snapshots[0].row
        sheet.tell("updates-not-exported", row, ticket=ticket, missing=str(gaps))
