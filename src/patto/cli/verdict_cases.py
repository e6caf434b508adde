"""Test cases for verdicts: agreements and events read, measured, and told in the fixed format.

The format is documented in `docs/reference/verdict-cases.md`. Whatever is wrong with one case is
the answer to that case and to no other.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final, TypeAlias

from patto.cli.verdict_answers import differences, told
from patto.kernel.agreement.model import Agreement
from patto.kernel.agreement.reading import read
from patto.kernel.agreement.versions import History
from patto.kernel.errors import InputError, MalformedCaseError, PattoError, Problem
from patto.kernel.evaluation.measure import measure
from patto.kernel.facts import COLUMNS, CUSTOMER_KINDS, Event
from patto.kernel.instants import Instant, parse

Json: TypeAlias = dict[str, Any]
Fields: TypeAlias = Mapping[str, Any]

_WITHOUT_EXAMPLES: Final = "examples-too-few"
"""What an agreement of test cases may lack: it is an example itself."""

_REQUIRED: Final = ("event_id", "event", "occurred_at")


def load_cases(text: str) -> Json:
    """Return the document that a text of JSON holds.

    :raises MalformedCaseError: if the text is not JSON, with line and column, or has no cases
    """
    try:
        document = json.loads(text)
    except json.JSONDecodeError as error:
        raise MalformedCaseError(f"{error.lineno}:{error.colno}: {error.msg}") from error
    except RecursionError as error:
        raise MalformedCaseError("1:1: nested too deeply") from error
    if not isinstance(document, dict):
        raise MalformedCaseError("1:1: not an object")
    _list("cases", document.get("cases"))
    _object("agreements", document.get("agreements", {}))
    return document


def run_cases(document: Fields) -> dict[str, list[Json]]:
    """Return the answers to a document of cases, one a case in the order of the cases.

    :raises MalformedCaseError: if the document has no list of cases, or its agreements no names
    """
    agreements = _object("agreements", document.get("agreements", {}))
    known = Agreements(agreements)
    return {"results": [_answer(case, known) for case in _list("cases", document.get("cases"))]}


class Agreements:
    """The agreements of a document; each is read once, in each form that cases give it."""

    def __init__(self, agreements: Fields) -> None:
        self._agreements = agreements
        self._read: dict[str, Agreement] = {}

    def history(self, names: Any, patch: Any) -> History:
        """Return the versions that a case names, with its patch applied to each."""
        listed = [names] if isinstance(names, str) else _list("agreement", names)
        if not listed:
            raise MalformedCaseError("agreement: is empty")
        return History(self._version(name, patch) for name in listed)

    def _version(self, name: Any, patch: Any) -> Agreement:
        if not isinstance(name, str) or name not in self._agreements:
            known = ", ".join(self._agreements) or "none"
            raise MalformedCaseError(f"agreement: {name!r} is not one of {known}")
        text = json.dumps(merged(self._agreements[name], patch))
        if text not in self._read:
            self._read[text] = _agreement(text, name)
        return self._read[text]


def _agreement(text: str, name: str) -> Agreement:
    """Return the agreement that a text states; worked examples are not asked for.

    :raises InputError: if something else is wrong with it
    """
    reading = read(text, None, name)
    wrong = [found for found in reading.problems if _stops(found)]
    if reading.draft is None or wrong:
        raise InputError(wrong)
    return reading.draft


def _stops(found: Problem) -> bool:
    return found.severity == "error" and found.code != _WITHOUT_EXAMPLES


def merged(target: Any, patch: Any) -> Any:
    """Return a JSON value with a merge patch applied (RFC 7396): `null` takes a key away."""
    if not isinstance(patch, dict):
        return patch
    found = dict(target) if isinstance(target, dict) else {}
    for name, value in patch.items():
        if value is None:
            found.pop(name, None)
        else:
            found[name] = merged(found.get(name), value)
    return found


def _answer(case: Any, known: Agreements) -> Json:
    """Return the answer to one case, an error being one, held against what it expects."""
    name = case.get("id") if isinstance(case, dict) else None
    try:
        if not isinstance(case, dict):
            raise MalformedCaseError(f"the case is not an object but {_shown(case)}")
        if not isinstance(name, str) or not name:
            raise MalformedCaseError("id: a text is needed")
        answer = {"id": name, **_run(case, known)}
    except PattoError as error:
        answer = {"id": name, "error": type(error).__name__, "message": str(error)}
    if isinstance(case, dict) and "expect" in case:
        found = list(differences(case["expect"], answer))
        answer |= {"as_expected": not found, "differences": found}
    return answer


def _run(case: Fields, known: Agreements) -> Json:
    history = known.history(case.get("agreement"), case.get("with", {}))
    listed = _list("events", case.get("events"))
    events = [event_of(_object(f"events[{n}]", fields), n) for n, fields in enumerate(listed)]
    at = _instant("at", case.get("at"))
    known_at = _instant("known_at", case["known_at"]) if "known_at" in case else at
    measurement = measure(history, events, at=at, known_at=known_at, explained=True)
    wanted = None if "metrics" not in case else _list("metrics", case["metrics"])
    return told(measurement, wanted)


def event_of(fields: Fields, number: int) -> Event:
    """Return an event of a case; all that is not a column is an attribute."""
    place = f"events[{number}]"
    for name, value in fields.items():
        if not isinstance(value, str):
            raise MalformedCaseError(f"{place}.{name}: {_shown(value)} is not a text")
    for name in _REQUIRED:
        if not fields.get(name):
            raise MalformedCaseError(f"{place}.{name}: is missing")
    kind = fields["event"]
    if not fields.get("ticket") and kind not in CUSTOMER_KINDS:
        raise MalformedCaseError(f"{place}.ticket: is missing; only a customer's events have none")
    occurred = _instant(f"{place}.occurred_at", fields["occurred_at"])
    recorded = fields.get("recorded_at")
    own = ("customer", "source", "by", "reason", "evidence", "refers_to")
    return Event(
        event_id=fields["event_id"],
        ticket=fields.get("ticket", ""),
        kind=kind,
        occurred_at=occurred,
        recorded_at=_instant(f"{place}.recorded_at", recorded) if recorded else occurred,
        position=number,
        attributes={name: value for name, value in fields.items() if name not in COLUMNS},
        **{name: fields.get(name, "") for name in own},
    )


def _instant(place: str, value: Any) -> Instant:
    if not isinstance(value, str):
        raise MalformedCaseError(f"{place}: {_shown(value)} is not a text")
    try:
        return parse(value)
    except PattoError as error:
        raise type(error)(f"{place}: {error}") from error


def _object(place: str, value: Any) -> Json:
    if not isinstance(value, dict):
        raise MalformedCaseError(f"{place}: {_shown(value)} is not an object")
    return value


def _list(place: str, value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise MalformedCaseError(f"{place}: {_shown(value)} is not a list")
    return value


def _shown(value: Any) -> str:
    text = json.dumps(value)
    return text if len(text) <= 60 else f"{text[:60]}..."
