"""What measuring in columns says, and single outcomes of it as the kernel has them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import groupby
from typing import Any

import numpy as np

from patto.bulk.account import Account
from patto.bulk.arrays import NONE, NULL, Codes, Int64s
from patto.bulk.columns import Columns
from patto.bulk.outcomes import VERDICTS, Found
from patto.bulk.tables import count_table, note_table, outcome_table, unmatched_table
from patto.kernel.evaluation.counts import Counted
from patto.kernel.evaluation.measure import Measurement, Unmatched
from patto.kernel.evaluation.outcome import (
    Figures,
    ItemOutcome,
    LevelOutcome,
    MetricOutcome,
    Note,
    Verdict,
)
from patto.kernel.instants import Instant


@dataclass(frozen=True, slots=True)
class Paths:
    """How many tickets went which way: in columns, or through the kernel one by one, and why.

    `put_right` are those that went in columns once the kernel had put their record right.
    """

    in_columns: int
    put_right: int
    one_by_one: int
    why: Mapping[str, int]


@dataclass(frozen=True)
class BulkMeasurement:
    """All that is said of the events under the agreement, as of `at` and `known_at`, in columns.

    `metrics` are the outcomes by metric and period, without their items: these are `table`, one
    row an item and metric in the order of tickets, metrics and items. `notes`, `counted` and
    `unmatched` are tables beside it. `account` is that of what was read.
    """

    at: Instant
    known_at: Instant
    metrics: tuple[MetricOutcome, ...]
    paths: Paths
    account: Account
    found: Found = field(repr=False)
    columns: Columns = field(repr=False)

    def __len__(self) -> int:
        return self.found.outcomes.size

    @cached_property
    def table(self) -> Any:
        """The outcomes as an Arrow table."""
        return outcome_table(self.found, self.columns)

    @cached_property
    def notes(self) -> Any:
        """The notes on outcomes as an Arrow table."""
        return note_table(self.found, self.columns)

    @cached_property
    def counted(self) -> Any:
        """The events that metrics count as an Arrow table."""
        return count_table(self.found, self.columns)

    @cached_property
    def unmatched(self) -> Any:
        """The tickets about which nothing is promised, as an Arrow table."""
        return unmatched_table(self.found, self.columns)

    def outcomes(self, rows: Int64s | None = None) -> Iterator[ItemOutcome]:
        """Yield the outcomes of some rows of the table, of all without, as the kernel has them.

        They carry no segments: an explanation is the kernel's, one ticket at a time.
        """
        chosen = np.arange(len(self)) if rows is None else rows
        notes = self.notes_of(chosen)
        for number, row in enumerate(chosen.tolist()):
            yield replace(self._outcome(row), notes=notes.get(number, ()))

    def rows(
        self,
        *,
        verdict: Verdict | None = None,
        metric: str | None = None,
        period: str | None = None,
    ) -> Int64s:
        """Return the rows of the table with a verdict on the first line, of a metric, in a period.

        What is not given is not asked for.
        """
        own, known = self.found.outcomes, self.found.vocabularies
        chosen = np.ones(len(self), np.bool_)
        if verdict is not None:
            chosen &= own.verdict[0] == VERDICTS.index(verdict)
        if metric is not None:
            words = [n for n, word in enumerate(known.words.values) if word == metric]
            chosen &= np.isin(own.metric, words)
        if period is not None:
            periods = [n for n, one in enumerate(known.periods.values) if one.label == period]
            chosen &= np.isin(own.period, periods)
        return np.flatnonzero(chosen)

    def to_measurement(self, rows: Int64s | None = None) -> Measurement:
        """Return everything as the kernel's measurement has it, for as much as memory holds.

        With `rows`, the items of those rows only, such as the misses; the counts stay whole.
        """
        items = tuple(self.outcomes(rows))
        by_place: dict[tuple[str, int, str], list[ItemOutcome]] = {}
        for item in items:
            if item.period is not None:
                key = (item.metric, item.version, item.period.label)
                by_place.setdefault(key, []).append(item)
        metrics = tuple(
            replace(m, items=tuple(by_place.get((m.metric, m.version, m.period.label), ())))
            for m in self.metrics
        )
        counted = self.counted_events(np.arange(self.found.counts.ticket.size))
        unmatched = self.unmatched_tickets(np.arange(self.found.apart.ticket.size))
        return Measurement(self.at, self.known_at, metrics, items, tuple(counted), tuple(unmatched))

    def _outcome(self, row: int) -> ItemOutcome:
        own, known = self.found.outcomes, self.found.vocabularies
        word = known.words.values
        name = self.columns.tickets[own.ticket[row]]
        period = own.period[row]
        contractual = int(own.contractual[row])
        return ItemOutcome(
            metric=word[own.metric[row]],
            version=int(own.version[row]),
            ticket=name,
            item=name + word[own.suffix[row]],
            priority=word[own.priority[row]],
            clock=word[own.clock[row]],
            opened=int(own.opened[row]),
            start=_instant(own.start[row]),
            stop=_instant(own.stop[row]),
            start_event=self._event(own.start_row[row]),
            stop_event=self._event(own.stop_row[row]),
            figures=None
            if contractual == NULL
            else Figures(contractual, int(own.wall[row]), int(own.unpaused[row])),
            levels=tuple(
                self._level(row, line)
                for line in range(own.verdict.shape[0])
                if own.verdict[line, row] != NONE
            ),
            period=None if period == NONE else known.periods.values[period],
            disputed=bool(own.disputed[row]),
            outside_count=bool(own.outside[row]),
        )

    def _level(self, row: int, line: int) -> LevelOutcome:
        own, word = self.found.outcomes, self.found.vocabularies.words.values
        return LevelOutcome(
            share=word[own.share[line, row]],
            verdict=VERDICTS[own.verdict[line, row]],
            reason=word[own.reason[line, row]],
            target=_instant(own.target[line, row]),
            target_text=word[own.target_text[line, row]],
            due=_instant(own.due[line, row]),
            kept_until=_instant(own.kept_until[line, row]),
            modified_by=self.found.vocabularies.clauses.values[own.modified[line, row]],
        )

    @property
    def most_lines(self) -> int:
        """The most lines that a metric has."""
        return len(self.found.outcomes.verdict)

    def notes_of(self, rows: Int64s) -> dict[int, tuple[Note, ...]]:
        """Return the notes on some rows of the table, by their places among those given."""
        own, word = self.found.notes, self.found.vocabularies.words.values
        first = np.searchsorted(own.outcome, rows)
        last = np.searchsorted(own.outcome, rows, side="right")
        found: dict[int, tuple[Note, ...]] = {}
        for number in np.flatnonzero(last > first).tolist():
            places = range(first[number], last[number])
            found[number] = tuple(
                Note(word[own.code[of[0]]], self._event(own.event_row[of[0]]), self._told(of))
                for of in (list(g) for _, g in groupby(places, key=lambda p: own.order[p]))
            )
        return found

    def _told(self, places: list[int]) -> dict[str, str]:
        own, word = self.found.notes, self.found.vocabularies.words.values
        told: dict[str, str] = {}
        for place in places:
            if own.name[place] != NONE:
                number = own.number[place]
                value = word[own.value[place]] if number == NULL else str(number)
                told[word[own.name[place]]] = value
        return told

    def _event(self, row: int) -> str:
        return "" if row == NONE else self.columns.event_ids[row]

    def counted_events(self, rows: Int64s) -> Iterator[Counted]:
        """Yield the events of some rows that metrics count, as the kernel has them."""
        own, known = self.found.counts, self.found.vocabularies
        for row in rows.tolist():
            yield Counted(
                known.words.values[own.metric[row]],
                int(own.version[row]),
                self.columns.tickets[own.ticket[row]],
                self._event(own.event_row[row]),
                int(own.at[row]),
                known.periods.values[own.period[row]],
            )

    def unmatched_tickets(self, rows: Int64s) -> Iterator[Unmatched]:
        """Yield the tickets of some rows that nothing is promised about, as the kernel has them."""
        own, word = self.found.apart, self.found.vocabularies.words.values
        for row in rows.tolist():
            why: Any = word[own.why[row]]
            yield Unmatched(
                self.columns.tickets[own.ticket[row]] + word[own.suffix[row]],
                int(own.opened[row]),
                why,
                word[own.customer[row]],
            )


def _instant(value: Codes) -> int | None:
    return None if value == NULL else int(value)
