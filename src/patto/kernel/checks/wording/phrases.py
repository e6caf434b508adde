"""Phrases of the dictionaries, and where they stand in a text.

A phrase is words with spaces between them. `a|b` is either; `tempestiv*` is any word that begins
so, `*are` any that ends so; `reasonably?` may be missing; `~3` is up to three words of any kind;
`#` is a number, in figures or words, `%` a percent sign, `<url>` an address, `<ref>` what tells
one attachment from another: a number, a capital or a Roman number. A phrase never reaches from
one sentence into the next.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final, NamedTuple

from patto.kernel.checks.wording.small_words import number_words
from patto.kernel.checks.wording.tokens import Token

_REFERENCE: Final = re.compile(r"\d+(?:\.\d+)*|[A-Z]|[IVX]+", re.ASCII)
_KEY: Final = 3  # letters by which phrases that begin with the beginning of a word are found


class Match(NamedTuple):
    """A phrase found in a text: the tokens from `first` up to `last`, and its class."""

    first: int
    last: int
    label: str

    @property
    def length(self) -> int:
        """How many tokens it has."""
        return self.last - self.first


@dataclass(frozen=True, slots=True)
class _Step:
    """One word of a phrase, or a gap of up to `gap` words."""

    words: frozenset[str]
    beginnings: tuple[str, ...]
    endings: tuple[str, ...]
    optional: bool
    gap: int = 0
    number: bool = False
    reference: bool = False

    def fits(self, token: Token) -> bool:
        """Return whether a token can be this word."""
        word = token.word
        return (
            word in self.words
            or (bool(self.beginnings) and word.startswith(self.beginnings))
            or (bool(self.endings) and word.endswith(self.endings))
            or (self.number and (word[0].isdigit() or word in number_words()))
            or (self.reference and _REFERENCE.fullmatch(token.text) is not None)
        )


class Phrase:
    """A phrase of a dictionary, with the class of phrases it is of.

    Most phrases of a language begin with no word of a text, so what follows is read when one does.
    """

    __slots__ = ("_rest", "_steps", "first", "label")

    def __init__(self, text: str, label: str) -> None:
        """Take a phrase as the dictionaries write it.

        :raises ValueError: if it begins with a word that may be missing, a gap, the end of a word,
            or with less than three letters of one
        """
        first, _, self._rest = text.partition(" ")
        self._steps: tuple[_Step, ...] | None = None
        self.first = _step(first)
        self.label = label
        beginnings = self.first.beginnings
        findable = self.first.words or beginnings or self.first.number
        if self.first.optional or not findable or any(len(one) < _KEY for one in beginnings):
            message = f"{text!r} cannot be found by its first word"
            raise ValueError(message)

    @property
    def steps(self) -> tuple[_Step, ...]:
        """The words of it, and the gaps between them."""
        if self._steps is None:
            self._steps = (self.first, *map(_step, self._rest.split()))
        return self._steps

    def end(self, tokens: Sequence[Token], first: int) -> int | None:
        """Return the token after the longest match that begins at a token, `None` if none does."""
        return _end(self.steps, 0, tokens, first, tokens[first].sentence)


class Lexicon:
    """Many phrases, looked for at once."""

    def __init__(self, phrases: Iterable[tuple[str, str]]) -> None:
        """Take phrases as texts, each with its label."""
        self._by_word: defaultdict[str, list[Phrase]] = defaultdict(list)
        self._by_beginning: defaultdict[str, list[Phrase]] = defaultdict(list)
        self._anywhere: list[Phrase] = []
        for text, label in phrases:
            self._add(Phrase(text, label))

    def _add(self, added: Phrase) -> None:
        first = added.first
        for word in first.words:
            self._by_word[word].append(added)
        for key in {beginning[:_KEY] for beginning in first.beginnings}:
            self._by_beginning[key].append(added)
        if first.number:
            self._anywhere.append(added)

    def matches(self, tokens: Sequence[Token]) -> list[Match]:
        """Return every match, of one class only the longest at each token, in order."""
        found: list[Match] = []
        for index, token in enumerate(tokens):
            ends: dict[str, int] = {}
            for candidate in self._candidates(token.word):
                end = _end(candidate.steps, 1, tokens, index + 1, token.sentence)
                if end is not None:
                    ends[candidate.label] = max(end, ends.get(candidate.label, 0))
            found += [Match(index, end, label) for label, end in ends.items()]
        return found

    def _candidates(self, word: str) -> Iterator[Phrase]:
        """Yield the phrases whose first word one is."""
        yield from self._by_word.get(word, ())
        for candidate in self._by_beginning.get(word[:_KEY], ()):
            if word.startswith(candidate.first.beginnings):
                yield candidate
        if word[0].isdigit() or word in number_words():
            yield from self._anywhere


@cache
def _step(text: str) -> _Step:
    if text.isalpha():
        return _Step(frozenset((text,)), (), (), optional=False)
    if text.startswith("~"):
        return _Step(frozenset(), (), (), optional=True, gap=int(text[1:]))
    optional = text.endswith("?")
    words = text.removesuffix("?").split("|")
    return _Step(
        frozenset(word for word in words if "*" not in word and word not in {"#", "<ref>"}),
        tuple(word[:-1] for word in words if word.endswith("*")),
        tuple(word[1:] for word in words if word.startswith("*")),
        optional=optional,
        number="#" in words,
        reference="<ref>" in words,
    )


def _end(
    steps: Sequence[_Step], step: int, tokens: Sequence[Token], index: int, sentence: int
) -> int | None:
    """Return where the steps from one on end, beginning at a token; gaps are as short as can be."""
    for number in range(step, len(steps)):
        this = steps[number]
        if this.gap:
            tries = (
                _end(steps, number + 1, tokens, later, sentence)
                for later in range(index, index + this.gap + 1)
            )
            return next((end for end in tries if end is not None), None)
        here = index < len(tokens) and tokens[index].sentence == sentence
        fits = here and this.fits(tokens[index])
        if fits and this.optional:
            end = _end(steps, number + 1, tokens, index + 1, sentence)
            if end is not None:
                return end
        elif fits:
            index += 1
        elif not this.optional:
            return None
    return index
