"""What is left of a budget as it is carried from row to row, exactly (semantics 4.7)."""

from __future__ import annotations

from typing import Any

import numpy as np

from patto.bulk.arrays import NONE, NULL, Int64s, Mask, filled


class Carried:
    """The unused share of the budget of each span, as a fraction of Python's whole numbers.

    Few spans have more than one row, and products of budgets leave 64 bits. The kernel's
    `_Carried`: `begin` is where the present row of a span began to hold, `spent` what had been
    counted by then, and `lost` whether what is left of it is not known.
    """

    def __init__(self, spans: int) -> None:
        self.spent = filled(spans, 0)
        self.begin = filled(spans, NULL)
        self.lost: Mask = np.zeros(spans, np.bool_)
        self._end = filled(spans, NULL)
        self._row = filled(spans, NONE)
        self._budget = filled(spans, 0)
        self._used = filled(spans, 0)
        self._left: Any = np.zeros(spans, object)
        self._of: Any = np.ones(spans, object)

    def hold(self, spans: Int64s, row: Int64s, budget: Int64s, start: Int64s, end: Int64s) -> Mask:
        """Have rows with these budgets hold in spans; return where what they carry is unknown.

        A row that goes on where it held just before goes on with what it has.
        """
        anew = (self._row[spans] != row) | (self._end[spans] != start)
        unknown: Mask = anew & self.lost[spans]
        chosen = spans[anew]
        self._carry(chosen, row[anew], budget[anew])
        self.spent[chosen] += self._used[chosen]
        self._row[chosen], self._budget[chosen] = row[anew], budget[anew]
        self.begin[chosen] = start[anew]
        self._end[spans] = end
        return unknown

    def _carry(self, spans: Int64s, row: Int64s, budget: Int64s) -> None:
        """Carry over what is left of the rows that held before, in the share of the new budgets."""
        first = self._row[spans] == NONE
        self._left[spans[first]] = budget[first].astype(object)
        rest = spans[~first]
        self._left[rest] -= self._used[rest].astype(object) * self._of[rest]
        moved = ~first & (self._row[spans] != row)
        other = spans[moved]
        self._left[other] *= budget[moved].astype(object)
        self._of[other] *= self._budget[other].astype(object)

    def use(self, spans: Int64s, counted: Int64s) -> None:
        """Note what has been counted since the present rows began to hold."""
        self._used[spans] = counted

    def left(self, spans: Int64s) -> Int64s:
        """Return what was left as the present rows began to hold, in whole microseconds."""
        whole: Int64s = (self._left[spans] // self._of[spans]).astype(np.int64)
        return whole
