"""A text read for its words: its phrases by class, and what spares a phrase found in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from types import MappingProxyType
from typing import Final, TypeAlias

from patto.kernel.checks.context import NO_CONTEXT, Context
from patto.kernel.checks.texts import TextPart
from patto.kernel.checks.wording.dictionary import language_of, lexicon
from patto.kernel.checks.wording.phrases import Match
from patto.kernel.checks.wording.small_words import Language
from patto.kernel.checks.wording.tokens import Token, tokens

Names: TypeAlias = Mapping[str, Sequence[tuple[str, ...]]]
"""Names by their first word, as they are written."""

_REACH: Final = 6
"""How many words before a phrase a negation takes it back."""
_LINK: Final = 3
"""How many words may stand between a weak word and the figure that it is followed by."""


class Wording:
    """A text, its tokens, and the phrases of the dictionaries in it.

    What is between quotation marks, and what is part of a name or defined term, is not found.
    """

    def __init__(self, part: TextPart, names: Names, context: Context = NO_CONTEXT) -> None:
        self.part = part
        self.context = context
        self.tokens: tuple[Token, ...] = _read(part.text)
        self.language: Language = language_of(self.tokens, part.language)
        # What is itself a name is read for its words all the same.
        self._named = () if part.kind == "name" else tuple(_named(self.tokens, names))

    @cached_property
    def _by_label(self) -> Mapping[str, Sequence[Match]]:
        return _matched(self.part.text, self.language)

    def all(self, label: str) -> Sequence[Match]:
        """Return every phrase of a class, wherever it stands."""
        return self._by_label.get(label, ())

    def used(self, *labels: str) -> Iterator[Match]:
        """Yield the phrases of classes that are used here: not quoted, and not part of a name."""
        for label in labels:
            for match in self.all(label):
                if not self.tokens[match.first].quoted and not self._is_named(match):
                    yield match

    def quote(self, match: Match) -> str:
        """Return a phrase as it stands in the text, on one line."""
        start, end = self.span(match)
        return " ".join(self.part.text[start:end].split())

    def span(self, match: Match) -> tuple[int, int]:
        """Return where a phrase stands in the text, half-open."""
        return self.tokens[match.first].start, self.tokens[match.last - 1].end

    def sentence(self, match: Match) -> int:
        """Return the number of the sentence a phrase stands in."""
        return self.tokens[match.first].sentence

    def negated(self, match: Match) -> bool:
        """Return whether a negation shortly before a phrase takes it back."""
        return any(
            self.sentence(no) == self.sentence(match) and 0 <= match.first - no.last < _REACH
            for no in self.all("general.negation")
        )

    def together(self, match: Match, label: str) -> bool:
        """Return whether a phrase of a class stands in the same sentence."""
        return any(self.sentence(other) == self.sentence(match) for other in self.all(label))

    def near(self, match: Match, label: str) -> bool:
        """Return whether a phrase of a class stands in the same sentence or the next one."""
        here = self.sentence(match)
        return any(here <= self.sentence(other) <= here + 1 for other in self.all(label))

    def touched(self, match: Match, label: str) -> bool:
        """Return whether a phrase of a class covers part of this one."""
        return any(
            other.first < match.last and match.first < other.last for other in self.all(label)
        )

    def followed(self, match: Match, label: str, words: int = _LINK) -> bool:
        """Return whether a phrase of a class follows, with at most so many words between."""
        return any(
            self.sentence(other) == self.sentence(match) and 0 <= other.first - match.last <= words
            for other in self.all(label)
        )

    def preceded(self, match: Match, label: str, words: int = _LINK) -> bool:
        """Return whether a phrase of a class stands before, with at most so many words between."""
        return any(
            self.sentence(other) == self.sentence(match) and 0 <= match.first - other.last <= words
            for other in self.all(label)
        )

    def bounded(self, match: Match) -> bool:
        """Return whether a weak word of time is held by a figure.

        The figure follows at once, or comes with words that make it hold in any case.
        """
        return self.followed(match, "general.bound") or self.capped(match)

    def capped(self, match: Match) -> bool:
        """Return whether the sentence goes on to a limit that holds in any case."""
        return any(
            self.sentence(other) == self.sentence(match) and match.last <= other.first
            for other in self.all("general.ceiling")
        )

    def cited(self, match: Match) -> bool:
        """Return whether the sentence names the law whose words it repeats."""
        return self.together(match, "general.statute")

    def is_name(self, match: Match) -> bool:
        """Return whether a phrase lies within a name or a defined term."""
        return any(first <= match.first and match.last <= last for first, last in self._named)

    def _is_named(self, match: Match) -> bool:
        return any(first < match.last and match.first < last for first, last in self._named)


# The versions of an agreement have most of their texts in common; each is read once.
@lru_cache(maxsize=4096)
def _read(text: str) -> tuple[Token, ...]:
    return tokens(text)


@lru_cache(maxsize=4096)
def _matched(text: str, language: Language) -> Mapping[str, Sequence[Match]]:
    """Return the phrases of the dictionaries in a text, by class."""
    found: defaultdict[str, list[Match]] = defaultdict(list)
    for match in lexicon(language).matches(_read(text)):
        found[match.label].append(match)
    return MappingProxyType(found)


def by_first_word(names: Iterable[str]) -> Names:
    """Return names by their first word, for looking them up in texts."""
    found: defaultdict[str, list[tuple[str, ...]]] = defaultdict(list)
    for name in names:
        words = tuple(token.text for token in tokens(name))
        if words and words[0][0].isupper():
            found[words[0]].append(words)
    return found


def _named(found: Sequence[Token], names: Names) -> Iterator[tuple[int, int]]:
    """Yield where names stand among tokens."""
    for index, token in enumerate(found):
        for words in names.get(token.text, ()):
            last = index + len(words)
            if tuple(one.text for one in found[index:last]) == words:
                yield index, last
