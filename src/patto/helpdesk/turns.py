"""Why a version cannot take its place beside those in force, in the words of its page."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from patto.agreements import queries
from patto.agreements.queries import VersionRow
from patto.helpdesk.reading import told_problems
from patto.kernel.errors import Problem
from patto.language.words import Words

_DAYS: Final = frozenset({"start", "end"})
"""The parameters of these problems that are dates."""


def told_in_turn(version: VersionRow, words: Words) -> tuple[str, ...]:
    """Return what stands between a version that is not in force and those that are."""
    start = queries.start_of(version)
    early = [
        one
        for one in queries.versions(version.customer)
        if one.state == "in-force"
        and one.identity == version.identity
        and one.number < version.number
        and start <= queries.start_of(one)
    ]
    if early:
        last = max(early, key=queries.start_of)
        told = {"number": last.number, "since": words.date(queries.start_of(last))}
        return (words.say("agreements.between.early", day=words.date(start), **told),)
    problems = queries.in_turn(version.id, customer=version.customer)
    return tuple(_sentences(problems, words))


def _sentences(problems: tuple[Problem, ...], words: Words) -> Iterator[str]:
    for problem in problems:
        key = f"agreements.between.{problem.code}"
        if words.knows(key):
            yield words.say(key, **{
                name: words.date(date.fromisoformat(value)) if value and name in _DAYS else value
                for name, value in problem.parameters.items()
            })  # fmt: skip
        else:
            yield from (f"{one.what} {one.mend}" for one in told_problems([problem], words))
