"""The rules: all 94 are accounted for, and each has what it needs."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

import pytest

from patto.kernel.agreement.problems import KINDS
from patto.kernel.checks import rules as package
from patto.kernel.checks.checking import check_texts
from patto.kernel.checks.context import Context, Definition
from patto.kernel.checks.covered import COVERED
from patto.kernel.checks.explaining import rule_ids
from patto.kernel.checks.planned import PARTS, PLANNED
from patto.kernel.checks.registry import registry
from patto.kernel.checks.rule import PhraseRule, Rule
from patto.kernel.checks.texts import Kind, TextPart
from patto.kernel.checks.wording.all_texts import Texts
from patto.kernel.checks.wording.dictionary import lexicon
from patto.kernel.checks.wording.small_words import LANGUAGES, Language
from patto.kernel.errors import Place
from patto.kernel.examples import KINDS as EXAMPLE_KINDS

RULES = Path(package.__path__[0])
GROUPS = {"A": 10, "B": 6, "C": 8, "D": 12, "E": 6, "F": 18, "G": 9, "H": 10, "J": 6, "K": 9}
EVERY = [pytest.param(rule, id=rule.id) for rule in registry().values()]
PHRASES = [
    pytest.param(rule, language, id=f"{rule.id}-{language}")
    for rule in registry().values()
    if isinstance(rule, PhraseRule)
    for language in LANGUAGES
]
KIND_OF: dict[str, Kind] = {"E01": "criterion", "F15": "exclusion"}


def test_each_of_the_94_rules_is_checked_or_covered_or_planned_and_only_one_of_them():
    expected = {f"{group}{n:02}" for group, count in GROUPS.items() for n in range(1, count + 1)}
    tables = [set(registry()), set(COVERED), set(PLANNED)]
    assert set.union(*tables) == expected == set(rule_ids())
    assert sum(map(len, tables)) == 94


def test_names_are_used_once():
    names = [one.name for table in (registry(), COVERED, PLANNED) for one in table.values()]
    assert len(set(names)) == len(names)


def test_a_covered_rule_names_problems_that_exist_or_the_semantics_that_fix_it():
    for one in COVERED.values():
        assert one.codes or one.semantics, one.id
        assert set(one.codes) <= KINDS.keys() | EXAMPLE_KINDS.keys(), one.id


def test_a_planned_rule_waits_for_a_part_that_has_words():
    assert {one.waits_for for one in PLANNED.values()} == PARTS.keys()


@pytest.mark.parametrize("rule", EVERY)
def test_a_rule_stands_in_the_module_that_is_named_after_it(rule: Rule):
    name = f"{rule.id}_{rule.name}".lower().replace("-", "_")
    assert (RULES / f"{name}.py").exists()


@pytest.mark.parametrize("rule", EVERY)
def test_a_rule_says_the_same_in_each_language(rule: Rule):
    assert rule.words.keys() == set(LANGUAGES)
    assert rule.source
    told = list(rule.words.values())
    assert all(all(words._replace(to_name="-")) for words in told)
    assert len({bool(words.to_name) for words in told}) == 1
    fields = [{field for _, field, _, _ in Formatter().parse(words.what)} for words in told]
    assert fields[0] == fields[1]
    assert told[0].title != told[1].title


@pytest.mark.parametrize("rule", EVERY)
def test_a_rule_uses_each_class_of_its_dictionary(rule: Rule):
    module = next(RULES.glob(f"{rule.id.lower()}_*.py")).read_text()
    dictionary = next(RULES.glob(f"{rule.id.lower()}_*.toml"), None)
    if dictionary is None:
        return
    classes = [re.findall(r"^(\w+) = \[", part, re.MULTILINE) for part in _languages(dictionary)]
    for name in {name for part in classes for name in part}:
        assert f"{rule.id}.{name}" in module


@pytest.mark.parametrize(("rule", "language"), PHRASES)
def test_the_bad_wording_of_a_rule_is_found_and_the_good_one_is_not(
    rule: PhraseRule, language: Language
):
    words = rule.words[language]
    kind = KIND_OF.get(rule.id, "clause")
    for text, found in ((words.bad, True), (words.good, False)):
        if rule.id == "A10" and found:
            continue  # its bad wording is a description of one
        part = TextPart(("clauses", 0), Place(), text, language, kind)
        assert (rule.id in _found(part, rule)) is found, text


def _found(part: TextPart, rule: Rule) -> set[str]:
    term = {"en": "Business Day", "it": "Giorno Lavorativo"}[part.language]
    terms = (Definition(term, "8 h"),) if "(" in part.text or rule.id != "A03" else ()
    title = {"en": "Annex A", "it": "Allegato A"}[part.language]
    attachments = (title,) if "(" in part.text else ()
    context = Context(definitions=terms, attachments=attachments)
    return {one.rule for one in check_texts(Texts((part,), context))}


def _languages(dictionary: Path) -> list[str]:
    return re.split(r"^\[(?:en|it)\]$", dictionary.read_text(), flags=re.MULTILINE)[1:]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_phrase_of_the_dictionaries_can_be_found(language: Language):
    assert lexicon(language) is lexicon(language)
