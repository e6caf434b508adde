"""The words of a text: folded, with where they stand, sentence by sentence.

Case, accents (`piu'` is `più`), hyphens, soft hyphens and line breaks make no difference. What is
between quotation marks is marked: a word that is spoken of is not a word that is used.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import Final, NamedTuple
from unicodedata import combining, normalize

_TOKEN: Final = re.compile(
    r"(?P<url>(?:https?://|www\.)[^\s<>\"»”)]*[\w/])"
    r"|(?P<path>(?<![\w)])/\w[\w./-]*\w)"
    r"|(?P<number>\d+(?:[.,:/]\d+)*)"
    r"|(?P<percent>%)"
    r"|(?P<word>[^\W\d_](?:[^\W\d_]|\u00ad)*)"
)
# A sentence ends at a mark before a space and a capital, at a semicolon, at a blank line, and
# where an element of a list begins.
_END: Final = re.compile(
    r"[.!?](?=[\"”»)]*\s+[\"“«(]*(?:[^\W_a-zà-ÿ]))"
    r"|;"
    r"|\n\s*\n"
    r"|\n\s*(?=(?:[-*•–]|\d{1,2}[.)]|[a-z]\))\s)"
)
_SHORTENED: Final = frozenset(
    {"art", "artt", "no", "nr", "n", "all", "app", "par", "lett", "sec", "lgs", "reg", "d", "l"}
)
_QUOTED: Final = re.compile(r'“[^”]*”|«[^»]*»|„[^“”]*[“”]|"[^"]*"|(?<!\w)‘[^’]*’(?!\w)')


class Token(NamedTuple):
    """A word, number, sign or address: `text` as it stands, `word` folded for comparison."""

    text: str
    word: str
    start: int
    end: int
    sentence: int
    first: bool
    quoted: bool


def tokens(text: str) -> tuple[Token, ...]:
    """Return the tokens of a text; an address is `<url>`, a path of a file system `<path>`."""
    ends = [match.end() for match in _END.finditer(text) if not _shortens(text, match)]
    quotes = [match.span() for match in _QUOTED.finditer(text)]
    found: list[Token] = []
    before = -1
    for match in _TOKEN.finditer(text):
        start, end = match.span()
        sentence = bisect_right(ends, start)
        quoted = bool(quotes) and any(first <= start and end <= last for first, last in quotes)
        word = _word(match)
        found.append(Token(match[0], word, start, end, sentence, sentence != before, quoted))
        before = sentence
    return tuple(found)


def folded(text: str) -> str:
    """Return a word in small letters without accents and soft hyphens."""
    if text.isascii():
        return text.lower()
    plain = normalize("NFKD", text.replace("\u00ad", "")).lower()
    return "".join(letter for letter in plain if not combining(letter))


def sentences(found: tuple[Token, ...]) -> Iterator[tuple[Token, ...]]:
    """Yield the tokens of each sentence."""
    start = 0
    for index, token in enumerate(found):
        if token.first and index:
            yield found[start:index]
            start = index
    if found:
        yield found[start:]


def _word(match: re.Match[str]) -> str:
    kind = match.lastgroup
    if kind == "word":
        return folded(match[0])
    return f"<{kind}>" if kind in {"url", "path"} else match[0]


def _shortens(text: str, mark: re.Match[str]) -> bool:
    """Return whether a full stop only shortens the word before a number, as in `art. 32`."""
    if mark[0] != "." or not text[mark.end() :].lstrip()[:1].isdigit():
        return False
    before = re.search(r"[^\W\d_]+$", text[: mark.start()])
    return before is not None and before[0].lower() in _SHORTENED
