"""Outcomes as texts and numbers for programs, column by column: no outcome is made one by one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from typing import Any, Final

import numpy as np

from patto.bulk.arrays import NONE, NULL, Codes, Int64s
from patto.bulk.measurement import BulkMeasurement
from patto.bulk.outcomes import VERDICTS
from patto.bulk.texts import Words
from patto.kernel.instants import DAY, SECOND, render

_EPOCH: Final = date(1970, 1, 1)

Values = list[Any]
"""A column of Python's texts, numbers and truths; `None` where there is nothing."""


class Rendered:
    """The outcomes of a measurement in columns, under the names of the documented results."""

    def __init__(self, measurement: BulkMeasurement) -> None:
        self._measurement = measurement
        self._own = measurement.found.outcomes
        known = measurement.found.vocabularies
        self._words = _table(known.words.values)
        self._periods = _table([period.label for period in known.periods.values])
        self._clauses = _table(known.clauses.values)
        self._verdicts = _table([verdict.value for verdict in VERDICTS])

    def items(self, rows: Int64s) -> Mapping[str, Values]:
        """Return what is said of some items, their lines and notes aside."""
        own, columns = self._own, self._measurement.columns
        names = columns.tickets.some(own.ticket[rows].astype(np.int64))
        suffixes = self._word(own.suffix[rows])
        return {
            "metric": self._word(own.metric[rows]),
            "version": own.version[rows].tolist(),
            "ticket": names,
            "item": [name + suffix for name, suffix in zip(names, suffixes, strict=True)],
            "priority": self._word(own.priority[rows]),
            "clock": self._word(own.clock[rows]),
            "period": self._periods[own.period[rows]].tolist(),
            "opened": instants(own.opened[rows]),
            "start": instants(own.start[rows]),
            "start_event": _events(columns.event_ids, own.start_row[rows]),
            "stop": instants(own.stop[rows]),
            "stop_event": _events(columns.event_ids, own.stop_row[rows]),
            "contractual_us": numbers(own.contractual[rows]),
            "wall_us": numbers(own.wall[rows], own.contractual[rows] == NULL),
            "unpaused_us": numbers(own.unpaused[rows], own.contractual[rows] == NULL),
            "disputed": own.disputed[rows].tolist(),
            "outside_count": own.outside[rows].tolist(),
        }

    def lines(self, rows: Int64s) -> Sequence[Mapping[str, Values]]:
        """Return what is said of the lines of some items; a verdict is `None` for no such line."""
        own = self._own
        return [
            {
                "share": self._word(own.share[line, rows]),
                "verdict": self._verdicts[own.verdict[line, rows]].tolist(),
                "reason": self._word(own.reason[line, rows]),
                "target_us": numbers(own.target[line, rows]),
                "target_text": self._word(own.target_text[line, rows]),
                "due": instants(own.due[line, rows]),
                "kept_until": instants(own.kept_until[line, rows]),
                "modified_by": self._clauses[own.modified[line, rows]].tolist(),
            }
            for line in range(own.verdict.shape[0])
        ]

    def _word(self, codes: Codes) -> Values:
        values: Values = self._words[codes].tolist()
        return values


def instants(values: Int64s) -> Values:
    """Return the RFC 3339 texts of instants, as `render` gives them one by one."""
    day, within = np.divmod(values, DAY)
    second, micro = np.divmod(within, SECOND)
    odd = np.flatnonzero((values == NULL) | (micro != 0))
    day[values == NULL] = 0
    days, place = np.unique(day, return_inverse=True)
    dates = np.array([_date(number) for number in days.tolist()], object)
    texts = dates[place] + _times()[second]
    for row in odd.tolist():
        texts[row] = None if values[row] == NULL else render(int(values[row]))
    found: Values = texts.tolist()
    return found


def numbers(values: Int64s, missing: Any = None) -> Values:
    """Return whole numbers, `None` for those that are missing: else for `NULL`."""
    found: Values = values.tolist()
    for row in np.flatnonzero(values == NULL if missing is None else missing).tolist():
        found[row] = None
    return found


def _date(number: int) -> str:
    return f"{(_EPOCH + timedelta(days=number)).isoformat()}T"


@cache
def _times() -> Any:
    """Return the text of each second of a day."""
    return np.array(
        [
            f"{hour:02}:{minute:02}:{second:02}Z"
            for hour in range(24)
            for minute in range(60)
            for second in range(60)
        ],
        object,
    )


def _table(values: Sequence[Any]) -> Any:
    """Return values to look up by their numbers; `NONE` stands for nothing."""
    table = np.full(len(values) + 1, None, object)
    for place, value in enumerate(values):
        table[place] = value
    return table


def _events(ids: Words, rows: Codes) -> Values:
    """Return the ids of the events of some rows, empty for none."""
    found = np.full(rows.size, "", object)
    given = np.flatnonzero(rows != NONE)
    found[given] = ids.some(rows[given].astype(np.int64))
    values: Values = found.tolist()
    return values
