"""Quantities as an agreement writes them: shares, times on a clock, times of day.

Each keeps the words it was written in, carries its unit, and is refused when it has none:
`30 min`, `1.5 h`, `2 business days`, `16 h on office`, `95 %`. A bare `24 h` is refused where no
clock stands beside it, and `2 days` everywhere (semantics 3.4).
"""

from __future__ import annotations

import re
from abc import abstractmethod
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final, Literal, LiteralString, TypeAlias

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from patto.kernel.agreement.nodes import written
from patto.kernel.instants import HOUR, MINUTE, SECOND, Duration

Unit: TypeAlias = Literal["s", "min", "h", "business days"]

_UNITS: Final[dict[str, Unit]] = {
    "s": "s",
    "min": "min",
    "h": "h",
    "business day": "business days",
    "business days": "business days",
}
_LENGTHS: Final[dict[str, Duration]] = {"s": SECOND, "min": MINUTE, "h": HOUR}
_NUMBER = r"(?P<number>\d{1,9}(?:\.\d{1,6})?)"
_TIME: Final = re.compile(_NUMBER + r" (?P<unit>[a-z]+(?: [a-z]+)?)", re.ASCII)
_CLOCKED: Final = re.compile(
    _NUMBER + r" (?P<unit>s|min|h|business days?) on (?P<clock>\S+)", re.ASCII
)
_SHARE: Final = re.compile(r"(?P<number>\d{1,3}(?:\.\d{1,6})?) ?%", re.ASCII)
_TIME_OF_DAY: Final = re.compile(r"(?P<hour>[01]\d|2[0-3]):(?P<minute>[0-5]\d)", re.ASCII)


class _Text:
    """A value that is written as one text, and written out again as it stood."""

    text: str

    @classmethod
    @abstractmethod
    def parse(cls, text: str) -> Any:
        """Return the quantity a text names; what is refused says why by its error type."""

    @classmethod
    def __get_pydantic_core_schema__(
        cls, _source: object, _handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        """Return how pydantic reads and writes the quantity."""
        return core_schema.no_info_plain_validator_function(
            cls._validate,
            serialization=core_schema.plain_serializer_function_ser_schema(lambda q: q.text),
        )

    @classmethod
    def _validate(cls, value: object) -> Any:
        if isinstance(value, cls):
            return value
        if isinstance(value, str):
            return cls.parse(value)
        number = isinstance(value, int | float) and not isinstance(value, bool)
        code = cls.OF_A_NUMBER if number else "text-expected"
        raise PydanticCustomError(code, "{value}", {"value": written(value)})

    @classmethod
    def __get_pydantic_json_schema__(
        cls, _schema: CoreSchema, _handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        """Return the JSON Schema of the text."""
        return {"type": "string", "pattern": cls.PATTERN, "examples": list(cls.EXAMPLES)}

    PATTERN: str
    EXAMPLES: tuple[str, ...]
    OF_A_NUMBER: LiteralString = "unit-missing"


@dataclass(frozen=True, slots=True)
class Budget(_Text):
    """A time on the clock that stands beside it: `30 min`, `4 h`, `2 business days`."""

    text: str
    amount: Fraction
    unit: Unit

    PATTERN = r"^\d+(\.\d+)? (s|min|h|business days?)$"
    EXAMPLES = ("30 min", "4 h", "2 business days")

    @classmethod
    def parse(cls, text: str) -> Budget:
        """Return the budget a text names; what is refused says why by its error type."""
        match = _TIME.fullmatch(text)
        if match is None:
            raise PydanticCustomError("budget-malformed", "{value}", {"value": text})
        unit = _UNITS.get(match["unit"])
        if unit is None:
            raise PydanticCustomError(
                "unit-unknown", "{value} {unit}", {"value": text, "unit": match["unit"]}
            )
        amount = Fraction(match["number"])
        if not amount:
            raise PydanticCustomError("budget-zero", "{value}", {"value": text})
        return cls(text, amount, unit)

    def length(self, business_day: Duration | None) -> Duration:
        """Return the budget in microseconds, given the length of a business day, if it has one.

        :raises ValueError: if it is in business days and a business day has no length
        """
        if self.unit != "business days":
            return int(self.amount * _LENGTHS[self.unit])
        if business_day is None:
            message = f"{self.text}: the clock's business day has no length"
            raise ValueError(message)
        return int(self.amount * business_day)


@dataclass(frozen=True, slots=True)
class ClockedBudget(_Text):
    """A time with the clock it is counted on: `16 h on office`."""

    text: str
    budget: Budget
    clock: str

    PATTERN = r"^\d+(\.\d+)? (s|min|h|business days?) on \S+$"
    EXAMPLES = ("16 h on office", "48 h on 24x7")

    @classmethod
    def parse(cls, text: str) -> ClockedBudget:
        """Return the budget and clock a text names; a budget without its clock is refused."""
        match = _CLOCKED.fullmatch(text)
        if match is None:
            kind = "clock-missing" if _TIME.fullmatch(text) else "clocked-budget-malformed"
            raise PydanticCustomError(kind, "{value}", {"value": text})
        return cls(text, Budget.parse(f"{match['number']} {match['unit']}"), match["clock"])


@dataclass(frozen=True, slots=True)
class Share(_Text):
    """A share of the counted tickets, kept as an exact fraction: `95 %`."""

    text: str
    fraction: Fraction

    PATTERN = r"^\d{1,3}(\.\d+)? ?%$"
    EXAMPLES = ("95 %", "100 %")

    @classmethod
    def parse(cls, text: str) -> Share:
        """Return the share a text names; above 100 % or without its sign it is refused."""
        match = _SHARE.fullmatch(text)
        if match is None:
            raise PydanticCustomError("share-malformed", "{value}", {"value": text})
        fraction = Fraction(match["number"]) / 100
        if not 0 < fraction <= 1:
            raise PydanticCustomError("share-out-of-range", "{value}", {"value": text})
        return cls(text, fraction)


@dataclass(frozen=True, slots=True)
class TimeOfDay(_Text):
    """A reading of the clock on the wall: `17:00`."""

    text: str
    since_midnight: Duration

    PATTERN = r"^([01]\d|2[0-3]):[0-5]\d$"
    EXAMPLES = ("12:00",)
    OF_A_NUMBER = "time-of-day-malformed"

    @classmethod
    def parse(cls, text: str) -> TimeOfDay:
        """Return the reading a text names."""
        match = _TIME_OF_DAY.fullmatch(text)
        if match is None:
            raise PydanticCustomError("time-of-day-malformed", "{value}", {"value": text})
        return cls(text, int(match["hour"]) * HOUR + int(match["minute"]) * MINUTE)
