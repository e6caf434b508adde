"""The contract document: complete in both languages, from the model alone, nothing empty."""

from __future__ import annotations

import re

import pytest

from documents.contracts import agreement, made, texts, told
from patto.documents.contract.contract import contract
from patto.documents.contract.picture import (
    MOST_BYTES,
    Look,
    NotAColourError,
    NotAPictureError,
    picture,
)
from patto.documents.contract.tree import Note, Timeline, Year
from patto.kernel.agreement.canonical import digest
from patto.language.catalogue import catalogue

BOTH = pytest.mark.parametrize("lang", ["en", "it"])


def blocks(document, kind):
    every = [b for chapter in document.chapters for b in chapter.blocks]
    every += [b for clause in document.clauses() for b in clause.blocks]
    return [one for one in every if isinstance(one, kind)]


@BOTH
@pytest.mark.parametrize("name", ["month", "whole"])
def test_no_chapter_clause_or_text_is_empty(name, lang):
    document = made(name, lang)
    for chapter in document.chapters:
        assert chapter.title
        assert chapter.clauses or chapter.blocks, chapter.part
    for clause in document.clauses():
        assert clause.title
        assert clause.blocks, clause.anchor
    assert not re.search(r"\{[a-z_]+\}|\[\[|\]\]|Fraction\(|Decimal\(", told(document))


@pytest.mark.parametrize("name", ["month", "whole"])
def test_both_languages_have_the_same_clauses_under_the_same_anchors_and_numbers(name):
    english, italian = made(name, "en"), made(name, "it")
    assert [(c.anchor, c.number) for c in english.clauses()] == [
        (c.anchor, c.number) for c in italian.clauses()
    ]


@pytest.mark.parametrize("name", ["month", "whole"])
def test_anchors_are_told_apart_and_numbers_follow_one_another(name):
    document = made(name)
    anchors = [c.anchor for c in document.clauses()] + [c.anchor for c in document.chapters]
    assert len(anchors) == len(set(anchors))
    numbers = [tuple(map(int, c.number.split("."))) for c in document.clauses()]
    assert numbers == sorted(set(numbers))


def test_a_part_that_is_left_out_leaves_no_chapter_and_no_anchor_moves():
    terms = agreement("whole")
    less = contract(terms.model_copy(update={"charges": None, "aims": None}), lang="en")
    whole = made("whole")
    assert {c.part for c in whole.chapters} - {c.part for c in less.chapters} == {"charges", "aims"}
    kept = {c.anchor for c in less.clauses()}
    gone = {c.anchor for c in whole.clauses()} - kept
    charged = {"fees", "rates", "charges", "prepaid", "parts", "travel", "indexation", "payment"}
    assert {anchor.split("-")[0] for anchor in gone} <= charged | {"aims"}


def test_what_is_said_to_be_none_is_printed():
    terms = agreement("whole").model_copy(update={"remedies": "none", "data_protection": "none"})
    text = told(contract(terms, lang="en"))
    assert "No credit and no payment follows" in text
    assert "processes no personal data" in text


def test_a_target_of_a_friday_afternoon_is_told_as_dates():
    notes = [" ".join(note.text) for note in blocks(made("month"), Note)]
    first = next(text for text in notes if "P1" in text)
    # Friday 2 January 2026, 16:00: half an hour is the same day, two hours of support hours are
    # used up on Monday at ten.
    assert "Fri 2 Jan 2026, 16:00" in first
    assert "P1 Urgent: Fri 2 Jan 2026, 16:30 and Mon 5 Jan 2026, 10:00." in first


def test_an_uptime_is_told_as_the_minutes_that_it_allows_and_on_which_clock():
    told_of = [" ".join(note.text) for note in blocks(made("whole"), Note)]
    line = next(text for text in told_of if "fibre" in text)
    # February has 672 hours; a hundredth of them is 6 h 43 min 12 s.
    assert "672" in line
    assert "6\xa0h\xa043\xa0min\xa012\xa0s" in line
    assert "24x7" in line


def test_the_year_shows_the_days_that_are_closed():
    year = blocks(made("month"), Year)[0]
    kinds = {
        (number, day.number): day.kind
        for number, month in enumerate(year.months, 1)
        for week in month.weeks
        for day in week
        if day.number
    }
    assert len(kinds) == 365
    assert kinds[1, 6] == kinds[12, 25] == kinds[6, 13] == "closed"
    assert kinds[12, 24] == "own"
    assert kinds[3, 7] == "weekend"
    assert kinds[3, 9] == "open"


def test_the_worked_examples_are_drawn_to_what_was_counted():
    drawn = [one for one in blocks(made("month"), Timeline) if one.bars]
    friday = next(one for one in drawn if "Friday" in one.title)
    assert [bar.label for bar in friday.bars if bar.kind == "counted"] == ["5\xa0min", "5\xa0min"]
    assert "10" in friday.result
    assert all(bar.left <= bar.right for one in drawn for bar in one.bars)
    assert all(one.svg.startswith("<svg") for one in drawn)


def test_free_clauses_stand_where_they_belong_and_say_that_nothing_measures_them():
    document = made("whole")
    free = [c for c in document.clauses() if "not measured" in c.tags]
    assert len(free) == len(agreement("whole").free_clauses or ())
    assert all(any("cited as" in tag for tag in clause.tags) for clause in free)


def test_italian_law_has_its_second_signature():
    text = told(made("whole", "it"))
    assert "artt. 1341 e 1342 c.c." in text
    assert text.count("Firma") >= 4


def test_the_hash_is_that_of_the_agreement():
    document = made("whole")
    assert document.digest == digest(agreement("whole"))
    assert document.canonical.startswith("{")


def test_italian_and_english_share_no_words_of_ours():
    """What reads the same in both languages is a name, a sign or a number, not a sentence."""
    english, italian = dict(catalogue("en").entries()), dict(catalogue("it").entries())
    same = [
        key
        for key, entry in english.items()
        if key.startswith("contract.") and entry == italian[key] and len(str(entry).split()) > 3
    ]
    assert all(not re.search(r"[a-z]{4,} [a-z]{2,} [a-z]{4,}", str(english[key])) for key in same)


def test_every_text_of_a_contract_is_a_text():
    assert all(isinstance(one, str) for one in texts(made("whole")))


@pytest.mark.parametrize(
    "data",
    [
        b"", b"GIF89a", b"<html></html>", b"%PDF-1.7", b"\x00" * 9,
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"<!DOCTYPE svg [<!ENTITY a 'b'>]><svg xmlns='http://www.w3.org/2000/svg'>&a;</svg>",
        b"\x89PNG\r\n\x1a\n" + b"\x00" * MOST_BYTES,
    ],
)  # fmt: skip
def test_a_logo_that_is_no_picture_is_refused(data):
    with pytest.raises(NotAPictureError):
        picture(data)


def test_a_logo_is_known_by_what_it_is():
    assert picture(b"\xff\xd8\xff\xe0rest").format == "jpg"
    assert picture(b'<svg xmlns="http://www.w3.org/2000/svg"/>').format == "svg"


@pytest.mark.parametrize("accent", ["teal", "#fff", "#12345g", '#000000"); body'])
def test_a_colour_that_is_none_is_refused(accent):
    with pytest.raises(NotAColourError):
        Look(accent)
