"""Every error the kernel raises, and the problems it returns.

Errors are for what the caller cannot go on from. The tree::

    PattoError
    ├── NaiveTimeError        an instant was given without its zone
    ├── MalformedTimeError    a text is not an instant, a date or a time of day
    ├── OutOfRangeError       an instant lies outside the years 1 to 9999
    ├── EndBeforeStartError   a span ends before it starts
    ├── UnknownZoneError      a zone is not in the pinned time-zone data
    ├── InvalidHoursError     an interval of a day is empty or out of range, or intervals overlap
    ├── NeverOpensError       a calendar has no open instant
    ├── NegativeBudgetError   a budget is below zero
    ├── NeverReachedError     a budget is not used up within ten years of calendar
    ├── MalformedCaseError    a test case lacks a field, or a field is not of its form
    ├── HorizonError          a horizon is empty or too long to be compiled
    ├── InvalidArrayError     an array has a wrong type or shape, or names no calendar there is
    ├── CannotEditError       a part of a file cannot be changed in place
    └── InputError            an input cannot be used; carries the problems found

What is wrong with an agreement or an export is not raised but returned, as `Problem` values:
a code, a place and parameters. The words for a code live in the language catalogues.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal, TypeAlias

Severity: TypeAlias = Literal["error", "warning", "info"]

NO_PARAMETERS: Mapping[str, str] = MappingProxyType({})


class PattoError(Exception):
    """The root of all errors that the kernel raises."""


class NaiveTimeError(PattoError):
    """An instant was given without its zone."""


class MalformedTimeError(PattoError):
    """A text is not an instant, a date or a time of day."""


class OutOfRangeError(PattoError):
    """An instant lies outside the years 1 to 9999, so no calendar can be read there."""


class EndBeforeStartError(PattoError):
    """A span ends before it starts."""


class UnknownZoneError(PattoError):
    """A zone is neither a fixed offset nor in the pinned time-zone data."""


class InvalidHoursError(PattoError):
    """An interval of a day is empty or out of range, or intervals overlap."""


class NeverOpensError(PattoError):
    """A calendar has no open instant."""


class NegativeBudgetError(PattoError):
    """A budget is below zero."""


class NeverReachedError(PattoError):
    """A budget is not used up within ten years of calendar."""


class MalformedCaseError(PattoError):
    """A test case lacks a field, or one of its fields is not of its form."""


class HorizonError(PattoError):
    """A horizon is empty, or longer than can be compiled."""


class InvalidArrayError(PattoError):
    """An array has a wrong type or shape, or names a calendar that is not there."""


class CannotEditError(PattoError):
    """A part of a file cannot be changed in place."""


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where something stands in a file: `line` and `column` count from 1, 0 if not known."""

    file: str = ""
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        """Return `file:line:column`, leaving out what is not known."""
        numbers = [str(n) for n in (self.line, self.column) if n]
        return ":".join([self.file or "-", *numbers])


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong with an input: a code, where it is, and what the words need to know."""

    code: str
    place: Place = Place()
    severity: Severity = "error"
    parameters: Mapping[str, str] = field(default_factory=lambda: NO_PARAMETERS)

    def __str__(self) -> str:
        """Return the bare facts, for logs and tests; people read the catalogue's words."""
        told = " ".join(f"{name}={value}" for name, value in self.parameters.items())
        return f"{self.place}: {self.code} {told}".rstrip()


class InputError(PattoError):
    """An input cannot be used; `problems` says why."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(str(problem) for problem in self.problems))
