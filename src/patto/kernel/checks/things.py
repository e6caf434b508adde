"""What titles name, so that two of them can be held against each other by what they mean."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from patto.kernel.checks.wording.small_words import Language, link_words, telling_words
from patto.kernel.checks.wording.tokens import Token, tokens
from patto.kernel.checks.wording.wording import Wording

# "and" in the two languages; the "e" of "e-mail" has no spaces around it.
_AND: Final = re.compile(r"\s*[,;/]\s*|\s(?:and|or|e|ed|o|oppure)\s", re.IGNORECASE)
_PLURALS: Final = ("ches", "shes", "sses", "xes")
_SHORTEST: Final = 4  # letters of a word that may lose its ending


class Thing(NamedTuple):
    """A thing that a title names: the words it is named by, and the one that says what it is."""

    words: frozenset[str]
    head: str

    def takes_in(self, other: Thing) -> bool:
        """Return whether the other is this thing, or one kind of it."""
        return self.head == other.head and self.words <= other.words


def things(wording: Wording) -> Iterator[Thing]:
    """Yield what a title names: of `Computers and printers` both."""
    small = telling_words()[wording.language] | link_words()[wording.language]
    for part in _AND.split(wording.part.text):
        found = tokens(part)
        named = [token for token in found if token.word not in small]
        if named:
            yield Thing(
                frozenset(_stem(token.word, wording.language) for token in named),
                _stem(_head(found, named, wording.language).word, wording.language),
            )


def _head(found: tuple[Token, ...], named: list[Token], language: Language) -> Token:
    """Return the word that says what it is: in Italian the first, in English the last before `of`.

    A number or letter behind it tells one from another: `Till 1`, `Virtual host A`.
    """
    if language == "it":
        return named[0]
    links = [token.start for token in found if token.word in link_words()["en"]]
    first = [token for token in named if not links or token.start < links[0]] or named
    worded = [token for token in first if len(token.word) > 1 and token.word.isalpha()]
    return (worded or first)[-1]


def _stem(word: str, language: Language) -> str:
    """Return a word without what tells one from many."""
    if len(word) < _SHORTEST:
        return word
    if language == "it" and word[-1] in "aeio":
        return word[:-1].rstrip("hi")
    if word.endswith(_PLURALS):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word
