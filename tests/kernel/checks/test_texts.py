"""The texts of an agreement are found by what the model says of itself."""

from __future__ import annotations

from typing import Annotated, Literal

from corpus.changes import agreement as good
from patto.kernel.agreement.choices import OneOrMore, Optional, OrNone
from patto.kernel.agreement.nodes import Places
from patto.kernel.agreement.part import Identifier, Part, Words
from patto.kernel.agreement.reading import read
from patto.kernel.agreement.yaml import compose
from patto.kernel.checks.texts import text_parts, words_in


class Note(Part):
    """A note."""

    title: Words
    """What it is called."""
    said: Words
    """What it says."""


class Folder(Part):
    """Whatever a later part of an agreement may hold."""

    note: OrNone[Note]
    """A note."""
    notes: Annotated[tuple[Note, ...], OneOrMore()]
    """Notes, or one."""
    by_name: dict[Identifier, OrNone[tuple[Words, ...]]]
    """Texts by name."""
    how: Literal["so", "otherwise"] | Words
    """A fixed word or a text."""
    of: Identifier
    """A name."""
    also: Optional[Words] = None
    """A text that may be missing."""


def folder(text: str) -> list[tuple[str, str, str]]:
    root = compose(text).root
    assert root is not None
    part = Folder.model_validate(root.value)
    return [
        (".".join(map(str, path)), words, kind)
        for path, words, kind in words_in(part, (), Places(root))
    ]


def test_a_new_part_is_covered_by_itself():
    found = folder(
        """
note: {title: A, said: b}
notes: [{title: C, said: d}]
by_name: {x: [e, f], y: none}
how: in words
of: name
also: g
"""
    )
    assert found == [
        ("note.title", "A", "name"), ("note.said", "b", "clause"),
        ("notes.0.title", "C", "name"), ("notes.0.said", "d", "clause"),
        ("by_name.x.0", "e", "clause"), ("by_name.x.1", "f", "clause"),
        ("how", "in words", "clause"), ("also", "g", "clause"),
    ]  # fmt: skip


def test_a_single_element_stands_where_its_list_would():
    found = folder("note: none\nnotes: {title: C, said: d}\nby_name: {}\nhow: so\nof: name\n")
    assert found == [("notes.title", "C", "name"), ("notes.said", "d", "clause")]


def test_the_texts_of_an_agreement_have_their_places_and_kinds():
    reading = read(good(), file="a.yaml")
    assert reading.agreement is not None
    parts = text_parts(reading.agreement, reading.places)
    by_path = {reading.places.told(part.path): part for part in parts}
    lines = good().splitlines()
    for part in parts:
        assert part.text.split()[0] in lines[part.place.line - 1]
    assert by_path["metrics.response.purpose"].kind == "purpose"
    assert by_path["exclusions.power-cut.when"].kind == "exclusion"
    assert by_path["priorities.disputes"].kind == "clause"
    assert by_path["priorities.impacts.firm.criterion"].kind == "criterion"


def test_what_machines_read_is_no_text():
    reading = read(good())
    assert reading.agreement is not None
    told = {reading.places.told(part.path) for part in text_parts(reading.agreement)}
    data = {"agreement.zone", "agreement.tzdata", "metrics.response.clause", "clocks.support.hours"}
    assert told.isdisjoint(data)
    assert not any(".events." in path for path in told)
