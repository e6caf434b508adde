"""The reference of the rules: each of them is in it, in its group or in the table it belongs to."""

from __future__ import annotations

import re

from patto.kernel.checks.explaining import rule_ids
from patto.kernel.checks.reference import GROUPS, reference
from patto.kernel.checks.registry import registry


def test_every_rule_is_in_the_reference_once_and_what_is_checked_in_its_group():
    text = reference()
    headed = re.findall(r"^#### (\w+) ([\w-]+)$", text, re.MULTILINE)
    assert headed == [(rule.id, rule.name) for rule in registry().values()]
    tabled = re.findall(r"^\| (\w\d\d) [\w-]+ \|", text, re.MULTILINE)
    assert sorted([*(name for name, _ in headed), *tabled]) == list(rule_ids())
    for part in text.split("\n### ")[1:]:
        letter = part[0]
        assert part.startswith(f"{letter}. {GROUPS[letter]}\n")
        assert {name[0] for name in re.findall(r"^#### (\w+)", part, re.MULTILINE)} == {letter}


def test_what_holds_a_code_is_quoted_as_code():
    assert re.search(r"^- (?:not|but): `[^`]*\{[^`]*`$", reference(), re.MULTILINE)
