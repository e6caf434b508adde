"""What spares a phrase: quotation, names, negation, figures, laws."""

from __future__ import annotations

import pytest

from patto.kernel.checks.texts import TextPart
from patto.kernel.checks.wording.dictionary import language_of
from patto.kernel.checks.wording.small_words import Language
from patto.kernel.checks.wording.terms import key_of, large_words, made_of
from patto.kernel.checks.wording.tokens import tokens
from patto.kernel.checks.wording.wording import Wording, by_first_word
from patto.kernel.errors import Place


def wording(text: str, *names: str) -> Wording:
    return Wording(TextPart((), Place(), text, "en"), by_first_word(names))


@pytest.mark.parametrize(
    ("text", "otherwise", "expected"),
    [
        ("the work of the day", "it", "en"),
        ("il lavoro della giornata", "en", "it"),
        ("Urgent", "it", "it"),
        ("Urgent", "en", "en"),
        ("E-mail", "en", "en"),
        ("Posta e telefono", "en", "it"),
        ("", "en", "en"),
    ],
)
def test_a_language_is_known_by_its_small_words(text: str, otherwise: Language, expected: Language):
    assert language_of(tokens(text), otherwise) == expected


def test_a_phrase_between_quotation_marks_or_in_a_name_is_not_used():
    text = "The Best Effort Plan is no “best effort” but the best effort of all."
    found = wording(text, "Best Effort Plan")
    assert len(found.all("A01.effort")) == 3
    assert [found.quote(match) for match in found.used("A01.effort")] == ["best effort"]


def test_a_name_counts_as_it_is_written_and_with_a_capital_only():
    assert by_first_word(["prompt desk", "", "Prompt Desk"]) == {"Prompt": [("Prompt", "Desk")]}


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("We answer promptly (within 4 h).", True),
        ("We answer promptly, and in any event within four hours of the call.", True),
        ("We answer promptly to every single caller in 4 h.", False),
        ("We answer within 4 h and promptly.", False),
        ("We answer promptly. Within 4 h we come.", False),
    ],
)
def test_a_figure_holds_a_weak_word_that_it_follows(text: str, *, held: bool):
    found = wording(text)
    (match,) = found.used("A01.adverb")
    assert found.bounded(match) is held


def test_a_negation_takes_back_what_it_stands_before_in_its_sentence():
    found = wording("No best effort here. It is best effort. But best effort is not enough.")
    assert [found.negated(match) for match in found.all("A01.effort")] == [True, False, False]


def test_terms_are_the_same_in_one_and_many():
    assert key_of("Business Days") == key_of("business day")
    assert key_of("Giorni Lavorativi") == key_of("Giorno Lavorativo")
    assert key_of("Policies") == key_of("policy")
    assert key_of("Orario di Assistenza") == key_of("orario assistenza")
    assert key_of("Access") != key_of("Acces")


def test_words_may_be_several_terms_one_after_another():
    terms = frozenset({key_of("Business Day"), key_of("Target")})
    assert made_of(tokens("Business Day Target"), terms)
    assert not made_of(tokens("Business Target"), terms)


def test_large_words_are_runs_with_the_small_words_between():
    found = tokens("the Orario di Assistenza and a Ticket")
    assert list(large_words(found)) == [(1, 4), (6, 7)]
