"""How things are found by any fragment, whatever its accents, and with a slip of the finger."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final
from unicodedata import combining, normalize

_NUMBER: Final = 5
"""Digits of a telephone number are run together where there are more than so many."""
_SHORTEST: Final = 3
"""A shorter fragment is taken as it is: one letter of two is no slip but another word."""
_LONG: Final = 8
"""In a fragment from this length on, two slips are forgiven."""
_TOO_MANY: Final = 3


def folded(*texts: str) -> str:
    """Return texts as one, in small letters without accents, a telephone's digits run together."""
    words = [plain(text) for text in texts if text]
    digits = ["".join(filter(str.isdigit, text)) for text in texts]
    return " ".join([*words, *(one for one in digits if len(one) > _NUMBER)])


def fragments(query: str) -> list[str]:
    """Return the words of a query, folded; one that is all digits and spaces is one number."""
    if query.strip() and not any(map(str.isalpha, query)):
        return ["".join(filter(str.isdigit, query))] if any(map(str.isdigit, query)) else []
    return plain(query).split()


def near(fragment: str, words: Iterable[str]) -> set[str]:
    """Return the words that a fragment is, or begins, but for a slip: the nearest ones alone.

    A slip is a letter that is wrong, missing, too many, or swapped with the next.
    """
    if not can_slip(fragment):
        return set()
    letters, first = set(fragment), fragment[:2]
    # The first letter is right in nearly every slip, or swapped with the next. Few words begin so
    # and have all letters but one or two: only these are weighed letter by letter.
    likely = [one for one in words if one[0] in first and len(letters.difference(one)) < _TOO_MANY]
    for most in range(1, _TOO_MANY if len(fragment) >= _LONG else 2):
        found = {one for one in likely if _slips(fragment, one, most) <= most}
        if found:
            return found
    return set()


def can_slip(fragment: str) -> bool:
    """Return whether a slip is looked for in a fragment: it is long enough, and no number."""
    return len(fragment) >= _SHORTEST and not fragment.isdigit()


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
    return 1.0 if near(fragment, words) else 0.0


def _slips(fragment: str, word: str, most: int) -> int:
    """Return how many slips lie between a fragment and a word or its beginning, `most` + 1 if more.

    Counted by restricted edits: one wrong, missing, too many, or two neighbours swapped.
    """
    if len(word) < len(fragment) - most:
        return most + 1
    word = word[: len(fragment) + most]
    before: list[int] = []
    row = list(range(len(word) + 1))
    for at, letter in enumerate(fragment, 1):
        last, before = before, row
        row = [at]
        for to, other in enumerate(word, 1):
            best = min(before[to] + 1, row[-1] + 1, before[to - 1] + (letter != other))
            if at > 1 and to > 1 and letter == word[to - 2] and fragment[at - 2] == other:
                best = min(best, last[to - 2] + 1)
            row.append(best)
        if min(row) > most:
            return most + 1
    whole = row[-1]
    begun = min(row[len(fragment) - most :], default=whole)
    return min(whole, begun)


def plain(text: str) -> str:
    """Return a text in small letters without accents."""
    parts = normalize("NFKD", text.casefold())
    return "".join(letter for letter in parts if not combining(letter))
