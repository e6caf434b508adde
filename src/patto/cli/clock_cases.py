"""Test cases for a business-time clock: read, run, and their answers in the fixed format.

The format is documented in `docs/reference/clock-cases.md`. Whatever is wrong with one case is the
answer to that case and to no other.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Final, TypeAlias, TypeVar

from patto.kernel.clock import TEN_YEARS, Clock
from patto.kernel.errors import InvalidHoursError, MalformedCaseError, PattoError
from patto.kernel.hours import WEEKDAYS, Calendar, Interval, Intervals, on_each_date
from patto.kernel.instants import (
    DAY,
    Duration,
    Instant,
    parse,
    parse_date,
    parse_time_of_day,
    render,
)
from patto.kernel.spans import Span, SpanSet

S = TypeVar("S")
T = TypeVar("T")
Fields: TypeAlias = Mapping[str, object]
Clocks: TypeAlias = dict[Calendar, Clock]

_CALENDAR_FIELDS: Final = ("zone", "weekly", "closed_days", "day_hours", "closed")
_MOST_DIGITS: Final = 100  # of a whole number; more is no time that anybody means
_NEVER: Final = 2 * TEN_YEARS
_MICROSECOND: Final = -6  # its exponent in seconds
_LONGEST: Final = 60  # letters of a value in a message


def load_cases(text: str) -> Fields:
    """Return the document that a text of JSON holds, its numbers exact.

    :raises MalformedCaseError: if the text is not JSON, with line and column, or has no cases
    """
    try:
        document = json.loads(text, parse_float=_number, parse_int=_whole, parse_constant=_number)
    except json.JSONDecodeError as error:
        raise MalformedCaseError(f"{error.lineno}:{error.colno}: {error.msg}") from error
    except RecursionError as error:
        raise MalformedCaseError("1:1: nested too deeply") from error
    if not isinstance(document, dict) or not isinstance(document.get("cases"), list):
        raise MalformedCaseError('1:1: not an object with a list under "cases"')
    return document


def run_cases(document: Fields) -> dict[str, list[dict[str, object]]]:
    """Return the answers to a document of cases, one a case in the order of the cases.

    :raises MalformedCaseError: if the document has no list of cases
    """
    cases = document.get("cases")
    if not isinstance(cases, list):
        raise MalformedCaseError('the document has no list under "cases"')
    clocks: Clocks = {}
    return {"results": [_answer(case, clocks) for case in cases]}


def _answer(case: object, clocks: Clocks) -> dict[str, object]:
    """Return the answer to one case, an error being one."""
    name = case.get("id") if isinstance(case, dict) else None
    known = name if isinstance(name, str | int) and not isinstance(name, bool) else None
    try:
        if not isinstance(case, dict):
            raise MalformedCaseError(f"the case is not an object but {_told(case)}")
        if known is None:
            raise MalformedCaseError("id: a text is needed")
        return {"id": known, **_run(case, clocks)}
    except PattoError as error:
        return {"id": known, "error": type(error).__name__, "message": str(error)}


def _run(case: Fields, clocks: Clocks) -> dict[str, object]:
    calendar = _calendar(_object("calendar", _field(case, "calendar")))
    clock = clocks.setdefault(calendar, Clock(calendar))
    pauses = _spans("pauses", case.get("pauses", []))
    if pauses:
        clock = clock.minus(pauses)
    start = _instant("start", _field(case, "start"))
    match _field(case, "op"):
        case "elapsed":
            elapsed = clock.elapsed(start, _instant("end", _field(case, "end")))
            return {"elapsed_s": elapsed / 1_000_000}
        case "due":
            return {"due": render(clock.due(start, _budget("budget_s", _field(case, "budget_s"))))}
        case other:
            raise MalformedCaseError(f"op: {_told(other)} is neither 'elapsed' nor 'due'")


def _calendar(fields: Fields) -> Calendar:
    for name in fields:
        if name not in _CALENDAR_FIELDS:
            known = ", ".join(_CALENDAR_FIELDS)
            raise MalformedCaseError(f"calendar.{name}: a calendar has {known}")
    weekly = _object("calendar.weekly", fields.get("weekly", {}))
    for name in weekly:
        if name not in WEEKDAYS:
            known = ", ".join(WEEKDAYS)
            raise MalformedCaseError(f"calendar.weekly.{name}: a week has {known}")
    mon, tue, wed, thu, fri, sat, sun = (
        _intervals(f"calendar.weekly.{name}", weekly.get(name, [])) for name in WEEKDAYS
    )
    zone = _text("calendar.zone", _field(fields, "zone", "calendar."))
    days = _list("calendar.closed_days", fields.get("closed_days", []))
    return Calendar(
        zone,
        on_each_date((mon, tue, wed, thu, fri, sat, sun)),
        frozenset(_date(f"calendar.closed_days[{i}]", day) for i, day in enumerate(days)),
        _day_hours(_object("calendar.day_hours", fields.get("day_hours", {}))),
        _spans("calendar.closed", fields.get("closed", [])),
    )


def _day_hours(fields: Fields) -> dict[date, Intervals]:
    """Return the hours of single dates, overlapping ones merged."""
    own: dict[date, Intervals] = {}
    for name, value in fields.items():
        place = f"calendar.day_hours.{name}"
        intervals = _intervals(place, value)
        past = [interval for interval in intervals if interval[1] <= interval[0]]
        merged = tuple((start, end) for start, end in SpanSet.of(set(intervals) - set(past)))
        own[_date(place, name)] = (*merged, *past)
    return own


def _intervals(place: str, value: object) -> Intervals:
    return tuple(_interval(f"{place}[{i}]", pair) for i, pair in enumerate(_list(place, value)))


def _interval(place: str, value: object) -> Interval:
    opens, closes = (
        _read(f"{place}[{i}]", parse_time_of_day, _text(f"{place}[{i}]", time))
        for i, time in enumerate(_pair(place, value))
    )
    if opens == DAY:
        raise InvalidHoursError(f"{place}[0]: 24:00 is an end only")
    return opens, closes


def _spans(place: str, value: object) -> SpanSet:
    return SpanSet.of(_span(f"{place}[{i}]", pair) for i, pair in enumerate(_list(place, value)))


def _span(place: str, value: object) -> Span:
    start, end = (_instant(f"{place}[{i}]", edge) for i, edge in enumerate(_pair(place, value)))
    return _read(place, lambda pair: Span.of(*pair), (start, end))


def _instant(place: str, value: object) -> Instant:
    return _read(place, parse, _text(place, value))


def _date(place: str, value: object) -> date:
    return _read(place, parse_date, _text(place, value))


def _budget(place: str, value: object) -> Duration:
    """Return the microseconds of a number of seconds, exactly."""
    number = _decimal(value)
    if number.is_nan():
        raise MalformedCaseError(f"{place}: {_told(value)} is not a number of seconds")
    # What is out of reach anyway is not worth its digits.
    if number > _NEVER or number < -_NEVER:
        return _NEVER if number > 0 else -_NEVER
    tiny = number != 0 and number.adjusted() < _MICROSECOND
    micros = Fraction(0 if tiny else number) * 1_000_000
    if tiny or micros.denominator != 1:
        raise MalformedCaseError(f"{place}: {_told(value)} s is finer than a microsecond")
    return int(micros)


def _field(fields: Fields, name: str, within: str = "") -> object:
    if name not in fields:
        raise MalformedCaseError(f"{within}{name}: is missing")
    return fields[name]


def _text(place: str, value: object) -> str:
    if not isinstance(value, str):
        raise MalformedCaseError(f"{place}: {_told(value)} is not a text")
    return value


def _object(place: str, value: object) -> Fields:
    if not isinstance(value, dict):
        raise MalformedCaseError(f"{place}: {_told(value)} is not an object")
    return value


def _list(place: str, value: object) -> list[object]:
    if not isinstance(value, list):
        raise MalformedCaseError(f"{place}: {_told(value)} is not a list")
    return value


def _pair(place: str, value: object) -> list[object]:
    pair = _list(place, value)
    if len(pair) != 2:
        raise MalformedCaseError(f"{place}: {_told(value)} is not a pair of start and end")
    return pair


def _read(place: str, read: Callable[[S], T], value: S) -> T:
    """Return what `read` makes of a value; what it raises also tells the place."""
    try:
        return read(value)
    except PattoError as error:
        raise type(error)(f"{place}: {error}") from error


def _told(value: object) -> str:
    """Return a value for a message, shortened."""
    told = str(value) if isinstance(value, Decimal) else repr(value)
    return told if len(told) <= _LONGEST else f"{told[:_LONGEST]}..."


def _whole(text: str) -> int | Decimal:
    return int(text) if len(text) <= _MOST_DIGITS else _number(text)


def _decimal(value: object) -> Decimal:
    """Return a number as it is written; NaN for what is no number."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return Decimal(repr(value))
    return value if isinstance(value, Decimal) else Decimal("NaN")


def _number(text: str) -> Decimal:
    """Return the number of a text; NaN where not even a decimal can hold it."""
    try:
        return Decimal(text)
    except InvalidOperation:
        return Decimal("NaN")
