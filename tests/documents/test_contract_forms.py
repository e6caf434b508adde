"""The contract as PDF, HTML and Word file: whole, the same bytes each time, and nothing runs."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from functools import cache
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from docx import Document

from documents.contracts import agreement, made, told
from documents.pages import tree
from documents.test_contract_values import leaves, pattern, replaced
from patto.documents.contract.changes import marked
from patto.documents.contract.contract import contract
from patto.documents.contract.docx import docx
from patto.documents.contract.html import html
from patto.documents.contract.pdf import pdf
from patto.documents.contract.picture import Look, picture
from patto.documents.contract.tree import Contract
from patto.kernel.agreement.canonical import plain
from patto.kernel.agreement.model import Agreement

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
LOGO = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9"/></svg>'
HOSTILE = (
    '#panic("x") $x$ `raw` *bold* _it_ @ref <label> \\ // /* [#let x = 1] {title} [[x]] '
    "</p><script>alert(1)</script> &amp; ${7*7} {{7*7}} ]]> %s \u202e é"
)
SHOWN = HOSTILE.replace("\u202e", "\\x202e")


def hostile_terms() -> Agreement:
    """Return the whole agreement with code in every field that takes any text, zones apart."""
    stated = plain(agreement("whole"))
    takes: dict[str, bool] = {}
    for path, value in leaves(stated):
        kind = pattern(path)
        if isinstance(value, str) and value not in {"none", "all", "any"} and kind not in takes:
            free = path[-1] not in {"zone", "tzdata"}
            takes[kind] = free and replaced(stated, path, HOSTILE) is not None
    for path, _ in list(leaves(stated)):
        if takes.get(pattern(path)):
            holder: Any = stated
            for step in path[:-1]:
                holder = holder[step]
            holder[path[-1]] = HOSTILE
    assert sum(takes.values()) > 150
    return Agreement.model_validate(stated)


def pages_of(data: bytes) -> str:
    ended = subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=data, capture_output=True, check=True
    )
    return ended.stdout.decode()


def words_of(data: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        root = ET.fromstring(archive.read("word/document.xml"))  # noqa: S314  # our own
    return "".join(node.text or "" for node in root.iter(f"{W}t"))


@pytest.mark.parametrize("lang", ["en", "it"])
def test_the_same_contract_is_the_same_bytes(lang):
    first = contract(agreement("month"), lang=lang)
    again = contract(agreement("month"), lang=lang)
    assert pdf(first) == pdf(again)
    assert html(first) == html(again)
    assert docx(first) == docx(again)


def test_the_pdf_is_pdf_a_3_tagged_and_holds_the_agreement():
    data = pdf(made("month"))
    assert b"pdfaid:part" in data or b"<pdfaid:part>3" in data
    assert b"/MarkInfo" in data
    assert b"/AFRelationship /Source" in data or b"/AFRelationship/Source" in data
    assert b"agreement.json" in data
    assert b"/FontFile" in data


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext is not installed")
@pytest.mark.parametrize(("lang", "page"), [("en", "page {} of {}"), ("it", "pagina {} di {}")])
def test_every_page_has_its_number_and_the_hash(lang, page):
    document = made("month", lang)
    text = pages_of(pdf(document))
    pages = text.rstrip("\f").split("\f")
    for number, one in enumerate(pages, 1):
        assert page.format(number, len(pages)) in one
        assert document.digest in one


@pytest.mark.skipif(shutil.which("pdfdetach") is None, reason="pdfdetach is not installed")
def test_what_the_pdf_holds_is_the_canonical_form_byte_for_byte(tmp_path):
    document = made("month")
    (tmp_path / "c.pdf").write_bytes(pdf(document))
    subprocess.run(
        ["pdfdetach", "-saveall", "-o", str(tmp_path), str(tmp_path / "c.pdf")], check=True
    )
    assert (tmp_path / "agreement.json").read_text("utf-8") == document.canonical


def test_a_draft_differs_and_says_so():
    draft = contract(agreement("month"), lang="it", draft=True)
    assert pdf(draft) != pdf(made("month", "it"))
    assert "BOZZA" in tree(html(draft)).text
    with zipfile.ZipFile(io.BytesIO(docx(draft))) as archive:
        assert "BOZZA" in archive.read("word/header1.xml").decode()


def test_the_look_of_the_provider_is_taken():
    look = Look("#aa3300", picture(LOGO))
    assert pdf(made("month"), look) != pdf(made("month"))
    page = html(made("month"), look)
    assert "--accent: #aa3300" in page
    assert 'src="data:image/svg+xml;base64,' in page


def test_the_page_asks_for_nothing_and_runs_nothing():
    page = html(made("whole"))
    root = tree(page)
    assert "default-src 'none'" in page
    assert not root.all("script")
    assert not root.all("link")
    for element in root:
        assert not any(name.startswith("on") for name in element.attributes)
        for name in ("src", "href"):
            assert element.attributes.get(name, "#").startswith(("#", "data:"))


def test_every_clause_can_be_linked_to():
    root = tree(html(made("whole")))
    ids = [element.attributes["id"] for element in root if "id" in element.attributes]
    assert len(ids) == len(set(ids))
    assert {clause.anchor for clause in made("whole").clauses()} <= set(ids)


@cache
def hostile() -> Contract:
    return contract(hostile_terms(), lang="en")


def test_code_in_a_text_is_text_in_the_tree():
    assert told(hostile()).count(SHOWN) > 100


def test_code_in_a_text_is_text_on_the_page():
    root = tree(html(hostile()))
    assert not root.all("script")
    assert root.text.count(" ".join(SHOWN.split())) > 100


def test_code_in_a_text_is_text_in_the_word_file():
    assert words_of(docx(hostile())).count(SHOWN) > 100


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext is not installed")
def test_code_in_a_text_is_text_in_the_pdf():
    text = re.sub(r"\s+", "", pages_of(pdf(hostile())))
    for piece in ('#panic("x")', "<script>alert(1)</script>", "[#letx=1]", "{{7*7}}", "$x$"):
        assert text.count(piece) > 50, piece


def test_the_word_file_has_headings_that_word_numbers_and_a_foot_with_the_hash():
    document = made("whole")
    file = Document(io.BytesIO(docx(document)))
    styles = [p.style.name for p in file.paragraphs if p.style is not None]
    assert styles.count("Heading 1") == len(document.chapters)
    assert styles.count("Heading 2") == len(list(document.clauses()))
    foot = file.sections[0].footer
    assert document.digest in "".join(p.text for p in foot.paragraphs)
    xml = foot._element.xml
    assert "PAGE" in xml
    assert "NUMPAGES" in xml


def changed() -> Contract:
    stated = plain(agreement("month"))
    stated["agreement"]["version"] = 2
    stated["metrics"][0]["targets"]["P1"][0]["levels"][0]["within"] = "15 min"
    stated["pause_reasons"].pop()
    stated["metrics"][1]["pauses"].remove("waiting-supplier")
    return contract(Agreement.model_validate(stated), lang="en")


def test_the_lawyers_copy_marks_what_was_inserted_and_deleted():
    data = docx(changed(), before=made("month"))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        root = ET.fromstring(archive.read("word/document.xml"))  # noqa: S314  # our own
    come = "".join(n.text or "" for i in root.iter(f"{W}ins") for n in i.iter(f"{W}t"))
    gone = "".join(n.text or "" for i in root.iter(f"{W}del") for n in i.iter(f"{W}delText"))
    assert "15 minutes" in come
    assert "30 minutes" in gone
    assert "Waiting for a supplier" in gone
    assert "Christmas Day" not in come + gone
    assert made("month").digest in words_of(data)


def test_nothing_is_marked_between_a_contract_and_itself():
    data = docx(made("whole"), before=made("whole"))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        xml = archive.read("word/document.xml").decode()
    assert "<w:ins " not in xml
    assert "<w:del " not in xml


def test_accepting_all_changes_gives_the_new_contract_and_refusing_them_the_old():
    new, old = changed(), made("month")

    def kept(without: str) -> list[str]:
        found = []
        for chapter in marked(new, old):
            found += [text for one in chapter.blocks for text in rows(one, without)]
            for clause in chapter.clauses:
                if clause.mark != without:
                    found += [text for one in clause.blocks for text in rows(one, without)]
        return sorted(found)

    def rows(one, without):
        if one.mark == without:
            return []
        names = [
            n for n in ("rows", "items", "text") if isinstance(getattr(one.block, n, None), tuple)
        ]
        if not one.rows:
            return (
                [told(one.block)] if not names else [told(r) for r in getattr(one.block, names[0])]
            )
        parts = getattr(one.block, names[0])
        return [told(p) for p, mark in zip(parts, one.rows, strict=True) if mark != without]

    def all_of(document):
        return sorted(
            text
            for blocks in [c.blocks for c in document.chapters]
            + [c.blocks for c in document.clauses()]
            for block in blocks
            for text in rows(type("M", (), {"block": block, "mark": "", "rows": ()}), "x")
        )

    assert kept("del") == all_of(new)
    assert kept("ins") == all_of(old)
