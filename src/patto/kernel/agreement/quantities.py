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
from typing import Any, Final, Literal, LiteralString, TypeAlias, cast, get_args

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
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


class WrittenQuantity:
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
            cls.read,
            serialization=core_schema.plain_serializer_function_ser_schema(lambda q: q.text),
        )

    @classmethod
    def read(cls, value: object) -> Any:
        """Return the quantity that a value of a file names, or that it already is."""
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
        return cls.json_schema()

    @classmethod
    def json_schema(cls) -> dict[str, Any]:
        """Return the JSON Schema of the text."""
        return {"type": "string", "pattern": cls.PATTERN, "examples": list(cls.EXAMPLES)}

    @classmethod
    def malformed(cls, text: str) -> PydanticCustomError:
        """Return the error of a text that is not written as this quantity is."""
        expected = ", ".join(cls.EXAMPLES)
        return PydanticCustomError(
            "quantity-malformed", "{value} {expected}", {"value": text, "expected": expected}
        )

    PATTERN: str
    EXAMPLES: tuple[str, ...]
    OF_A_NUMBER: LiteralString = "unit-missing"


@dataclass(frozen=True, slots=True)
class Budget(WrittenQuantity):
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
class ClockedBudget(WrittenQuantity):
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
class Share(WrittenQuantity):
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
class TimeOfDay(WrittenQuantity):
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


class ByText:
    """Marks a union of quantities that are told apart by how they are written."""

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        """Return how pydantic reads a text as the first kind that it is written as."""
        kinds = get_args(source)

        def read(given: Any) -> Any:
            if isinstance(given, kinds):
                return given
            if not isinstance(given, str):
                return kinds[0].read(given)
            errors: list[PydanticCustomError] = []
            for kind in kinds:
                try:
                    return kind.parse(given)
                except PydanticCustomError as error:
                    errors.append(error)
            raise _most_telling(given, errors, [kind.EXAMPLES[0] for kind in kinds])

        return core_schema.no_info_plain_validator_function(
            read,
            serialization=core_schema.plain_serializer_function_ser_schema(lambda q: q.text),
            metadata={"kinds": kinds},
        )

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, _handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """Return the JSON Schema of a text of one of the kinds."""
        kinds = cast(dict[str, Any], schema)["metadata"]["kinds"]
        return {"anyOf": [kind.json_schema() for kind in kinds]}


def _most_telling(
    given: str, errors: list[PydanticCustomError], examples: list[str]
) -> PydanticCustomError:
    """Return what is wrong with a text that is written as no kind: what it lacks, if that shows.

    A bare time lacks its clock, a bare percentage what it is taken of, a bare number its currency.
    """
    lacking = {"clock-missing"}
    lacking |= {"percent-of-malformed"} if given.endswith("%") else set()
    lacking |= set() if any(map(str.isalpha, given)) else {"money-malformed"}
    told = {"value": given, "expected": ", ".join(examples)}
    other = PydanticCustomError("quantity-malformed", "{value} {expected}", told)
    return next((error for error in errors if error.type in lacking), other)
