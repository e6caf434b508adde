"""Text files: their encoding, their lines and, for CSV, their rows.

Lines are read one at a time, so a file of any size takes the memory of one row. A row that cannot
be read is reported and dropped; what follows it is read all the same.
"""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterator, Sequence
from io import TextIOWrapper
from typing import BinaryIO, Final

from patto.exchange.foreign import is_workbook
from patto.exchange.importer import Reading
from patto.exchange.nearest import nearest
from patto.exchange.problems import problem
from patto.kernel.errors import InputError, Problem

UTF8: Final = "utf-8"

LONGEST_LINE: Final = 16 * 1024 * 1024
"""The most bytes of a line; a file without line ends would else be read whole."""

DELIMITERS: Final = (",", ";", "\t", "|")

_BOM: Final = b"\xef\xbb\xbf"
_WIDE_BOMS: Final = (b"\xff\xfe", b"\xfe\xff")
_ZIP: Final = b"PK\x03\x04"


def lines(stream: BinaryIO, reading: Reading, encoding: str = UTF8) -> Iterator[str]:
    """Yield the lines of a stream as text, each with its line end.

    A byte-order mark before UTF-8 is passed over.

    :raises InputError: if a byte is not of the encoding, or a line is too long
    """
    if "\n".encode(encoding) != b"\n":
        yield from _wide_lines(stream, reading, encoding)
        return
    number = 0
    while True:
        raw = stream.readline(LONGEST_LINE)
        if not raw:
            return
        number += 1
        if number == 1:
            raw = raw.removeprefix(_BOM)
            _check_start(raw, reading, encoding)
        if len(raw) == LONGEST_LINE:
            place = reading.source.place(number)
            raise InputError([problem("export-line-too-long", place, limit=str(LONGEST_LINE))])
        try:
            yield raw.decode(encoding)
        except UnicodeError as error:
            raise _undecodable(error, reading, encoding, number) from error


def _wide_lines(stream: BinaryIO, reading: Reading, encoding: str) -> Iterator[str]:
    """Yield the lines of an encoding whose line end is more than one byte."""
    text = TextIOWrapper(stream, encoding=encoding, newline="")
    number = 0
    try:
        while line := text.readline(LONGEST_LINE):
            number += 1
            yield line
    except UnicodeError as error:
        raise _undecodable(error, reading, encoding, number + 1) from error
    finally:
        text.detach()


def _check_start(first: bytes, reading: Reading, encoding: str) -> None:
    """Refuse what shows by its first bytes that it is no text of the encoding.

    :raises InputError: if it does
    """
    place = reading.source.place(1)
    if is_workbook(first):
        raise InputError([problem("export-is-workbook", place)])
    if first.startswith(_ZIP):
        told = {"expected": encoding, "found": "zip", "byte": f"0x{first[0]:02X}", "position": "1"}
        raise InputError([problem("export-encoding", place, **told)])
    if first.startswith(_WIDE_BOMS) or b"\0" in first[:200]:
        raise InputError([problem("export-is-utf-16", place, expected=encoding)])


def _undecodable(error: UnicodeError, reading: Reading, encoding: str, line: int) -> InputError:
    """Return the error for bytes that are not of the encoding; of some no byte is at fault."""
    place = reading.source.place(line)
    if not isinstance(error, UnicodeDecodeError):
        told = {"expected": encoding, "found": "other", "byte": "", "position": ""}
        return InputError([problem("export-encoding", place, **told)])
    if encoding != UTF8 and is_utf8(error.object):
        return InputError([problem("export-is-utf-8", place, stated=encoding)])
    refused = problem(
        "export-encoding",
        place,
        expected=encoding,
        found="other",
        byte=f"0x{error.object[error.start]:02X}",
        position=str(error.start + 1),
    )
    return InputError([refused])


def is_utf8(raw: bytes) -> bool:
    """Return whether bytes are a text in UTF-8."""
    try:
        raw.decode(UTF8)
    except UnicodeDecodeError:
        return False
    return True


class _Feeder:
    """Hands lines to the CSV reader, and can hand the lines of a broken row out again."""

    def __init__(self, source: Iterator[str]) -> None:
        self._source = source
        self._again: deque[str] = deque()
        self._taken: list[str] = []
        self.first = 0
        self.nul = False
        self._number = 0

    def __iter__(self) -> _Feeder:
        return self

    def __next__(self) -> str:
        line = self._again.popleft() if self._again else next(self._source)
        self._number += 1
        self._taken.append(line)
        if "\0" in line:
            self.nul = True
        return line

    def begin(self) -> None:
        """A new row begins with the next line."""
        self._taken.clear()
        self.first = self._number + 1
        self.nul = False

    def rewind(self) -> None:
        """Hand out again all but the first line of the row that is broken."""
        self._again.extendleft(reversed(self._taken[1:]))
        self._number = self.first


def rows(
    text: Iterator[str], reading: Reading, delimiter: str = ",", *, skip: int = 0
) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows of a CSV text, each with the number of its first line, without blank ones.

    The first one yielded is the header; the rows after it are counted in the report. A row with a
    quote that is never closed costs that line only, not what follows it.

    :raises InputError: if the header is no CSV
    """
    for _ in range(skip):
        next(text, None)
    feeder = _Feeder(text)
    report = reading.report
    header = True
    reader = csv.reader(feeder, delimiter=delimiter, strict=True)
    while True:
        feeder.begin()
        try:
            fields = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            broken = _broken(str(error), reading, feeder.first + skip)
            if header:
                raise InputError([broken]) from error
            report.rows += 1
            report.drop(broken)
            feeder.rewind()
            reader = csv.reader(feeder, delimiter=delimiter, strict=True)
            continue
        if not fields:
            report.blank_lines += 1
            continue
        line = feeder.first + skip
        if not header:
            report.rows += 1
            if feeder.nul:
                column = str(next(n for n, field in enumerate(fields, 1) if "\0" in field))
                report.drop(problem("row-nul-byte", reading.source.place(line), column=column))
                continue
        header = False
        yield line, fields


def _broken(said: str, reading: Reading, line: int) -> Problem:
    """Return the problem of a row that is no CSV."""
    place = reading.source.place(line)
    if "field limit" in said:
        return problem("row-field-too-long", place, limit=str(csv.field_size_limit()))
    if "unexpected end" in said:
        return problem("row-quote-unclosed", place)
    return problem("row-malformed", place, reason=said)


def table(
    stream: BinaryIO,
    reading: Reading,
    encoding: str = UTF8,
    delimiter: str = ",",
    *,
    skip: int = 0,
) -> tuple[list[str], Iterator[tuple[int, list[str]]]]:
    """Return the header of a CSV stream, and its rows, all as long as the header.

    :raises InputError: if it is empty, not of the encoding, or delimited by something else
    """
    every = rows(lines(stream, reading, encoding), reading, delimiter, skip=skip)
    first = next(every, None)
    if first is None:
        raise InputError([problem("export-empty", reading.source.place())])
    line, header = first
    other = next((mark for mark in DELIMITERS if mark != delimiter and mark in header[0]), "")
    if len(header) == 1 and other:
        place = reading.source.place(line)
        raise InputError([problem("export-delimiter", place, expected=delimiter, found=other)])
    return header, _full(every, len(header), reading)


def _full(
    every: Iterator[tuple[int, list[str]]], columns: int, reading: Reading
) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows that have a field for each column, and report the others."""
    report = reading.report
    before = report.rows
    for line, fields in every:
        if len(fields) == columns:
            yield line, fields
            continue
        code = "row-too-short" if len(fields) < columns else "row-too-long"
        place = reading.source.place(line)
        report.drop(problem(code, place, fields=str(len(fields)), columns=str(columns)))
    if report.rows == before:
        report.found(problem("export-without-rows", reading.source.place()))


def column_missing(column: str, header: Sequence[str], reading: Reading) -> InputError:
    """Return the error for a column that a header lacks, with the name that comes nearest."""
    near = nearest(column, header)
    return InputError(
        [problem("column-missing", reading.source.place(1), column=column, nearest=near)]
    )
