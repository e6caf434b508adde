"""Quantities of an agreement in words: times with their clock, money, shares, by the language."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Final

from babel.numbers import format_decimal

from patto.documents.pagewords import PageWords
from patto.documents.titles import Titles
from patto.kernel.agreement.calendars import ALWAYS
from patto.kernel.agreement.choices import settled
from patto.kernel.agreement.lapses import Distance, Lapse, Measured, Ringing, WorkTime
from patto.kernel.agreement.model import Agreement
from patto.kernel.agreement.money import (
    PURCHASE_PRICE,
    FeeDays,
    Money,
    Multiple,
    PercentOf,
    Rate,
)
from patto.kernel.agreement.quantities import Budget, ClockedBudget, Share
from patto.kernel.instants import HOUR, MINUTE, Duration
from patto.language import formats

Worth = Money | Rate | PercentOf | Multiple | FeeDays

_CENTS: Final = "#,##0.00##"
_WHOLE: Final = "#,##0"
_OF: Final = re.compile(r"(\d+) of (\d+)", re.ASCII)
_UNIT: Final = re.compile(r"(-?\d+)(?:\.(\d+))? (\S+)", re.ASCII)


class Quantities:
    """Says quantities in the language of the document, each with its unit and its clock."""

    def __init__(self, agreement: Agreement, language: str) -> None:
        self.agreement = agreement
        self.words = PageWords(language)
        self.titles = Titles(agreement, self.words)
        charges = settled(agreement.charges)
        self._charges = {c.id: c.title for c in (charges.fees or ()) if charges} if charges else {}
        if charges is not None:
            self._charges |= {charge.id: charge.title for charge in charges.rates or ()}
            if charges.prepaid is not None:
                self._charges[charges.prepaid.id] = self.say("charges.prepaid")

    def say(self, key: str, /, **parameters: object) -> str:
        """Return the words of a key of the contract."""
        if not parameters:
            return _said(self.words.language, f"contract.{key}")
        return self.words.say(f"contract.{key}", **parameters)

    def word(self, section: str, value: str) -> str:
        """Return the words that a section of the contract has for a word of the agreement."""
        return self.words.term(f"contract.{section}", value)

    def listing(self, values: Iterable[str]) -> str:
        """Return values joined as the language joins them."""
        return self.words.listing(values)

    def day_month(self, day: date) -> str:
        """Return a date without its year: `1 January`."""
        return formats.day(self.words.language, day, self.say("format.day-month"))

    def date(self, day: date) -> str:
        """Return a date without its day of the week: `1 January 2026`."""
        return formats.day(self.words.language, day, self.say("format.date"))

    def number(self, value: Fraction | float) -> str:
        """Return a number with all its decimals."""
        return self.words.number(value, 6)

    def amount(self, unit: str, number: Fraction | Decimal | int) -> str:
        """Return a number with a unit written out: `2 business days`."""
        exact = Fraction(number)
        return self.say(f"unit.{unit}", number=self.number(exact), count=float(exact))

    def budget(self, budget: Budget) -> str:
        """Return a time, on the clock that is named beside it."""
        return self.amount(budget.unit.replace(" ", "-"), budget.amount)

    def figure(self, text: str) -> str:
        """Return a figure as an example states it, `99.30 %` or `11 of 12`, as it is written here.

        Its decimals are kept, for a figure is printed with as many as were agreed.
        """
        if found := _OF.fullmatch(text):
            return self.say("examples.of", number=int(found[1]), whole=int(found[2]))
        if found := _UNIT.fullmatch(text):
            decimals = f".{'0' * len(found[2])}" if found[2] else ""
            number = format_decimal(
                Decimal(f"{found[1]}.{found[2] or 0}"), f"#,##0{decimals}",
                locale=formats.locale(self.words.language),
            )  # fmt: skip
            return self.say("unit.measured", number=number, unit=found[3])
        return text

    def length(self, length: Duration) -> str:
        """Return a length in hours and minutes, exact."""
        return self.words.duration(length)

    def clock(self, name: str) -> str:
        """Return a clock or calendar as it is cited."""
        if name == ALWAYS:
            return self.say("clock.always")
        return self.say("clock.named", clock=self.titles.clock(name))

    def clocked(self, time: ClockedBudget) -> str:
        """Return a time with the clock that it is counted on."""
        return self.on(time.budget, time.clock)

    def on(self, budget: Budget, clock: str) -> str:
        """Return a time on a clock."""
        told = self.budget(budget)
        if clock == ALWAYS:
            return self.say("clock.time-always", time=told)
        return self.say("clock.time", time=told, clock=self.titles.clock(clock))

    def lapse(self, lapse: Lapse) -> str:
        """Return a time by the calendar on the wall."""
        return self.amount(lapse.unit, lapse.number)

    def notice(self, notice: ClockedBudget | Lapse) -> str:
        """Return a time to act within."""
        return self.lapse(notice) if isinstance(notice, Lapse) else self.clocked(notice)

    def work(self, time: WorkTime) -> str:
        """Return time of work by the watch, in the unit that it is written in."""
        unit = "h" if time.text.endswith("h") else "min"
        return self.amount(unit, Fraction(time.length, HOUR if unit == "h" else MINUTE))

    def distance(self, distance: Distance) -> str:
        """Return a distance by road."""
        return self.say("unit.km", number=self.number(Fraction(distance.kilometres)))

    def measured(self, value: Measured) -> str:
        """Return a measured quantity with its unit."""
        number = self.number(Fraction(value.number))
        return self.say("unit.measured", number=number, unit=value.unit)

    def ringing(self, ringing: Ringing) -> str:
        """Return how long a telephone rings."""
        return self.amount(ringing.unit, ringing.number)

    def share(self, share: Share) -> str:
        """Return a share in percent."""
        return self.percent(share.fraction)

    def points(self, share: Share) -> str:
        """Return a share as a step of percentage points."""
        exact = share.fraction * 100
        return self.say("unit.point", number=self.number(exact), count=float(exact))

    def country(self, code: str) -> str:
        """Return a country by its two letters."""
        return str(formats.locale(self.words.language).territories.get(code, code))

    def percent_text(self, text: str) -> str:
        """Return a share as an agreement writes it, `95 %`, in the language's own form."""
        return self.share(Share.parse(text))

    def percent(self, fraction: Fraction) -> str:
        """Return a fraction in percent, exactly."""
        return self.say("unit.percent", number=self.number(fraction * 100))

    def charge(self, name: str) -> str:
        """Return what a charge is called, as it is cited."""
        if name == PURCHASE_PRICE:
            return self.say("money.purchase-price")
        return self.say("money.charge", title=self._charges.get(name, name))

    def money(self, amount: Decimal, currency: str) -> str:
        """Return an amount with its currency."""
        pattern = _WHOLE if amount == amount.to_integral_value() else _CENTS
        told = format_decimal(
            amount, pattern, locale=formats.locale(self.words.language), decimal_quantization=False
        )
        return self.say("money.amount", amount=told, currency=currency)

    def worth(self, worth: Worth) -> str:
        """Return money, a rate, a percentage, a multiple or days of a charge."""
        match worth:
            case Money():
                return self.money(worth.amount, worth.currency)
            case Rate():
                amount = self.money(worth.amount, worth.currency)
                return self.say("money.rate", amount=amount, unit=self.word("per", worth.unit))
            case PercentOf():
                share = self.percent(worth.fraction)
                if worth.base == PURCHASE_PRICE:
                    return self.say("money.percent-of-price", share=share)
                return self.say("money.percent-of", share=share, charge=self.charge(worth.base))
            case Multiple():
                factor = self.number(worth.factor)
                return self.say("money.multiple", factor=factor, charge=self.charge(worth.base))
            case FeeDays():
                return self.say(
                    "money.days", count=worth.days, charge=self.charge(worth.base)
                )  # fmt: skip


@cache
def _said(language: str, key: str) -> str:
    """Return words that nothing is put into, which most of a contract's are."""
    return PageWords(language).say(key)
