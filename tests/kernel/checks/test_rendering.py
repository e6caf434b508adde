"""A review for programs: as JSON and as SARIF 2.1.0."""

from __future__ import annotations

import json
from typing import Any

import pytest

from corpus.changes import agreement, changed
from patto.kernel.agreement.reading import read
from patto.kernel.checks.context import Context
from patto.kernel.checks.finding import Waiver
from patto.kernel.checks.registry import registry
from patto.kernel.checks.rendering import as_json, as_sarif
from patto.kernel.checks.review import Review, review_reading
from patto.kernel.checks.texts import TextPart
from patto.kernel.checks.wording.small_words import LANGUAGES, Language
from patto.kernel.errors import Place


def reviewed(file: str = "my agreement.yaml") -> Review:
    text = changed(agreement(), "metrics.response.period.assign_by", "closed")
    text = changed(text, "metrics.response.targets.P3.levels.2.within", "24 h")
    text = changed(text, "metrics.resolution.targets.P3.levels.1.within", "24 h")
    text = changed(text, "priorities.disputes", "the provider aims to settle it")
    text = changed(text, "pause_reasons.waiting-customer.evidence", "none")
    waivers = [Waiver("D06", "the desk has no field for it"), Waiver("Z1", "no")]
    found = review_reading(read(text, file=file), waivers=waivers)
    assert found is not None
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_json_says_what_why_and_how_with_the_lists_beside_the_index(language: Language):
    document = json.loads(json.dumps(as_json(reviewed(), language)))
    first = document["findings"][0]
    assert first["rule"] == "F07"
    assert first["path"] == "metrics.response.period.assign_by"
    assert first["fix"] == [
        {
            "kind": "put",
            "path": ["metrics", 0, "period", "assign_by"],
            "old": "closed",
            "new": "due",
        }
    ]
    assert all("{" not in one["what"] for one in document["findings"])
    assert {"rewrite"} == {edit["kind"] for edit in document["findings"][1]["fix"]}
    assert [one["reason"] for one in document["waived"]] == ["the desk has no field for it"]
    assert [one["rule"] for one in document["refused_waivers"]] == ["Z1"]
    assert document["to_settle"][0] == {"rule": "F07", "count": 1}
    assert 0 < document["readiness"]["index"] < 1
    assert document["readiness"]["failed"] == ["A02", "F07"]


def test_the_sarif_log_is_made_as_the_standard_asks():
    log = json.loads(json.dumps(as_sarif([reviewed()], "en", "0.1.0")))
    assert log["version"] == "2.1.0"
    assert log["$schema"].endswith("sarif-schema-2.1.0.json")
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == list(registry())
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] in {"error", "warning", "note"}
        assert result["message"]["text"]
        (location,) = result["locations"]
        physical = location["physicalLocation"]
        assert physical["artifactLocation"]["uri"] == "my%20agreement.yaml"
        assert physical["region"]["startLine"] > 0


def test_a_waived_finding_is_a_suppressed_result_with_its_reason():
    (run,) = as_sarif([reviewed()], "it", "0.1.0")["runs"]
    suppressed = [result for result in run["results"] if "suppressions" in result]
    assert [result["ruleId"] for result in suppressed] == ["D06"]
    assert suppressed[0]["suppressions"] == [
        {"kind": "external", "justification": "the desk has no field for it"}
    ]


def test_other_places_of_one_cause_are_related_locations():
    (run,) = as_sarif([reviewed()], "en", "0.1.0")["runs"]
    related: list[dict[str, Any]] = [
        place for result in run["results"] for place in result.get("relatedLocations", ())
    ]
    assert [place["id"] for place in related] == [1]


def test_of_a_text_without_a_file_the_path_alone_is_told():
    (run,) = as_sarif([reviewed(file="")], "en", "0.1.0")["runs"]
    assert "physicalLocation" not in run["results"][0]["locations"][0]
    assert run["results"][0]["locations"][0]["logicalLocations"]


def test_of_a_text_without_a_line_the_file_alone_is_told():
    reading = read(agreement())
    clause = TextPart(("clauses", 0), Place("clauses.txt"), "We answer promptly.", "en")
    found = review_reading(reading, Context(clauses=(clause,)))
    assert found is not None
    (run,) = as_sarif([found], "en", "0.1.0")["runs"]
    physical = run["results"][0]["locations"][0]["physicalLocation"]
    assert physical == {"artifactLocation": {"uri": "clauses.txt"}}
