"""What a reader is told, in the reader's language.

A template names its parameters, `{value}`; they are put in once and never read as templates
themselves, and what could drive a terminal is shown, not sent. `{event:event}` puts in the words
that the section `event` has for the parameter's value, or the value where it has none;
`{limit:number}` writes digits with separators, `{late_us:duration}` microseconds as a time. What
stands in `[[double brackets]]` is left out where one of its parameters is empty, or gives way to
what follows `||` in them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from patto.kernel.errors import PattoError, Problem
from patto.kernel.instants import SECOND, Duration, Instant, parse
from patto.language.catalogue import MissingWordsError, catalogue

if TYPE_CHECKING:
    from fractions import Fraction

_FIELD: Final = re.compile(r"\{([a-z_]+)(?::([a-z-]+))?\}")
_OPTIONAL: Final = re.compile(r"\[\[(.*?)\]\]", re.DOTALL)
_PARTS: Final = ("what", "why", "mend")
_WRITTEN: Final = "value"
"""The parameter of a problem that is quoted as it was written, whatever it looks like."""
_INSTANT: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,6})?Z", re.ASCII)
_WEEKDAY: Final = re.compile(r"\b[a-z]{3}\b")
_BARE: Final = range(1000)
"""The whole numbers that are written in digits alone, without separators."""
_ONE_ALONE: Final = frozenset({"en", "it"})
"""The languages in which, below a thousand, the form `one` is for 1 and `other` for the rest."""
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True, slots=True)
class ProblemText:
    """A problem in words: what is wrong, why it matters, and how to mend it."""

    what: str
    why: str
    mend: str


class Words:
    """The words of one language.

    :raises MissingWordsError: if there is no catalogue for it
    """

    def __init__(self, language: str) -> None:
        self.language = language
        self._catalogue = catalogue(language)

    def say(self, key: str, /, **parameters: object) -> str:
        """Return the words of a key with its parameters put in.

        A whole number is written with the language's separators; `count` chooses the plural form.

        :raises MissingWordsError: if the key has no words, or a parameter is missing
        """
        entry = self._catalogue.entry(key)
        if isinstance(entry, Mapping):
            entry = entry.get(self._plural(key, parameters), entry["other"])
        template = _OPTIONAL.sub(lambda part: _kept(part[1], parameters), entry)
        return _FIELD.sub(lambda field: self._shown(key, parameters, *field.groups()), template)

    def template(self, key: str) -> str:
        """Return the words of a key for a page that explains them: `{name}` for each parameter.

        :raises MissingWordsError: if the key has no words
        """
        entry = self._catalogue.entry(key)
        text = entry if isinstance(entry, str) else entry["other"]
        text = _OPTIONAL.sub(lambda part: part[1].partition("||")[0], text)
        return _FIELD.sub(lambda field: f"{{{field[1]}}}", text)

    def knows(self, key: str) -> bool:
        """Return whether a key has words."""
        return key in self._catalogue

    def problem(self, problem: Problem, zone: str = "") -> ProblemText:
        """Return a problem in words, the instants it tells in a zone where one is known.

        :raises MissingWordsError: if its code has none, or it lacks a parameter they need
        """
        key, told = f"problem.{problem.code}", dict(problem.parameters)
        if zone:
            told |= {n: self._local(t, zone) for n, t in told.items() if n != _WRITTEN}
        return ProblemText(*(self.say(f"{key}.{part}", **told) for part in _PARTS))

    def _local(self, text: str, zone: str) -> str:
        return self.instant(parse(text), zone) if _INSTANT.fullmatch(str(text)) else text

    def finding(self, code: str) -> str:
        """Return what a problem of an export is called in a list, its code where it has no name."""
        return self.term("finding", code)

    def error(self, error: PattoError | str) -> ProblemText:
        """Return an error of the kernel in words, by its class or the name of its class.

        :raises MissingWordsError: if there are none
        """
        name = error if isinstance(error, str) else type(error).__name__
        return ProblemText(*(self.say(f"error.{name}.{part}") for part in _PARTS))

    def number(self, value: float | Fraction, digits: int = 0) -> str:
        """Return a number with at most so many decimals, rounded down."""
        if isinstance(value, int) and value in _BARE:
            return str(int(value))
        from patto.language import formats  # noqa: PLC0415  # most words need no Babel

        return formats.number(self.language, value, digits)

    def percent(self, share: float | Fraction, digits: int = 1) -> str:
        """Return a share such as 0.95 in percent, rounded down: never up to what was agreed."""
        from patto.language import formats  # noqa: PLC0415  # most words need no Babel

        return self.say("format.percent", number=formats.percent(self.language, share, digits))

    def duration(self, length: Duration, unit: str = "h") -> str:
        """Return microseconds as `1 h 10 min`, or with `min` as `70 min`.

        What is left of a second is shown as a whole one. Limits are whole seconds, so what
        was within one, or past it, is also shown to be.
        """
        from patto.language import formats  # noqa: PLC0415  # most words need no Babel

        parts = formats.duration_parts(-(-abs(length) // SECOND) * SECOND, unit)
        told = [self.say(f"unit.{name}", number=self.number(value)) for name, value in parts]
        return ("−" if length < 0 else "") + " ".join(told)

    def exact_duration(self, length: Duration, unit: str = "h") -> str:
        """Return microseconds in the same way with all that is left of a second."""
        from patto.language import formats  # noqa: PLC0415  # most words need no Babel

        parts = formats.duration_parts(length, unit)
        return " ".join(self.say(f"unit.{n}", number=self.number(value, 6)) for n, value in parts)

    def instant(
        self, instant: Instant, zone: str, *, form: str = "instant", seconds: bool = True,
        exact: bool = False,
    ) -> str:  # fmt: skip
        """Return an instant as the wall clock of a zone shows it, with the day of the week.

        The form is `instant`, `short` (no year) or `time`. It is told to the second, or to the
        minute without `seconds`; `exact` adds what is left of a second.

        :raises UnknownZoneError: if there is no such zone
        :raises OutOfRangeError: if the instant lies outside the years 1 to 9999
        """
        from patto.language import formats  # noqa: PLC0415  # most words need no Babel

        pattern = self.say(f"format.{form}")
        return formats.moment(self.language, instant, zone, pattern, seconds=seconds, exact=exact)

    def near(self, instant: Instant, zone: str, now: Instant) -> str:
        """Return an instant as people say it at another one: `today at 16:40`, `Friday at 9:00`.

        One that is no day's or week's matter is told with its date, in another year with that.

        :raises UnknownZoneError: if there is no such zone
        :raises OutOfRangeError: if the instant lies outside the years 1 to 9999
        """
        from patto.language import formats  # noqa: PLC0415  # most words need no Babel

        form = formats.nearness(instant, zone, now)
        return self.instant(instant, zone, form=form, seconds=False)

    def date(self, day: date) -> str:
        """Return a date with its day of the week."""
        from patto.language import formats  # noqa: PLC0415  # most words need no Babel

        return formats.day(self.language, day, self.say("format.date"))

    def period(self, label: str) -> str:
        """Return a period such as `2026-03`, `2026-Q1`, `2026-T1`, `2026-H1` or `2026` in words."""
        from patto.language import formats  # noqa: PLC0415  # most words need no Babel

        year, _, part = label.partition("-")
        if part.startswith(("H", "T")):
            return self.say(f"format.{part}", year=year)
        if not part:
            return year
        month = int(part[1:]) * 3 if part.startswith("Q") else int(part)
        pattern = self.say("format.quarter" if part.startswith("Q") else "format.month")
        return formats.day(self.language, date(int(year), month, 1), pattern)

    def listing(self, values: Iterable[str]) -> str:
        """Return values joined as the language joins them: `a, b and c`."""
        *before, last = [visible(value) for value in values] or [""]
        key = "format.list-of-two" if len(before) == 1 else "format.list-of-more"
        return self.say(key, before=", ".join(before), last=last) if before else last

    def _plural(self, key: str, parameters: Mapping[str, object]) -> str:
        count = parameters.get("count")
        if not isinstance(count, int | float):
            raise MissingWordsError(f"{self.language}: {key} has plural forms and needs a count")
        if self.language in _ONE_ALONE and isinstance(count, int) and count in _BARE:
            return "one" if count == 1 else "other"
        from patto.language import formats  # noqa: PLC0415  # most words need no Babel

        return formats.plural(self.language, count)

    def term(self, section: str, value: str) -> str:
        """Return the words that a section has for a value, or the value where it has none."""
        key = f"{section}.{value}"
        return self.say(key) if self.knows(key) else visible(value)

    def _worded(self, section: str, value: str) -> str:
        if section == "weekday":  # one, or several as an agreement writes them: `mon-fri`
            return _WEEKDAY.sub(lambda day: self.term(section, day[0]), visible(value))
        if section in {"number", "duration"} and value.isdecimal():
            return self.number(int(value)) if section == "number" else self.duration(int(value))
        return self.term(section, value)

    def _shown(
        self, key: str, parameters: Mapping[str, object], name: str, section: str | None
    ) -> str:
        if name not in parameters:
            raise MissingWordsError(f"{self.language}: {key} needs the parameter {name}")
        value = parameters[name]
        if section is not None:
            return self._worded(section, str(value))
        return self.number(value) if isinstance(value, int) else visible(str(value))


def _kept(part: str, parameters: Mapping[str, object]) -> str:
    kept, _, instead = part.partition("||")
    named = [name for name, _ in _FIELD.findall(kept)]
    return kept if all(str(parameters.get(name, "")) for name in named) else instead


def visible(text: str) -> str:
    """Return a text whose control characters are written out, so that none reaches a terminal."""
    return _CONTROL.sub(lambda found: f"\\x{ord(found[0]):02x}", text)
