"""The dictionaries: what the phrases of a language mean to the rules, as data.

Beside a rule `a01_vague_term.py` stands `a01_vague_term.toml`, with a table for each language and
in it lists of phrases by class; `general.toml` here has what several rules ask about. All are
looked for in one pass.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Final, TypeAlias

from patto.kernel.checks.wording.phrases import Lexicon
from patto.kernel.checks.wording.small_words import FILE, Language, telling_words
from patto.kernel.checks.wording.tokens import Token, folded

GENERAL: Final = "general"
_Tables: TypeAlias = dict[str, dict[str, list[str]]]
"""By language and class, the phrases of it."""

_PACKAGES: Final = ("patto.kernel.checks.wording", "patto.kernel.checks.rules")


def language_of(tokens: tuple[Token, ...], otherwise: Language) -> Language:
    """Return the language a text is written in by its small words, `otherwise` if none tells."""
    score = {
        language: sum(token.word in words for token in tokens)
        for language, words in telling_words().items()
    }
    if score["en"] == score["it"]:
        return otherwise
    return "en" if score["en"] > score["it"] else "it"


@cache
def lexicon(language: Language) -> Lexicon:
    """Return all phrases of a language, labelled with the rule and class they are of."""
    return Lexicon(
        (folded(phrase) if "<" not in phrase else phrase, f"{owner}.{name}")
        for owner, tables in _dictionaries()
        for name, phrases in tables.get(language, {}).items()
        for phrase in phrases
    )


@cache
def _dictionaries() -> tuple[tuple[str, _Tables], ...]:
    """Return each dictionary with the rule that owns it, or `general`."""
    return tuple(_read())


def _read() -> Iterator[tuple[str, _Tables]]:
    for package in _PACKAGES:
        for file in files(package).iterdir():
            if file.name.endswith(".toml") and file.name != FILE:
                stem = file.name.removesuffix(".toml")
                owner = stem if stem == GENERAL else stem.partition("_")[0].upper()
                yield owner, tomllib.loads(file.read_text(encoding="utf-8"))
