"""A review as plain values: for programs as JSON, for other tools as SARIF 2.1.0."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final
from urllib.parse import quote

from patto.kernel.checks.explaining import told
from patto.kernel.checks.finding import Edit, Finding, Put
from patto.kernel.checks.registry import registry
from patto.kernel.checks.review import Readiness, Review
from patto.kernel.checks.rule import Rule
from patto.kernel.checks.wording.small_words import Language
from patto.kernel.errors import Place, Severity

LEVELS: Final[dict[Severity, str]] = {"error": "error", "warning": "warning", "info": "note"}
"""What SARIF calls each severity."""

_SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json"


def as_json(review: Review, language: Language) -> dict[str, Any]:
    """Return a review as JSON holds it, its words in a language."""
    return {
        "findings": [_finding(one, language) for one in review.findings],
        "waived": [
            {**_finding(one.finding, language), "reason": one.reason} for one in review.waived
        ],
        "refused_waivers": [
            {"rule": one.waiver.rule, "reason": one.waiver.reason, "why": one.why}
            for one in review.refused
        ],
        "to_settle": [
            {"rule": thing.rule, "count": len(thing.findings)} for thing in review.things
        ],
        "readiness": _readiness(review.readiness),
    }


def as_sarif(reviews: Iterable[Review], language: Language, version: str) -> dict[str, Any]:
    """Return reviews as a SARIF log; `version` is that of the program.

    A waived finding is a suppressed result with its reason.
    """
    rules = registry()
    results: list[dict[str, Any]] = []
    for one in reviews:
        results += [_result(found, language) for found in one.findings]
        for waived in one.waived:
            suppression = {"kind": "external", "justification": waived.reason}
            results.append({**_result(waived.finding, language), "suppressions": [suppression]})
    driver = {
        "name": "Patto",
        "version": version,
        "language": language,
        "rules": [_descriptor(rule, language) for rule in rules.values()],
    }
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}


def _finding(found: Finding, language: Language) -> dict[str, Any]:
    words = told(found, language)
    return {
        "rule": found.rule,
        "name": registry()[found.rule].name,
        "severity": found.severity,
        "path": found.told,
        **_where(found.place),
        "also": [_where(place) for place in found.also],
        "parameters": dict(found.parameters),
        "title": words.title,
        "what": words.what,
        "why": words.why,
        "bad": words.bad,
        "good": words.good,
        "source": registry()[found.rule].source,
        "settled": found.settled,
        "fix": [_edit(edit) for edit in found.fix],
    }


def _where(place: Place) -> dict[str, Any]:
    return {"file": place.file, "line": place.line, "column": place.column}


def _edit(edit: Edit) -> dict[str, Any]:
    kind = "put" if isinstance(edit, Put) else "rewrite"
    return {"kind": kind, "path": list(edit.path), "old": edit.old, "new": edit.new}


def _readiness(readiness: Readiness) -> dict[str, Any]:
    return {
        "index": float(round(readiness.index, 4)),
        "passed": list(readiness.passed),
        "failed": list(readiness.failed),
        "waived": list(readiness.waived),
        "not_applicable": list(readiness.not_applicable),
        "unchecked": list(readiness.unchecked),
    }


def _descriptor(rule: Rule, language: Language) -> dict[str, Any]:
    words = rule.words[language]
    return {
        "id": rule.id,
        "name": rule.name,
        "shortDescription": {"text": words.title},
        "fullDescription": {"text": words.why},
        "help": {"text": f"✗ {words.bad}\n✓ {words.good}"},
        "defaultConfiguration": {"level": LEVELS[rule.severity]},
        "properties": {"stake": rule.stake, "source": rule.source},
    }


def _result(found: Finding, language: Language) -> dict[str, Any]:
    words = told(found, language)
    result: dict[str, Any] = {
        "ruleId": found.rule,
        "ruleIndex": list(registry()).index(found.rule),
        "level": LEVELS[found.severity],
        "message": {"text": f"{words.what} {words.why}"},
        "locations": [_location(found.place, found.told)],
        "partialFingerprints": {"rulePath/v1": f"{found.rule}:{found.told}"},
    }
    if found.also:
        result["relatedLocations"] = _numbered(found.also)
    return result


def _numbered(places: Sequence[Place]) -> list[dict[str, Any]]:
    return [{"id": number, **_location(place)} for number, place in enumerate(places, start=1)]


def _location(place: Place, path: str = "") -> dict[str, Any]:
    """Return a place; a file whose name is not known, or a line, is left out."""
    physical: dict[str, Any] = {"artifactLocation": {"uri": quote(place.file)}}
    if place.line:
        physical["region"] = {"startLine": place.line, "startColumn": place.column}
    location: dict[str, Any] = {"physicalLocation": physical} if place.file else {}
    if path:
        location["logicalLocations"] = [{"fullyQualifiedName": path}]
    return location
