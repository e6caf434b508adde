"""Small words, as data: those by which a language is known, and those that are numbers."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Final, Literal, TypeAlias

Language: TypeAlias = Literal["en", "it"]

LANGUAGES: Final[tuple[Language, ...]] = ("en", "it")
"""The languages that have dictionaries."""

FILE: Final = "words.toml"


@cache
def telling_words() -> Mapping[Language, frozenset[str]]:
    """Return the words by which each language is known."""
    return {language: _words(language, "telling") for language in LANGUAGES}


@cache
def number_words() -> frozenset[str]:
    """Return the words that are numbers, in any language."""
    return frozenset().union(*(_words(language, "numbers") for language in LANGUAGES))


@cache
def link_words() -> Mapping[Language, frozenset[str]]:
    """Return the words of each language by which what follows narrows what stands before."""
    return {language: _words(language, "links") for language in LANGUAGES}


@cache
def _tables() -> dict[str, dict[str, str]]:
    return tomllib.loads(files(__package__ or "").joinpath(FILE).read_text(encoding="utf-8"))


def _words(language: Language, name: str) -> frozenset[str]:
    return frozenset(_tables()[language][name].split())
