"""What is wrong with a file, as a page shows it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from patto.kernel.errors import Problem
from patto.language.words import Words


@dataclass(frozen=True, slots=True)
class ProblemRow:
    """A problem in words, with its place."""

    place: str
    what: str
    why: str
    mend: str


def told_problems(problems: Iterable[Problem], words: Words) -> tuple[ProblemRow, ...]:
    """Return problems in words."""
    return tuple(
        ProblemRow(_place(one), text.what, text.why, text.mend)
        for one in problems
        for text in (words.problem(one),)
    )


def _place(problem: Problem) -> str:
    place = problem.place
    return f"{place.line}:{place.column}" if place.line else ""
