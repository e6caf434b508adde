"""Phrases: what they match, and that a lexicon finds the same as looking for each by itself."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from patto.kernel.checks.wording.dictionary import lexicon
from patto.kernel.checks.wording.phrases import Lexicon, Match, Phrase
from patto.kernel.checks.wording.small_words import Language
from patto.kernel.checks.wording.tokens import tokens


def found(written: str, text: str) -> list[str]:
    read = tokens(text)
    matches = Lexicon([(written, "x")]).matches(read)
    return [" ".join(token.text for token in read[m.first : m.last]) for m in matches]


@pytest.mark.parametrize(
    ("written", "text", "expected"),
    [
        ("as soon as possible", "do it as soon as possible", ["as soon as possible"]),
        ("soon|quickly", "soon or quickly", ["soon", "quickly"]),
        ("tempestiv*", "tempestiva e tempestivamente", ["tempestiva", "tempestivamente"]),
        ("per *are", "per rispondere o per riparare", ["per riparare"]),
        ("as soon as reasonably? possible", "as soon as possible", ["as soon as possible"]),
        ("may ~2 change", "may at will change", ["may at will change"]),
        ("may ~2 change", "may at any time change", []),
        ("may ~2 change", "may. Change", []),
        ("may ~3 change", "may change and change", ["may change"]),
        ("# hours", "4 hours, four hours, hours", ["4 hours", "four hours"]),
        ("within # ~1 days?", "within 4", ["within 4"]),
        ("# %", "99.9 % or 99,9%", ["99.9 %", "99,9 %"]),
        ("annex <ref>", "Annex 2, Annex B, annex IV, annex to", ["Annex 2", "Annex B", "annex IV"]),
        ("at <url>", "at https://a.example/b", ["at https://a.example/b"]),
    ],
)
def test_a_phrase_matches_what_it_says(written: str, text: str, expected: list[str]):
    assert found(written, text) == expected


def test_of_one_class_the_longest_match_counts():
    read = tokens("as soon as possible")
    lexicon = Lexicon([("as soon", "x"), ("as soon as possible", "x"), ("as soon", "y")])
    assert lexicon.matches(read) == [Match(0, 4, "x"), Match(0, 2, "y")]


@pytest.mark.parametrize("written", ["~2 change", "may? change", "*are", "pi*"])
def test_a_phrase_that_cannot_be_found_by_its_first_word_is_refused(written: str):
    with pytest.raises(ValueError, match="first word"):
        Phrase(written, "x")


WORDS = st.sampled_from(["may", "change", "4", "at", "will", "."])


@given(st.lists(st.sampled_from(["may", "change|at", "cha*", "#", "~1", "will?"]), min_size=1),
       st.lists(WORDS, max_size=8))  # fmt: skip
def test_a_lexicon_finds_what_looking_at_every_word_finds(pattern: list[str], text: list[str]):
    written = " ".join(["may", *pattern])
    read = tokens(" ".join(text))
    one = Phrase(written, "x")
    by_hand = [(i, one.end(read, i)) for i, token in enumerate(read) if token.word == "may"]
    expected = [Match(i, end, "x") for i, end in by_hand if end is not None]
    assert Lexicon([(written, "x")]).matches(read) == expected


@pytest.mark.parametrize("language", get_args(Language))
def test_every_phrase_of_the_dictionaries_can_be_read_to_its_end(language: Language):
    known = lexicon(language)
    phrases = [one for several in known._by_word.values() for one in several]
    phrases += [one for several in known._by_beginning.values() for one in several]
    assert all(len(one.steps) >= 1 for one in phrases)
    assert len(phrases) > 300
