"""The file as a table: its encoding, its delimiter, its headings and rows."""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO, StringIO
from types import MappingProxyType
from typing import Final

from patto.exchange.foreign import is_workbook
from patto.exchange.importer import Reading, Source
from patto.exchange.problems import problem
from patto.exchange.report import Report
from patto.exchange.text import DELIMITERS, UTF8, is_utf8, table
from patto.kernel.errors import InputError, Place, Problem

LARGEST: Final = 10 * 1024 * 1024
"""The bytes of the largest file that is read."""
MOST_ROWS: Final = 20_000
MOST_COLUMNS: Final = 100
_MOST_LINES: Final = 10 * MOST_ROWS
"""Lines that are looked at, for a cell may have several."""
_WIDE: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_PICTURES: Final = (
    b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"\x00\x00\x00\x18ftyp",
    b"\x00\x00\x00\x1cftyp",
)  # fmt: skip
"""How the pictures begin that telephones, scanners and browsers make."""
_OTHERS: Final = (b"%PDF-", b"PK\x03\x04", b"{\\rtf")
"""How files begin that are written by programs, and hold no table."""
_WESTERN: Final = "cp1252"
_FORMULA: Final = re.compile(r"[=@\t\r]|[+-](?![\d\s().\/-]*\Z)")
"""What a spreadsheet would compute; a telephone number begins with a plus, and does no harm."""
_NAMES: Final[Mapping[str, str]] = MappingProxyType({
    UTF8: "UTF-8", "utf-16": "UTF-16", _WESTERN: "Windows-1252",
})  # fmt: skip


@dataclass(slots=True)
class _Every(Report):
    """A report that keeps every row that was dropped, not only examples."""

    lost: list[Problem] = field(default_factory=list)

    def drop(self, problem: Problem, ticket: str = "") -> None:
        """Count a problem for which a row was dropped, and keep it."""
        Report.drop(self, problem, ticket)
        self.lost.append(problem)


@dataclass(frozen=True, slots=True)
class Table:
    """What a file holds: headings, rows each with its line, and the lines that are no rows."""

    headings: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    lost: tuple[Problem, ...]
    encoding: str
    delimiter: str


def read_table(content: bytes, name: str) -> Table:
    """Return the table that a file holds; encoding and delimiter are told from what is in it.

    :raises InputError: if it is a picture or otherwise no text, empty, too wide or too long, or
        its headings are no CSV
    """
    encoding = _encoding(content, name)
    if b"\n" not in content:  # an old Macintosh ends lines otherwise
        content = content.replace(b"\r", b"\n")
    if content.count(b"\n") > _MOST_LINES:
        raise _too_long()
    start = content.decode(encoding, errors="replace").lstrip("\ufeff")[:100_000]
    first = start.partition("\n")[0]
    stated = first.strip().strip('"').lower().startswith("sep=")
    delimiter = (first.strip().strip('"')[4:5] or "\t") if stated else _delimiter(first)
    report = _Every()
    reading = Reading(Source(name, BytesIO(content)), report)
    with reading.source.open() as stream:
        headings, rows = table(stream, reading, encoding, delimiter, skip=int(stated))
        kept = tuple((line, tuple(map(_as_it_was, cells))) for line, cells in _no_more(rows))
    if len(headings) > MOST_COLUMNS:
        raise InputError([Problem("import-too-wide", parameters={"most": str(MOST_COLUMNS)})])
    told = tuple(one.strip().lstrip("\ufeff") for one in headings)
    return Table(told, kept, tuple(report.lost), _NAMES[encoding], delimiter)


def as_csv(headings: list[str], rows: list[list[str]]) -> str:
    """Return a table as Excel opens it everywhere: semicolons, and a mark that says UTF-8.

    What a spreadsheet would take for a formula has an apostrophe before it, which is taken away
    when the file is read again.
    """
    written = StringIO()
    writer = csv.writer(written, delimiter=";", lineterminator="\r\n")
    writer.writerows([[_inert(one) for one in row] for row in (headings, *rows)])
    return "\ufeff" + written.getvalue()


def _inert(cell: str) -> str:
    return f"'{cell}" if _FORMULA.match(cell) else cell


def _as_it_was(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell[1:]) else cell


def _no_more(rows: Iterable[tuple[int, list[str]]]) -> Iterator[tuple[int, list[str]]]:
    for number, (line, cells) in enumerate(rows):
        if number >= MOST_ROWS:
            raise _too_long()
        if any(one.strip() for one in cells):
            yield line, cells


def _too_long() -> InputError:
    return InputError([Problem("import-too-long", parameters={"most": str(MOST_ROWS)})])


def _encoding(content: bytes, name: str) -> str:
    if is_workbook(content[:4096]) or name.lower().endswith((".xlsx", ".xls", ".ods")):
        raise InputError([problem("export-is-workbook", Place(name))])
    if content.startswith(_WIDE):
        return "utf-16"
    _refuse_other(content[:4096])
    return UTF8 if is_utf8(content) else _WESTERN


def _refuse_other(start: bytes) -> None:
    """Refuse a file that begins as one of another kind does; letters alone may begin a heading."""
    web = start.startswith(b"RIFF") and start[8:12] == b"WEBP"
    if web or start.startswith(_PICTURES) or (start.startswith(b"BM") and b"\0" in start):
        raise InputError([Problem("import-is-picture")])
    if start.startswith(_OTHERS):
        raise InputError([Problem("import-is-no-text")])


def _delimiter(header: str) -> str:
    """Return what separates the headings: what stands there most often outside of quotes."""
    bare = "".join(header.split('"')[::2])
    return max(DELIMITERS, key=bare.count)
