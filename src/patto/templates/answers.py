"""What an owner answers when an agreement is begun: typed values, and what is wrong with one."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Final, Literal, TypeAlias

from patto.kernel.agreement.yaml import unfit
from patto.kernel.errors import UnknownZoneError
from patto.kernel.zones import zone
from patto.templates.holidays import COUNTRIES

LONGEST_NAME: Final = 200
"""The most characters that the name of a company has."""

YEARS: Final = range(2000, 2101)
"""The years in which an agreement may start: those whose public holidays are known by rule."""

_LARGEST_FEE: Final = Decimal(10_000_000)

_DATE: Final = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_FEE: Final = re.compile(
    r"(?:(?:€|EUR) ?)?(?:(?P<plain>\d{1,8})"
    r"|(?P<parted>[1-9]\d{0,2}(?:(?P<by>[., \u00a0\u202f'’])\d{3})(?:(?P=by)\d{3}){0,2}))"
    r"(?:(?P<point>[.,])(?P<cents>\d{1,2}))?(?: ?(?:€|EUR))?",
    re.ASCII,
)
"""Three digits behind a sign are thousands, one or two are cents, in every country's notation."""
_PATRON: Final = re.compile(r"(\d\d)-(\d\d)(?:\s+(\S.*))?", re.ASCII)
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f]")

NOBODYS: Final = "none"
"""The answer that no patron's day is kept."""


@dataclass(frozen=True, slots=True)
class AnswerTrouble:
    """What is wrong with one answer: its field, a code with words under `template.trouble`."""

    field: str
    code: str
    told: Mapping[str, str]


class AnswersError(ValueError):
    """Answers that no agreement can be made of; carries what is wrong with each."""

    def __init__(self, troubles: tuple[AnswerTrouble, ...]) -> None:
        self.troubles = troubles
        super().__init__(", ".join(f"{one.field}: {one.code}" for one in troubles))


@dataclass(frozen=True, slots=True)
class PatronDay:
    """The day of the year on which the town of the provider keeps its patron."""

    month: int
    day: int
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What was answered; for `None` the usual answer of the template stands."""

    provider: str | None = None
    customer: str | None = None
    start: date | None = None
    zone: str | None = None
    fee: Decimal | None = None
    country: str | None = None
    patron_day: PatronDay | Literal["none"] | None = None


FIELDS: Final = tuple(one.name for one in fields(Answers))
"""The answers there are, in the order in which they are asked for."""


def read(texts: Mapping[str, str]) -> Answers:
    """Return the answers that texts state, each under the name of its field.

    :raises AnswersError: with everything that is wrong with them
    """
    found: dict[str, Any] = {}
    troubles: list[AnswerTrouble] = []
    for name, text in texts.items():
        try:
            found[name] = _READERS[name](text.strip())
        except _RefusedError as refused:
            troubles.append(AnswerTrouble(name, refused.code, {"value": text, **refused.told}))
    if troubles:
        raise AnswersError(tuple(troubles))
    answers = Answers(**found)
    try:
        check(answers)
    except AnswersError as error:
        raise AnswersError(tuple(_as_typed(one, texts) for one in error.troubles)) from error
    return answers


def _as_typed(trouble: AnswerTrouble, texts: Mapping[str, str]) -> AnswerTrouble:
    """Return what is wrong with an answer, told of it as it was written."""
    told = {**trouble.told, "value": texts[trouble.field].strip()}
    return replace(trouble, told=told)


def check(answers: Answers) -> None:
    """Refuse answers of which no agreement can be made.

    :raises AnswersError: with everything that is wrong with them
    """
    troubles: list[AnswerTrouble] = []
    for name, checked in _CHECKS.items():
        value = getattr(answers, name)
        try:
            if value is not None:
                checked(value)
        except _RefusedError as refused:
            told = {"value": str(value), **refused.told}
            troubles.append(AnswerTrouble(name, refused.code, told))
    if troubles:
        raise AnswersError(tuple(troubles))


class _RefusedError(Exception):
    """An answer cannot be used, for the reason of a code."""

    def __init__(self, code: str, **told: str) -> None:
        self.code, self.told = code, told
        super().__init__(code)


def _check_name(value: str) -> None:
    if not value.strip():
        raise _RefusedError("empty")
    if len(value) > LONGEST_NAME:
        raise _RefusedError("too-long", limit=str(LONGEST_NAME))
    control = _CONTROL.search(value)
    offset = control.start() if control else unfit(value)
    if offset is not None:
        raise _RefusedError("character", character=f"U+{ord(value[offset]):04X}")


def _check_start(value: date) -> None:
    if value.year not in YEARS:
        raise _RefusedError("year", first=str(YEARS[0]), last=str(YEARS[-1]))


def _check_zone(value: str) -> None:
    try:
        zone(value)
    except UnknownZoneError as error:
        raise _RefusedError("zone") from error


def _check_fee(value: Decimal) -> None:
    exponent = value.as_tuple().exponent
    in_cents = isinstance(exponent, int) and exponent >= -2
    if not in_cents:
        raise _RefusedError("fee")
    if not 0 < value < _LARGEST_FEE:
        raise _RefusedError("fee-range", limit=str(_LARGEST_FEE))


def _check_country(value: str) -> None:
    if value not in COUNTRIES:
        raise _RefusedError("country", known=", ".join(COUNTRIES))


def _check_patron_day(value: PatronDay | Literal["none"]) -> None:
    if isinstance(value, str):
        if value != NOBODYS:
            raise _RefusedError("patron-day")
        return
    try:
        # A day that is not in every year cannot be a closed day of the next.
        date(2001, value.month, value.day)
    except ValueError as error:
        raise _RefusedError("patron-day") from error
    if value.name:
        _check_name(value.name)


_CHECKS: Final[Mapping[str, Callable[[Any], None]]] = MappingProxyType(
    {
        "provider": _check_name,
        "customer": _check_name,
        "start": _check_start,
        "zone": _check_zone,
        "fee": _check_fee,
        "country": _check_country,
        "patron_day": _check_patron_day,
    }
)


def _read_start(text: str) -> date:
    try:
        if _DATE.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError as error:
        raise _RefusedError("date") from error
    raise _RefusedError("date")


def _read_fee(text: str) -> Decimal:
    found = _FEE.fullmatch(text)
    if found is None or (found["point"] and found["point"] == found["by"]):
        raise _RefusedError("fee")
    whole = re.sub(r"\D", "", found["plain"] or found["parted"])
    return Decimal(f"{whole}.{found['cents'] or '0'}")


def _read_patron_day(text: str) -> PatronDay | Literal["none"]:
    if text.casefold() in {NOBODYS, "nessuno"}:
        return "none"
    found = _PATRON.fullmatch(text)
    if found is None:
        raise _RefusedError("patron-day")
    return PatronDay(int(found[1]), int(found[2]), found[3] or "")


_Reader: TypeAlias = Callable[[str], Any]

_READERS: Final[Mapping[str, _Reader]] = MappingProxyType(
    {
        "provider": str,
        "customer": str,
        "start": _read_start,
        "zone": str,
        "fee": _read_fee,
        "country": str.upper,
        "patron_day": _read_patron_day,
    }
)
