"""Words and where they stand: what makes no difference, and where a sentence ends."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from patto.kernel.checks.wording.tokens import folded, sentences, tokens


def words(text: str) -> list[str]:
    return [token.word for token in tokens(text)]


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("Best-Effort", "best effort"),
        ("al più presto", "al piu' presto"),
        ("as soon\n    as possible", "as soon as possible"),
        ("PROMPTLY", "promptly"),
        ("promp\u00adtly", "promptly"),
        ("l\u2019indugio", "l'indugio"),
        ("perché", "perche"),
    ],
)
def test_case_accents_hyphens_and_line_breaks_make_no_difference(text: str, other: str):
    assert words(text) == words(other)


def test_addresses_and_paths_are_one_token_each():
    assert words("see https://a.example/sla, www.b.example and /etc/hosts") == [
        "see", "<url>", "<url>", "and", "<path>",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("One. Two! Three? Four", 4),
        ("One; two", 2),
        ("See art. 32 of the law", 1),
        ("It lasts a year. 5 days later it ends", 2),
        ("Servers, etc. are covered", 1),
        ("We give:\n- a room\n- a key", 3),
        ("One\n\nTwo", 2),
        ("Version 2.1 holds", 1),
        ("", 0),
    ],
)
def test_a_sentence_ends_at_a_mark_before_a_capital_and_where_an_element_begins(
    text: str, count: int
):
    assert len(list(sentences(tokens(text)))) == count


def test_what_is_between_quotation_marks_is_marked():
    found = tokens('He said “promptly”, «subito» and "soon", not quickly.')
    assert [token.word for token in found if token.quoted] == ["promptly", "subito", "soon"]


@given(st.text())
def test_a_token_stands_where_it_says(text: str):
    for token in tokens(text):
        assert text[token.start : token.end] == token.text


@given(st.text())
def test_sentences_are_all_the_tokens_in_order(text: str):
    found = tokens(text)
    assert tuple(token for sentence in sentences(found) for token in sentence) == found


@given(st.text(alphabet=st.characters(categories=["Lu", "Ll"])))
def test_folding_twice_is_folding_once(text: str):
    assert folded(folded(text)) == folded(text)
