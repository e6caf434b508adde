"""Every difference is found, and told in plain words of either language."""

from __future__ import annotations

import re
from functools import cache
from typing import Any, Literal, get_args, get_origin

import pytest
from hypothesis import given, settings

from agreement_strategies import settled
from documents.contracts import FILES, agreement, made
from documents.test_contract_values import leaves, others, pattern, replaced
from patto.documents.contract.changes import marked
from patto.documents.contract.contract import contract
from patto.documents.contract.drafting import Drafting
from patto.documents.differences import values
from patto.documents.differences.labels import Labels
from patto.documents.differences.sentences import Sentences
from patto.documents.differences.told import CHAPTERS, EXAMPLES, VERSION, Told, told
from patto.kernel.agreement.canonical import plain
from patto.kernel.agreement.differences.differences import differences
from patto.kernel.agreement.model import Agreement
from patto.kernel.agreement.part import Part
from patto.kernel.agreement.reading import read
from patto.kernel.agreement.structure import alternatives, is_part
from patto.language import Words
from patto.language.catalogue import languages

# What says nothing to a person: names by which rows are told apart, quoted where they change.
_RAW = re.compile(r"[a-z]+_[a-z_]+|<[a-z]|None|Fraction|Budget\(|\{[a-z]")


@cache
def parts() -> tuple[type[Part], ...]:
    """Return every part of the model but worked examples, of which only the number is told."""
    found: dict[type[Part], None] = {}

    def look(kind: Any) -> None:
        for one in alternatives(kind):
            if is_part(one) and one not in found:
                found[one] = None
                for key, field in one.model_fields.items():
                    if key != "examples" or one.__name__ == "Priority":
                        look(field.annotation)
            elif get_origin(one) in {tuple, dict}:
                for inner in get_args(one):
                    look(inner)

    look(Agreement)
    return tuple(found)


def words_of(kind: Any) -> set[str]:
    """Return the words that a kind of value may be, those of a list's elements too."""
    found: set[str] = set()
    for one in alternatives(kind):
        if get_origin(one) is Literal:
            found |= set(map(str, get_args(one)))
        elif get_origin(one) is tuple:
            found |= words_of(get_args(one)[0])
    return found


def whole_with(old: str, new: str) -> Agreement:
    """Return the whole agreement with one passage of its file another."""
    text = FILES["whole"].read_text("utf-8")
    assert old in text
    found = read(text.replace(old, new, 1)).draft
    assert found is not None
    return found


def lines(found: Told) -> list[str]:
    return [
        " ".join(filter(None, (line.text, line.before, line.after, line.effect)))
        for chapter in found.chapters
        for line in chapter.lines
    ]


def test_each_value_that_is_changed_is_found_and_told_in_every_language():
    terms = agreement("whole")
    stated = plain(terms)
    seen: set[str] = set()
    silent, raw = [], []
    for path, value in leaves(stated):
        known = pattern(path)
        if known in seen or value in {"none", "all", "any"}:
            continue
        seen.add(known)
        new = next(
            filter(None, (replaced(stated, path, v) for v in others(value, path, stated))), None
        )
        if new is None:
            continue
        found = differences(terms, new)
        silent += [] if found else [known]
        for language in languages():
            said = Sentences(terms, new, language)
            sentences = [said.sentence(change) for change in found]
            raw += [(known, one.text) for one in sentences if _RAW.search(one.text)]
    assert silent == []
    assert raw == []
    assert len(seen) > 350


@pytest.mark.parametrize("language", languages())
def test_nothing_changes_from_an_agreement_to_itself(language):
    found = told(agreement("whole"), agreement("whole"), language)
    assert (found.chapters, found.notes) == ((), ())
    assert found.headline == Words(language).say("differences.headline.same")


@pytest.mark.parametrize("language", languages())
def test_two_agreements_that_have_little_in_common_are_told_without_a_code_word(language):
    for pair in (("whole", "month"), ("month", "whole")):
        before, after = map(agreement, pair)
        found = told(before, after, language)
        assert not [line for line in lines(found) if _RAW.search(line)]
        assert len(lines(found)) < len(differences(before, after)) * 0.8
        assert len(found.notes) == 2


@settings(deadline=None, max_examples=20)
@given(settled(agreement("whole")), settled(agreement("whole")))
def test_whatever_is_settled_or_not_can_be_told(before, after):
    for language in languages():
        found = told(before, after, language)
        changes = [one.change for part in found.chapters for one in part.sentences]
        assert sorted(one.path for one in changes) == sorted(
            one.path for one in differences(before, after)
        )


@pytest.mark.parametrize("language", languages())
def test_every_key_of_the_model_has_words(language):
    spoken = Words(language)
    missing = [
        f"{part.__name__}.{key}"
        for part in parts()
        for key in part.model_fields
        if not spoken.knows(f"differences.of.{part.__name__}.{key}")
        and not spoken.knows(f"differences.key.{key}")
    ]
    assert missing == []


@pytest.mark.parametrize("language", languages())
def test_every_word_that_the_model_chooses_from_has_words(language):
    d = Drafting(agreement("whole"), language)
    said = values.Values(d, Labels(d.words))
    missing = [
        f"{part.__name__}.{key}: {word}"
        for part in parts()
        for key, field in part.model_fields.items()
        if not values._is_fixed(part, key) or key == "kind"
        for word in sorted(words_of(field.annotation))
        if said.told(word, part, key) == word and not spelt_alike(word, language)
    ]
    assert missing == []


def spelt_alike(word: str, language: str) -> bool:
    """Return whether the words for a word are the word itself, as `ticket` is in Italian."""
    spoken = Words(language)
    own = f"differences.word.{word}"
    sections = {*values._SECTIONS.values(), *values._OWN_SECTIONS.values()}
    return (spoken.knows(own) and spoken.say(own) == word) or any(
        spoken.knows(f"contract.{section}.{word}") for section in sections
    )


def test_no_key_is_named_that_is_not_in_the_model():
    known = {(part.__name__, key) for part in parts() for key in part.model_fields}
    keys = {key for _, key in known}
    catalogue = Words("en")._catalogue
    for name, _ in catalogue.entries():
        section, _, rest = name.partition(".")
        kind, _, key = rest.partition(".")
        if section == "differences" and kind in {"of", "absent"} and not key.startswith("any."):
            assert tuple(key.split(".")) in known, name
        if section == "differences" and kind == "key":
            assert key in keys, name


def test_chapters_follow_the_contract():
    order = [chapter.part for chapter in made("whole").chapters]
    own = {VERSION, "free_clauses"}
    assert [part for part in CHAPTERS if part not in own] == [
        part for part in order if part not in {"plain", "signatures"}
    ]


MARKED = (
    ("within: 30 min}, {share: 100 %", "within: 15 min}, {share: 100 %"),
    ("late_entry: 1 h on 24x7", "late_entry: 2 h on 24x7"),
    ("one_event: highest-only", "one_event: each"),
    ("number: 60, every: month", "number: 40, every: month"),
    ("deadline: 5 business days on office", "deadline: 3 business days on office"),
    ("forum: Verona", "forum: Padova"),
    ("limit: 1000000.00 EUR", "limit: 2000000.00 EUR"),
    ("date: 2026-02-28, proof", "date: 2026-03-15, proof"),
    ("kept: 2 years, after", "kept: 3 years, after"),
    ("incident_notice: 12 h on 24x7", "incident_notice: 6 h on 24x7"),
    ("included: 8 h", "included: 12 h"),
    ("renewal: {how: automatic", "renewal: {how: in-writing"),
    ("amount: 2400.00 EUR", "amount: 2500.00 EUR"),
    ("term: Desk, meaning: the", "term: Desk, meaning: only the"),
    ("duty: the backup device stays", "duty: the device stays"),
    ("check: the yearly review finds", "check: the review of each year finds"),
    ("monthly_cap: 4 h on 24x7", "monthly_cap: 5 h on 24x7"),
    ("declared_by: [provider], evidence", "declared_by: [provider, customer], evidence"),
    ("otherwise: the call is taken", "otherwise: each call is taken"),
    ("criterion: one person cannot", "criterion: a single person cannot"),
)


@pytest.mark.parametrize(("old", "new"), MARKED)
def test_what_is_told_is_what_the_contract_marks(old, new):
    """Two views of one change: the sentence, and the clause that reads otherwise."""
    before, after = made("whole"), whole_with(old, new)
    chapters = marked(contract(after, lang="en"), before)
    of_terms = [one for one in chapters if one.chapter.part not in {"plain", EXAMPLES}]
    parts_told = {one.part for one in told(agreement("whole"), after, "en").chapters}
    assert {one.chapter.part for one in of_terms if is_marked(one)} == parts_told


def test_nothing_is_marked_where_nothing_changed():
    assert not any(map(is_marked, marked(made("whole"), made("whole"))))


def is_marked(chapter: Any) -> bool:
    clauses = chapter.clauses
    blocks = [*chapter.blocks, *(block for clause in clauses for block in clause.blocks)]
    marks = [chapter.mark, *(c.mark or c.before for c in clauses), *(b.mark for b in blocks)]
    return any(marks) or any(mark for block in blocks for mark in block.rows)


SENTENCES = (
    (
        "within: 30 min}, {share: 100 %",
        "within: 15 min}, {share: 100 %",
        "First answer, P1 Urgent, 95 %: 30 min becomes 15 min",
        "harder to keep",
        "First answer, P1 Urgent, 95 %: prima 30 min, ora 15 min",
        "più difficile da rispettare",
    ),
    (
        '["08:30-12:30", "14:00-18:00"]',
        '["08:30-12:30", "13:00-18:00"]',
        (
            "Support hours, weekly hours: Monday to Friday 08:30–12:30, 14:00–18:00 becomes "
            "Monday to Friday 08:30–12:30, 13:00–18:00"
        ),
        "5 h more a week, harder to keep",
        (
            "Support hours, orario settimanale: prima da lunedì a venerdì 08:30–12:30, "
            "14:00–18:00, ora da lunedì a venerdì 08:30–12:30, 13:00–18:00"
        ),
        "5 h in più a settimana, più difficile da rispettare",
    ),
    (
        "maximum: 40 h on office",
        "maximum: 16 h on 24x7",
        (
            "The clock stops: Waiting for an answer of the customer, at most: 40 h of "
            "“Support hours” becomes 16 h (day and night)"
        ),
        "harder to keep",
        (
            "Sospensione: Waiting for an answer of the customer, al massimo: prima 40 h di "
            "«Support hours», ora 16 h (giorno e notte)"
        ),
        "più difficile da rispettare",
    ),
    (
        "caps: {month: 15 % of monthly-fee",
        "caps: {month: none",
        "Limits of all credits together, in a month: 15 % of “The monthly fee” becomes no limit",
        "costs the provider more",
        "Limiti complessivi, in un mese: prima 15 % della voce «The monthly fee», ora senza limite",
        "costa di più al fornitore",
    ),
    (
        "term: Desk,",
        "term: Service desk,",
        "“Desk” is now called “Service desk”",
        "",
        "«Desk» ora si chiama «Service desk»",
        "",
    ),
    (
        "least: 80 %, below: 90 %, credit: 10 %",
        "least: 80 %, below: 90 %, credit: 12 %",
        (
            "First answers too late, 80 % or more, and less than 90 %: 10 % of “The monthly fee” "
            "becomes 12 % of “The monthly fee”"
        ),
        "costs the provider more",
        (
            "First answers too late, almeno 80 % e meno di 90 %: "
            "prima 10 % della voce «The monthly fee», ora 12 % della voce «The monthly fee»"
        ),
        "costa di più al fornitore",
    ),
    (
        "title: Restored\n",
        "title: Put right\n",
        "“Restored” is now called “Put right”",
        "",
        "«Restored» ora si chiama «Put right»",
        "",
    ),
)


@pytest.mark.parametrize(("old", "new", "en", "effect", "it", "effetto"), SENTENCES)
def test_a_change_reads_as_a_person_would_say_it(old, new, en, effect, it, effetto):
    after = whole_with(old, new)
    for language, expected in (("en", (en, effect)), ("it", (it, effetto))):
        (chapter,) = told(agreement("whole"), after, language).chapters
        (line,) = chapter.lines
        assert (line.text, line.effect) == expected


def test_examples_are_folded_and_are_no_term():
    after = whole_with("title: A morning's work", "title: A morning of work")
    found = told(agreement("whole"), after, "en")
    assert [chapter.part for chapter in found.chapters] == [EXAMPLES]
    assert lines(found) == ["Restored: 1 added and 1 removed"]
    assert sum(found.counts.values()) == 0
    assert found.headline == "No term changes."
