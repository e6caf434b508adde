"""The JSON Schema and the reference: what editors and people are told is what is read."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from kernel.agreement.office import HERE, OFFICE, WHOLE, changed, values
from kernel.agreement.problem_cases import SETTLED_SHAPE, SHAPE, Case
from patto.kernel.agreement.canonical import plain
from patto.kernel.agreement.descriptions import described, descriptions
from patto.kernel.agreement.part import Part
from patto.kernel.agreement.reading import read
from patto.kernel.agreement.reference import reference
from patto.kernel.agreement.schema import DIALECT, json_schema
from patto.kernel.agreement.yaml import compose

REFERENCE = Path(__file__).parents[3] / "docs" / "reference" / "agreement.md"
SCHEMA = json_schema()
VALIDATOR = Draft202012Validator(SCHEMA)

# What a schema cannot say: that a date exists, that a number is not nought or not above a hundred.
BEYOND_A_SCHEMA = {"budget-zero", "share-out-of-range", "date-beyond-month"}
NO_DATES = ("2026-13-06", "2026-01-00")


def stated(text: str) -> Any:
    root = compose(text).root
    assert root is not None
    return root.value


def test_the_schema_is_one_of_the_2020_dialect() -> None:
    assert SCHEMA["$schema"] == DIALECT
    Draft202012Validator.check_schema(SCHEMA)


def test_what_can_be_read_is_valid() -> None:
    assert list(VALIDATOR.iter_errors(values())) == []
    written = read(OFFICE).agreement
    assert written is not None
    assert list(VALIDATOR.iter_errors(plain(written))) == []


@pytest.mark.parametrize("found", SHAPE, ids=lambda found: found.code)
def test_what_has_not_its_form_is_not_valid(found: Case) -> None:
    value = stated(changed(*found.changes).replace(HERE, ""))
    expected = found.code in BEYOND_A_SCHEMA or any(day in found.changes[1] for day in NO_DATES)
    assert VALIDATOR.is_valid(value) == expected


@pytest.mark.untraced
@pytest.mark.parametrize("found", SETTLED_SHAPE, ids=lambda found: found.code)
def test_what_is_settled_and_has_not_its_form_is_not_valid(found: Case) -> None:
    assert VALIDATOR.is_valid(stated(WHOLE))
    wrong = stated(changed(*found.changes, of=WHOLE).replace(HERE, ""))
    assert not VALIDATOR.is_valid(wrong)


@pytest.mark.parametrize(
    "differs",
    [
        {},
        {"agreement": {"version": 2}},
        {"metrics": [{"id": "x", "number": 3}]},
        {"without": ["metrics.x"], "remedies": {"caps": "none"}},
    ],
)
def test_a_file_with_a_base_states_only_what_differs(differs: dict[str, Any]) -> None:
    assert VALIDATOR.is_valid({"base": "house.yaml", **differs})
    assert not VALIDATOR.is_valid(differs)


@pytest.mark.parametrize(
    "wrong",
    [{"base": 5}, {"agreement": {"version": "2"}}, {"agrement": {}}, {"metrics": [{"x": 1}]}],
)
def test_what_differs_must_have_its_form(wrong: dict[str, Any]) -> None:
    assert not VALIDATOR.is_valid({"base": "house.yaml", **wrong})


def test_none_is_a_word_of_the_schema_and_null_is_not() -> None:
    supersedes = SCHEMA["$defs"]["Identity"]["properties"]["supersedes"]
    assert {"const": "none"} in supersedes["anyOf"]
    assert {"type": "null"} not in supersedes["anyOf"]


def all_parts(part: type[Part]) -> list[type[Part]]:
    below = [one for sub in part.__subclasses__() for one in all_parts(sub)]
    return below or [part]


PARTS = [part for part in all_parts(Part) if part.__module__.startswith("patto.kernel.")]


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.__name__)
def test_every_part_and_key_says_what_it_is(part: type[Part]) -> None:
    assert described(part).endswith(".")
    assert list(descriptions(part)) == list(part.model_fields)
    told = SCHEMA["$defs"][part.__name__]["properties"]
    for key, text in descriptions(part).items():
        assert text.endswith(".")
        assert told[key]["description"] == text


def test_the_reference_is_written_from_the_model() -> None:
    command = (
        "python -c 'from patto.kernel.agreement.reference import reference; print(reference())'"
    )
    assert REFERENCE.read_text("utf-8") == reference() + "\n", f"write it anew: {command}"


def test_every_link_of_the_reference_leads_to_a_heading() -> None:
    text = reference()
    headings = re.findall(r"^## (.*)$", text, re.MULTILINE)
    anchors = [re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in headings]
    assert len(set(anchors)) == len(anchors)
    assert set(re.findall(r"\]\(#([^)]*)\)", text)) <= set(anchors)
    assert len(headings) == len(PARTS)
