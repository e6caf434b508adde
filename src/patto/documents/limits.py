"""How much a page lists: the first of many, and how many more there are.

A page of a year and many metrics has as much room as one of a month: what it lists is shared out
among its chapters, so that a page stays one that can be read and opened.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from patto.kernel.evaluation.lists import Lists
from patto.kernel.evaluation.outcome import MetricOutcome

DRAWN: Final = 500
"""How many misses of a chapter are drawn at most; what lies beyond is listed in a table."""

DRAWN_IN_ALL: Final = 600
"""How many misses of a page are drawn."""

IN_FULL: Final = 20
"""How many misses of a chapter are told segment by segment at most."""

IN_FULL_IN_ALL: Final = 120
"""How many misses of a page are told segment by segment."""

ROWS: Final = 500
"""The most rows that a table shows; the rest is counted."""

ROWS_IN_ALL: Final = 6_000
"""How many rows the tables of one kind have together."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a chapter has room for.

    So many misses are drawn, the first of them `in_full`, and each table shows so many rows.
    """

    drawn: int
    in_full: int
    rows: int


def limits_of(outcomes: Sequence[MetricOutcome], lists: Lists) -> Limits:
    """Return the limits of a page of some outcomes, shared among those that have tickets."""
    tickets = [lists.tickets(outcome) for outcome in outcomes if _lists_any(outcome, lists)]
    missed = [own.number("missed") for own in tickets]
    return Limits(
        fair(missed, DRAWN_IN_ALL, DRAWN),
        fair(missed, IN_FULL_IN_ALL, IN_FULL),
        min(ROWS, ROWS_IN_ALL // max(len(tickets), 1)),
    )


def fair(asked: Iterable[int], room: int, most: int) -> int:
    """Return how many each may have at most, so that all together fill the room and no more.

    Who asks for less than a fair share leaves the rest to the others.
    """
    waiting = sorted(asked)
    while waiting and waiting[0] <= room // len(waiting):
        room -= waiting.pop(0)
    return min(most, max(room // len(waiting), 1)) if waiting else most


def _lists_any(outcome: MetricOutcome, lists: Lists) -> bool:
    return bool(len(lists.tickets(outcome)) or (outcome.count and outcome.count.number))
