"""A Word file being written: headings, paragraphs, tables, each as it stands or marked as changed.

What python-docx has no door for is written in Word's own elements here, and nowhere else.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import count
from typing import Any, Final

import docx
from docx.document import Document
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.table import Table
from docx.text.paragraph import Paragraph

from patto.documents.contract.changes import Mark

FONT: Final = "Cambria"
WIDTH: Final = 16.4
"""How wide the text is, in centimetres."""

_RULE: Final = "CCD4D9"
_WASH: Final = "EEF5F4"
_QUIET: Final = RGBColor(0x5F, 0x5F, 0x5F)
_WHITE: Final = RGBColor(0xFF, 0xFF, 0xFF)
_SHORT: Final = 8
"""The most rows of a table that stays on one page."""
_AUTHOR: Final = "Patto"
_FIRST: Final = (1980, 1, 1, 0, 0, 0)
"""The date of every file in the archive: the first that a ZIP file can name."""


class WordFile:
    """A Word document, written from its beginning to its end."""

    def __init__(self, accent: str, date: tuple[int, int, int], language: str) -> None:
        self.document: Document = docx.Document()
        self.accent_text = accent.lstrip("#").upper()
        self.accent = RGBColor.from_string(self.accent_text)
        self._at = datetime(*date, tzinfo=UTC)
        self._ids = count(1)
        section = self.document.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm((21 - WIDTH) / 2)
        section.top_margin = section.bottom_margin = Cm(2.2)
        self._styles(language)
        self._numbering()

    def heading(
        self, level: int, text: str, anchor: str, mark: Mark = "", *, before: str = "",
        numbered: bool = True, apart: bool = False,
    ) -> None:  # fmt: skip
        """Write a heading with its bookmark; `before` is the text that it had.

        One that stands `apart` begins a page.
        """
        paragraph = self.document.add_heading(level=level)
        paragraph.paragraph_format.page_break_before = apart or None
        if not numbered:
            _number(paragraph._p, 0, 0)  # noqa: SLF001  # numbering has no other door
        name = str(next(self._ids))
        start = self._element("w:bookmarkStart", id=name)
        end = self._element("w:bookmarkEnd", id=name)
        start.set(qn("w:name"), anchor.replace("-", "_").replace(".", "_")[:40])
        paragraph._p.append(start)  # noqa: SLF001  # bookmarks have no other door
        if before:
            self.run(paragraph, before, "del")
        self.run(paragraph, text, "ins" if before else mark)
        paragraph._p.append(end)  # noqa: SLF001  # the same
        self.marked_end(paragraph, mark)

    def paragraph(
        self,
        text: str,
        mark: Mark = "",
        *,
        lead: str = "",
        style: str | None = None,
        bold: bool = False,
        stays: bool = False,
    ) -> Paragraph:
        """Write a paragraph; one that `stays` is not parted from what follows it."""
        paragraph = self.document.add_paragraph(style=style)
        paragraph.paragraph_format.keep_with_next = stays or None
        if lead:
            self.run(paragraph, f"{lead}. ", mark, bold=True)
        self.run(paragraph, text, mark, bold=bold)
        self.marked_end(paragraph, mark)
        return paragraph

    def run(
        self, paragraph: Paragraph, text: str, mark: Mark = "", *, bold: bool = False,
        colour: RGBColor | None = None,
    ) -> None:  # fmt: skip
        """Write a run of text into a paragraph, marked as inserted or deleted where it is."""
        run = paragraph.add_run(text)
        run.bold = bold or None
        if colour is not None:
            run.font.color.rgb = colour
        if not mark:
            return
        element = run._r  # noqa: SLF001  # changes have no other door
        wrapper = self._change(mark)
        element.addprevious(wrapper)
        wrapper.append(element)
        if mark == "del":
            for told in element.findall(qn("w:t")):
                told.tag = qn("w:delText")

    def marked_end(self, paragraph: Paragraph, mark: Mark) -> None:
        """Mark the end of a paragraph, so that accepting the change joins or removes it."""
        if mark:
            properties = paragraph._p.get_or_add_pPr()  # noqa: SLF001  # the same
            runs = OxmlElement("w:rPr")
            runs.append(self._change(mark))
            properties.append(runs)

    def table(
        self,
        head: tuple[str, ...],
        rows: list[tuple[tuple[str, ...], Mark]],
        widths: tuple[int, ...],
    ) -> None:
        """Write a table whose head is repeated on every page; a short one stays on one page."""
        table = self._table(widths)
        shown: list[tuple[tuple[str, ...], Mark]] = [(head, ""), *rows] if head else rows
        for number, (cells, mark) in enumerate(shown):
            heads = bool(head) and number == 0
            row = table.add_row()  # type: ignore[no-untyped-call]  # python-docx states no type
            properties = row._tr.get_or_add_trPr()  # noqa: SLF001  # no other door
            properties.append(OxmlElement("w:cantSplit"))
            if heads:
                properties.append(OxmlElement("w:tblHeader"))
            elif mark:
                properties.append(self._change(mark))
            stays = number + 1 < len(shown) and (heads or len(shown) <= _SHORT)
            for place, (cell, text) in enumerate(zip(row.cells, cells, strict=True)):
                cell.width = table.columns[place].width
                paragraph = cell.paragraphs[0]
                paragraph.style = "Compact"
                paragraph.paragraph_format.keep_with_next = stays or None
                if heads:
                    self._shade(cell, _WASH)
                quiet = _QUIET if place == 0 and not head else None
                self.run(paragraph, text, mark, bold=(bool(head) and place == 0) or heads,
                         colour=quiet)  # fmt: skip
        self.document.add_paragraph(style="Compact")

    def shaded(self, cells: list[tuple[float, str, str]]) -> None:
        """Write one row of cells, each with its share of the width, its fill and a label."""
        shares = tuple(max(share, 0.008) for share, _, _ in cells)
        table = self._table(shares, ruled=False)
        row = table.add_row()  # type: ignore[no-untyped-call]  # python-docx states no type
        for place, (cell, (_, fill, label)) in enumerate(zip(row.cells, cells, strict=True)):
            cell.width = table.columns[place].width
            self._shade(cell, fill)
            paragraph = cell.paragraphs[0]
            paragraph.style = "Compact"
            paragraph.paragraph_format.keep_with_next = True
            fits = len(label) * 0.17 < WIDTH * shares[place]
            dark = fill in {self.accent_text, "B3261E"}
            self.run(paragraph, label if fits else "", bold=True, colour=_WHITE if dark else None)

    def _table(self, widths: Sequence[float], *, ruled: bool = True) -> Table:
        """Return a table without rows, its columns sharing the width of the text."""
        table: Table = self.document.add_table(rows=0, cols=len(widths))
        table.autofit = False
        whole = sum(widths)
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Cm(WIDTH * width / whole)
        properties = table._tbl.tblPr  # noqa: SLF001  # rules and margins have no other door
        if ruled:
            borders = OxmlElement("w:tblBorders")
            for side in ("top", "bottom", "insideH"):
                rule = self._element(f"w:{side}", val="single", sz="4", space="0", color=_RULE)
                borders.append(rule)
            properties.append(borders)
        margins = OxmlElement("w:tblCellMar")
        for side, size in (("top", "40"), ("left", "70"), ("bottom", "40"), ("right", "70")):
            margins.append(self._element(f"w:{side}", w=size, type="dxa"))
        properties.append(margins)
        return table

    def _shade(self, cell: Any, fill: str) -> None:
        shade = self._element("w:shd", val="clear", color="auto", fill=fill)
        cell._tc.get_or_add_tcPr().append(shade)  # noqa: SLF001  # no other door

    def around(self, head: str, foot: str, page: str) -> None:
        """Write what stands above and below every page; `page` has {number} and {total}."""
        section = self.document.sections[0]
        above, below = section.header.paragraphs[0], section.footer.paragraphs[0]
        for paragraph in (above, below):
            paragraph.style = "Around"
            paragraph.paragraph_format.tab_stops.add_tab_stop(Cm(WIDTH), WD_TAB_ALIGNMENT.RIGHT)
        self.run(above, head)
        self.run(below, foot)
        third = section.footer.add_paragraph(style="Around")
        start, _, rest = page.partition("{number}")
        middle, _, end = rest.partition("{total}")
        for text, field in ((start, "PAGE"), (middle, "NUMPAGES"), (end, "")):
            self.run(third, text)
            if field:
                third._p.append(self._element("w:fldSimple", instr=field))  # noqa: SLF001  # no door

    def data(self, title: str, author: str) -> bytes:
        """Return the file, the same bytes for the same content."""
        core = self.document.core_properties
        core.title, core.author, core.last_modified_by = title, author, author
        core.created = core.modified = self._at.replace(tzinfo=None)
        raw = io.BytesIO()
        self.document.save(raw)
        made = io.BytesIO()
        with zipfile.ZipFile(raw) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
            for name in old.namelist():
                told = zipfile.ZipInfo(name, _FIRST)
                told.compress_type = zipfile.ZIP_DEFLATED
                new.writestr(told, old.read(name))
        return made.getvalue()

    def _change(self, mark: Mark) -> Any:
        at = self._at.strftime("%Y-%m-%dT00:00:00Z")
        return self._element(f"w:{mark}", id=str(next(self._ids)), author=_AUTHOR, date=at)

    def _element(self, name: str, **attributes: str) -> Any:
        element = OxmlElement(name)
        for key, value in attributes.items():
            element.set(qn(f"w:{key}"), value)
        return element

    def _styles(self, language: str) -> None:
        styles = self.document.styles
        normal = styles["Normal"]
        normal.font.name, normal.font.size = FONT, Pt(10)
        normal.paragraph_format.space_after = Pt(4)
        normal.element.get_or_add_rPr().append(self._element("w:lang", val=_TAGS[language]))
        compact = styles.add_style("Compact", 1)
        compact.base_style, compact.font.size = normal, Pt(9)
        compact.paragraph_format.space_after = Pt(0)
        around = styles.add_style("Around", 1)
        around.base_style, around.font.size, around.font.color.rgb = compact, Pt(7.5), _QUIET
        for name, size in (("Title", 26), ("Heading 1", 15), ("Heading 2", 10.5)):
            style = styles[name]
            style.font.name, style.font.size, style.font.bold = FONT, Pt(size), True
            style.font.color.rgb = self.accent
            for rule in style.element.iter(qn("w:bottom")):
                rule.set(qn("w:color"), self.accent_text)
            fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
            for key in list(fonts.attrib):
                del fonts.attrib[key]
            for key in ("ascii", "hAnsi", "cs", "eastAsia"):
                fonts.set(qn(f"w:{key}"), FONT)

    def _numbering(self) -> None:
        """Number the headings of two levels as `4` and `4.2`, by Word's own numbering."""
        root = self.document.part.numbering_part.element
        abstract = self._element("w:abstractNum", abstractNumId="90")
        abstract.append(self._element("w:multiLevelType", val="multilevel"))
        for level, text in enumerate(("%1", "%1.%2")):
            one = self._element("w:lvl", ilvl=str(level))
            told = {"start": "1", "numFmt": "decimal", "pStyle": f"Heading{level + 1}",
                    "lvlText": text, "lvlJc": "left"}  # fmt: skip
            for name, value in told.items():
                one.append(self._element(f"w:{name}", val=value))
            abstract.append(one)
        root.insert(0, abstract)
        number = self._element("w:num", numId="90")
        number.append(self._element("w:abstractNumId", val="90"))
        root.append(number)
        for level in (1, 2):
            _number(self.document.styles[f"Heading {level}"].element, 90, level - 1)


def _number(element: Any, number: int, level: int) -> None:
    """Number a paragraph or the paragraphs of a style; number 0 is none."""
    found = element.get_or_add_pPr().get_or_add_numPr()
    found.get_or_add_ilvl().val = level
    found.get_or_add_numId().val = number


_TAGS: Final = {"en": "en-GB", "it": "it-IT"}
"""What Word calls the languages, for its spelling."""
