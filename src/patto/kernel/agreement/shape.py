"""From what pydantic finds wrong with the values of a file to problems with a place.

One problem a mistake: a union says what it expects once, not once a branch.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final, NamedTuple

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from patto.kernel.agreement import calendars, part
from patto.kernel.agreement.nearest import nearest
from patto.kernel.agreement.nodes import Mapping, Node, Path, Places, child, written
from patto.kernel.agreement.part import Part
from patto.kernel.agreement.problems import KINDS, problem
from patto.kernel.agreement.quantities import TimeOfDay
from patto.kernel.agreement.structure import known_keys
from patto.kernel.errors import Place, Problem

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
    part.CURRENCY_PATTERN: "currency-malformed",
    part.COUNTRY_PATTERN: "country-malformed",
    part.SHA256_PATTERN: "hash-malformed",
    calendars.INTERVAL_PATTERN: "interval-malformed",
    calendars.WEEKDAYS_PATTERN: "weekday-malformed",
    calendars.BUSINESS_DAY_PATTERN: "business-day-malformed",
}
_MODEL: Final = ("agreement", "model")
_COMMA: Final = re.compile(r"\d{1,9},\d{1,2}(?!\d).*", re.ASCII | re.DOTALL)
_AFTER_COMMA: Final = re.compile(r"\d{1,2}(?!\d).*", re.ASCII | re.DOTALL)
_DATE: Final = re.compile(r"(\d{4})-(0[1-9]|1[0-2])-\d\d", re.ASCII)
_TIME: Final = r"(\d{1,2})(?:[:.]([0-5]\d))"
_TIMES: Final = re.compile(rf"{_TIME}(?: ?[-–] ?{_TIME})?", re.ASCII)
_QUOTED: Final = re.compile(r"'([^']*)'")


class _Comma(NamedTuple):
    """A number with a decimal comma, and the places of the two pieces that it was read as."""

    found: Problem
    places: frozenset[Place]


def problems_of(error: ValidationError, places: Places, model: type[Part]) -> list[Problem]:
    """Return a problem for each mistake that pydantic found in a file, at the place of its value.

    `model` is what the file as a whole was to be.
    """
    details = error.errors(include_url=False)
    commas = list(_decimal_commas(details, places))
    parted = {place for comma in commas for place in comma.places}
    each = [_problem(detail, places, model) for detail in details if not _follows(detail)]
    found = [comma.found for comma in commas]
    found += [one for one in each if one.place not in parted]
    meant = {
        (problem.parameters["path"], problem.parameters["nearest"])
        for problem in found
        if problem.code == "key-misspelled"
    }
    return [problem for problem in found if _missing(problem) not in meant]


def _decimal_commas(details: Iterable[ErrorDetails], places: Places) -> Iterator[_Comma]:
    """Yield each number that a comma has parted in braces: `{share: 95,5 %}` is two keys there."""
    for detail in details:
        path = _path(detail["loc"], places)
        if detail["type"] != "extra_forbidden" or not _AFTER_COMMA.fullmatch(str(path[-1])):
            continue
        around = places.root
        for step in path[:-1]:
            around = child(around, step) or around
        if detail["input"] is not None or not isinstance(around, Mapping):
            continue
        names = list(around.keys)
        before = names[max(names.index(str(path[-1])) - 1, 0)]
        whole = around.value[before]
        if isinstance(whole, int):
            inside, key = (*path[:-1], before), around.keys[str(path[-1])].place
            told = {"value": f"{whole},{path[-1]}", "meant": f"{whole}.{path[-1]}"}
            where = places.of(inside)
            found = problem("decimal-comma", where, path=places.told(inside), **told)
            yield _Comma(found, frozenset({where, key}))


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
        code = "model-unknown" if path == _MODEL else _unknown(told)
    elif kind == "string_pattern_mismatch":
        code = _PATTERN[context["pattern"]]
    elif kind in _LIMIT:
        code, told["limit"] = "number-out-of-range", str(context[_LIMIT[kind]])
    else:
        code = _CODE.get(kind, kind)
    code = _meant(code, told)
    told |= {name: str(given) for name, given in context.items() if name not in told}
    names = KINDS[code].parameters
    return problem(code, places.of(path), **{name: told[name] for name in names})


def _unknown(told: dict[str, str]) -> str:
    """Return the code of a value that is none of those expected, with the nearest if one is."""
    near = nearest(told["value"], told["expected"].split(", "))
    if near is None:
        return "value-unknown"
    told["nearest"] = near
    return "value-misspelled"


def _meant(code: str, told: dict[str, str]) -> str:
    """Return the code of a value that is malformed in a way that shows what was meant."""
    value = told["value"]
    day = _DATE.fullmatch(value)
    if code == "date-malformed" and day is not None and int(day[1]):
        told["days"] = str(monthrange(int(day[1]), int(day[2]))[1])
        return "date-beyond-month" if value[-2:] > told["days"] else code
    if code in {"interval-malformed", "time-of-day-malformed"}:
        told["meant"] = _padded(value)
        return "time-unpadded" if _as_expected(code, told["meant"]) else code
    if code.endswith("-malformed") and _COMMA.fullmatch(value):
        told["meant"] = value.replace(",", ".", 1)
        return "decimal-comma"
    return code


def _padded(value: str) -> str:
    """Return a time or interval with two digits for each hour; empty if it is neither."""
    times = _TIMES.fullmatch(value.strip())
    if times is None:
        return ""
    opens, closes = f"{times[1]:0>2}:{times[2]}", times[3] and f"{times[3]:0>2}:{times[4]}"
    return f"{opens}-{closes}" if closes else opens


def _as_expected(code: str, value: str) -> bool:
    """Return whether a text is an interval, or a time of day, as the code says is needed."""
    pattern = TimeOfDay.PATTERN if code == "time-of-day-malformed" else calendars.INTERVAL_PATTERN
    return re.fullmatch(pattern, value) is not None


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
    about = {"path": there, "value": written(value[key]), "expected": expected}
    return problem(_unknown(about), place, **about)


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
