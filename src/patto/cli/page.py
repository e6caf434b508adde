"""A page of text: lines and tables, coloured on a terminal, plain where it is piped or written."""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, TextIO, TypeAlias

from patto.language.words import visible

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.text import Text

Tone: TypeAlias = Literal["", "good", "bad", "doubt", "quiet", "strong"]
"""What a text says beside its words; the colours of a terminal follow from it."""

_STYLES: Final[dict[Tone, str]] = {
    "": "",
    "good": "green",
    "bad": "bold red",
    "doubt": "yellow",
    "quiet": "dim",
    "strong": "bold",
}


@dataclass(frozen=True, slots=True)
class Cell:
    """A piece of text with its tone."""

    text: str
    tone: Tone = ""


Content: TypeAlias = str | Cell


@dataclass(frozen=True, slots=True)
class Line:
    """Pieces of text on one line."""

    pieces: tuple[Cell, ...]
    indent: int = 0


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under their headings; the columns named in `right` are aligned to the right."""

    headings: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    right: frozenset[int] = frozenset()
    indent: int = 0


@dataclass(slots=True)
class Page:
    """What a command answers, block by block."""

    blocks: list[Line | Table] = field(default_factory=list)

    def line(self, *pieces: Content, indent: int = 0) -> None:
        """Add a line made of pieces."""
        self.blocks.append(Line(tuple(map(_cell, pieces)), indent))

    def gap(self) -> None:
        """Add an empty line, unless the page is empty or ends with one."""
        if self.blocks and self.blocks[-1] != Line(()):
            self.blocks.append(Line(()))

    def table(
        self,
        headings: Sequence[str],
        rows: Iterable[Sequence[Content]],
        *,
        right: Collection[int] = (),
        indent: int = 2,
    ) -> None:
        """Add a table; columns in which nothing stands, and a table without rows, are left out."""
        cells = [tuple(map(_cell, row)) for row in rows]
        kept = [n for n in range(len(headings)) if any(row[n].text for row in cells)]
        if cells:
            own = tuple(tuple(row[n] for n in kept) for row in cells)
            aligned = frozenset(place for place, n in enumerate(kept) if n in right)
            self.blocks.append(Table(tuple(headings[n] for n in kept), own, aligned, indent))


def show(page: Page, *, output: Path | None = None, err: bool = False) -> None:
    """Write a page to a file, or to the screen in the way that suits it.

    :raises OSError: if the file cannot be written
    """
    if output is not None:
        output.write_text(plain(page), encoding="utf-8")
        return
    stream = sys.stderr if err else sys.stdout
    if stream.isatty():
        _show_rich(page, stream)
    else:
        stream.write(plain(page))


def write(text: str | Iterable[str], output: Path | None) -> None:
    """Write a text for programs, or its pieces, to a file or to standard output: always in UTF-8.

    :raises OSError: if the file cannot be written
    """
    pieces = [text] if isinstance(text, str) else text
    if output is not None:
        with output.open("w", encoding="utf-8") as file:
            file.writelines(pieces)
        return
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")
    sys.stdout.writelines(pieces)


def plain(page: Page) -> str:
    """Return a page as plain text."""
    lines: list[str] = []
    for block in page.blocks:
        if isinstance(block, Line):
            lines.append(" " * block.indent + "".join(cell.text for cell in block.pieces))
        else:
            lines += _plain_table(block)
    return "".join(f"{line.rstrip()}\n" for line in lines)


def _cell(content: Content) -> Cell:
    """Return a piece of text in which nothing can drive a terminal."""
    cell = content if isinstance(content, Cell) else Cell(content)
    return Cell(visible(cell.text), cell.tone)


def _plain_table(table: Table) -> list[str]:
    head = tuple(map(Cell, table.headings))
    rows = [head, *table.rows] if any(table.headings) else list(table.rows)
    widths = [max(len(row[column].text) for row in rows) for column in range(len(head))]
    return [" " * table.indent + "  ".join(_aligned(row, widths, table.right)) for row in rows]


def _aligned(row: Sequence[Cell], widths: Sequence[int], right: frozenset[int]) -> Iterable[str]:
    for column, (cell, width) in enumerate(zip(row, widths, strict=True)):
        yield cell.text.rjust(width) if column in right else cell.text.ljust(width)


def _show_rich(page: Page, stream: TextIO) -> None:
    from rich.console import Console  # noqa: PLC0415  # a pipe does not pay for it

    console = Console(file=stream, highlight=False, markup=False, emoji=False, soft_wrap=False)
    for block in page.blocks:
        console.print(_rich_line(block) if isinstance(block, Line) else _rich_table(block))


def _rich_line(line: Line) -> RenderableType:
    from rich.padding import Padding  # noqa: PLC0415  # the same
    from rich.text import Text  # noqa: PLC0415  # the same

    text = Text.assemble(*((cell.text, _STYLES[cell.tone]) for cell in line.pieces))
    return Padding(text, (0, 0, 0, line.indent)) if line.indent else text


def _rich_table(table: Table) -> RenderableType:
    from rich import box  # noqa: PLC0415  # the same
    from rich.padding import Padding  # noqa: PLC0415  # the same
    from rich.table import Table as RichTable  # noqa: PLC0415  # the same

    shown = RichTable(
        box=box.SIMPLE_HEAD if any(table.headings) else None,
        show_header=any(table.headings),
        pad_edge=False,
        header_style="bold",
    )
    for column, heading in enumerate(table.headings):
        shown.add_column(
            _text(Cell(heading)), justify="right" if column in table.right else "left",
            overflow="fold",
        )  # fmt: skip
    for row in table.rows:
        shown.add_row(*map(_text, row))
    return Padding(shown, (0, 0, 0, table.indent))


def _text(cell: Cell) -> Text:
    from rich.text import Text  # noqa: PLC0415  # the same

    return Text(cell.text, style=_STYLES[cell.tone])
