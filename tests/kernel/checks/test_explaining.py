"""What a rule is about, asked by its id or name."""

from __future__ import annotations

import pytest

from corpus.changes import changes
from patto.kernel.checks.explaining import explain, rule_ids, told
from patto.kernel.checks.wording.small_words import LANGUAGES, Language


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


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_finding_is_told_with_what_was_found(language: Language):
    for change in changes():
        for finding in change.found:
            words = told(finding, language)
            assert "{" not in words.what
            for value in finding.parameters.values():
                assert value in words.what or finding.rule == "A04"
