"""The dictionaries: what the phrases of a language mean to the rules, as data.

Beside a rule `a01_vague_term.py` stands `a01_vague_term.toml`, with a table for each language and
in it lists of phrases by class; `general.toml` here has what several rules ask about. All are
looked for in one pass.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Final

from patto.kernel.checks.wording import places, small_words
from patto.kernel.checks.wording.phrases import Lexicon
from patto.kernel.checks.wording.small_words import Language, telling_words
from patto.kernel.checks.wording.tokens import Token, folded

GENERAL: Final = "general"
_HEADER: Final = re.compile(r"^\[(\w+)\]$", re.MULTILINE)
_OTHERS: Final = frozenset({places.FILE, small_words.FILE})
_PACKAGES: Final = ("patto.kernel.checks.wording", "patto.kernel.checks.rules")


def language_of(tokens: tuple[Token, ...], otherwise: Language) -> Language:
    """Return the language a text is written in by its small words, `otherwise` if none tells."""
    after = [*(token.word for token in tokens[1:]), ""]
    # The "e" of "e-mail" is no word of its own.
    small = [
        one.word
        for one, word in zip(tokens, after, strict=False)
        if (one.word, word) != ("e", "mail")
    ]
    score = {
        language: sum(word in words for word in small)
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
        for owner, text in _dictionaries()
        for name, phrases in tomllib.loads(_of(language, text)).items()
        for phrase in phrases
    )


def _of(language: Language, text: str) -> str:
    """Return the lines of a dictionary that are of a language; most reviews need no other."""
    _, *parts = _HEADER.split(text)
    return dict(zip(parts[::2], parts[1::2], strict=True)).get(language, "")


def _dictionaries() -> Iterator[tuple[str, str]]:
    """Yield the text of each dictionary with the rule that owns it, or `general`."""
    for package in _PACKAGES:
        for file in files(package).iterdir():
            if file.name.endswith(".toml") and file.name not in _OTHERS:
                stem = file.name.removesuffix(".toml")
                owner = stem if stem == GENERAL else stem.partition("_")[0].upper()
                yield owner, file.read_text(encoding="utf-8")
