"""The contract as a Word file, for lawyers; what changed since an earlier version is marked."""

from __future__ import annotations

import io
from string import ascii_lowercase
from typing import Final

from docx.shared import Cm, Pt

from patto.documents.contract.changes import (
    Mark,
    MarkedBlock,
    MarkedChapter,
    heading,
    marked,
    unmarked,
)
from patto.documents.contract.picture import Look
from patto.documents.contract.tree import (
    BarKind,
    Block,
    Contract,
    DayKind,
    Fields,
    Note,
    Para,
    Points,
    Signatures,
    Table,
    Timeline,
    Year,
)
from patto.documents.contract.wordfile import WordFile

_FILLS: Final[dict[BarKind, str]] = {
    "late": "B3261E", "pause": "E6BD62", "closed": "D7D7D7", "resolved": "FFFFFF", "work": "AAAAAA",
}  # fmt: skip
_DAYS: Final[dict[DayKind, str]] = {"closed": "×", "own": "*"}


def docx(contract: Contract, look: Look | None = None, before: Contract | None = None) -> bytes:
    """Return the contract as a Word file, the same bytes for the same inputs.

    With `before`, the contract of an earlier version in the same language, what was inserted and
    deleted since is marked as tracked changes: the lawyer's copy. A logo in SVG, which Word does
    not show, is left out.
    """
    look = look or Look()
    file = WordFile(look.accent, contract.date, contract.language)
    writer = _Writer(file, look.accent.lstrip("#").upper())
    writer.front(contract, look, before)
    apart = False
    for chapter in unmarked(contract) if before is None else marked(contract, before):
        alone = not (contract.brief or chapter.chapter.numbered)
        writer.chapter(chapter, apart=apart or alone)
        apart = alone
    head = f"{contract.title}\t{' · '.join(contract.between)}"
    if contract.draft:
        head = f"{contract.draft} — {head}"
    foot = f"{contract.words['hash']}: {contract.digest}"
    file.around(head, foot, contract.words["page"])
    return file.data(contract.title, contract.between[0])


class _Writer:
    """Writes the parts of a contract into a Word file."""

    def __init__(self, file: WordFile, accent: str) -> None:
        self.file = file
        self.accent = accent

    def front(self, contract: Contract, look: Look, before: Contract | None) -> None:
        """Write the front page."""
        file = self.file
        if look.logo is not None and look.logo.format != "svg":
            file.document.add_picture(io.BytesIO(look.logo.data), height=Cm(1.7))
        file.paragraph(contract.kicker.upper(), bold=True)
        file.document.add_paragraph(contract.title, style="Title")
        first, second = contract.between
        words = contract.words
        file.paragraph(f"{words['between']} {first} {words['and']} {second}")
        facts = (*contract.facts, (words["hash"], contract.digest))
        self.block(MarkedBlock(Fields(facts)))
        if contract.draft:
            file.paragraph(contract.draft, bold=True)
        if before is not None:
            version = dict(before.facts).get(contract.facts[1][0], "")
            told = words["changes"].replace("{version}", version).replace("{hash}", before.digest)
            file.paragraph(told, bold=True)

    def chapter(self, one: MarkedChapter, *, apart: bool) -> None:
        """Write a chapter, on a page of its own where it stands `apart`."""
        chapter = one.chapter
        self.file.heading(
            1, chapter.title, chapter.anchor, one.mark, numbered=chapter.numbered, apart=apart
        )  # fmt: skip
        self._blocks(one.blocks)
        for clause in one.clauses:
            own = clause.clause
            self.file.heading(2, heading(own), own.anchor, clause.mark, before=clause.before)
            self._blocks(clause.blocks)

    def _blocks(self, blocks: tuple[MarkedBlock, ...]) -> None:
        """Write blocks; what leads to a table stays with it."""
        for place, one in enumerate(blocks, 1):
            leads = place < len(blocks) and isinstance(blocks[place].block, Fields | Table)
            self.block(one, leads=leads)

    def block(self, one: MarkedBlock, *, leads: bool = False) -> None:
        """Write a block; a paragraph that `leads` is not parted from what follows it."""
        block, mark = one.block, one.mark
        match block:
            case Para():
                self.file.paragraph(block.text, mark, lead=block.lead, stays=leads)
            case Points():
                self._points(block, _marks(one, len(block.items)))
            case Fields():
                rows = list(zip(block.rows, _marks(one, len(block.rows)), strict=True))
                self.file.table((), [(row, own) for row, own in rows], (3, 7))
            case Table():
                self._table(block, _marks(one, len(block.rows)), mark)
            case Note():
                self.file.paragraph(block.title, mark, bold=True)
                for text, own in zip(block.text, _marks(one, len(block.text)), strict=True):
                    self.file.paragraph(text, own)
            case Timeline() | Year() | Signatures():
                self._drawn(block, mark)

    def _points(self, block: Points, marks: tuple[Mark, ...]) -> None:
        for number, (item, mark) in enumerate(zip(block.items, marks, strict=True)):
            if block.lettered:
                letter = ascii_lowercase[number % len(ascii_lowercase)]
                self.file.paragraph(f"({letter}) {item.text}", mark, lead=item.lead)
            else:
                self.file.paragraph(item.text, mark, lead=item.lead, style="List Bullet")

    def _table(self, block: Table, marks: tuple[Mark, ...], mark: Mark) -> None:
        if block.caption:
            self.file.paragraph(block.caption, mark, bold=True, stays=True)
        rows = list(zip(block.rows, marks, strict=True))
        self.file.table(block.head, [(row, own) for row, own in rows], block.widths)

    def _drawn(self, block: Block, mark: Mark) -> None:
        if isinstance(block, Timeline):
            self._timeline(block, mark)
        elif isinstance(block, Year):
            self._year(block, mark)
        elif isinstance(block, Signatures):
            self._signatures(block, mark)

    def _timeline(self, block: Timeline, mark: Mark) -> None:
        self.file.paragraph(block.title, mark, bold=True, stays=True)
        if block.bars and mark != "del":
            fills = {"counted": self.accent, **_FILLS}
            bars = [(bar.right - bar.left, fills[bar.kind], bar.label) for bar in block.bars]
            self.file.shaded(bars)
            between = f"{block.start} – {block.end}"
            self.file.paragraph(between, mark, style="Compact", stays=True)
            dues = "; ".join(due.label for due in block.dues)
            told = "; ".join(text for _, text in block.legend)
            under = " | ".join(one for one in (told, dues) if one)
            self.file.paragraph(under, mark, style="Compact", stays=True)
        self.file.table((), [(row, mark) for row in block.told], (3, 7))
        self.file.paragraph(block.result, mark, bold=True)

    def _year(self, block: Year, mark: Mark) -> None:
        """Write a year as one row a month: the days that differ, marked."""
        self.file.paragraph(block.title, mark, bold=True)
        rows: list[tuple[tuple[str, ...], Mark]] = []
        for month in block.months:
            days = [cell for week in month.weeks for cell in week if cell.number]
            told = [f"{c.number}{_DAYS[c.kind]}" for c in days if c.kind in _DAYS]
            if told:
                rows.append(((month.name, ", ".join(told)), mark))
        legend = [f"{_DAYS[kind]} {text}" for kind, text in block.legend if kind in _DAYS]
        if rows:
            self.file.table((), rows, (2, 8))
        if legend:
            self.file.paragraph(", ".join(legend), mark, style="Compact")

    def _signatures(self, block: Signatures, mark: Mark) -> None:
        """Write the places to sign; one is never parted over two pages."""
        file = self.file
        file.paragraph(block.title, mark, bold=True, stays=True)
        for text in block.text:
            file.paragraph(text, mark, stays=True)
        for place in block.places:
            side = file.paragraph(place.side, mark, bold=True, stays=True)
            side.paragraph_format.space_before = Pt(12)
            if place.name:
                who = ", ".join(filter(None, (place.name, place.capacity)))
                file.paragraph(who, mark, stays=True)
            for number, blank in enumerate(place.blanks, 1):
                stays = number < len(place.blanks)
                line = file.paragraph(f"{blank}: {'_' * 40}", mark, stays=stays)
                line.paragraph_format.space_before = Pt(14)


def _marks(one: MarkedBlock, number: int) -> tuple[Mark, ...]:
    return one.rows or (one.mark,) * number
