"""Writing and the canonical form: what is written is what was said."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agreement_strategies import TRAPS, agreements, settled, texts
from kernel.agreement.office import OFFICE, changed, office, whole
from patto.kernel.agreement.canonical import canonical, canonical_json, digest, plain
from patto.kernel.agreement.model import Agreement
from patto.kernel.agreement.reading import read
from patto.kernel.agreement.writing import block, flow, scalar, write
from patto.kernel.agreement.yaml import compose

values = st.recursive(
    texts | st.booleans() | st.integers(-(10**9), 10**9),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=20,
)
slow = settings(max_examples=50, suppress_health_check=[HealthCheck.too_slow], deadline=None)


def stated(text: str) -> Any:
    document = compose(text)
    assert document.root is not None, document.problems
    assert not document.problems
    return document.root.value


@slow
@given(agreements)
def test_what_is_written_reads_as_an_equal_agreement(agreement: Agreement) -> None:
    reading = read(write(agreement))
    assert reading.agreement == agreement, reading.problems
    assert digest(reading.agreement) == digest(agreement)


@slow
@given(settled(whole()))
def test_what_is_settled_in_any_words_is_written_and_reads_as_equal(agreement: Agreement) -> None:
    reading = read(write(agreement))
    assert reading.agreement == agreement, reading.problems
    assert digest(reading.agreement) == digest(agreement)


def test_every_kind_of_part_is_written_and_read() -> None:
    for agreement in (office(), whole()):
        assert read(write(agreement)).agreement == agreement
        assert digest(agreement) == digest(Agreement.model_validate(plain(agreement)))


@slow
@given(st.dictionaries(texts, values, min_size=1, max_size=4))
def test_any_value_is_written_as_it_is(value: dict[str, Any]) -> None:
    assert stated("\n".join(block(value))) == value
    assert stated(flow(value)) == value


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("Europe/Rome", "Europe/Rome"),
        ("22:00", "22:00"),
        ("2026-01-06", "2026-01-06"),
        ("no", "no"),
        ("New Year's Day", "New Year's Day"),
        ("true", "'true'"),
        ("5", "'5'"),
        ("it's: so", "'it''s: so'"),
        ("a\tb", '"a\\tb"'),
        (5, "5"),
        (True, "true"),
    ],
)
def test_quotes_stand_only_where_the_core_schema_needs_them(value: Any, written: str) -> None:
    assert scalar(value) == written


def test_a_file_is_laid_out_for_people() -> None:
    assert "\n".join(
        block(
            {
                "calendars": {"office": {"weekly": {"mon": ["09:00-17:00"]}, "note": "a\n\nb"}},
                "items": [{"id": "a", "title": "a, b"}, {"id": "b", "of": [{"x": {"y": 1}}]}],
                "none": [],
                "texts": ["a\nb", "[c]"],
            }
        )
    ) == (
        "calendars:\n"
        "  office:\n"
        "    weekly: {mon: [09:00-17:00]}\n"
        "    note: |-\n"
        "      a\n"
        "\n"
        "      b\n"
        "items:\n"
        "  - {id: a, title: 'a, b'}\n"
        "  - id: b\n"
        "    of:\n"
        "      - x: {y: 1}\n"
        "none: []\n"
        "texts: [\"a\\nb\", '[c]']"
    )


def test_the_canonical_form_does_not_depend_on_the_layout() -> None:
    other = json.dumps(stated(OFFICE), indent=3, ensure_ascii=True)
    reordered = changed(
        "  id: OFFICE-1\n", "", "  version: 1\n", "  version: 1   # the first\n  id: 'OFFICE-1'\n"
    )
    for text in (other, reordered):
        found = read(text).agreement
        assert found is not None
        assert canonical(found) == canonical(office())
        assert digest(found) == sha256(canonical(office())).hexdigest()


def test_the_canonical_form_says_none_and_leaves_out_what_is_left_out() -> None:
    metric = plain(office())["metrics"][0]
    assert metric["clause"] == "none"
    assert metric["targets"]["P2"][0]["levels"][0].keys() == {"share", "by"}
    assert metric["examples"][0]["events"][0].keys() == {"event", "at", "attributes"}


def test_keys_are_ordered_by_their_utf_16_code_units() -> None:
    # The example of RFC 8785, section 3.2.3.
    keys = ["\u20ac", "\r", "\ufb33", "1", "\U0001f600", "\u0080", "\u00f6"]
    ordered = ["\r", "1", "\u0080", "\u00f6", "\u20ac", "\U0001f600", "\ufb33"]
    assert list(json.loads(canonical_json(dict.fromkeys(keys, True)))) == ordered


def test_canonical_text_is_escaped_as_rfc_8785_asks() -> None:
    value = {"b": ["\u20ac$\u000f\u000aA'\u0042\u0022\u005c\\\"/", 1, True], "a": {}}
    expected = r"""{"a":{},"b":["€$\u000f\nA'B\"\\\\\"/",1,true]}"""
    assert canonical_json(value).decode() == expected


@pytest.mark.parametrize("text", TRAPS)
def test_no_text_is_taken_for_anything_else(text: str) -> None:
    for written in (f"a: {scalar(text)}", f"[{flow(text)}]", f"{scalar(text)}: 1"):
        value = stated(written)
        found = value.get("a", next(iter(value))) if isinstance(value, dict) else value[0]
        assert found == text
