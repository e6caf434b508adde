"""From what pydantic finds wrong with the values of a file to problems with a place.

One problem a mistake: a union says what it expects once, not once a branch.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Final

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from patto.kernel.agreement import calendars, part
from patto.kernel.agreement.nearest import nearest
from patto.kernel.agreement.nodes import Node, Path, Places, child, written
from patto.kernel.agreement.part import Part
from patto.kernel.agreement.problems import KINDS, problem
from patto.kernel.agreement.structure import known_keys
from patto.kernel.errors import Problem

_CODE: Final = {
    "string_type": "text-expected",
    "int_type": "whole-number-expected",
    "dict_type": "mapping-expected",
    "model_type": "mapping-expected",
    "model_attributes_type": "mapping-expected",
    "word-unknown": "mapping-expected",
    "tuple_type": "list-expected",
    "string_too_short": "text-empty",
    "too_short": "part-empty",
}
_LIMIT: Final = {"greater_than_equal": "ge", "less_than_equal": "le"}
_PATTERN: Final = {
    part.IDENTIFIER_PATTERN: "identifier-malformed",
    calendars.INTERVAL_PATTERN: "interval-malformed",
    calendars.WEEKDAYS_PATTERN: "weekday-malformed",
    calendars.BUSINESS_DAY_PATTERN: "business-day-malformed",
}
_MODEL: Final = ("agreement", "model")
_QUOTED: Final = re.compile(r"'([^']*)'")


def problems_of(error: ValidationError, places: Places, model: type[Part]) -> list[Problem]:
    """Return a problem for each mistake that pydantic found in a file, at the place of its value.

    `model` is what the file as a whole was to be.
    """
    details = error.errors(include_url=False)
    found = [_problem(detail, places, model) for detail in details if not _follows(detail)]
    meant = {
        (problem.parameters["path"], problem.parameters["nearest"])
        for problem in found
        if problem.code == "key-misspelled"
    }
    return [problem for problem in found if _missing(problem) not in meant]


def _follows(detail: ErrorDetails) -> bool:
    """Return whether a list is called too short only because its elements are wrong."""
    return detail["type"] == "too_short" and bool(detail["input"])


def _missing(found: Problem) -> tuple[str, str] | None:
    """Return the place and name of a key that is missing, which a misspelled one may stand for."""
    if found.code != "key-missing":
        return None
    return found.parameters["path"], found.parameters["key"]


def _problem(detail: ErrorDetails, places: Places, model: type[Part]) -> Problem:
    kind, context = detail["type"], detail.get("ctx", {})
    if kind == "missing":
        path = _path(detail["loc"][:-1], places)
        name = str(detail["loc"][-1])
        return problem("key-missing", places.of(path), path=places.told(path), key=name)
    path = _path(detail["loc"], places)
    if kind == "extra_forbidden":
        return _unknown_key(path, places, model)
    if detail["loc"][-1:] == ("[key]",):
        place = places.of(path, key=True)
        code = _PATTERN[context["pattern"]]
        return problem(code, place, path=places.told(path), value=str(path[-1]))
    return _wrong_value(detail, path, places)


def _wrong_value(detail: ErrorDetails, path: Path, places: Places) -> Problem:
    """Return the problem of a value that is there and cannot be what it should be."""
    kind, context, value = detail["type"], detail.get("ctx", {}), detail["input"]
    if kind == "choice-missing" and isinstance(value, dict):
        return _no_choice(path, value, context["expected"], places)
    if kind == "word-unknown" and isinstance(value, dict):
        return _no_word(path, value, context, places)
    told = {"path": places.told(path), "value": written(value)}
    if value is None:
        code = "value-empty"
    elif kind == "literal_error":
        told["expected"] = told["known"] = _listed(context["expected"])
        code = "model-unknown" if path == _MODEL else "value-unknown"
    elif kind == "string_pattern_mismatch":
        code = _PATTERN[context["pattern"]]
    elif kind in _LIMIT:
        code, told["limit"] = "number-out-of-range", str(context[_LIMIT[kind]])
    else:
        code = _CODE.get(kind, kind)
    told |= {name: str(given) for name, given in context.items() if name not in told}
    names = KINDS[code].parameters
    return problem(code, places.of(path), **{name: told[name] for name in names})


def _no_word(path: Path, value: dict[str, Any], told: dict[str, str], places: Places) -> Problem:
    """Return the problem of a mapping whose key that tells what it is holds no known word."""
    key, expected = told["key"], told["expected"]
    if key not in value:
        meant = nearest(key, value)
        if meant is not None:
            return _misspelled((*path, meant), key, places)
        return problem("key-missing", places.of(path), path=places.told(path), key=key)
    inside = (*path, key)
    place, there = places.of(inside), places.told(inside)
    if value[key] is None:
        return problem("value-empty", place, path=there)
    return problem("value-unknown", place, path=there, value=written(value[key]), expected=expected)


def _no_choice(path: Path, value: dict[str, Any], expected: str, places: Places) -> Problem:
    """Return the problem of a mapping with none of the keys that tell what it is."""
    for key in value:
        near = nearest(key, expected.split(", "))
        if near is not None:
            return _misspelled((*path, key), near, places)
    return problem("choice-missing", places.of(path), path=places.told(path), expected=expected)


def _path(loc: Sequence[str | int], places: Places) -> Path:
    """Return the steps of a location that lead through the file.

    The others name the branch of a union, and stand for no node.
    """
    node: Node | None = places.root
    path: list[str | int] = []
    for step in loc:
        inner = None if node is None else child(node, step)
        if inner is not None:
            node = inner
            path.append(step)
    return tuple(path)


def _unknown_key(path: Path, places: Places, model: type[Part]) -> Problem:
    known = known_keys(path[:-1], places.root, model)
    near = nearest(str(path[-1]), known)
    if near is not None:
        return _misspelled(path, near, places)
    told = {"path": places.told(path[:-1]), "key": str(path[-1]), "known": ", ".join(known)}
    return problem("key-unknown", places.of(path, key=True), **told)


def _misspelled(path: Path, near: str, places: Places) -> Problem:
    told = {"path": places.told(path[:-1]), "key": str(path[-1]), "nearest": near}
    return problem("key-misspelled", places.of(path, key=True), **told)


def _listed(expected: str) -> str:
    """Return the words that pydantic expects, as a plain list."""
    return ", ".join(_QUOTED.findall(expected))
