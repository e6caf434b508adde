"""A Word file being written: headings, paragraphs, tables, each as it stands or marked as changed.

What python-docx has no door for is written in Word's own elements here, and nowhere else.
"""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime
from itertools import count
from typing import Any, Final

import docx
from docx.document import Document
from docx.enum.text import WD_BREAK, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from patto.documents.contract.changes import Mark

FONT: Final = "Cambria"
_AUTHOR: Final = "Patto"
_FIRST: Final = (1980, 1, 1, 0, 0, 0)
"""The date of every file in the archive: the first that a ZIP file can name."""


class WordFile:
    """A Word document, written from its beginning to its end."""

    def __init__(self, accent: str, date: tuple[int, int, int], language: str) -> None:
        self.document: Document = docx.Document()
        self.accent = RGBColor.from_string(accent.lstrip("#").upper())
        self._at = datetime(*date, tzinfo=UTC)
        self._ids = count(1)
        self._styles(language)
        self._numbering()

    def heading(
        self, level: int, text: str, anchor: str, mark: Mark = "", *, before: str = "",
        numbered: bool = True,
    ) -> None:  # fmt: skip
        """Write a heading with its bookmark; `before` is the text that it had."""
        paragraph = self.document.add_heading(level=level)
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
    ) -> Paragraph:
        """Write a paragraph."""
        paragraph = self.document.add_paragraph(style=style)
        if lead:
            self.run(paragraph, f"{lead}. ", mark, bold=True)
        self.run(paragraph, text, mark, bold=bold)
        self.marked_end(paragraph, mark)
        return paragraph

    def run(self, paragraph: Paragraph, text: str, mark: Mark = "", *, bold: bool = False) -> None:
        """Write a run of text into a paragraph, marked as inserted or deleted where it is."""
        run = paragraph.add_run(text)
        run.bold = bold or None
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
        """Write a table whose head is repeated on every page."""
        table = self.document.add_table(rows=0, cols=len(widths))
        table.style = "Table Grid"
        table.autofit = False
        whole = sum(widths)
        for number, (cells, mark) in enumerate([(head, ""), *rows] if head else rows):
            row = table.add_row()
            properties = row._tr.get_or_add_trPr()  # noqa: SLF001  # no other door
            if head and number == 0:
                properties.append(OxmlElement("w:tblHeader"))
            elif mark:
                properties.append(self._change(mark))
            for place, (cell, text) in enumerate(zip(row.cells, cells, strict=True)):
                cell.width = Cm(16.4 * widths[place] / whole)
                paragraph = cell.paragraphs[0]
                paragraph.style = "Compact"
                bold = (head and number == 0) or place == 0
                self.run(paragraph, text, mark, bold=bool(bold))
        self.document.add_paragraph(style="Compact")

    def page_break(self) -> None:
        """Begin a new page."""
        self.document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)

    def shaded(self, cells: list[tuple[float, str, str]]) -> None:
        """Write one row of cells, each with its share of the width, its fill and a label."""
        table = self.document.add_table(rows=1, cols=len(cells))
        table.autofit = False
        for cell, (share, fill, label) in zip(table.rows[0].cells, cells, strict=True):
            cell.width = Cm(max(16.4 * share, 0.12))
            shade = self._element("w:shd", val="clear", color="auto", fill=fill)
            cell._tc.get_or_add_tcPr().append(shade)  # noqa: SLF001  # no other door
            paragraph = cell.paragraphs[0]
            paragraph.style = "Compact"
            self.run(paragraph, label if len(label) * 0.17 < 16.4 * share else "")

    def around(self, head: str, foot: str, page: str) -> None:
        """Write what stands above and below every page; `page` has {number} and {total}."""
        section = self.document.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2.3)
        above, below = section.header.paragraphs[0], section.footer.paragraphs[0]
        for paragraph in (above, below):
            paragraph.style = "Compact"
            paragraph.paragraph_format.tab_stops.add_tab_stop(Cm(16.4), WD_TAB_ALIGNMENT.RIGHT)
        self.run(above, head)
        self.run(below, foot)
        third = section.footer.add_paragraph(style="Compact")
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
        normal.font.name, normal.font.size = FONT, Pt(10.5)
        normal.paragraph_format.space_after = Pt(5)
        normal.element.get_or_add_rPr().append(self._element("w:lang", val=_TAGS[language]))
        compact = styles.add_style("Compact", 1)
        compact.base_style, compact.font.size = normal, Pt(9)
        compact.paragraph_format.space_after = Pt(0)
        for name, size in (("Title", 26), ("Heading 1", 16), ("Heading 2", 11.5)):
            style = styles[name]
            style.font.name, style.font.size, style.font.bold = FONT, Pt(size), True
            style.font.color.rgb = self.accent
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
