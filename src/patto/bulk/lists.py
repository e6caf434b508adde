"""What a page lists of a measurement in columns: the first few tickets of each kind, in an order.

The kernel's `lists`, of rows: only the tickets that are shown become outcomes one by one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from heapq import nsmallest
from typing import Any, Final, NamedTuple

import numpy as np

from patto.bulk.arrays import NONE, NULL, Int64s, Mask
from patto.bulk.measurement import BulkMeasurement
from patto.bulk.outcomes import VERDICTS
from patto.kernel.evaluation.counts import Counted
from patto.kernel.evaluation.lists import (
    COUNTED,
    ORDERS,
    InTime,
    Kind,
    Order,
    Use,
)
from patto.kernel.evaluation.measure import Unmatched
from patto.kernel.evaluation.outcome import ItemOutcome, MetricOutcome, Verdict
from patto.kernel.evaluation.tickets import WhyUnmatched
from patto.kernel.instants import Instant

_MET, _MISSED, _PENDING = (
    VERDICTS.index(one) for one in (Verdict.MET, Verdict.MISSED, Verdict.PENDING)
)
_BY_VERDICT: Final[Mapping[Kind, int]] = {
    "not-determined": VERDICTS.index(Verdict.NOT_DETERMINED),
    "excluded": VERDICTS.index(Verdict.EXCLUDED),
    "pending": _PENDING,
}
_NEAR: Final = 1e-12
"""By how much of itself a number may be off that stands for an exact one."""


@dataclass(frozen=True)
class BulkLists:
    """A measurement in columns as pages show it, of the periods whose labels are asked for."""

    measurement: BulkMeasurement
    touches: Callable[[str], bool] | None = None

    @property
    def at(self) -> Instant:
        """When it was looked at."""
        return self.measurement.at

    @property
    def known_at(self) -> Instant:
        """What had been recorded by then."""
        return self.measurement.known_at

    @cached_property
    def metrics(self) -> Sequence[MetricOutcome]:
        """What is said of each metric in each period that was asked for, without items."""
        every = self.measurement.metrics
        return [o for o in every if self.touches is None or self.touches(o.period.label)]

    def tickets(self, outcome: MetricOutcome) -> BulkTickets:
        """Return the tickets of one of the outcomes."""
        place = (outcome.metric, outcome.version, outcome.period.label)
        if place not in self._tickets:
            self._tickets[place] = BulkTickets(self.measurement, self.rows(outcome))
        return self._tickets[place]

    def rows(self, outcome: MetricOutcome) -> Int64s:
        """Return the rows of the items of one of the outcomes, in order."""
        word, number = outcome.metric, outcome.version
        return self._rows.get((word, number, outcome.period.label), np.zeros(0, np.int64))

    def counted(self, outcome: MetricOutcome, most: int) -> Sequence[Counted]:
        """Return the first of the events that a plain count counts."""
        own, known = self.measurement.found.counts, self.measurement.found.vocabularies
        metrics = [n for n, word in enumerate(known.words.values) if word == outcome.metric]
        periods = [n for n, one in enumerate(known.periods.values) if one == outcome.period]
        mine = np.isin(own.metric, metrics) & np.isin(own.period, periods)
        rows = np.flatnonzero(mine & (own.version == outcome.version))[:most]
        return list(self.measurement.counted_events(rows))

    def unmatched(self) -> Mapping[WhyUnmatched, int]:
        """Return how many tickets nothing is promised about, by the reason, in its order."""
        return {why: rows.size for why, rows in sorted(self._unmatched.items())}

    def first_unmatched(
        self, why: WhyUnmatched, most: int, *, by_name: bool
    ) -> Sequence[Unmatched]:
        """Return the first of them for a reason: by name, or as they were opened."""
        rows, own = self._unmatched[why], self.measurement.found.apart
        names = _Names(self.measurement, own.ticket, own.suffix)
        key = np.zeros(rows.size, np.int64) if by_name else own.opened[rows]
        chosen = _first(rows, _Key(key, lambda some: key[some].tolist()), names, most)
        return list(self.measurement.unmatched_tickets(chosen))

    @cached_property
    def item_rows(self) -> Int64s:
        """The rows of the items of the periods, in order; of all, if none was asked for."""
        if self.touches is None:
            return np.arange(len(self.measurement))
        known = self.measurement.found.vocabularies.periods.values
        asked = [n for n, one in enumerate(known) if self.touches(one.label)]
        return np.flatnonzero(np.isin(self.measurement.found.outcomes.period, asked))

    @cached_property
    def unmatched_rows(self) -> Int64s:
        """The rows of the tickets about which nothing is promised, opened in the periods."""
        own = self.measurement.found.apart
        spans = {one.period for one in self.metrics}
        if not spans or self.touches is None:
            inside = np.ones(own.ticket.size, np.bool_)
        else:
            inside = np.zeros(own.ticket.size, np.bool_)
            for span in spans:
                inside |= (span.start <= own.opened) & (own.opened < span.end)
        return np.flatnonzero(inside)

    @cached_property
    def _unmatched(self) -> dict[Any, Int64s]:
        rows = self.unmatched_rows
        why = self.measurement.found.apart.why[rows]
        word = self.measurement.found.vocabularies.words.values
        return {word[code]: rows[why == code] for code in np.unique(why).tolist()}

    @cached_property
    def _tickets(self) -> dict[tuple[str, int, str], BulkTickets]:
        return {}

    @cached_property
    def _rows(self) -> dict[tuple[str, int, str], Int64s]:
        """The rows of each metric, version and period, of those that have a period."""
        own, known = self.measurement.found.outcomes, self.measurement.found.vocabularies
        word, period = known.words.values, known.periods.values
        rows = np.flatnonzero(own.period != NONE)
        keys = [own.metric[rows], own.version[rows], own.period[rows]]
        order = np.lexsort(keys)
        keys = [key[order] for key in keys]
        changes = np.any([key[1:] != key[:-1] for key in keys], axis=0)
        begins = [0, *(np.flatnonzero(changes) + 1).tolist()] if rows.size else []
        ends = [*begins[1:], rows.size]
        return {
            (word[keys[0][b]], int(keys[1][b]), period[keys[2][b]].label): rows[order[b:e]]
            for b, e in zip(begins, ends, strict=False)
        }


class _Key(NamedTuple):
    """What rows are sorted by: numbers near enough to leave most out, and exact values of some.

    `exact` takes places among the rows.
    """

    near: Any
    exact: Callable[[Int64s], Sequence[Any]]


class _Names:
    """The names of items: that of the ticket, and what follows it for a later item."""

    def __init__(self, measurement: BulkMeasurement, ticket: Any, suffix: Any) -> None:
        self._tickets = measurement.columns.tickets
        self._words = measurement.found.vocabularies.words.values
        self._ticket, self._suffix = ticket, suffix

    def of(self, rows: Int64s) -> list[str]:
        """Return the names of some rows."""
        names = self._tickets.some(self._ticket[rows].astype(np.int64))
        later = self._suffix[rows].tolist()
        return [name + self._words[code] for name, code in zip(names, later, strict=True)]


class BulkTickets:
    """The tickets of a metric in a period, as rows of a measurement in columns."""

    def __init__(self, measurement: BulkMeasurement, rows: Int64s) -> None:
        self._measurement = measurement
        self._own = measurement.found.outcomes
        self._rows = rows

    def __len__(self) -> int:
        return self._rows.size

    def number(self, kind: Kind) -> int:
        """Return how many are of a kind."""
        return int(self._of(kind).sum())

    def first(self, kind: Kind, order: Order, most: int) -> Sequence[ItemOutcome]:
        """Return the first of a kind in an order, at most so many."""
        rows = self._rows[self._of(kind)]
        if order not in ORDERS:
            return list(self._measurement.outcomes(rows[:most]))
        names = _Names(self._measurement, self._own.ticket, self._own.suffix)
        return list(self._measurement.outcomes(_first(rows, _KEYS[order](self, rows), names, most)))

    def in_time(self) -> Mapping[str, InTime]:
        """Return how many of each priority were in time; only priorities that are counted."""
        own, word = self._own, self._measurement.found.vocabularies.words.values
        verdict, inside = own.verdict[0, self._rows], ~own.outside[self._rows]
        inside &= np.isin(verdict, [VERDICTS.index(one) for one in COUNTED])
        priority = own.priority[self._rows]
        counted = np.bincount(priority[inside], minlength=len(word))
        met = np.bincount(priority[inside & (verdict == _MET)], minlength=len(word))
        some = np.flatnonzero(counted).tolist()
        return {word[n]: InTime(int(met[n]), int(counted[n])) for n in some}

    def uses(self) -> Sequence[Use]:
        """Return how much of their target those that are `used` took, as they come."""
        own, rows = self._own, self._rows[self._of("used")]
        columns = own.contractual[rows], own.target[0, rows], own.verdict[0, rows] == _MISSED
        return list(map(Use._make, zip(*(column.tolist() for column in columns), strict=True)))

    def _of(self, kind: Kind) -> Mask:
        own, rows = self._own, self._rows
        verdict, outside = own.verdict[0, rows], own.outside[rows]
        mask: Mask
        if kind == "missed":
            mask = (own.verdict[:, rows] == _MISSED).any(axis=0)
        elif kind == "outside":
            mask = outside
        elif kind == "disputed":
            mask = own.disputed[rows] & ~outside
        elif kind == "noted":
            mask = (verdict == _MET) & self._noted(rows) & ~own.disputed[rows] & ~outside
        elif kind == "used":
            mask = np.isin(verdict, (_MET, _MISSED)) & ~outside & (own.contractual[rows] != NULL)
            mask &= (own.target[0, rows] != NULL) & (own.target[0, rows] != 0)
        else:
            mask = (verdict == _BY_VERDICT[kind]) & ~outside
        return mask

    def _noted(self, rows: Int64s) -> Mask:
        told = self._measurement.found.notes.outcome
        return np.searchsorted(told, rows, side="right") > np.searchsorted(told, rows)

    def by_stop(self, rows: Int64s) -> _Key:
        """Return what rows are sorted by as they were stopped, or opened where they still run."""
        stop = self._own.stop[rows]
        key = np.where((stop == NULL) | (stop == 0), self._own.opened[rows], stop)
        return _Key(key, lambda some: key[some].tolist())

    def worst_first(self, rows: Int64s) -> _Key:
        """Return what misses are sorted by: how many times its target a ticket took."""
        own = self._own
        line = (own.verdict[:, rows] == _MISSED).argmax(axis=0)
        target, used = own.target[line, rows], own.contractual[rows]
        timed = (target != NULL) & (target != 0) & (used != NULL)
        used, target = np.where(timed, used, 0), np.where(timed, target, 1)

        def exact(some: Int64s) -> list[Fraction]:
            pairs = zip(used[some].tolist(), target[some].tolist(), strict=True)
            return [-Fraction(took, agreed) for took, agreed in pairs]

        return _Key(-used / target, exact)

    def by_due(self, rows: Int64s) -> _Key:
        """Return what rows are sorted by as they fall due; last where that is not known."""
        own = self._own
        line = (own.verdict[:, rows] == _PENDING).argmax(axis=0)
        kept, due = own.kept_until[line, rows], own.due[line, rows]
        known = np.where((kept == NULL) | (kept == 0), due, kept)

        def exact(some: Int64s) -> list[tuple[bool, int]]:
            return [(at == NULL, at) for at in known[some].tolist()]

        return _Key(np.where(known == NULL, np.inf, known.astype(np.float64)), exact)


_KEYS: Final[Mapping[Order, Callable[[BulkTickets, Int64s], _Key]]] = {
    "stop": BulkTickets.by_stop,
    "worst": BulkTickets.worst_first,
    "due": BulkTickets.by_due,
}


def _first(rows: Int64s, key: _Key, names: _Names, most: int) -> Int64s:
    """Return the first rows by their exact keys and then by name, in order.

    What is plainly beyond the last of them is not looked at exactly.
    """
    if most <= 0 or not rows.size:
        return rows[:0]
    some = np.arange(rows.size)
    if most < rows.size:
        last = np.partition(key.near, most - 1)[most - 1]
        some = np.flatnonzero(key.near <= last + abs(last) * _NEAR)
    keyed = zip(key.exact(some), names.of(rows[some]), rows[some].tolist(), strict=True)
    return np.array([row for _, _, row in nsmallest(most, keyed)], np.int64)
