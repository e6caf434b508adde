"""Tickets of which the record holds rows but no event: why none of their rows could be used."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from patto.cli.evidence import left_out
from patto.exchange.problems import Fate
from patto.exchange.report import Report
from patto.kernel.errors import Problem
from patto.language.words import Words

_LARGEST: Final = 200 * 1024 * 1024
"""Bytes of a file that is still searched for a ticket."""


def unread(ticket: str, files: Sequence[Path], report: Report, zone: str, words: Words) -> str:
    """Return why a ticket that stands in the files gave no event; empty if it stands in none.

    A report keeps a few examples of each kind; where none of them is a row of the ticket, only
    how many rows were left out can be told.

    :raises OSError: if a file cannot be read
    """
    number = left_out(report)
    named = {(file.name, line) for file in files for line in _lines(ticket, file)} if number else {}
    if not named:
        return ""
    own = [one for one in _dropped(report) if (Path(one.place.file).name, one.place.line) in named]
    return why_unread(ticket, own, number, zone, words)


def why_unread(ticket: str, own: Sequence[Problem], number: int, zone: str, words: Words) -> str:
    """Return that no event of a ticket could be read, with what is wrong with its own rows.

    `number` is how many rows were left out; empty for none.
    """
    if not number:
        return ""
    told = words.say("cli.explain.left-out", ticket=ticket, count=number)
    return "\n".join([told, *(f"  {one.place}: {words.problem(one, zone).what}" for one in own)])


def _dropped(report: Report) -> Iterator[Problem]:
    for finding in report.findings.values():
        if finding.fate is Fate.DROPPED:
            yield from finding.examples


def _lines(ticket: str, file: Path) -> Iterator[int]:
    """Yield the numbers of the lines in which a ticket stands, not as a part of a longer word."""
    if file.stat().st_size > _LARGEST:
        return
    whole = re.compile(rf"(?<![\w-]){re.escape(ticket)}(?![\w-])")
    with file.open(encoding="utf-8", errors="replace") as text:
        yield from (number for number, line in enumerate(text, 1) if whole.search(line))
