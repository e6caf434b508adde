"""What every part of an agreement has in common, and the words that several parts use.

No module of the model postpones its annotations: pydantic would compile each of some nine hundred
from its text whenever a command starts.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Final, Literal, TypeAlias

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    Strict,
    StringConstraints,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

from patto.kernel.errors import MalformedTimeError
from patto.kernel.instants import parse_date

YEARS: Final = range(1900, 3000)
"""The years in which an agreement may name a date; all zones and calendars reach further."""

IDENTIFIER_PATTERN: Final = r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,99}$"

CURRENCY_PATTERN: Final = r"^[A-Z]{3}$"
COUNTRY_PATTERN: Final = r"^[A-Z]{2}$"
SHA256_PATTERN: Final = r"^[0-9a-f]{64}$"

Identifier: TypeAlias = Annotated[str, StringConstraints(pattern=IDENTIFIER_PATTERN)]
"""The name by which one part of an agreement refers to another."""

Words: TypeAlias = Annotated[
    str,
    StringConstraints(min_length=1, strip_whitespace=True),
    WithJsonSchema({"type": "string", "pattern": r"\S"}),
]
"""Free text for people."""

Role: TypeAlias = Literal["provider", "customer", "supplier"]

Every: TypeAlias = Literal["month", "quarter", "four-months", "half-year", "year"]
"""How long a period is; each begins with the year, or where one of its kind ends."""

Whole: TypeAlias = Annotated[int, Strict(), Field(le=999_999_999)]
"""A whole number, written as one."""


def _day(value: object) -> object:
    try:
        day = value if isinstance(value, date) else parse_date(str(value))
    except MalformedTimeError as error:
        raise PydanticCustomError("date-malformed", "{value}", {"value": str(value)}) from error
    if day.year not in YEARS:
        raise PydanticCustomError("date-out-of-range", "{value}", {"value": str(value)})
    return day


Day: TypeAlias = Annotated[
    date,
    BeforeValidator(_day),
    WithJsonSchema(
        {"type": "string", "format": "date", "pattern": "^(19|2[0-9])[0-9]{2}-[0-9]{2}-[0-9]{2}$"}
    ),
]
"""A date on the wall: `2026-01-06`."""

Evidence: TypeAlias = Literal["required", "none"]


class Part(BaseModel):
    """A frozen part of an agreement: every key is given, no other is known."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)
