"""Every template is a whole agreement that a provider could sign, in each language alike."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from importlib.resources import files
from typing import Any

import pytest

from patto.documents.contract.contract import contract
from patto.documents.contract.html import html
from patto.documents.contract.pdf import pdf
from patto.kernel.agreement.model import Agreement
from patto.kernel.checks.review import review_reading
from patto.kernel.examples import run_examples
from patto.templates import PROFILES, profiles, spots
from patto.templates.filling import leaves
from patto.templates.shelf import text_of
from templates.shelf import (
    EVERY,
    LANGUAGES,
    agreement_of,
    begun,
    every_template,
    reading_of,
    root_of,
)

STARTS = [date(2026, 12, 1), date(2027, 2, 15), date(2028, 2, 29), date(2030, 10, 31)]

MOST_SPOTS = 25

# What is law, or a way of reaching somebody, in one country and not in the other.
EITHER = {
    ("legal", "specific_approval"),
    ("parties", "provider", "details", "notices", "certified_email"),
    ("parties", "customer", "details", "notices", "certified_email"),
}
DATE = re.compile(r"\d{4}-\d\d-\d\d")
OWN_YEARS = re.compile(r"\b202[78]\b")


def test_the_templates_are_those_of_the_closed_list_in_every_language():
    for lang in LANGUAGES:
        folder = files("patto.templates") / lang
        assert {file.name for file in folder.iterdir()} == {f"{name}.yaml" for name in PROFILES}
        assert profiles(lang) == PROFILES


@every_template
def test_a_template_is_a_whole_agreement_whose_examples_come_out(profile, lang):
    agreement = agreement_of(text_of(profile, lang))
    assert run_examples(agreement) == []
    assert agreement.agreement.language == lang


@every_template
@pytest.mark.parametrize("start", STARTS, ids=str)
def test_what_is_begun_on_any_day_is_in_order_and_ready_to_sign(profile, lang, start):
    reading = reading_of(begun(profile, lang, start=start))
    assert reading.problems == ()
    assert reading.agreement is not None
    assert run_examples(reading.agreement) == []
    assert reading.agreement.agreement.effective.start == start
    review = review_reading(reading)
    assert review is not None
    errors = [(one.rule, one.told) for one in review.findings if one.severity == "error"]
    assert errors == []


@every_template
def test_a_template_leaves_no_part_to_settle_later(profile, lang):
    """A part that is left out is one that is not settled yet, and is to be seen as one."""
    assert Agreement.model_fields.keys() <= root_of(profile, lang).value.keys()


@every_template
def test_the_contract_prints_in_its_language(profile, lang):
    made = contract(agreement_of(begun(profile, lang)), lang=lang)
    page = html(made)
    assert f'lang="{lang}"' in page
    assert pdf(made).startswith(b"%PDF-")


@pytest.mark.parametrize("profile", PROFILES)
def test_the_languages_of_a_profile_have_the_same_keys_and_ids(profile):
    english, italian = (set(shape(root_of(profile, lang).value)) for lang in LANGUAGES)
    assert english == italian


def shape(value: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Yield the keys of a file, parts of a list by their ids, and whether texts are lists."""
    if path in EITHER or path[-1:] in {("closed_days",), ("weekly",), ("day_hours",)}:
        yield path
    elif isinstance(value, dict):
        for key, part in value.items():
            yield from shape(part, (*path, key))
    elif isinstance(value, list) and value and isinstance(value[0], dict):
        for number, part in enumerate(value):
            # Who signs is a person, with another name in each language.
            name = number if path[-1] == "signatories" else part.get("id", number)
            yield from shape(part, (*path, str(name)))
    else:
        yield (*path, "list" if isinstance(value, list) else "value")


@every_template
def test_an_owner_is_shown_what_to_look_at_and_not_too_much(profile, lang):
    text = text_of(profile, lang)
    found = spots(text)
    lines = text.split("\n")
    assert 5 <= len(found) <= MOST_SPOTS
    assert len({one.line for one in found}) == len(found)
    for one in found:
        assert lines[one.line - 1].strip()
        assert not lines[one.line - 1].lstrip().startswith("#"), one
    marks = len(re.findall(r"# (?:change|da cambiare):", text))
    assert marks == len(found)


@every_template
def test_nothing_in_words_grows_old_or_names_who_is_replaced(profile, lang):
    """What no answer reaches holds no date of the template and no name of its parties."""
    text, root = text_of(profile, lang), root_of(profile, lang)
    stated = root.value
    places = {("agreement", "id"), ("parties", "customer", "known_as", 0)}
    for path, node in leaves(root):
        words = str(node.value)
        if DATE.match(words) is None and path not in places:
            assert not DATE.search(words), path
            assert not OWN_YEARS.search(words), path
        for side in ("provider", "customer"):
            name = stated["parties"][side]["name"]
            assert name not in words or path in places | {("parties", side, "name")}, path
    comments = " ".join(re.findall(r"(?m)(?:^|\s)#(.*)$", text))
    assert not OWN_YEARS.search(comments)
    assert "&" not in re.sub(r"'[^']*'|\"[^\"]*\"", "", text)


@every_template
def test_a_template_begins_with_what_to_do_next(profile, lang):
    head = text_of(profile, lang).partition("\nagreement:")[0]
    assert all(line.startswith("#") for line in head.split("\n") if line)
    assert "patto check FILE" in head
    assert "patto contract FILE" in head


def test_italian_agreements_have_the_onerous_clauses_approved_and_english_ones_leave_it_open():
    for profile, lang in EVERY:
        legal = agreement_of(text_of(profile, lang)).legal
        if legal is not None and profile != "informal":
            assert bool(legal.specific_approval) == (lang == "it"), profile
