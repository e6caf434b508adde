"""How things are found by any fragment, whatever its accents, and with a slip of the finger."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import SequenceMatcher
from typing import Final
from unicodedata import combining, normalize

CLOSE: Final = 0.74
"""How alike two words are that are taken for the same with a slip."""


def folded(*texts: str) -> str:
    """Return texts as one, in small letters without accents, a telephone's digits run together."""
    words = [_plain(text) for text in texts if text]
    digits = ["".join(filter(str.isdigit, text)) for text in texts]
    return " ".join([*words, *(one for one in digits if len(one) > 5)])


def fragments(query: str) -> list[str]:
    """Return the words of a query, folded; one that is all digits and spaces is one number."""
    if query.strip() and not any(map(str.isalpha, query)):
        return ["".join(filter(str.isdigit, query))] if any(map(str.isdigit, query)) else []
    return _plain(query).split()


def likeness(query: Iterable[str], text: str) -> float:
    """Return how well every fragment is found in a folded text, 0 if one is not there at all."""
    words = text.split()
    found = [_best(one, words, text) for one in query]
    return min(found, default=0.0) and sum(found) / len(found)


def _best(fragment: str, words: list[str], text: str) -> float:
    if fragment in words:
        return 3.0
    if any(word.startswith(fragment) for word in words):
        return 2.0
    if fragment in text:
        return 1.5
    near = max((SequenceMatcher(None, fragment, word).ratio() for word in words), default=0.0)
    return near if near >= CLOSE else 0.0


def _plain(text: str) -> str:
    parts = normalize("NFKD", text.casefold())
    return "".join(letter for letter in parts if not combining(letter))
