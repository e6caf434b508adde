"""The words of a page: as everywhere, and a number is never parted from its unit.

A text that is put in just before a full stop and ends with one of its own has no second one:
`Esempio S.r.l.` ends a sentence as it is. In Italian an article before a figure that begins with a
vowel when it is read out is elided: `l'85 %`, `dall'11 %`.
"""

from __future__ import annotations

import re
from fractions import Fraction
from types import MappingProxyType
from typing import Final

from patto.kernel.instants import Duration
from patto.language import Words

NO_BREAK: Final = "\N{NO-BREAK SPACE}"

_ENDS: Final = (".", "!", "?", "…")
_ENDED: Final = "\ufdd0"
"""Marks the end of a text that ends as a sentence does: a character that no text may hold."""
_VOWEL: Final = "\ufdd1"
"""Marks the start of a text that is a figure which Italian reads with a vowel first."""
_READ_WITH_A_VOWEL: Final = re.compile(
    r"(?:8[\d.,]*|11(?:[.,]\d+)*|1(?:,\d+)?(?=[ \xa0]%))[ \xa0]", re.ASCII
)
_ARTICLE: Final = re.compile(rf"\b([Ii]l|[Dd]el|[Aa]l|[Dd]al|[Nn]el|[Ss]ul) {_VOWEL}")
_ELIDED: Final = MappingProxyType(
    {"il": "l'", "del": "dell'", "al": "all'", "dal": "dall'", "nel": "nell'", "sul": "sull'"}
)


class PageWords(Words):
    """Words for a page."""

    def say(self, key: str, /, **parameters: object) -> str:
        """Return the words of a key with its parameters put in.

        :raises MissingWordsError: if the key has no words, or a parameter is missing
        """
        told = {name: self._marked(value) for name, value in parameters.items()}
        text = super().say(key, **told).replace(f"{_ENDED}.", "").replace(_ENDED, "")
        return _ARTICLE.sub(_elided, text).replace(_VOWEL, "")

    def _marked(self, value: object) -> object:
        if not isinstance(value, str):
            return value
        end = _ENDED if value.endswith(_ENDS) else ""
        vowel = self.language == "it" and _READ_WITH_A_VOWEL.match(value)
        return f"{_VOWEL if vowel else ''}{value}{end}"

    def duration(self, length: Duration, unit: str = "h") -> str:
        """Return microseconds as `1 h 10 min`, or with `min` as `70 min`."""
        return super().duration(length, unit).replace(" ", NO_BREAK)

    def percent(self, share: float | Fraction, digits: int = 1) -> str:
        """Return a share in percent, rounded down."""
        return super().percent(share, digits).replace(" ", NO_BREAK)

    def share(self, text: str) -> str:
        """Return a share as an agreement writes it: `95 %`."""
        return text.replace(" ", NO_BREAK)


def _elided(found: re.Match[str]) -> str:
    article = found[1]
    elided = _ELIDED[article.lower()]
    return elided.capitalize() if article[0].isupper() else elided
