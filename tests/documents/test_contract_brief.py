"""The brief form: a small agreement on a few pages, with all that is agreed and nothing else."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import Any, get_args

import pytest

from documents.contracts import agreement, made, told
from documents.test_contract_values import changed, leaves, pattern, replaced, without_examples
from patto.documents.contract.brief import is_small
from patto.documents.contract.contract import contract
from patto.documents.contract.docx import docx
from patto.documents.contract.html import html
from patto.documents.contract.pdf import pdf
from patto.documents.contract.tree import Contract, Note, Points, Table, Year
from patto.documents.pagewords import PageWords
from patto.kernel.agreement.canonical import plain
from patto.kernel.agreement.clauses.free import FreeClause
from patto.kernel.agreement.clauses.start import StartConditions
from patto.kernel.agreement.model import Agreement
from patto.kernel.agreement.reading import read

BOTH = pytest.mark.parametrize("lang", ["en", "it"])
SMALL = pytest.mark.parametrize("profile", ["simple", "informal"])

# Values that the brief form does not print, each for a reason.
SILENT = {
    r"items\.\*\.(id|service)|services\.\*\.id|channels\.\*\.id|requesters\.\*\.id": "titles are",
    r"parties\.customer\.requesters\.\*\.id": "its name is printed",
    r"parties\.(provider|customer)\.details\.signatories\.\*\.id": "its name is printed",
    r"priorities\.(impacts|urgencies)\.\*\.id": "its title is printed",
    r"charges\.(fees|rates)\.\*\.id": "its title is printed",
    r"data_protection\.retention\.\*\.id": "its records are printed",
    r"insurance\.\*\.id": "its risk is printed",
    r"agreement\.effective\.end": "it has none",
    r"calendars\.office\.closed_days\.\*\.(date|name)": "some lie on days that are closed anyway",
}


@cache
def small(profile: str, lang: str) -> Agreement:
    text = (files("patto.templates") / lang / f"{profile}.yaml").read_text("utf-8")
    found = read(text).agreement
    assert found is not None
    return found


@cache
def document(profile: str, lang: str) -> Contract:
    return contract(small(profile, lang), lang=lang)


def pages(data: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page[^s]", data))


@BOTH
@pytest.mark.parametrize(("profile", "most"), [("simple", 3), ("informal", 2)])
def test_a_small_agreement_takes_few_pages(profile, most, lang):
    assert 0 < pages(pdf(document(profile, lang))) <= most


@pytest.mark.parametrize("name", ["month", "whole"])
def test_a_larger_agreement_has_the_full_form(name):
    assert not made(name).brief
    assert contract(agreement(name), lang="en", brief=True).brief


@pytest.mark.parametrize(
    "part", ["clocks", "metrics", "remedies", "groups", "sites", "governs", "start_conditions"]
)
def test_an_agreement_with_more_to_it_is_not_brief_by_itself(part):
    terms = small("simple", "en")
    more = terms.model_copy(update={part: getattr(agreement("whole"), part)})
    assert is_small(terms)
    assert not is_small(more)


@BOTH
@SMALL
def test_a_small_agreement_can_have_the_full_form_too(profile, lang):
    full = contract(small(profile, lang), lang=lang, brief=False)
    assert not full.brief
    assert "plain" in {chapter.part for chapter in full.chapters}


@BOTH
@pytest.mark.parametrize("name", ["simple", "informal", "month", "whole"])
def test_no_clause_of_the_brief_form_is_empty_and_its_anchors_are_those_of_the_full_one(name, lang):
    terms = agreement(name) if name in {"month", "whole"} else small(name, lang)
    short = contract(terms, lang=lang, brief=True)
    full = contract(terms, lang=lang, brief=False)
    assert {c.anchor for c in short.clauses()} <= {c.anchor for c in full.clauses()}
    anchors = [c.anchor for c in short.clauses()] + [c.anchor for c in short.chapters]
    assert len(anchors) == len(set(anchors))
    for chapter in short.chapters:
        assert chapter.title
        assert chapter.clauses or chapter.blocks, chapter.part
    for clause in short.clauses():
        assert clause.title
        assert clause.blocks, clause.anchor
    assert not re.search(r"\{[a-z_]+\}|\[\[|\]\]|Fraction\(|Decimal\(", told(short))


@BOTH
@SMALL
def test_what_only_explains_is_left_out_and_wide_tables_are_lists(profile, lang):
    blocks = [b for clause in document(profile, lang).clauses() for b in clause.blocks]
    assert not [one for one in blocks if isinstance(one, Note | Year)]
    tables = [one for one in blocks if isinstance(one, Table)]
    assert len(tables) == (2 if profile == "simple" else 0)
    assert any(isinstance(one, Points) for one in blocks)


@BOTH
def test_an_agreement_without_levels_says_so_and_nothing_of_clocks(lang):
    anchors = {clause.anchor for clause in document("informal", lang).clauses()}
    assert "no-metrics" in anchors
    without = {"validly-logged", "recording", "priority-default", "remedies", "maintenance"}
    assert not anchors & without


@BOTH
@pytest.mark.parametrize("brief", [True, False])
def test_what_is_done_for_nothing_speaks_of_no_charges_and_promises_nothing(brief, lang):
    made_of = contract(small("informal", lang), lang=lang, brief=brief)
    clauses = {clause.anchor: told(clause) for clause in made_of.clauses()}
    assert PageWords(lang).template("contract.promises.none") in clauses["no-metrics"]
    assert PageWords(lang).template("contract.charges.none") in clauses["charges"]
    assert PageWords(lang).template("contract.workload.intro") not in told(made_of)
    assert PageWords(lang).template("contract.promises.intro") not in told(made_of)


@BOTH
def test_the_page_in_plain_words_says_how_a_neglected_network_begins(lang):
    made_of = contract(small("stabilisation", lang), lang=lang)
    (page,) = (chapter for chapter in made_of.chapters if chapter.part == "plain")
    start = small("stabilisation", lang).start_conditions
    assert isinstance(start, StartConditions)
    assert start.prerequisites
    assert all(one.title in told(page) for one in start.prerequisites)
    assert PageWords(lang).template("contract.plain.start") in told(page)


@BOTH
def test_closed_days_are_told_where_the_hours_would_be_open(lang):
    text = told(document("simple", lang))
    day = {"en": "29 March (Easter Monday)", "it": "29 marzo (Lunedì dell'Angelo)"}[lang]
    assert day in text
    weekend = {"en": "Christmas Day", "it": "Natale"}[lang]
    closed = small("simple", lang).calendars["office"].closed_days
    assert {one.date.year for one in closed or () if one.name == weekend} == {2027, 2028}
    assert text.count(f"({weekend})") == 1


@SMALL
def test_each_value_that_is_changed_changes_the_brief_form(profile):
    terms = small(profile, "en")
    stated = plain(terms)
    before = told(contract(without_examples(terms), lang="en", brief=True))
    seen: set[str] = set()
    silent, tried = [], 0
    for path, value in leaves(stated):
        known = pattern(path)
        if known in seen or value in {"none", "all", "any"} or "examples" in path:
            continue
        seen.add(known)
        if any(re.fullmatch(one, known) for one in SILENT) or decides_nothing(profile, known):
            continue
        after = changed(stated, path, value, only_examples=False)
        if after is None:
            continue
        tried += 1
        if after == before:
            silent.append(f"{known}: {value}")
    assert silent == []
    assert tried > 60


def decides_nothing(profile: str, known: str) -> bool:
    """Return whether a value decides nothing in an agreement that promises no level."""
    return profile == "informal" and known.split(".", maxsplit=1)[0] in {
        "priorities", "recording", "validly_logged",
    }  # fmt: skip


@BOTH
@SMALL
def test_the_other_forms_are_made_of_it_too(profile, lang):
    made_of = document(profile, lang)
    page = html(made_of)
    assert all(f'id="{clause.anchor}"' in page for clause in made_of.clauses())
    assert docx(made_of)[:2] == b"PK"
    assert pdf(made_of) == pdf(contract(small(profile, lang), lang=lang))


@SMALL
def test_a_free_clause_is_kept_wherever_it_stands(profile):
    terms = small(profile, "en")
    places = get_args(FreeClause.model_fields["after"].annotation)
    clauses = tuple(
        FreeClause(
            id=f"free-{place}", number="1", title="A tree", text="One a year.", after=place,
            measured="not-measured",
        )
        for place in places
    )  # fmt: skip
    short = contract(terms.model_copy(update={"free_clauses": clauses}), lang="en")
    found = {clause.anchor for clause in short.clauses()}
    assert {f"clause-free-{place}" for place in places} <= found


def test_code_in_a_text_is_text_in_the_brief_pdf():
    code = '#panic("x") $x$ *b* @ref <l> \\ [#let x = 1]'
    stated = plain(small("simple", "en"))
    taken = 0
    for path, _ in list(leaves(stated)):
        free = path[-1] in {"title", "duty", "purpose", "unlisted", "audit"}
        if free and "examples" not in path and replaced(stated, path, code) is not None:
            holder: Any = stated
            for step in path[:-1]:
                holder = holder[step]
            holder[path[-1]] = code
            taken += 1
    assert taken > 20
    assert pdf(contract(Agreement.model_validate(stated), lang="en")).startswith(b"%PDF")
