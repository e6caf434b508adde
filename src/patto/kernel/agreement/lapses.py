"""Times that no support clock counts: months of a term, work that is charged, what is measured.

A notice runs in calendar days, an hour of work is an hour by the watch, a line answers in
milliseconds; each says so by its unit, and none can be taken for a time on a clock.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Final, Literal, TypeAlias, cast

from patto.kernel.agreement.quantities import ByText, ClockedBudget, WrittenQuantity
from patto.kernel.instants import HOUR, MINUTE, Duration

LapseUnit: TypeAlias = Literal["day", "month", "year"]

_LAPSE: Final = re.compile(r"(?P<number>[1-9]\d{0,3}) (?P<unit>calendar days?|months?|years?)")
_WORK: Final = re.compile(r"(?P<number>\d{1,5}(?:\.\d{1,4})?) (?P<unit>min|h)", re.ASCII)
_DISTANCE: Final = re.compile(r"(?P<number>\d{1,5}(?:\.\d{1,3})?) km", re.ASCII)
_MEASURED: Final = re.compile(r"(?P<number>\d{1,12}(?:\.\d{1,6})?) ?(?P<unit>\S{1,12})", re.ASCII)
_RINGS: Final = re.compile(r"(?P<number>[1-9]\d{0,2}) (?P<unit>s|rings?)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Lapse(WrittenQuantity):
    """A time by the calendar on the wall: `30 calendar days`, `3 months`, `1 year`."""

    text: str
    number: int
    unit: LapseUnit

    PATTERN = r"^[1-9][0-9]* (calendar days?|months?|years?)$"
    EXAMPLES = ("30 calendar days", "12 months", "1 year")

    @classmethod
    def parse(cls, text: str) -> Lapse:
        """Return the time a text names; days are calendar days and say so."""
        match = _LAPSE.fullmatch(text)
        if match is None:
            raise cls.malformed(text)
        unit = match["unit"].removeprefix("calendar ").removesuffix("s")
        return cls(text, int(match["number"]), cast(LapseUnit, unit))


@dataclass(frozen=True, slots=True)
class WorkTime(WrittenQuantity):
    """Time of a person's work, by the watch: `15 min`, `1.5 h`."""

    text: str
    length: Duration

    PATTERN = r"^\d+(\.\d+)? (min|h)$"
    EXAMPLES = ("15 min", "1.5 h")

    @classmethod
    def parse(cls, text: str) -> WorkTime:
        """Return the work a text names, in microseconds."""
        match = _WORK.fullmatch(text)
        if match is None:
            raise cls.malformed(text)
        unit = HOUR if match["unit"] == "h" else MINUTE
        return cls(text, int(Fraction(match["number"]) * unit))


@dataclass(frozen=True, slots=True)
class Distance(WrittenQuantity):
    """A distance by road: `30 km`."""

    text: str
    kilometres: Decimal

    PATTERN = r"^\d+(\.\d+)? km$"
    EXAMPLES = ("30 km",)

    @classmethod
    def parse(cls, text: str) -> Distance:
        """Return the distance a text names; without its unit it is refused."""
        match = _DISTANCE.fullmatch(text)
        if match is None:
            raise cls.malformed(text)
        return cls(text, Decimal(match["number"]))


@dataclass(frozen=True, slots=True)
class Measured(WrittenQuantity):
    """A measured quantity with its unit: `20 ms`, `0.1 %`, `100 Mbit/s`."""

    text: str
    number: Decimal
    unit: str

    PATTERN = r"^\d+(\.\d+)? ?\S+$"
    EXAMPLES = ("20 ms", "0.1 %", "100 Mbit/s")

    @classmethod
    def parse(cls, text: str) -> Measured:
        """Return the quantity a text names; without its unit it is refused."""
        match = _MEASURED.fullmatch(text)
        if match is None or match["unit"][0].isdigit():
            raise cls.malformed(text)
        return cls(text, Decimal(match["number"]), match["unit"])


@dataclass(frozen=True, slots=True)
class Ringing(WrittenQuantity):
    """How long a telephone rings, in seconds or in rings: `20 s`, `5 rings`."""

    text: str
    number: int
    unit: Literal["s", "rings"]

    PATTERN = r"^[1-9][0-9]* (s|rings?)$"
    EXAMPLES = ("20 s", "5 rings")

    @classmethod
    def parse(cls, text: str) -> Ringing:
        """Return the ringing a text names."""
        match = _RINGS.fullmatch(text)
        if match is None:
            raise cls.malformed(text)
        return cls(text, int(match["number"]), "s" if match["unit"] == "s" else "rings")


Notice: TypeAlias = Annotated[ClockedBudget | Lapse, ByText()]
"""A time to act within: on a clock, or by the calendar on the wall."""
