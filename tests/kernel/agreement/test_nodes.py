"""Nodes: plain values by the core schema of YAML 1.2, and where they stand."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agreement_strategies import texts, unhurried
from patto.kernel.agreement.model import Agreement
from patto.kernel.agreement.nodes import Places, written
from patto.kernel.agreement.scalars import resolve
from patto.kernel.agreement.structure import known_keys
from patto.kernel.agreement.yaml import compose
from patto.kernel.errors import Place

SCALARS = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False,
    "0": 0, "-12": -12, "+7": 7, "007": 7, "0o14": 12, "0x1F": 31,
    "1.5": 1.5, ".5": 0.5, "5.": 5.0, "-1e3": -1000.0, "6.02E+23": 6.02e23,
    ".inf": math.inf, "-.INF": -math.inf, "+.Inf": math.inf,
}  # fmt: skip

# What YAML 1.1 makes numbers, truths or dates of, and what only looks like a number.
TEXTS = (
    "22:00", "1:30:15", "no", "No", "NO", "yes", "on", "off", "y", "n", "2026-01-06",
    "2026-03-06T16:55:00Z", "0b11", "0o8", "0xG", "1_000", "nul", "tRUE", "NaN", "inf", "-", "+",
    ".", "..", "1.2.3", "1e", "0x", "--1", "1 2", "٣", "9" * 101,
)  # fmt: skip


@pytest.mark.parametrize(("text", "value"), SCALARS.items())
def test_a_bare_word_is_what_the_core_schema_says(text: str, value: Any) -> None:
    found = resolve(text)
    assert (type(found), found) == (type(value), value)


@pytest.mark.parametrize("text", TEXTS)
def test_all_else_is_text(text: str) -> None:
    assert resolve(text) == text


def test_a_quoted_word_is_text_and_not_a_number_is_a_number() -> None:
    root = compose("['5', \"true\", !x 7, .nan]").root
    assert root is not None
    value: Any = root.value
    assert value[:3] == ["5", "true", "7"]
    assert math.isnan(value[3])


values = st.recursive(
    texts | st.none() | st.booleans() | st.integers(-(10**20), 10**20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=20,
)


@unhurried
@given(st.dictionaries(texts, values, min_size=1), st.sampled_from([None, 2]))
def test_json_is_yaml(value: dict[str, Any], indent: int | None) -> None:
    document = compose(json.dumps(value, indent=indent, ensure_ascii=False))
    assert document.root is not None, document.problems
    assert document.root.value == value


def test_a_place_counts_lines_and_columns_from_one() -> None:
    document = compose("a: 1\r\nperché: [x, {y: z}]\r\n  # comment\r\nb: é c", "f.yaml")
    assert document.root is not None
    places = Places(document.root)
    assert places.of(()) == Place("f.yaml", 1, 1)
    assert places.of(("perché",)) == Place("f.yaml", 2, 9)
    assert places.of(("perché", 1, "y")) == Place("f.yaml", 2, 17)
    assert places.of(("perché", 1, "y"), key=True) == Place("f.yaml", 2, 14)
    assert places.of(("b",)) == Place("f.yaml", 4, 4)


def test_the_place_of_what_is_not_there_is_that_of_what_is_around_it() -> None:
    root = compose("a:\n  - b: 1\n").root
    assert root is not None
    places = Places(root)
    around = {
        (): "-:1:1", ("x",): "-:1:1", ("x", "y", "z"): "-:1:1", ("a", 7): "-:2:3",
        ("a", 7, "b"): "-:2:3", ("a", 0, "c"): "-:2:5", ("a", 0, "b", "c", 0): "-:2:8",
    }  # fmt: skip
    assert {path: str(places.of(path)) for path in around} == around
    assert str(Places().of(("a",))) == "-"


def test_a_path_is_told_by_ids_and_numbers() -> None:
    root = compose("a: [{id: x, b: [1, 2]}, {id: 5}, {c: 1}]").root
    assert root is not None
    places = Places(root)
    assert places.told(("a", 0, "b", 1)) == "a.x.b.2"
    assert places.told(("a", 1, "id")) == "a.2.id"
    assert places.told(("a", 2, "nowhere", 3)) == "a.3.nowhere.4"
    assert places.is_mapping(("a", 0))
    assert not places.is_mapping(("a",))
    assert not places.is_mapping(("a", 0, "nowhere", "x"))


@pytest.mark.parametrize(
    ("value", "text"), [(None, "null"), (True, "true"), (5, "5"), ("x", "x"), ([1], ""), ({}, "")]
)
def test_a_value_is_told_as_one_writes_it(value: Any, text: str) -> None:
    assert written(value) == text


def test_known_keys_are_those_of_the_part_that_stands_there() -> None:
    root = compose("metrics: [{kind: count}, {small_sample: {rule: accumulate}}]\nx: {y: {}}").root
    assert root is not None
    assert known_keys((), root, Agreement)[:2] == ("agreement", "parties")
    assert "number" in known_keys(("metrics", 0), root, Agreement)
    assert "targets" not in known_keys(("metrics", 0), root, Agreement)
    sample = ("metrics", 1, "small_sample")
    assert known_keys(sample, root, Agreement) == ("rule", "below", "line", "periods")
    assert known_keys(("metrics", 1, "targets", "P1"), root, Agreement) == (
        "when",
        "clock",
        "levels",
    )
    assert known_keys(("x", "y"), root, Agreement) == ()
