"""Deadlines by date, worked out once for all calls of a day that have the same (semantics 3.5)."""

from __future__ import annotations

import numpy as np

from patto.bulk.arrays import FOREVER, NULL, Int64s, filled
from patto.kernel.agreement.metrics import Deadline
from patto.kernel.errors import NeverReachedError
from patto.kernel.evaluation.deadlines import deadline
from patto.kernel.hours import Calendar
from patto.kernel.instants import DAY
from patto.kernel.spans import Span
from patto.kernel.zones import pieces


class Deadlines:
    """The deadlines that one line of a row gives.

    A deadline depends on the date of the call, on whether it came after the cut-off, and on
    whether it came before the deadline that it would have had: of the calls of a day before or
    after the cut-off, all those before that instant have one deadline, and the others the next.
    """

    def __init__(self, terms: Deadline, calendar: Calendar) -> None:
        self._terms = terms
        self._calendar = calendar

    def of(self, calls: Int64s) -> Int64s:
        """Return the deadline of each call, `NULL` where it never comes."""
        found = filled(calls.size, NULL)
        if not calls.size:
            return found
        order = np.argsort(calls, kind="stable")
        key = self._day_and_half(calls[order])
        order = order[np.argsort(key, kind="stable")]
        for group in np.split(order, np.flatnonzero(np.diff(np.sort(key))) + 1):
            first = self._deadline(int(calls[group[0]]))
            found[group] = first
            beyond = group[calls[group] >= first] if first != NULL else group[:0]
            if beyond.size:
                found[beyond] = self._deadline(int(calls[beyond[0]]))
        return found

    def _day_and_half(self, calls: Int64s) -> Int64s:
        """Return a number for the date of each call and whether it came after the cut-off."""
        window = Span(int(calls.min()), int(calls.max()) + 1)
        stretches = pieces(self._calendar.zone, window)
        begins = np.array([span.start for span, _ in stretches])
        offsets = np.array([offset for _, offset in stretches])
        wall = calls + offsets[np.searchsorted(begins, calls, side="right") - 1]
        cut_off = self._terms.cut_off
        until = FOREVER if cut_off is None else cut_off.since_midnight
        key: Int64s = wall // DAY * 2 + (wall % DAY > until)
        return key

    def _deadline(self, call: int) -> int:
        try:
            return deadline(self._terms, self._calendar, call)
        except NeverReachedError:
            return NULL
