"""The labelled corpus: large enough, both sides of every rule, and found as well as it is shown."""

from __future__ import annotations

from collections import Counter

import pytest

from corpus.changes import Change, agreement, changes
from corpus.clauses import clauses
from corpus.figures import SECTIONS, page, score, total
from corpus.write_page import PAGE
from patto.kernel.agreement.reading import read
from patto.kernel.checks.checking import check
from patto.kernel.checks.registry import registry
from patto.kernel.checks.rule import ModelRule
from patto.kernel.examples import run_examples

CHANGES = [pytest.param(one, id=str(one.place.line)) for one in changes()]
WORDS = [rule.id for rule in registry().values() if not isinstance(rule, ModelRule)]


def test_the_corpus_is_large_and_half_of_it_is_sound():
    every = [clause for section in SECTIONS for clause in clauses(section)]
    assert len(every) >= 300
    assert 0.4 <= sum(not clause.rules for clause in every) / len(every) <= 0.6
    languages = Counter(clause.part.language for clause in every)
    assert min(languages.values()) >= 150


@pytest.mark.parametrize("rule", WORDS)
@pytest.mark.parametrize("language", ["en", "it"])
def test_each_rule_on_words_has_three_faults_in_each_language(rule: str, language: str):
    every = [clause for section in SECTIONS for clause in clauses(section)]
    faults = [one for one in every if rule in one.rules and one.part.language == language]
    assert len(faults) >= 3


def test_each_rule_on_the_parts_has_both_sides():
    faults = Counter(rule for one in changes() for rule in one.rules)
    assert all(faults[rule.id] for rule in registry().values() if isinstance(rule, ModelRule))
    assert sum(not one.rules for one in changes()) >= len(faults)


def test_nothing_is_found_in_the_good_agreement():
    reading = read(agreement())
    assert reading.agreement is not None
    assert run_examples(reading.agreement) == []
    assert check(reading.agreement, reading.places) == []


@pytest.mark.parametrize("change", CHANGES)
def test_the_smallest_change_makes_its_rule_find_it_and_no_other(change: Change):
    assert {one.rule for one in change.found} == change.rules


@pytest.mark.parametrize(
    ("section", "precision", "recall"),
    [("tuning", 0.99, 0.99), ("held-out", 0.98, 0.97), ("later", 0.9, 0.3), ("unusual", 0.8, 0.15)],
)
def test_the_figures_do_not_fall(section: str, precision: float, recall: float):
    (named,) = (one for one in SECTIONS if one == section)
    all_rules = total(score(named))
    assert all_rules.precision >= precision
    assert all_rules.recall >= recall


@pytest.mark.untraced
def test_the_page_shows_the_rules_and_figures_as_they_are():
    assert PAGE.read_text() == page(), "run: python tests/corpus/write_page.py"
