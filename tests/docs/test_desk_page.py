"""The page of the desk's first steps calls everything as the desk's own pages do."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from patto.language.words import Words

DOCS = Path(__file__).parents[2] / "docs"
PAGES = {"en": DOCS / "desk.md", "it": DOCS / "desk.it.md"}
SAID = (
    "desk.start.look-around", "desk.start.set-up", "agreements.begin.later",
    "agreements.begin.have-file", "agreements.edit", "agreements.contract-html",
    "agreements.contract-pdf", "agreements.signing.title", "agreements.signing.put-in-force",
    "agreements.year.title", "agreements.versions.new", "agreements.step.draft",
    "agreements.step.agreed", "agreements.step.in-force", "agreements.items.since",
    "own.fill-in",
)  # fmt: skip


@pytest.mark.parametrize("language", PAGES)
def test_what_is_to_be_clicked_is_called_as_on_the_page(language):
    running = re.sub(r"\s+", " ", page(language))
    told = {one.casefold() for one in re.findall(r"\*\*([^*]+)\*\*", running)}
    words = Words(language)
    assert {words.say(one).casefold() for one in SAID} <= told


def test_both_languages_say_the_same_in_the_same_order():
    heads = [re.findall(r"^(#+) ", page(one), re.MULTILINE) for one in PAGES]
    assert heads[0] == heads[1]


def page(language: str) -> str:
    return PAGES[language].read_text("utf-8")
