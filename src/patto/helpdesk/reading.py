"""An agreement's text as a page shows it: what is wrong, what is to settle, what it promises."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from patto.kernel.agreement.model import Agreement
from patto.kernel.agreement.reading import read
from patto.kernel.checks import rendering
from patto.kernel.checks.review import review_reading
from patto.kernel.errors import Problem
from patto.kernel.instants import Instant, to_datetime
from patto.kernel.zones import zone as zone_of
from patto.language.words import Words


@dataclass(frozen=True, slots=True)
class ProblemRow:
    """A problem in words, with its place."""

    place: str
    what: str
    why: str
    mend: str


@dataclass(frozen=True, slots=True)
class ClosedRow:
    """A day on which a calendar is closed."""

    calendar: str
    day: date
    name: str
    told: str


@dataclass(frozen=True, slots=True)
class Told:
    """What a page shows of an agreement: the findings to settle first, and the closed days."""

    agreement: Agreement | None
    findings: tuple[dict[str, Any], ...]
    closed: tuple[ClosedRow, ...]


def told_problems(problems: Iterable[Problem], words: Words) -> tuple[ProblemRow, ...]:
    """Return problems in words."""
    return tuple(
        ProblemRow(_place(one), text.what, text.why, text.mend)
        for one in problems
        for text in (words.problem(one),)
    )


def readable(text: str, words: Words, zone: str, at: Instant) -> Told:
    """Return what a page shows of a stored text; closed days are those of the present year."""
    reading = read(text)
    review = review_reading(reading)
    language: Any = words.language
    found = () if review is None else tuple(rendering.as_json(review, language)["findings"])
    year = to_datetime(at).astimezone(zone_of(zone)).year
    agreement = reading.agreement
    closed = () if agreement is None else tuple(_closed(agreement, year, words))
    return Told(agreement, tuple(one for one in found if one["severity"] != "info"), closed)


def _closed(agreement: Agreement, year: int, words: Words) -> Iterable[ClosedRow]:
    for terms in agreement.calendars.values():
        for one in terms.closed_days or ():
            if one.date.year == year:
                yield ClosedRow(terms.title, one.date, one.name, words.date(one.date))


def _place(problem: Problem) -> str:
    place = problem.place
    return f"{place.line}:{place.column}" if place.line else ""
