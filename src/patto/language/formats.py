"""Formats: dates, times, numbers, shares and durations as a language writes them.

What is shown is never rounded across a limit: durations are shown to the last microsecond that
they have, and a share is rounded down, so that 94.96 % never reads as an agreed 95 %.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from fractions import Fraction
from functools import cache
from typing import Final

from babel import Locale
from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal

from patto.kernel.instants import HOUR, MINUTE, SECOND, Duration, Instant, to_datetime
from patto.kernel.zones import zone

_THIS_WEEK: Final = 6
"""Days ahead of which the name of the weekday says which is meant."""
_SAME_SEASON: Final = 60
"""Days within which a date needs no year, even across the New Year."""


@cache
def locale(language: str) -> Locale:
    """Return Babel's data for a language."""
    return Locale.parse(language)


def plural(language: str, count: float) -> str:
    """Return the plural category of a number: `one`, `few`, `other` and so on."""
    return str(locale(language).plural_form(count))


def number(language: str, value: float | Fraction, digits: int = 0) -> str:
    """Return a number with the language's separators and so many decimals, rounded down."""
    scale = 10**digits
    floored = Fraction(value) * scale // 1
    whole, rest = divmod(abs(floored), scale)
    text = str(format_decimal(whole, locale=locale(language)))
    if rest:
        text += _point(language) + f"{rest:0{digits}}".rstrip("0")
    return f"−{text}" if floored < 0 else text


def percent(language: str, share: float | Fraction, digits: int) -> str:
    """Return a share as the number before the sign, with so many decimals, rounded down."""
    return number(language, Fraction(share) * 100, digits)


def moment(
    language: str, instant: Instant, zone_name: str, pattern: str, *, seconds: bool,
    exact: bool = False,
) -> str:  # fmt: skip
    """Return an instant as the wall clock of a zone shows it, by a pattern of CLDR.

    Seconds are added where they are asked for and there are any, and with `exact` what is left of
    a second behind them. A reading that occurs twice, in
    the night in which the clocks go back, is followed by its offset.

    :raises UnknownZoneError: if there is no such zone
    :raises OutOfRangeError: if the instant lies outside the years 1 to 9999
    """
    wall = to_datetime(instant).astimezone(zone(zone_name))
    if exact and wall.microsecond:
        left = f"{wall.microsecond:06}".rstrip("0")
        pattern = pattern.replace("mm", f"mm:ss'{_point(language)}{left}'")
    elif seconds and wall.second:
        pattern = pattern.replace("mm", "mm:ss")
    text = str(format_datetime(wall, pattern, locale=locale(language)))
    other = wall.replace(fold=1 - wall.fold)
    return text if other.utcoffset() == wall.utcoffset() else f"{text} ({_offset(wall)})"


def nearness(instant: Instant, zone_name: str, now: Instant) -> str:
    """Return the form in which an instant is told at another one, by the dates on a zone's wall.

    :raises UnknownZoneError: if there is no such zone
    :raises OutOfRangeError: if an instant lies outside the years 1 to 9999
    """
    wall, today = (to_datetime(one).astimezone(zone(zone_name)).date() for one in (instant, now))
    days = (wall - today).days
    close = {-1: "yesterday", 0: "today", 1: "tomorrow"}
    if days in close or 0 < days <= _THIS_WEEK:
        return close.get(days, "this-week")
    return "short" if wall.year == today.year or abs(days) < _SAME_SEASON else "instant"


def day(language: str, value: date, pattern: str) -> str:
    """Return a date by a pattern of CLDR."""
    return str(format_date(value, pattern, locale=locale(language)))


def duration_parts(length: Duration, unit: str) -> tuple[tuple[str, Fraction], ...]:
    """Return the parts of a length that are not zero, from the largest: `(("h", 1), ("min", 10))`.

    The largest unit is `h`, `min` or `s`; a length of zero has one part.
    """
    sizes = [("h", HOUR), ("min", MINUTE)]
    parts = []
    for name, size in sizes[1:] if unit == "min" else sizes if unit == "h" else []:
        whole, length = divmod(length, size)
        if whole:
            parts.append((name, Fraction(whole)))
    if length or not parts:
        parts.append(("s", Fraction(length, SECOND)) if length else (unit, Fraction(0)))
    return tuple(parts)


def _point(language: str) -> str:
    return str(locale(language).number_symbols["latn"]["decimal"])


def _offset(wall: datetime) -> str:
    offset = wall.utcoffset() or timedelta()
    sign = "-" if offset < timedelta() else "+"
    minutes = abs(offset) // timedelta(minutes=1)
    return f"{sign}{minutes // 60:02}:{minutes % 60:02}"
