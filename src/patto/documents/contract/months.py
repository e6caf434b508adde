"""The months of a year for a drawing: days as lines of text, and the shapes that lie behind them.

Set cell by cell, a month costs Typst as much as a page of text; as one paragraph over a few shapes
it costs a tenth of that.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from patto.documents.contract.tree import DayKind, Month, Year


@dataclass(frozen=True, slots=True)
class Run:
    """Days of one kind that follow one another in a week; `left` is the column of the first."""

    kind: DayKind
    left: int
    days: tuple[int, ...]


def drawn(year: Year) -> dict[str, Any]:
    """Return a year as a drawing needs it: month by month, week by week, the runs of its days."""
    return {
        "title": year.title,
        "weekdays": year.weekdays,
        "legend": year.legend,
        "months": [
            {
                "name": month.name,
                "weeks": [[(run.kind, run.left, run.days) for run in week] for week in runs(month)],
            }
            for month in year.months
        ],
    }


def runs(month: Month) -> Iterator[tuple[Run, ...]]:
    """Yield each week of a month as its runs, without the days of other months."""
    for week in month.weeks:
        days = [(place, cell) for place, cell in enumerate(week) if cell.number]
        yield tuple(
            Run(some[0][1].kind, some[0][0], tuple(cell.number for _, cell in some))
            for some in (list(group) for _, group in groupby(days, key=lambda day: day[1].kind))
        )
