"""An export seen through its mapping: cells by column, their words translated, their times read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from collections.abc import Mapping as AnyDict
from contextlib import contextmanager
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

from patto.exchange.importer import Reading
from patto.exchange.mapping.dates import DatePattern
from patto.exchange.mapping.model import CellPart, Doer, columns_of
from patto.exchange.mapping.reading import Mapping
from patto.exchange.mapping.times import Moment, Times
from patto.exchange.nearest import nearest
from patto.exchange.problems import problem
from patto.exchange.report import Proxy
from patto.exchange.text import UTF8, table
from patto.kernel.errors import InputError, Problem
from patto.kernel.facts import NO_ATTRIBUTES
from patto.kernel.instants import Instant

_OF_ENCODINGS: Final = {
    "export-encoding": "", "export-is-utf-16": "UTF-16", "export-is-utf-8": "UTF-8",
}  # fmt: skip
"""The problems of an encoding, with what the export seems to be in."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its line, and the cells of the columns that the mapping names, empty if missing."""

    line: int
    cells: tuple[str, ...]


class Sheet:
    """Reads the rows of one export as its mapping says."""

    def __init__(self, mapping: Mapping, reading: Reading, columns: Sequence[str]) -> None:
        self.reading = reading
        self.report = reading.report
        self.columns = columns
        terms = mapping.terms
        self._terms = terms
        self._short = reading.source.short
        self._at = {column: at for at, column in enumerate(columns)}
        self.times = Times([DatePattern.parse(text) for text in terms.dates], terms.zone)
        self.swapped: Counter[DatePattern] = Counter()
        """How many values only a pattern reads in which day and month change places."""

    def value(self, row: Row, column: str) -> str:
        """Return what a row holds in a column, empty if nothing is known."""
        return row.cells[self._at[column]]

    def cell(self, row: Row, cell: CellPart | None) -> str:
        """Return what a cell says, in our words where the mapping has them for its own.

        A word that a list of words lacks is kept as it is, and told.
        """
        if cell is None:
            return ""
        if cell.column is None:
            return cell.constant or ""
        value = self.value(row, cell.column)
        if not value or not cell.words:
            return value
        if value not in cell.words:
            self.tell("word-unknown", row, column=cell.column, value=value)
        return cell.words.get(value, value)

    def attributes(self, row: Row, names: Sequence[str] | None = None) -> AnyDict[str, str]:
        """Return the attributes that a row gives, or those of them that are asked for."""
        given = {
            name: value
            for name, cell in self._terms.attributes.items()
            if (names is None or name in names) and (value := self.cell(row, cell))
        }
        return MappingProxyType(given) if given else NO_ATTRIBUTES

    def customer(self, row: Row) -> str:
        """Return the customer that a row names."""
        return self.cell(row, self._terms.customer)

    def doer(self, row: Row, doer: Doer | None) -> str:
        """Return who did it: a role, a colon and a name; empty if the mapping does not say."""
        if doer is None:
            return ""
        name = self.value(row, doer.column) if doer.column else ""
        role = doer.roles.get(name, doer.role)
        return f"{role}:{name}" if name else role

    def moment(self, row: Row, column: str, not_before: Instant | None = None) -> Moment:
        """Return the moment that a cell names; what is doubtful of it is told."""
        moment = self.times.read(self.value(row, column), not_before)
        if moment.code and moment.instant is not None:
            self.tell(moment.code, row, column=column, **moment.told)
        if moment.code == "row-instant-malformed":
            pattern = self.times.swapped(self.value(row, column))
            if pattern is not None:
                self.swapped[pattern] += 1
        return moment

    def instant(self, row: Row, column: str, not_before: Instant | None = None) -> Instant | None:
        """Return the instant that a row needs, or drop the row and say why."""
        value = self.value(row, column)
        if not value:
            self.drop("row-value-missing", row, column=column)
            return None
        moment = self.moment(row, column, not_before)
        if moment.instant is None:
            self.drop(moment.code, row, column=column, **moment.told)
        return moment.instant

    def instant_if_any(self, row: Row, column: str) -> Instant | None:
        """Return the instant that a cell names, if it names one; what is no instant is told."""
        value = self.value(row, column)
        if not value:
            return None
        moment = self.moment(row, column)
        if moment.instant is None:
            expected = moment.told.get("expected", "2026-03-06T16:55:00+01:00")
            self.tell("cell-not-used", row, column=column, value=value, expected=expected)
        return moment.instant

    def tell(self, code: str, row: Row, **told: str) -> None:
        """Report something of a row that is kept."""
        self.report.found(self._problem(code, row, told))

    def drop(self, code: str, row: Row, **told: str) -> None:
        """Report why a row gives no event."""
        column = getattr(self._terms.ticket, "column", None)
        ticket = self.value(row, column) if column else ""
        self.report.drop(self._problem(code, row, told), ticket)

    def source(self, row: Row) -> str:
        """Return the file and line that an event came from."""
        return f"{self._short}:{row.line}"

    def _problem(self, code: str, row: Row, told: AnyDict[str, str]) -> Problem:
        return problem(code, self.reading.source.place(row.line), **told)


@contextmanager
def opened(mapping: Mapping, reading: Reading) -> Iterator[tuple[Sheet, Iterator[Row]]]:
    """Open an export, and give its sheet and its rows.

    :raises InputError: if it is empty, of another encoding, or lacks a column of the mapping
    """
    form = mapping.terms.file
    with reading.source.open() as stream, _told_of(mapping, reading):
        header, rows = table(stream, reading, form.encoding, form.delimiter, skip=form.skip)
        names = [name.strip() for name in header]
        columns = tuple(dict.fromkeys(name for _, name in columns_of(mapping.terms)))
        _check_encoding(mapping, columns, header)
        _check_columns(mapping, columns, names, reading)
        places = [names.index(column) for column in columns]
        missing = frozenset(form.missing)
        _tell_proxies(mapping, reading)
        reading.report.zone = mapping.terms.zone or ""
        sheet = Sheet(mapping, reading, columns)
        yield sheet, _cells(rows, places, missing)
        _tell_swapped(mapping, sheet)


@contextmanager
def _told_of(mapping: Mapping, reading: Reading) -> Iterator[None]:
    """Tell an encoding that is not the export's where the mapping states it.

    :raises InputError: if an export is of another encoding
    """
    try:
        yield
    except InputError as error:
        (found, *_) = error.problems
        place = mapping.own("file", "encoding")
        zipped = found.parameters.get("found") == "zip"
        if place is None or zipped or found.code not in _OF_ENCODINGS:
            raise
        if found.code == "export-is-utf-8":
            raise InputError([replace(found, place=place)]) from error
        told = {
            "stated": mapping.terms.file.encoding,
            "found": _OF_ENCODINGS[found.code],
            "file": reading.source.name,
            "line": str(found.place.line),
        }
        raise InputError([problem("mapping-encoding-wrong", place, **told)]) from error


def _tell_swapped(mapping: Mapping, sheet: Sheet) -> None:
    """Tell each pattern that day and month seem to stand in the wrong order in, once it is over."""
    dates = mapping.terms.dates
    for pattern, count in sheet.swapped.items():
        place = mapping.own("dates", dates.index(pattern.text)) or sheet.reading.source.place()
        other = "" if pattern.swapped is None else pattern.swapped.text
        told = {"pattern": pattern.text, "swapped": other, "rows": str(count)}
        sheet.report.found(problem("day-and-month", place, **told), times=count)


def _cells(
    rows: Iterator[tuple[int, list[str]]], places: Sequence[int], missing: frozenset[str]
) -> Iterator[Row]:
    kept: dict[str, str] = {}
    for line, fields in rows:
        stripped = [fields[at].strip() for at in places]
        # Exports repeat themselves: each text is held once.
        cells = ["" if cell in missing else kept.setdefault(cell, cell) for cell in stripped]
        yield Row(line, tuple(cells))


def _check_columns(
    mapping: Mapping, columns: Sequence[str], header: Sequence[str], reading: Reading
) -> None:
    """Refuse a header without the columns of the mapping, or with one of them twice.

    :raises InputError: with a problem for each
    """
    found = []
    for column in columns:
        if column not in header:
            told = {"column": column, "nearest": nearest(column, header)}
            place = mapping.place(column)
            found.append(problem("mapping-column-missing", place, **told, file=reading.source.name))
        elif header.count(column) > 1:
            found.append(problem("column-repeated", reading.source.place(1), column=column))
    if found:
        raise InputError(found)


def _check_encoding(mapping: Mapping, columns: Sequence[str], header: Sequence[str]) -> None:
    """Refuse a header whose missing columns are there once it is read as UTF-8.

    :raises InputError: if they are
    """
    stated = mapping.terms.file.encoding
    names = set()
    for name in header:
        # Not stripped: the second byte of a letter may be taken for a space.
        try:
            names.add(name.encode(stated).decode(UTF8).strip())
        except UnicodeError:
            continue
    if (set(columns) - {name.strip() for name in header}) & names:
        place = mapping.places.of(("file", "encoding"))
        raise InputError([problem("export-is-utf-8", place, stated=stated)])


def _tell_proxies(mapping: Mapping, reading: Reading) -> None:
    for event, proxy in mapping.terms.proxies.items():
        told = Proxy(event, proxy.event, proxy.because)
        if told not in reading.report.proxies:
            reading.report.proxies.append(told)
        words = {"event": event, "proxy": proxy.event, "because": proxy.because}
        reading.report.found(problem("proxy-used", reading.source.place(), **words))
