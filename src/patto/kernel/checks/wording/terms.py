"""Terms: words that are written large because the glossary says what they mean."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Final, TypeAlias

from patto.kernel.checks.wording.tokens import Token, tokens

Key: TypeAlias = tuple[str, ...]
"""A term without number, case and accents: `Business Days` and `business day` have the same."""

LINKS: Final = frozenset({"of", "di", "del", "della", "dell", "dei", "delle", "al", "s"})
"""The small words within a term."""

_IES: Final = 4  # the least letters of a word that ends in `ies` and has a `y` in the singular


@lru_cache(maxsize=1024)
def key_of(term: str) -> Key:
    """Return the key of a term."""
    return key_of_words(tokens(term))


def key_of_words(words: Iterable[Token]) -> Key:
    """Return the key of some words, without the small ones."""
    return tuple(_singular(token.word) for token in words if token.word not in LINKS)


def made_of(words: Sequence[Token], terms: frozenset[Key]) -> bool:
    """Return whether words are one term after another."""
    key = key_of_words(words)
    reached = {0}
    for start in range(len(key)):
        if start in reached:
            reached |= {start + len(term) for term in terms if key[start:][: len(term)] == term}
    return len(key) in reached


def large_words(sentence: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """Yield the runs of words with a capital within a sentence, small words between them included.

    The word with which a sentence begins has its capital anyway.
    """
    start: int | None = None
    last = 0
    for index, token in enumerate(sentence):
        if _is_large(token):
            start = index if start is None else start
            last = index + 1
        elif start is not None and token.word not in LINKS:
            yield start, last
            start = None
    if start is not None:
        yield start, last


def _is_large(token: Token) -> bool:
    return token.text[0].isupper()


def _singular(word: str) -> str:
    """Return a word without the ending that tells one from many, in English or Italian."""
    if word.endswith("ies") and len(word) > _IES:
        return word[:-3] + "y"
    if word.endswith("s") and not word.endswith("ss"):
        word = word[:-1]
    return word[:-1] if word[-1:] in "aeio" and len(word) > _IES else word
