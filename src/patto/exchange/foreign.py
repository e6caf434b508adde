"""What is plainly no export: a folder, a workbook, an agreement given in its place."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from patto.exchange.importer import Source
from patto.exchange.problems import problem
from patto.kernel.errors import InputError

_ZIP: Final = b"PK\x03\x04"
_OLD_OFFICE: Final = b"\xd0\xcf\x11\xe0"
_OF_WORKBOOKS: Final = (b"[Content_Types].xml", b"xl/", b"opendocument.spreadsheet")
_WORKBOOKS: Final = (".xlsx", ".xlsm", ".xls", ".ods")
_AGREEMENT: Final = re.compile(rb"^agreement:", re.MULTILINE)
_START: Final = 4096


def is_workbook(start: bytes) -> bool:
    """Return whether the first bytes of a file are those of a spreadsheet's own format."""
    marked = any(mark in start for mark in _OF_WORKBOOKS)
    return start.startswith(_OLD_OFFICE) or (start.startswith(_ZIP) and marked)


def refuse_foreign(source: Source) -> None:
    """Refuse a file that is plainly something else than an export.

    :raises InputError: if it is a folder, a workbook or an agreement, or cannot be read
    """
    suffix = Path(source.name).suffix.lower()
    with source.open() as stream:
        start = stream.read(_START)
    if suffix in _WORKBOOKS or is_workbook(start):
        raise InputError([problem("export-is-workbook", source.place())])
    if suffix in {".yaml", ".yml"} and _AGREEMENT.search(start):
        raise InputError([problem("export-is-agreement", source.place())])
