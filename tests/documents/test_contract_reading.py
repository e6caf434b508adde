"""The contract as its reader finds it: whole sentences, figures in the language, few pages."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from datetime import date
from functools import cache
from importlib.resources import files

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Cm

from documents.contracts import agreement, made, texts, told
from patto.documents.contract.contract import contract
from patto.documents.contract.docx import docx
from patto.documents.contract.drafting import Drafting
from patto.documents.contract.pdf import pdf
from patto.documents.contract.picture import Look
from patto.documents.contract.tree import Clause, Contract, Fields, Year
from patto.documents.contract.wordfile import WIDTH
from patto.documents.pagewords import PageWords
from patto.kernel.agreement.model import Agreement
from patto.kernel.agreement.reading import read

BOTH = pytest.mark.parametrize("lang", ["en", "it"])
TWO_STOPS = re.compile(r"(?<![.])[.!?…]\.(?![.])")
POPPLER = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext is not installed")


@cache
def template(profile: str, lang: str) -> Agreement:
    text = (files("patto.templates") / lang / f"{profile}.yaml").read_text("utf-8")
    found = read(text).agreement
    assert found is not None
    return found


@cache
def document(profile: str, lang: str) -> Contract:
    return contract(template(profile, lang), lang=lang)


def clause(document: Contract, anchor: str) -> Clause:
    return next(one for one in document.clauses() if one.anchor == anchor)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Rossi S.r.l.", "Nella loro storia Rossi S.r.l."),
        ("Rossi", "Nella loro storia Rossi."),
        ("chi?", "Nella loro storia chi?"),
        ("e poi ...", "Nella loro storia e poi ..."),
    ],
)
def test_a_sentence_that_ends_with_a_stop_of_its_own_has_no_second_one(monkeypatch, text, shown):
    words = PageWords("it")
    monkeypatch.setattr(words._catalogue, "entry", lambda _: "Nella loro storia {name}.")
    assert words.say("told", name=text) == shown


def test_a_stop_within_a_sentence_stays(monkeypatch):
    words = PageWords("it")
    monkeypatch.setattr(words._catalogue, "entry", lambda _: "«{name}», {name} e {name}: {name}.")
    assert words.say("told", name="A..") == "«A..», A.. e A..: A.."


@BOTH
@pytest.mark.parametrize("profile", ["standard", "detailed", "stabilisation", "simple", "informal"])
def test_no_sentence_of_a_template_ends_with_two_stops(profile, lang):
    assert [one for one in texts(document(profile, lang)) if TWO_STOPS.search(one)] == []


@BOTH
def test_a_condition_and_what_follows_otherwise_are_two_sentences(lang):
    (condition,) = clause(document("detailed", lang), "remedies-conditions").blocks
    otherwise = {"en": "Otherwise: ", "it": "In caso contrario: "}[lang]
    first, _, second = told(condition).strip().partition(otherwise)
    assert first.endswith(". ")
    assert second.endswith(".")


def test_a_figure_of_an_example_is_written_as_italian_writes_it():
    text = told(document("detailed", "it").chapters)
    assert "7 su 8" in text
    assert "99,30" in text
    assert not re.search(r"\d of \d|\d\.\d\d %", text)


@pytest.mark.parametrize(
    ("lang", "text", "shown"),
    [
        ("it", "99.30 %", "99,30 %"),
        ("en", "99.30 %", "99.30 %"),
        ("it", "1200 of 1300", "1.200 su 1.300"),
        ("it", "-0.5 ms", "-0,5 ms"),
        ("it", "1234.5 ms", "1.234,5 ms"),
        ("it", "100 %", "100 %"),
        ("it", "come detto", "come detto"),
    ],
)
def test_a_figure_keeps_its_decimals_in_each_language(lang, text, shown):
    drafting = Drafting(agreement("month"), lang)
    assert drafting.figure(text).replace("\xa0", " ") == shown


@BOTH
def test_an_example_names_a_constraint_by_its_title(lang):
    terms = template("detailed", lang)
    text = told(next(one for one in document("detailed", lang).chapters if one.part == "examples"))
    name = {"en": "constraint", "it": "vincolo"}[lang]
    titles = {one.title for one in terms.constraints or ()}
    found = set(re.findall(rf"{name}: ([^—\n]+?)(?: —|\n)", text))
    assert found
    assert found <= titles


@BOTH
def test_in_plain_words_stand_the_hours_that_targets_count_and_those_of_the_channels(lang):
    terms = template("detailed", lang)
    (fields,) = (b for b in document("detailed", lang).chapters[0].blocks if isinstance(b, Fields))
    named = {name for name, _ in fields.rows}
    counted = {row.clock for m in terms.metrics if hasattr(m, "targets")
               for rows in m.targets.values() for row in rows or ()}  # fmt: skip
    watched = {one.watched for one in terms.channels}
    expected = {
        terms.calendars[name].title for name in counted | watched if name in terms.calendars
    }
    assert len(expected) > 1
    assert expected <= named


@BOTH
def test_who_signs_is_named_without_the_id_of_the_file(lang):
    terms = agreement("whole")
    details = terms.parties.provider.details
    assert details is not None
    signer = details.signatories[0]
    text = told(clause(made("whole", lang), "party-provider"))
    assert signer.name in text
    assert f"; {signer.id})" not in text


def test_a_year_shows_the_months_in_which_the_version_holds():
    terms = agreement("month")
    identity = terms.agreement
    later = identity.effective.model_copy(update={"start": date(2026, 11, 15)})
    identity = identity.model_copy(update={"effective": later})
    begun = contract(terms.model_copy(update={"agreement": identity}), lang="en")
    years = [b for c in begun.clauses() for b in c.blocks if isinstance(b, Year)]
    assert [month.name for month in years[0].months] == ["November", "December"]


@BOTH
@pytest.mark.parametrize(("profile", "most"), [("standard", 20), ("stabilisation", 19)])
def test_a_whole_contract_takes_few_pages(profile, most, lang):
    data = pdf(document(profile, lang))
    assert int(re.findall(rb"/Type/Pages/Count (\d+)", data)[0]) <= most


@POPPLER
@BOTH
def test_what_is_written_below_a_line_to_sign_on_keeps_clear_of_the_next_one(lang):
    data = pdf(document("standard", lang))
    ended = subprocess.run(
        ["pdftotext", "-bbox", "-", "-"], input=data, capture_output=True, check=True
    )
    last = ended.stdout.decode().rpartition("<page")[2]
    word = {"en": "Signature", "it": "Firma"}[lang]
    before = {"en": "date", "it": "data"}[lang]
    tops = [float(y) for y in re.findall(rf'yMin="([\d.]+)"[^>]*>{word}<', last)]
    above = [float(y) for y in re.findall(rf'yMax="([\d.]+)"[^>]*>{before}<', last)]
    assert len(tops) == len(above) == {"en": 2, "it": 3}[lang]
    assert all(top - bottom > 20 for top, bottom in zip(tops, above, strict=True))


def test_what_is_set_again_after_another_contract_is_the_same_bytes():
    one, other = document("simple", "en"), document("informal", "it")
    first = pdf(one)
    assert pdf(other) != first
    assert pdf(one, Look(accent="#102030")) != first
    assert pdf(one) == first


def test_tables_of_the_word_file_are_as_wide_as_its_text_and_rows_keep_whole():
    word = Document(io.BytesIO(docx(document("standard", "it"))))
    assert len(word.tables) > 40
    for table in word.tables:
        assert sum(column.width for column in table.columns) == pytest.approx(Cm(WIDTH), abs=9999)
    ruled = [t for t in word.tables if t._tbl.tblPr.find(qn("w:tblBorders")) is not None]
    rows = [row for table in ruled for row in table.rows]
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in rows)
