"""What a rule is about, asked by its id or name."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path as File

import pytest

from corpus.changes import changes
from patto.kernel.agreement.nodes import Path
from patto.kernel.agreement.reading import read
from patto.kernel.checks.checking import check_texts
from patto.kernel.checks.explaining import explain, rule_ids, told
from patto.kernel.checks.finding import Finding
from patto.kernel.checks.registry import registry
from patto.kernel.checks.texts import TextPart, text_parts
from patto.kernel.checks.wording.all_texts import Texts
from patto.kernel.checks.wording.places import usual_at, usual_wordings
from patto.kernel.checks.wording.small_words import LANGUAGES, Language
from patto.kernel.errors import Place

WHOLE = File(__file__).parents[1] / "agreement" / "whole.yaml"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_rule_is_explained(language: Language):
    for rule in rule_ids():
        found = explain(rule, language)
        assert found is not None
        assert found.title
        assert (found.state == "checked") is bool(found.why and found.bad and found.good)
        assert (found.state == "planned") is bool(found.waits_for)
        assert (found.state == "covered") is bool(found.codes or found.semantics)


@pytest.mark.parametrize("name", ["F07", "f07", "open-items-vanish", "Open-Items-Vanish"])
def test_a_rule_goes_by_its_id_or_its_name(name: str):
    found = explain(name, "en")
    assert found is not None
    assert found.id == "F07"


def test_what_is_no_rule_has_no_explanation():
    assert explain("Z99", "en") is None


@pytest.mark.untraced
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_finding_is_told_with_what_was_found(language: Language):
    for change in changes():
        for finding in change.found:
            words = told(finding, language)
            assert "{" not in words.what
            for value in finding.parameters.values():
                assert value in words.what or finding.rule == "A04"


DISPUTES = {
    "en": "the two contacts settle it promptly, in the provider's sole judgement",
    "it": "i due referenti decidono tempestivamente, a insindacabile giudizio del fornitore",
}


def found_at(path: Path, text: str, language: Language) -> Iterable[Finding]:
    part = TextPart(path, Place("a.yaml", 1), text, language)
    return check_texts(Texts((part,)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_to_write_is_about_the_place_where_the_words_stand(language: Language):
    found = list(found_at(("priorities", "disputes"), DISPUTES[language], language))
    assert {one.rule for one in found} == {"A01", "A06"}
    usual = usual_at(("priorities", "disputes"), language)
    assert {told(one, language).good for one in found} == {usual}
    assert usual.startswith(("the customer says so", "il cliente lo scrive"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_where_nothing_is_usual_it_is_said_what_is_to_be_named(language: Language):
    for one in found_at(("free_clauses", 0, "text"), DISPUTES[language], language):
        rule = registry()[one.rule].words[language]
        assert told(one, language).good == rule.to_name != rule.good


def test_of_a_place_within_another_the_inner_one_holds():
    inner = usual_at(("charges", "payment", "late"), "en")
    outer = usual_at(("charges", "rates", 2, "covers"), "en")
    assert inner != outer == usual_at(("charges", "travel", "start"), "en") != ""
    assert usual_at(("legal", "forum"), "en") == usual_at((), "en") == ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_usual_stands_at_a_place_that_there_is_and_breaks_no_rule(language: Language):
    whole = read(WHOLE.read_text("utf-8")).agreement
    assert whole is not None
    texts = [[str(one) for one in part.path] for part in text_parts(whole)]
    places = {".".join(step for step in path if not step.isdecimal()) for path in texts}
    for place, text in usual_wordings()[language].items():
        assert any(f"{one}.".startswith(f"{place}.") for one in places), place
        assert list(found_at(tuple(place.split(".")), text, language)) == [], place
