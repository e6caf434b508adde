"""What a contract says of its edges, and that it says nothing in a way that could be misread."""

from __future__ import annotations

import shutil
import subprocess

import pytest

from documents.contracts import FILES, ROOT, told
from patto.documents.contract.contract import contract
from patto.documents.contract.drafting import Drafting
from patto.documents.contract.html import html
from patto.documents.contract.pdf import pdf
from patto.documents.contract.picture import ACCENT, Look
from patto.documents.pagewords import PageWords
from patto.kernel.agreement.quantities import Share
from patto.kernel.agreement.reading import read
from patto.kernel.checks.checking import check
from patto.kernel.checks.finding import Finding
from patto.kernel.checks.fixing import fixed

BOTH = pytest.mark.parametrize("lang", ["en", "it"])


def template(profile: str, lang: str):
    path = ROOT / "src" / "patto" / "templates" / lang / f"{profile}.yaml"
    found = read(path.read_text("utf-8")).agreement
    assert found is not None
    return found


@BOTH
@pytest.mark.parametrize("brief", [True, False])
def test_both_forms_say_what_else_is_an_answer_and_what_a_stop_before_the_start_counts(brief, lang):
    text = told(contract(template("simple", lang), lang=lang, brief=brief))
    answers = {"en": "solution by a person counts", "it": "la soluzione data da una persona"}
    before = {"en": "it counts zero and is kept", "it": "il tempo conta zero e il termine è risp"}
    assert answers[lang] in text
    assert before[lang] in text


@BOTH
def test_bands_say_which_of_several_lines_they_go_by(lang):
    d = Drafting(template("standard", lang), lang)
    found = contract(d.agreement, lang=lang)
    clauses = {one.anchor: told(one) for one in found.clauses()}
    line = {"metric": d.metrics["response"], "share": d.share(Share.parse("95 %"))}
    assert d.say("remedies.by-line", **line) in clauses["remedy-response-credit"]
    system = d.say("remedies.by-system", metric=d.metrics["systems-up"])
    assert system in clauses["remedy-uptime-credit"]


@BOTH
def test_points_below_a_target_say_which_of_several_lines_they_are_taken_on(lang):
    text = FILES["whole"].read_text("utf-8")
    text = text.replace("by: point, step", "by: point, line: 95 %, step")
    text = text.replace(
        "    remedy: none\n    evidence: {system: the telephone",
        "    remedy: point-credit\n    evidence: {system: the telephone",
    )
    found = read(text).draft
    assert found is not None
    d = Drafting(found, lang)
    clauses = {one.anchor: told(one) for one in contract(found, lang=lang).clauses()}
    line = {"metric": d.metrics["phone-answer"], "share": d.share(Share.parse("95 %"))}
    assert d.say("remedies.by-line", **line) in clauses["remedy-point-credit"]


@BOTH
def test_that_there_are_no_reports_is_a_clause_of_its_own(lang):
    found = contract(template("informal", lang), lang=lang)
    (clause,) = (one for one in found.clauses() if one.anchor == "report")
    assert Drafting(template("informal", lang), lang).say("reporting.none") in told(clause)


ONEROUS = (
    ("exclusive: beside-other-rights", "exclusive: sole-remedy"),
    ("given: automatic", "given: {within: 30 calendar days, how: in writing}"),
    ("leaving: {who: customer", "leaving: {who: provider"),
    ("the levels stand still until it is paid", "the service is suspended until it is paid"),
    ("disputed: what is not disputed is paid", "disputed: what is disputed is paid all the same"),
    ("before_court: a mediation at", "before_court: arbitration by"),
    ("forum: Verona", "forum: Padova"),
)


@BOTH
def test_what_is_written_in_for_the_second_signature_are_headings_of_the_contract(lang):
    text = FILES["whole"].read_text("utf-8").replace("language: it\n", f"language: {lang}\n", 1)
    begin, end = text.index("  specific_approval:"), text.index("  attachments:\n")
    text = text[:begin] + "  specific_approval: none\n" + text[end:]
    for old, new in ONEROUS:
        assert old in text
        text = text.replace(old, new)
    (finding,) = (one for one in reviewed(text) if one.rule == "K07")
    mended = fixed(text, [finding]).text
    assert not any(one.rule == "K07" for one in reviewed(mended))
    signed = read(mended).agreement
    assert signed is not None
    for brief in (True, False):
        found = contract(signed, lang=lang, brief=brief)
        headings = {f"{one.number} {one.title}" for one in found.clauses()}
        leads = [lead for block in found.chapters[-1].blocks for lead in leads_of(block)]
        assert len(leads) == 9
        assert set(leads) <= headings


def reviewed(text: str) -> list[Finding]:
    found = read(text)
    assert found.agreement is not None
    return check(found.agreement, found.places)


@pytest.mark.parametrize("profile", ["simple", "standard", "detailed", "stabilisation", "informal"])
@pytest.mark.parametrize("brief", [True, False])
def test_clauses_of_the_second_signature_have_the_numbers_of_their_headings(profile, brief):
    found = contract(template(profile, "it"), lang="it", brief=brief)
    headings = {f"{one.number} {one.title}" for one in found.clauses()}
    signed = found.chapters[-1]
    leads = [lead for block in signed.blocks for lead in leads_of(block)]
    assert leads
    assert set(leads) <= headings


def leads_of(block):
    items = getattr(block, "items", (block,))
    return [one.lead for one in items if getattr(one, "lead", "")]


def test_a_clause_that_no_heading_is_called_like_stands_as_it_was_written():
    whole = template("standard", "it")
    other = (whole.legal.specific_approval[0].model_copy(update={"clause": "Patto speciale"}),)
    legal = whole.legal.model_copy(update={"specific_approval": other})
    found = contract(whole.model_copy(update={"legal": legal}), lang="it")
    assert [lead for block in found.chapters[-1].blocks for lead in leads_of(block)] == [
        "Patto speciale"
    ]


@pytest.mark.parametrize(
    ("share", "article"),
    [
        ("85 %", "l'"), ("8 %", "l'"), ("88,4 %", "l'"), ("11 %", "l'"), ("1 %", "l'"),
        ("95 %", "il "), ("18 %", "il "), ("100 %", "il "), ("110 %", "il "), ("1 gennaio", "il "),
    ],
)  # fmt: skip
def test_an_article_is_elided_where_the_figure_is_read_with_a_vowel(share, article):
    said = PageWords("it").say("contract.figures.share.at-least", share=share)
    assert said == f"Almeno {article}{share} in ogni periodo."


def test_other_languages_have_no_articles_to_elide():
    assert "least 85 %" in PageWords("en").say("contract.figures.share.at-least", share="85 %")


def test_an_abbreviation_keeps_its_full_stop_in_the_brief_form():
    page = html(contract(template("simple", "it"), lang="it", brief=True), Look(ACCENT, None))
    assert "S.r.l;" not in page


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext is not installed")
def test_addresses_are_copied_from_the_pdf_as_they_stand(tmp_path):
    file = tmp_path / "contract.pdf"
    file.write_bytes(pdf(contract(template("standard", "it"), lang="it"), Look(ACCENT, None)))
    done = subprocess.run(
        ["pdftotext", "-raw", str(file), "-"], check=True, capture_output=True, text=True
    )
    assert "\u200b" not in done.stdout
    assert "https://assistenza.fornitore.example" in done.stdout.replace("\n", "")


@BOTH
def test_an_automatic_answer_is_not_called_a_persons(lang):
    text = told(contract(template("standard", lang), lang=lang))
    person = {"en": "first answer of a person", "it": "prima risposta di una persona"}[lang]
    automatic = {"en": "automatic answer", "it": "risposta automatica"}[lang]
    rows = [row for row in text.splitlines() if automatic in row]
    assert rows
    assert not any(person in row for row in rows)


@BOTH
def test_the_cover_says_how_long_the_agreement_lasts_beside_how_long_the_version_holds(lang):
    whole = template("standard", lang)
    facts = dict(contract(whole, lang=lang).facts)
    d = Drafting(whole, lang)
    assert facts[d.say("field.valid")] == d.say("identity.no-end")
    assert d.lapse(whole.term.length) in facts[d.say("field.lasts")]
