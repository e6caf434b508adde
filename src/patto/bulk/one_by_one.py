"""The scalar way: tickets of a rare shape go through the kernel's own evaluation, one by one.

What it says is put into the same columns as all else, so that nobody need know which way a ticket
went.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Final

import numpy as np

from patto.bulk.arrays import NONE, NULL, Int64s
from patto.bulk.columns import Columns
from patto.bulk.outcomes import VERDICTS, Apart, Counts, Found, Notes, Outcomes, Vocabularies
from patto.kernel.evaluation.counts import Counted
from patto.kernel.evaluation.measure import Evaluation, Unmatched
from patto.kernel.evaluation.outcome import ItemOutcome, LevelOutcome, Note
from patto.kernel.instants import Instant

_VERDICT: Final = {verdict: number for number, verdict in enumerate(VERDICTS)}


def evaluated(
    evaluation: Evaluation,
    columns: Columns,
    tickets: Int64s,
    rows: Int64s,
    offsets: Int64s,
    known: Vocabularies,
    lines: int,
) -> Found:
    """Return what the kernel says of some tickets, with so many lines for each metric.

    The rows of the events of the `i`-th are `rows[offsets[i]:offsets[i + 1]]`.
    """
    listed = _Listed(lines, known)
    events = list(columns.events(rows))
    names = columns.tickets.some(tickets)
    bounds = offsets.tolist()
    numbers = rows.tolist()
    for n, (ticket, name) in enumerate(zip(tickets.tolist(), names, strict=True)):
        first, last = bounds[n], bounds[n + 1]
        own = events[first:last]
        said, counted, unmatched = evaluation.ticket(name, own)
        listed.ticket, listed.name = ticket, name
        listed.rows = {e.event_id: r for e, r in zip(own, numbers[first:last], strict=True)}
        listed.take(said, counted, unmatched)
    return listed.found()


@dataclass(slots=True)
class _Listed:
    """Rows of outcomes as they come, ticket by ticket."""

    lines: int
    vocabularies: Vocabularies
    ticket: int = NONE
    name: str = ""
    rows: Mapping[str, int] = field(default_factory=dict)
    outcomes: list[tuple[int, ...]] = field(default_factory=list)
    levels: list[list[tuple[int, ...]]] = field(default_factory=list)
    notes: list[tuple[int, ...]] = field(default_factory=list)
    counts: list[tuple[int, ...]] = field(default_factory=list)
    apart: list[tuple[int, ...]] = field(default_factory=list)

    def take(
        self,
        said: Iterable[ItemOutcome],
        counted: Iterable[Counted],
        unmatched: Unmatched | None,
    ) -> None:
        """Take what is said of one ticket."""
        word = self.vocabularies.words.number
        for order, outcome in enumerate(said):
            self.outcomes.append(self._row(outcome, order))
            self.levels.append([self._level(level) for level in outcome.levels])
            self._take_notes(outcome.notes)
        for order, each in enumerate(counted):
            period = self.vocabularies.periods.number(each.period)
            self.counts.append(
                (self.ticket, order, word(each.metric), each.version, self._event(each.event_id),
                 each.at, period)
            )  # fmt: skip
        if unmatched is not None:
            why, customer = word(unmatched.why), word(unmatched.customer)
            suffix = word(unmatched.ticket[len(self.name) :])
            self.apart.append((self.ticket, suffix, unmatched.opened, why, customer))

    def _row(self, outcome: ItemOutcome, order: int) -> tuple[int, ...]:
        word, figures, period = self.vocabularies.words.number, outcome.figures, outcome.period
        return (
            self.ticket,
            order,
            word(outcome.metric),
            outcome.version,
            word(outcome.item[len(self.name) :]),
            word(outcome.priority),
            word(outcome.clock),
            outcome.opened,
            _or_null(outcome.start),
            _or_null(outcome.stop),
            self._event(outcome.start_event),
            self._event(outcome.stop_event),
            NULL if figures is None else figures.contractual,
            NULL if figures is None else figures.wall,
            NULL if figures is None else figures.unpaused,
            NONE if period is None else self.vocabularies.periods.number(period),
            outcome.disputed,
            outcome.outside_count,
        )

    def _level(self, level: LevelOutcome) -> tuple[int, ...]:
        word = self.vocabularies.words.number
        return (
            _VERDICT[level.verdict], word(level.reason), word(level.share),
            _or_null(level.target), word(level.target_text), _or_null(level.due),
            _or_null(level.kept_until), self.vocabularies.clauses.number(level.modified_by),
        )  # fmt: skip

    def _take_notes(self, notes: Iterable[Note]) -> None:
        word, outcome = self.vocabularies.words.number, len(self.outcomes) - 1
        for order, note in enumerate(notes):
            code, row = word(note.code), self._event(note.event_id)
            for name, value in note.parameters.items() or [("", "")]:
                name_number = word(name) if name else NONE
                self.notes.append((outcome, order, code, row, name_number, word(value), NULL))

    def _event(self, event_id: str) -> int:
        return self.rows[event_id] if event_id else NONE

    def found(self) -> Found:
        """Return everything taken, in columns."""
        empty = self.vocabularies.words.number("")
        unmodified = self.vocabularies.clauses.number(())
        nothing = (NONE, empty, empty, NULL, empty, NULL, NULL, unmodified)
        padded = [
            [*levels, *(nothing for _ in range(self.lines - len(levels)))] for levels in self.levels
        ]
        by_line = np.array(padded, np.int64).reshape(len(padded), self.lines, len(nothing))
        names = [each.name for each in fields(Outcomes)]
        columns = [*_columns(self.outcomes, 18), *by_line.transpose(2, 1, 0)]
        outcomes = Outcomes(**dict(zip(names, columns, strict=True)))
        return Found(
            self.vocabularies,
            outcomes,
            Notes(*_columns(self.notes, 7)),
            Counts(*_columns(self.counts, 7)),
            Apart(*_columns(self.apart, 5)),
        )


def _columns(rows: list[tuple[int, ...]], width: int) -> Iterator[Any]:
    yield from np.array(rows, np.int64).reshape(len(rows), width).T


def _or_null(instant: Instant | None) -> int:
    return NULL if instant is None else instant
