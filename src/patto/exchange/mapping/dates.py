"""How a desk writes dates: patterns such as `D/M/YYYY HH:mm`, and what a value then names.

The letters are `YYYY`, `YY`, `MMM` (Jan, gen), `MM`, `M`, `DD`, `D`, `HH`, `H`, `hh`, `h` with `A`
(AM, PM), `mm`, `ss`, `S` (a fraction, one to six digits) and `Z` (an offset). A single letter
takes one or two digits, a doubled one exactly two; text in brackets stands for itself. `iso` is
RFC 3339 with or without an offset, `unix` and `unix-ms` count from 1970. Nothing depends on the
machine's own language.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from fractions import Fraction
from functools import cached_property
from typing import Final

from patto.kernel.instants import EPOCH

_TOKEN: Final = re.compile(
    r"\[(?P<literal>[^\]]*)\]"
    r"|(?P<token>YYYY|YY|MMM|MM|M|DD|D|HH|H|hh|h|mm|ss|S|A|Z)"
    r"|(?P<wrong>[A-Za-z])"
    r"|(?P<mark>.)",
    re.DOTALL,
)
_TWO: Final = r"\d\d"
_ONE_OR_TWO: Final = r"\d\d?"
_EXPRESSION: Final[Mapping[str, tuple[str, str]]] = {
    "YYYY": ("year", r"\d{4}"),
    "YY": ("short_year", _TWO),
    "MMM": ("month_name", r"[^\W\d_]{3}"),
    "MM": ("month", _TWO),
    "M": ("month", _ONE_OR_TWO),
    "DD": ("day", _TWO),
    "D": ("day", _ONE_OR_TWO),
    "HH": ("hour", _TWO),
    "H": ("hour", _ONE_OR_TWO),
    "hh": ("half_hour", _TWO),
    "h": ("half_hour", _ONE_OR_TWO),
    "mm": ("minute", _TWO),
    "ss": ("second", _TWO),
    "S": ("fraction", r"\d{1,6}"),
    "A": ("half", r"[AaPp]\.?[Mm]\.?"),
    "Z": ("offset", r"Z|[+-]\d\d:?\d\d"),
}
_MONTHS: Final = {
    name: number
    for names in (
        "jan feb mar apr may jun jul aug sep oct nov dec",
        "gen feb mar apr mag giu lug ago set ott nov dic",
    )
    for number, name in enumerate(names.split(), 1)
}
_ISO: Final = re.compile(
    r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)[Tt ](?P<hour>\d\d):(?P<minute>\d\d)"
    r"(?::(?P<second>\d\d)(?:\.(?P<fraction>\d{1,6}))?)?(?: ?(?P<offset>[Zz]|[+-]\d\d:?\d\d))?",
    re.ASCII,
)
_UNIX: Final = re.compile(r"-?\d{1,15}(\.\d{1,6})?", re.ASCII)
_SWAPPED: Final = {"D": "M", "DD": "MM", "M": "D", "MM": "DD"}
_NAMED: Final = ("iso", "unix", "unix-ms")


class PatternError(ValueError):
    """A pattern cannot be read; its argument is the part at fault, empty if something lacks."""


@dataclass(frozen=True)
class DatePattern:
    """One way of writing dates."""

    text: str
    expression: re.Pattern[str] | None

    @classmethod
    def parse(cls, text: str) -> DatePattern:
        """Return the pattern that a text names.

        :raises PatternError: if a letter stands for nothing or twice, or year, month or day lacks
        """
        if text == "iso":
            return cls(text, _ISO)
        if text in _NAMED:
            return cls(text, None)
        written, groups = "", set[str]()
        for match in _TOKEN.finditer(text):
            if match["wrong"]:
                raise PatternError(match["wrong"])
            token = match["token"]
            if token is None:
                written += re.escape(match["literal"] or match["mark"] or "")
                continue
            group, expression = _EXPRESSION[token]
            if group in groups:
                raise PatternError(token)
            groups.add(group)
            written += f"(?P<{group}>{expression})"
        _complete(groups)
        return cls(text, re.compile(written, re.ASCII if "month_name" not in groups else 0))

    @cached_property
    def swapped(self) -> DatePattern | None:
        """The pattern with day and month in each other's place, where both are numbers."""
        if self.expression is None or self.text in _NAMED or "MMM" in self.text:
            return None
        text = _TOKEN.sub(lambda match: _SWAPPED.get(match[0], match[0]), self.text)
        return DatePattern.parse(text)

    def read(self, value: str) -> datetime | None:
        """Return what a value names, aware if it names an offset.

        `None` is returned for what is written otherwise, or is no date or time that exists.
        """
        if self.expression is None:
            return self._since_1970(value)
        match = self.expression.fullmatch(value)
        if match is None:
            return None
        try:
            return _moment(match.groupdict())
        except (KeyError, ValueError):
            return None

    def _since_1970(self, value: str) -> datetime | None:
        if not _UNIX.fullmatch(value):
            return None
        unit = 1_000 if self.text == "unix-ms" else 1_000_000
        since = int(Fraction(value) * unit)
        try:
            return EPOCH + timedelta(microseconds=since)
        except OverflowError:
            return None


def _complete(groups: set[str]) -> None:
    """Refuse a pattern that leaves open which day or half of the day is meant.

    :raises PatternError: if it does
    """
    for needed in ({"year", "short_year"}, {"month", "month_name"}, {"day"}):
        if not needed & groups:
            raise PatternError("")
    if ("half_hour" in groups) != ("half" in groups) or {"hour", "half_hour"} <= groups:
        raise PatternError("")


def _moment(parts: Mapping[str, str | None]) -> datetime:
    """Return the datetime of the parts of a value.

    :raises ValueError: if there is no such date or time
    :raises KeyError: if there is no such month
    """
    name = parts.get("month_name")
    moment = datetime(  # noqa: DTZ001  # what a wall clock shows; its zone comes from the mapping
        int(parts.get("year") or f"20{parts['short_year']}"),
        _MONTHS[name.lower()] if name else int(parts["month"] or 0),
        int(parts["day"] or 0),
        _hour(parts),
        int(parts.get("minute") or 0),
        int(parts.get("second") or 0),
        int((parts.get("fraction") or "").ljust(6, "0")),
    )
    offset = parts.get("offset")
    return moment if offset is None else moment.replace(tzinfo=_zone(offset))


def _hour(parts: Mapping[str, str | None]) -> int:
    half = parts.get("half_hour")
    if half is None:
        return int(parts.get("hour") or 0)
    hour = int(half)
    if not 1 <= hour <= 12:
        raise ValueError(half)
    afternoon = (parts["half"] or "").lower().startswith("p")
    return hour % 12 + (12 if afternoon else 0)


def _zone(offset: str) -> timezone:
    if offset in "Zz":
        return timezone(timedelta(0))
    length = timedelta(hours=int(offset[1:3]), minutes=int(offset[-2:]))
    return timezone(-length if offset.startswith("-") else length)
