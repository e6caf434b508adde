"""What a reader is told: parameters, plurals, and formats that never round across a limit."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from patto.kernel.errors import NaiveTimeError, Place, Problem
from patto.kernel.instants import HOUR, MINUTE, SECOND, parse
from patto.language import Words, formats
from patto.language.catalogue import MissingWordsError, catalogue
from patto.language.words import visible

EN, IT = Words("en"), Words("it")


def test_a_value_is_never_read_as_a_template():
    problem = Problem("unit-missing", Place("a.yaml", 3), "error", {"path": "p", "value": "{path}"})
    assert "“{path}” has no unit" in EN.problem(problem).what
    bracketed = {"path": "[[x]]", "value": "{value:event}"}
    assert (
        "[[x]]: “{value:event}”" in EN.problem(Problem("unit-missing", parameters=bracketed)).what
    )


def test_a_value_cannot_drive_a_terminal():
    problem = Problem("unit-missing", parameters={"path": "p", "value": "\x1b[2J\u202e\nx"})
    assert "\\x1b[2J\\x202e\\x0ax" in EN.problem(problem).what


@given(st.text())
def test_what_is_visible_has_no_control_character(text):
    assert not any(ord(letter) < 32 or 127 <= ord(letter) < 160 for letter in visible(text))
    assert visible(visible(text)) == visible(text)


def test_an_empty_parameter_takes_its_sentence_along():
    known = {"column": "prio", "nearest": "priority"}
    assert EN.problem(Problem("column-missing", parameters=known)).what.endswith("“priority”.")
    alone = Problem("column-missing", parameters={"column": "prio", "nearest": ""})
    assert EN.problem(alone).what == "The column “prio” is not in the header."


def test_an_empty_parameter_may_give_way_to_other_words():
    told = {"example": "A", "metric": "m", "expected_us": str(70 * MINUTE)}
    none = Problem("example-value", parameters={**told, "found_us": ""})
    some = Problem("example-value", parameters={**told, "found_us": str(75 * MINUTE)})
    assert "the terms give no figure" in EN.problem(none).what
    assert "says 1 h 10 min; the terms give 1 h 15 min" in EN.problem(some).what
    assert "dalle condizioni risulta 1 h 15 min" in IT.problem(some).what


def test_a_code_is_put_into_words_by_its_section():
    told = {"path": "p", "kind": "priority", "name": "P9", "known": "P1"}
    problem = Problem("reference-unknown", parameters=told)
    assert "there is no priority “P9”" in EN.problem(problem).what
    assert "La priorità «P9» non esiste" in IT.problem(problem).what
    assert IT.term("event", "reported") == "segnalato"
    assert IT.term("event", "teleported") == "teleported"


def test_a_missing_parameter_is_our_fault():
    with pytest.raises(MissingWordsError, match="value"):
        EN.problem(Problem("unit-missing", parameters={"path": "p"}))
    with pytest.raises(MissingWordsError, match="count"):
        EN.say("cli.problems.times")


@pytest.mark.parametrize("words", [EN, IT])
def test_what_is_said_without_babel_is_what_babel_says(words: Words):
    for count in (*range(-2, 1100), 1_000_000, 1_000_001):
        forms = catalogue(words.language).entry("cli.problems.times")
        assert isinstance(forms, Mapping)
        form = forms.get(formats.plural(words.language, count), forms["other"])
        shown = formats.number(words.language, count)
        assert words.say("cli.problems.times", count=count) == form.format(count=shown)


def test_plurals_follow_the_language():
    assert [EN.say("cli.problems.times", count=n) for n in (0, 1, 2)] == [
        "0 times", "once", "2 times",
    ]  # fmt: skip
    assert IT.say("cli.problems.times", count=1_000_000) == "1.000.000 di volte"


def test_an_error_is_told_by_its_class():
    assert EN.error(NaiveTimeError("x")) == EN.error("NaiveTimeError")
    assert IT.error("NaiveTimeError").what == "Un orario è stato dato senza il suo fuso."


@pytest.mark.parametrize(
    ("length", "unit", "english", "italian"),
    [
        (70 * MINUTE, "h", "1 h 10 min", "1 h 10 min"),
        (70 * MINUTE, "min", "70 min", "70 min"),
        (30 * MINUTE + 1, "min", "30 min 1 s", "30 min 1 s"),
        (30 * MINUTE - 1, "min", "30 min", "30 min"),
        (0, "min", "0 min", "0 min"),
        (0, "h", "0 h", "0 h"),
        (2 * SECOND + 500_000, "s", "3 s", "3 s"),
        (-5 * MINUTE, "min", "−5 min", "−5 min"),
        (1234 * HOUR, "h", "1,234 h", "1.234 h"),
    ],
)
def test_a_duration_is_shown_in_whole_seconds(length, unit, english, italian):
    assert (EN.duration(length, unit), IT.duration(length, unit)) == (english, italian)


UNITS = {"h": HOUR, "min": MINUTE, "s": SECOND}


@given(st.integers(0, 10**16), st.sampled_from(["h", "min", "s"]))
def test_a_duration_that_is_read_back_is_past_the_same_limits(length, unit):
    words = EN.duration(length, unit).replace(",", "").split()
    pairs = zip(words[::2], words[1::2], strict=True)
    shown = sum(Fraction(number) * UNITS[name] for number, name in pairs)
    assert length <= shown < length + SECOND
    assert shown % SECOND == 0


@given(st.integers(1, 10**6).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_a_share_is_never_shown_higher_than_it_is(counts):
    met, counted = counts
    shown = Fraction(EN.percent(Fraction(met, counted)).removesuffix(" %")) / 100
    assert shown <= Fraction(met, counted) < shown + Fraction(1, 1000)
    assert (shown == 1) == (met == counted)


def test_a_share_just_below_the_agreed_one_does_not_read_as_it():
    assert EN.percent(Fraction(9496, 10000)) == "94.9 %"
    assert IT.percent(Fraction(955, 1000)) == "95,5 %"


def test_a_problem_tells_days_and_instants_as_its_reader_does():
    overlap = Problem("hours-overlap", Place(), "error", {"path": "p", "day": "mon-fri, sat"})
    assert IT.problem(overlap).what == "p: le ore di lunedì-venerdì, sabato si sovrappongono."
    told = {"value": "2026-03-06T15:55:00Z", "column": "at", "zone": "UTC",
            "read_as": "2026-03-06T15:55:00.5Z"}  # fmt: skip
    gap = Problem("time-in-gap", Place(), "warning", told)
    assert IT.problem(gap, "Europe/Rome").what.startswith("«2026-03-06T15:55:00Z»")
    assert "ven 6 mar 2026, 16:55" in IT.problem(gap, "Europe/Rome").what
    assert "2026-03-06T15:55:00.5Z" in IT.problem(gap).what


def test_an_instant_is_shown_on_the_wall_with_its_weekday():
    friday = parse("2026-03-06T15:55:00Z")
    assert EN.instant(friday, "Europe/Rome") == "Fri 6 Mar 2026, 16:55"
    assert IT.instant(friday, "Europe/Rome") == "ven 6 mar 2026, 16:55"
    assert EN.instant(friday, "+05:30", form="time") == "21:25"
    assert EN.instant(friday + 7 * SECOND, "Europe/Rome", form="short") == "Fri 6 Mar, 16:55:07"
    assert EN.instant(friday + SECOND, "Europe/Rome", form="time", seconds=False) == "16:55"
    assert EN.instant(friday + 1, "Europe/Rome", form="time") == "16:55"


def test_a_reading_that_occurs_twice_names_its_offset():
    first, second = parse("2026-10-25T00:30:00Z"), parse("2026-10-25T01:30:00Z")
    assert EN.instant(first, "Europe/Rome", form="time") == "02:30 (+02:00)"
    assert EN.instant(second, "Europe/Rome", form="time") == "02:30 (+01:00)"
    assert EN.instant(parse("2026-10-25T02:30:00Z"), "Europe/Rome", form="time") == "03:30"


def test_dates_periods_numbers_and_lists_follow_the_language():
    assert EN.date(date(2026, 3, 6)) == "Fri 6 Mar 2026"
    labels = ("2026-03", "2026-Q2", "2026-H2", "2026")
    assert [IT.period(label) for label in labels] == [
        "marzo 2026", "2º trimestre 2026", "2º semestre 2026", "2026",
    ]  # fmt: skip
    assert EN.period("2026-Q2") == "2nd quarter 2026"
    assert (EN.number(1234567), IT.number(1234567)) == ("1,234,567", "1.234.567")
    assert EN.number(Fraction(-5, 4), 2) == "−1.25"
    assert IT.listing(["a", "b", "\x07"]) == "a, b e \\x07"
