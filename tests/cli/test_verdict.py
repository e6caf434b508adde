"""`patto verdict run`: what it takes, what it answers, and that one bad case spoils no other."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cli.console import Console
from patto.cli.verdict import run_cases
from patto.cli.verdict_answers import differences
from patto.cli.verdict_cases import load_cases, merged
from patto.kernel.errors import MalformedCaseError
from promises import counting, metric, terms

Json = dict[str, Any]

REPORTED: Json = {
    "event_id": "e1", "ticket": "T1", "event": "reported",
    "occurred_at": "2026-03-06T16:55:00+01:00", "priority": "P1",
}  # fmt: skip
RESOLVED: Json = {
    "event_id": "e2", "ticket": "T1", "event": "resolved",
    "occurred_at": "2026-03-09T09:05:00+01:00", "by": "provider",
}  # fmt: skip
CASE: Json = {
    "id": "c1",
    "agreement": "one",
    "events": [REPORTED, RESOLVED],
    "at": "2026-04-01T00:00:00Z",
}
AGREEMENTS: Json = {"one": terms(metric(), counting())}


def answer(**changed: Any) -> Json:
    case = {name: value for name, value in {**CASE, **changed}.items() if value is not ...}
    (result,) = run_cases({"agreements": AGREEMENTS, "cases": [case]})["results"]
    return result


def test_a_case_is_answered_with_items_metrics_and_what_is_unmatched() -> None:
    result = answer()
    assert list(result) == ["id", "items", "metrics", "unmatched"]
    (item,) = result["items"]
    assert item["figures"] == {"contractual_s": 600.0, "wall_s": 231000.0, "unpaused_s": 600.0}
    assert item["levels"][0]["due"] == "2026-03-09T09:55:00Z"
    assert [segment["why"] for segment in item["segments"]] == [
        "counted", "outside-hours", "counted",
    ]  # fmt: skip
    assert [m["verdict"] for m in result["metrics"]] == ["MET", "MET"]
    assert result["metrics"][1]["count"] == {
        "number": 0, "limit": "at-most", "against": 1, "event_ids": [], "decided": None,
    }  # fmt: skip


def test_only_the_metrics_that_are_named_are_answered() -> None:
    result = answer(metrics=["count"])
    assert result["items"] == []
    assert [one["metric"] for one in result["metrics"]] == ["count"]


def test_a_patch_changes_the_agreement_for_its_case_only() -> None:
    stricter = {"recording": {"late_entry": "unlimited"}, "metrics": [metric(targets={
        "P1": "none", "P2": "none", "P3": "none", "P4": "none",
    } | {"P2": terms()["metrics"][0]["targets"]["P2"]})]}  # fmt: skip
    changed = answer(**{"with": stricter})
    assert changed["unmatched"] == [
        {"ticket": "T1", "opened": "2026-03-06T15:55:00Z", "why": "in-no-metric"}
    ]
    assert answer()["unmatched"] == []


def test_a_list_of_names_is_the_versions_of_one_agreement() -> None:
    later = {"agreement": {"version": 2, "effective": {"start": "2027-01-01", "end": "none"}}}
    agreements = {"one": AGREEMENTS["one"], "two": merged(AGREEMENTS["one"], later)}
    case = {**CASE, "agreement": ["two", "one"]}
    (result,) = run_cases({"agreements": agreements, "cases": [case]})["results"]
    assert [item["version"] for item in result["items"]] == [1]


def test_what_is_known_is_what_is_looked_at_unless_it_is_said() -> None:
    late = {**RESOLVED, "recorded_at": "2026-03-09T09:30:00+01:00"}
    seen = answer(events=[REPORTED, late], at="2026-03-09T08:10:00Z")
    assert seen["items"][0]["verdict"] == "PENDING"
    told = answer(
        events=[REPORTED, late], at="2026-03-09T08:10:00Z", known_at="2026-03-09T09:00:00Z"
    )
    assert told["items"][0]["verdict"] == "MET"


def test_a_result_is_held_against_what_is_expected_of_it() -> None:
    right = answer(expect={"items": [{"verdict": "MET", "figures": {"contractual_s": 600}}]})
    assert (right["as_expected"], right["differences"]) == (True, [])
    wrong = answer(expect={"items": [{"verdict": "MISSED", "levels": []}], "metrics": [{}, {}]})
    assert wrong["differences"] == ["items[0].verdict", "items[0].levels"]


def test_an_error_may_be_what_is_expected() -> None:
    result = answer(at="tomorrow", expect={"error": "MalformedTimeError"})
    assert result["as_expected"]
    assert result["message"].startswith("at: ")


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"id": ...}, "id: a text is needed"),
        ({"agreement": "two"}, "agreement: 'two' is not one of one"),
        ({"agreement": []}, "agreement: is empty"),
        ({"agreement": ...}, "agreement: null is not a list"),
        ({"events": [{**REPORTED, "priority": 1}]}, "events[0].priority: 1 is not a text"),
        ({"events": [{"event": "reported"}]}, "events[0].event_id: is missing"),
        ({"events": ["reported"]}, 'events[0]: "reported" is not an object'),
        ({"events": [{**REPORTED, "ticket": ""}]}, "events[0].ticket: is missing"),
        ({"events": ...}, "events: null is not a list"),
        ({"at": ...}, "at: null is not a text"),
        ({"metrics": "response"}, 'metrics: "response" is not a list'),
    ],
)
def test_what_is_wrong_with_a_case_is_told_with_its_place(changed: Json, message: str) -> None:
    result = answer(**changed)
    assert result["error"] == "MalformedCaseError"
    assert message in result["message"]


def test_an_agreement_that_cannot_be_measured_is_told_with_its_problems() -> None:
    result = answer(**{"with": {"calendars": {"office": {"zone": "Europe/Paduva"}}}})
    assert result["error"] == "InputError"
    assert "zone" in result["message"]


def test_one_bad_case_spoils_no_other() -> None:
    document = {"agreements": AGREEMENTS, "cases": [{"id": "x"}, 7, CASE]}
    first, second, third = run_cases(document)["results"]
    assert first["error"] == second["error"] == "MalformedCaseError"
    assert second["id"] is None
    assert third["items"]


def test_an_event_of_the_customer_needs_no_ticket() -> None:
    declared = {**REPORTED, "event": "situation-declared", "ticket": "", "event_id": "s"}
    assert answer(events=[declared, REPORTED, RESOLVED])["items"]


@pytest.mark.parametrize(
    ("target", "patch", "result"),
    [
        ({"a": 1, "b": 2}, {"a": None, "c": 3}, {"b": 2, "c": 3}),
        ({"a": {"b": 1, "c": 2}}, {"a": {"c": None}}, {"a": {"b": 1}}),
        ({"a": [1, 2]}, {"a": [3]}, {"a": [3]}),
        ({"a": 1}, {"a": {"b": 2}}, {"a": {"b": 2}}),
        ([1], {"a": None}, {}),
        ({"a": 1}, "text", "text"),
    ],
)
def test_a_merge_patch_is_applied_as_rfc_7396_says(target: Any, patch: Any, result: Any) -> None:
    assert merged(target, patch) == result


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=12,
)


@given(values)
def test_nothing_differs_from_itself(value: Any) -> None:
    assert list(differences(value, value)) == []


@given(values, values)
def test_a_case_may_be_anything_and_is_answered(value: Any, other: Any) -> None:
    document = {"agreements": AGREEMENTS, "cases": [value, {**CASE, "events": other}]}
    assert len(run_cases(document)["results"]) == 2


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "1:2: "),
        ("[]", "1:1: not an object"),
        ("{}", "cases: null is not a list"),
        ('{"cases": [], "agreements": []}', "agreements: [] is not an object"),
        ("[" * 100_000, "nested too deeply"),
    ],
)
def test_what_is_no_document_of_cases_is_refused(text: str, message: str) -> None:
    with pytest.raises(MalformedCaseError) as caught:
        load_cases(text)
    assert message in str(caught.value)


def written(folder: Path, document: object) -> Path:
    path = folder / "cases.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    return path


def test_the_command_writes_results_and_ends_with_0_where_all_came_out(
    console: Console, tmp_path: Path
) -> None:
    met = {**CASE, "expect": {"items": [{"verdict": "MET"}]}}
    ended = console("verdict", "run", written(tmp_path, {"agreements": AGREEMENTS, "cases": [met]}))
    assert ended.code == 0
    assert json.loads(ended.out)["results"][0]["as_expected"] is True


def test_the_command_ends_with_1_where_one_did_not(console: Console, tmp_path: Path) -> None:
    missed = {**CASE, "expect": {"items": [{"verdict": "MISSED"}]}}
    document = {"agreements": AGREEMENTS, "cases": [missed, CASE]}
    ended = console("verdict", "run", written(tmp_path, document))
    assert ended.code == 1
    assert json.loads(ended.out)["results"][0]["differences"] == ["items[0].verdict"]


def test_a_file_that_is_no_document_is_refused_by_its_name(
    console: Console, tmp_path: Path
) -> None:
    path = tmp_path / "cases.json"
    path.write_bytes(b"{")
    ended = console("verdict", "run", path)
    assert ended.code == 2
    assert f"{path}:1:2" in ended.err
    path.write_bytes(b"\xff{")
    assert "byte 0 is not UTF-8" in console("verdict", "run", path).err


def test_a_file_that_is_too_large_is_refused_with_the_limit(
    console: Console, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("patto.cli.verdict.LARGEST", 10)
    ended = console("verdict", "run", written(tmp_path, {"cases": []}))
    assert ended.code == 2
    assert "larger than 10 bytes" in ended.err
