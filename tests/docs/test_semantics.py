"""Every rule of docs/reference/semantics.md has an example, and every timeline comes out."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from docs.timelines import outcome, plain

REFERENCE = Path(__file__).parents[2] / "docs" / "reference"
PAGE = (REFERENCE / "semantics.md").read_text()
RULES = re.split(r"^### ", PAGE, flags=re.MULTILINE)[1:]
TIMELINES = [
    pytest.param(text, id=f"{rule.split()[0]}-{number + 1}")
    for rule in RULES
    for number, text in enumerate(re.findall(r"```timeline\n(.*?)```", rule, re.DOTALL))
]
NUMBERS = {
    "1": 6,
    "2": 5,
    "3": 7,
    "4": 12,
    "5": 8,
    "6": 9,
    "7": 2,
    "8": 8,
}


@cache
def base() -> dict[str, Any]:
    found: dict[str, Any] = plain((REFERENCE / "semantics-agreement.yaml").read_text())
    return found


@pytest.mark.parametrize("text", TIMELINES)
def test_a_timeline_comes_out_as_the_page_says(text: str) -> None:
    assert outcome(text, base()) == []


def test_every_rule_has_its_number_and_an_example_that_is_run() -> None:
    wanted = [f"{section}.{n}" for section, last in NUMBERS.items() for n in range(1, last + 1)]
    assert [rule.split()[0] for rule in RULES] == wanted
    bare = [r.split()[0] for r in RULES if not re.search(r"```(timeline|python|console)", r)]
    assert bare == []


def test_a_timeline_that_does_not_come_out_is_told() -> None:
    assert outcome(
        "2026-03-10 10:00  reported  channel=phone\nat 2026-03-10 11:00\nresponse  MET", base()
    )
