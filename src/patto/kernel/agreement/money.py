"""Money and what is reckoned in it, as an agreement writes them: never a bare number.

`1,200.50`, `2.0` and `10 %` of nothing are how a signed text came to mean something else than what
was computed. Money names its currency, a percentage and a multiple what they are taken of, a rate
what it is paid for.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Final, Literal, TypeAlias, cast

from pydantic_core import PydanticCustomError

from patto.kernel.agreement.quantities import ByText, WrittenQuantity

PURCHASE_PRICE: Final = "purchase-price"
"""What a part or a licence cost the provider: the one base that is no charge of the agreement."""

RateUnit: TypeAlias = Literal["h", "day", "km", "call", "ticket"]

_AMOUNT: Final = r"(?P<amount>\d{1,12}(?:\.\d{1,4})?)"
_NUMBER: Final = r"(?P<number>\d{1,5}(?:\.\d{1,6})?)"
_CURRENCY: Final = r"(?P<currency>[A-Z]{3})"
_BASE: Final = r"(?P<base>[A-Za-z0-9][A-Za-z0-9_.-]{0,99})"
_MONEY: Final = re.compile(f"{_AMOUNT} {_CURRENCY}", re.ASCII)
_RATE: Final = re.compile(f"{_AMOUNT} {_CURRENCY} per (?P<unit>h|day|km|call|ticket)", re.ASCII)
_PERCENT_OF: Final = re.compile(f"{_NUMBER} ?% of {_BASE}", re.ASCII)
_MULTIPLE: Final = re.compile(f"{_NUMBER} x {_BASE}", re.ASCII)
_FEE_DAYS: Final = re.compile(rf"(?P<days>\d{{1,3}}) days? of {_BASE}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Money(WrittenQuantity):
    """An amount with its currency: `85.00 EUR`."""

    text: str
    amount: Decimal
    currency: str

    PATTERN = r"^\d+(\.\d+)? [A-Z]{3}$"
    EXAMPLES = ("85.00 EUR", "1200 EUR")
    OF_A_NUMBER = "money-malformed"

    @classmethod
    def parse(cls, text: str) -> Money:
        """Return the amount a text names; without its currency it is refused."""
        match = _MONEY.fullmatch(text)
        if match is None:
            raise PydanticCustomError("money-malformed", "{value}", {"value": text})
        return cls(text, Decimal(match["amount"]), match["currency"])


@dataclass(frozen=True, slots=True)
class Rate(WrittenQuantity):
    """An amount for each of a unit: `85.00 EUR per h`."""

    text: str
    amount: Decimal
    currency: str
    unit: RateUnit

    PATTERN = r"^\d+(\.\d+)? [A-Z]{3} per (h|day|km|call|ticket)$"
    EXAMPLES = ("85.00 EUR per h", "0.70 EUR per km")

    @classmethod
    def parse(cls, text: str) -> Rate:
        """Return the rate a text names; without its currency and its unit it is refused."""
        match = _RATE.fullmatch(text)
        if match is None:
            raise cls.malformed(text)
        unit = cast(RateUnit, match["unit"])
        return cls(text, Decimal(match["amount"]), match["currency"], unit)


@dataclass(frozen=True, slots=True)
class PercentOf(WrittenQuantity):
    """A percentage with the charge that it is taken of: `10 % of monthly-fee`."""

    text: str
    fraction: Fraction
    base: str

    PATTERN = r"^\d+(\.\d+)? ?% of \S+$"
    EXAMPLES = ("10 % of monthly-fee",)
    OF_A_NUMBER = "percent-of-malformed"

    @classmethod
    def parse(cls, text: str) -> PercentOf:
        """Return the percentage a text names; without what it is taken of it is refused."""
        match = _PERCENT_OF.fullmatch(text)
        if match is None:
            raise PydanticCustomError("percent-of-malformed", "{value}", {"value": text})
        return cls(text, Fraction(match["number"]) / 100, match["base"])


@dataclass(frozen=True, slots=True)
class Multiple(WrittenQuantity):
    """So many times a charge of the agreement: `1.5 x hour-of-work`."""

    text: str
    factor: Fraction
    base: str

    PATTERN = r"^\d+(\.\d+)? x \S+$"
    EXAMPLES = ("1.5 x hour-of-work",)

    @classmethod
    def parse(cls, text: str) -> Multiple:
        """Return the multiple a text names; without what is multiplied it is refused."""
        match = _MULTIPLE.fullmatch(text)
        if match is None:
            raise cls.malformed(text)
        return cls(text, Fraction(match["number"]), match["base"])


@dataclass(frozen=True, slots=True)
class FeeDays(WrittenQuantity):
    """What a charge comes to in so many days: `2 days of monthly-fee`."""

    text: str
    days: int
    base: str

    PATTERN = r"^\d+ days? of \S+$"
    EXAMPLES = ("2 days of monthly-fee",)

    @classmethod
    def parse(cls, text: str) -> FeeDays:
        """Return the days a text names, with the charge they are days of."""
        match = _FEE_DAYS.fullmatch(text)
        if match is None:
            raise cls.malformed(text)
        return cls(text, int(match["days"]), match["base"])


Price: TypeAlias = Annotated[Rate | Multiple | Money, ByText()]
"""What is paid: an amount, an amount for each of a unit, or a multiple of another charge."""

Amount: TypeAlias = Annotated[PercentOf | Money, ByText()]
"""A limit or a share in money: an amount, or a percentage of a charge."""

Credit: TypeAlias = Annotated[PercentOf | FeeDays | Money, ByText()]
"""What a miss is worth: a percentage of a charge, days of one, or an amount."""
