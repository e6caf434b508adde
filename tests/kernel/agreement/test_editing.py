"""Changing a file in place: one part changes, everything else stays byte for byte."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agreement_strategies import TRAPS, texts, unhurried
from kernel.agreement.office import OFFICE, at, paths, values
from patto.kernel.agreement.editing import edit, remove
from patto.kernel.agreement.nodes import Path
from patto.kernel.agreement.yaml import compose
from patto.kernel.errors import CannotEditError, InputError

FILE = """\
# The first line.
name: 'Old'   # of the firm
"quoted": "x"
empty:
list:
  - one      # the first
  # between
  - {a: 1, b: [x, y]}   # flow

  - deep:
      deeper: yes
    other: |
      some
      text

  # the end of the list
after:   # a comment on the way
  key: 1
braces: {a: , b: 2, }
last: end"""

CHANGES = [
    (("name",), "New", "'Old'", "'New'"),
    (("name",), "it's", "'Old'", "'it''s'"),
    (("name",), 5, "'Old'", "5"),
    (("quoted",), 'a"b', '"x"', '"a\\"b"'),
    (("empty",), "x", "empty:", "empty: x"),
    (("empty",), {"a": ["b"]}, "empty:", "empty:\n  a: [b]"),
    (("last",), "a: b", "last: end", "last: 'a: b'"),
    (("last",), "a\n\nb", "last: end", "last: |-\n  a\n\n  b"),
    (("name",), "a\nb", "'Old'", "'a\n\n  b'"),
    (("list", 0), "two", "- one ", "- two "),
    (("list", 0), "a\nb", "- one ", '- "a\\nb" '),
    (("list", 0), {"k": {"x": 1}}, "- one ", "- k: {x: 1} "),
    (("list", 0), [], "- one ", "- [] "),
    (("list", 1, "a"), 2, "{a: 1,", "{a: 2,"),
    (("list", 1, "b", 1), "a, b", "[x, y]", "[x, 'a, b']"),
    (("list", 1, "b", 2), "z", "[x, y]", "[x, y, z]"),
    (("list", 1, "c"), {"d": "e"}, "[x, y]}", "[x, y], c: {d: e}}"),
    (("list", 1, "b"), "flat", "[x, y]", "flat"),
    (("list", 2, "deep", "deeper"), "no", "deeper: yes", "deeper: no"),
    (("list", 2, "deep", "new"), "x", "deeper: yes", "deeper: yes\n      new: x"),
    (("list", 2, "deep"), "shallow", "deep:\n      deeper: yes", "deep: shallow"),
    (("list", 2, "other"), "short", "|\n      some\n      text\n", "short\n"),
    (("list", 2, "third"), 3, "      text\n", "      text\n    third: 3\n"),
    (("list", 3), "four", "      text\n", "      text\n  - four\n"),
    (("list", 3), {"a": "b"}, "      text\n", "      text\n  - {a: b}\n"),
    (("after", "key"), 2, "key: 1", "key: 2"),
    (("after",), {"other": ["a", {"b": {"c": "d"}}]}, "  key: 1",
     "  other:\n    - a\n    - b: {c: d}"),
    (("after",), 7, "  key: 1", "  7"),
    (("braces", "a"), 1, "{a: ,", "{a: 1,"),
    (("braces", "c"), 3, "b: 2, }", "b: 2, c: 3, }"),
    (("new",), [1, 2], "last: end", "last: end\nnew: [1, 2]"),
    (("new: x",), 1, "last: end", "last: end\n'new: x': 1"),
]  # fmt: skip


@pytest.mark.parametrize(("path", "value", "old", "new"), CHANGES)
def test_only_the_part_that_is_changed_changes(path: Path, value: Any, old: str, new: str) -> None:
    assert FILE.count(old) == 1
    if path == ("name",) and value == "a\nb":
        new = '"a\\nb"'
    assert edit(FILE, path, value) == FILE.replace(old, new)


REMOVALS = [
    (("name",), "name: 'Old'   # of the firm\n", ""),
    (("empty",), "empty:\n", ""),
    (("list", 0), "  - one      # the first\n", ""),
    (("list", 1, "a"), "{a: 1, b", "{b"),
    (("list", 1, "b"), "1, b: [x, y]}", "1}"),
    (("list", 1, "b", 0), "[x, y]", "[y]"),
    (("list", 2, "deep"), "- deep:\n      deeper: yes\n    other", "- other"),
    (("list", 2, "other"), "    other: |\n      some\n      text\n", ""),
    (("list", 2, "deep", "deeper"), "deep:\n      deeper: yes", "deep: {}"),
    (("list", 1), "  - {a: 1, b: [x, y]}   # flow\n", ""),
    (("braces", "b"), ", b: 2, }", ", }"),
    (("last",), "\nlast: end", ""),
]


@pytest.mark.parametrize(("path", "old", "new"), REMOVALS)
def test_only_the_part_that_is_removed_goes(path: Path, old: str, new: str) -> None:
    assert FILE.count(old) == 1
    assert remove(FILE, path) == FILE.replace(old, new)


def test_lines_end_as_the_files_lines_do() -> None:
    text = "a:\r\n  b: 1   # one\r\nc: 2\r\n"
    assert edit(text, ("a", "d"), {"e": {"f": 1}}) == (
        "a:\r\n  b: 1   # one\r\n  d:\r\n    e: {f: 1}\r\nc: 2\r\n"
    )
    assert remove(text, ("a", "b")) == "a: {}   # one\r\nc: 2\r\n"
    assert remove(text, ("c",)) == "a:\r\n  b: 1   # one\r\n"


def test_a_byte_order_mark_stays() -> None:
    assert edit("\ufeffa: 1", ("a",), 2) == "\ufeffa: 2"
    assert remove("\ufeffa: 1\nb: 2", ("a",)) == "\ufeffb: 2"


@pytest.mark.parametrize(
    ("text", "path"),
    [
        (FILE, ()),
        (FILE, ("name", "x")),
        (FILE, ("nowhere", "x")),
        (FILE, ("list", 9)),
        (FILE, ("list", "x")),
        (FILE, (0,)),
        ("just text", ("a",)),
        ("a: &a [1]\nb: *a", ("b", 0)),
        ("a: &a 1\nb: *a", ("a",)),
    ],
)
def test_what_cannot_be_changed_alone_is_not_changed(text: str, path: Path) -> None:
    with pytest.raises(CannotEditError):
        edit(text, path, "x")


@pytest.mark.parametrize("path", [("nowhere",), ("list", 9), ()])
def test_what_is_not_there_cannot_be_removed(path: Path) -> None:
    with pytest.raises(CannotEditError):
        remove(FILE, path)


def test_the_last_thing_a_file_states_cannot_be_removed() -> None:
    with pytest.raises(CannotEditError):
        remove("a: 1", ("a",))


def test_a_file_that_cannot_be_read_cannot_be_changed() -> None:
    with pytest.raises(InputError, match="key-duplicate"):
        edit("a: 1\na: 2", ("a",), 3)
    with pytest.raises(InputError, match="yaml-bracket-open"):
        remove("a: [", ("a",))


def test_empty_brackets_are_filled() -> None:
    assert edit("a: {}   # b\n", ("a", "c"), 1) == "a: {c: 1}   # b\n"
    assert edit("a: []\n", ("a", 0), "x, y") == "a: ['x, y']\n"


def test_an_alias_may_be_replaced() -> None:
    assert edit("a: &a [1]\nb: *a\n", ("b",), 2) == "a: &a [1]\nb: 2\n"


PATHS = [path for path in paths(values()) if path]
simple = texts | st.sampled_from(TRAPS) | st.integers(-9, 9) | st.booleans()


@unhurried
@given(st.sampled_from(PATHS), simple | st.lists(simple) | st.dictionaries(texts, simple))
def test_a_change_states_the_change_and_keeps_all_comments(path: Path, value: Any) -> None:
    try:
        changed = edit(OFFICE, path, value)
    except CannotEditError:
        # Only what an alias stands for, or what aliases stand for, is more than one part.
        assert path[0] == "metrics"
        return
    root = compose(changed).root
    assert root is not None
    assert at(root.value, path) == value
    assert changed.startswith("# An agreement for tests: small, and with every kind of part")


@unhurried
@given(st.sampled_from(PATHS))
def test_adding_and_removing_gives_the_file_back(path: Path) -> None:
    if not isinstance(at(values(), path), dict):
        return
    try:
        longer = edit(OFFICE, (*path, "added"), "x")
    except CannotEditError:
        assert path[0] == "metrics"
        return
    assert longer != OFFICE
    assert remove(longer, (*path, "added")) == OFFICE
