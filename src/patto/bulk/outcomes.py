"""Outcomes in columns: one row an item and metric, words as numbers of a vocabulary.

What a vocabulary numbers is known only beside it, so that each batch can have its own; `Found`
holds a batch's outcomes with theirs, and `pooled` puts batches together under one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any, Final, Self, TypeVar

import numpy as np

from patto.bulk.arrays import NONE, Codes, Int64s
from patto.bulk.texts import Vocabulary
from patto.kernel.evaluation.outcome import Period, Verdict

VERDICTS: Final = tuple(Verdict)
"""The verdicts in the order of their codes."""

T = TypeVar("T", bound="Rows")


class Rows:
    """A value whose fields are arrays, rows along their last axis."""

    __slots__ = ()

    def taken(self, rows: Int64s) -> Self:
        """Return some of the rows."""
        return self._each(lambda _, values: values[..., rows])

    def narrowed(self) -> Self:
        """Return the rows with each column as narrow as what it may hold."""
        return self._each(lambda name, values: values.astype(_WIDTHS[name], copy=False))

    @staticmethod
    def stacked(parts: Sequence[T]) -> T:
        """Return the rows of several, one after the other."""
        names = [each.name for each in _fields(parts[0])]
        columns = {name: [getattr(part, name) for part in parts] for name in names}
        return type(parts[0])(**{name: np.concatenate(c, axis=-1) for name, c in columns.items()})

    def _each(self, change: Callable[[str, Any], Any]) -> Self:
        names = [each.name for each in _fields(self)]
        return type(self)(**{name: change(name, getattr(self, name)) for name in names})


def _fields(rows: Any) -> Sequence[Any]:
    return fields(rows)


@dataclass(frozen=True, slots=True)
class Outcomes(Rows):
    """What is said of items under metrics.

    `ticket` is the place of the ticket among all, `order` where the row comes among those of its
    ticket; `start_row` and `stop_row` are rows of the events. `metric`, `suffix` (what follows the
    ticket in the item's name), `priority`, `clock`, and of the lines `share`, `reason` and
    `target_text` are words, `period` and `modified` numbers of theirs. What belongs to lines, the
    last eight, has one row of the array a line, `NONE` as the verdict where a metric has no such
    line.
    """

    ticket: Codes
    order: Int64s
    metric: Codes
    version: Codes
    suffix: Codes
    priority: Codes
    clock: Codes
    opened: Int64s
    start: Int64s
    stop: Int64s
    start_row: Codes
    stop_row: Codes
    contractual: Int64s
    wall: Int64s
    unpaused: Int64s
    period: Codes
    disputed: Codes
    outside: Codes
    verdict: Codes
    reason: Codes
    share: Codes
    target: Int64s
    target_text: Codes
    due: Int64s
    kept_until: Int64s
    modified: Codes

    @property
    def size(self) -> int:
        """How many outcomes there are."""
        return int(self.ticket.size)


@dataclass(frozen=True, slots=True)
class Notes(Rows):
    """Notes on outcomes, a row a parameter; one without parameters has a row all the same.

    `outcome` is the row of the outcome, `order` the note's place among its notes. `value` is a
    word, or `NONE` where `number` is the value.
    """

    outcome: Codes
    order: Int64s
    code: Codes
    event_row: Codes
    name: Codes
    value: Codes
    number: Int64s


@dataclass(frozen=True, slots=True)
class Counts(Rows):
    """Events that metrics count."""

    ticket: Codes
    order: Int64s
    metric: Codes
    version: Codes
    event_row: Codes
    at: Int64s
    period: Codes


@dataclass(frozen=True, slots=True)
class Apart(Rows):
    """Tickets, or what a reopening made of them, about which nothing is promised, and why."""

    ticket: Codes
    suffix: Codes
    opened: Int64s
    why: Codes
    customer: Codes


@dataclass(slots=True)
class Vocabularies:
    """What the numbers of a batch's columns stand for."""

    words: Vocabulary[str] = field(default_factory=Vocabulary)
    periods: Vocabulary[Period] = field(default_factory=Vocabulary)
    clauses: Vocabulary[tuple[str, ...]] = field(default_factory=Vocabulary)


@dataclass(frozen=True, slots=True)
class Found:
    """All that is said of the tickets of a batch, with what its numbers stand for."""

    vocabularies: Vocabularies
    outcomes: Outcomes
    notes: Notes
    counts: Counts
    apart: Apart


_WIDTHS: Final[Mapping[str, type[np.generic]]] = {
    **dict.fromkeys(
        ("ticket", "metric", "version", "suffix", "priority", "clock", "start_row", "stop_row",
         "period", "modified", "reason", "share", "target_text", "outcome", "code", "event_row",
         "name", "value", "why", "customer"),
        np.int32,
    ),
    **dict.fromkeys(
        ("opened", "start", "stop", "contractual", "wall", "unpaused", "target", "due",
         "kept_until", "order", "number", "at"),
        np.int64,
    ),
    **dict.fromkeys(("disputed", "outside"), np.bool_),
    "verdict": np.int8,
}  # fmt: skip

_WORDS: Final[dict[type[Rows], tuple[str, ...]]] = {
    Outcomes: ("metric", "suffix", "priority", "clock", "reason", "share", "target_text"),
    Notes: ("code", "name", "value"),
    Counts: ("metric",),
    Apart: ("suffix", "why", "customer"),
}


def in_order(found: Found) -> Found:
    """Return what was found with outcomes, notes and counts in the order of the scalar way."""
    outcomes, counts, apart = found.outcomes, found.counts, found.apart
    order = np.lexsort((outcomes.order, outcomes.ticket))
    place = np.empty(order.size, np.int64)
    place[order] = np.arange(order.size)
    notes = replace(found.notes, outcome=place[found.notes.outcome])
    return Found(
        found.vocabularies,
        outcomes.narrowed().taken(order),
        notes.narrowed().taken(np.lexsort((notes.order, notes.outcome))),
        counts.narrowed().taken(np.lexsort((counts.order, counts.ticket))),
        apart.narrowed().taken(np.argsort(apart.ticket, kind="stable")),
    )


def pooled(parts: Sequence[Found]) -> Found:
    """Return what was found in batches as one, in the order of the batches."""
    if len(parts) == 1:
        return parts[0]
    common, moved = parts[0].vocabularies, list[Found]()
    if any(part.vocabularies is not common for part in parts):
        common = Vocabularies()
    before = 0
    for part in parts:
        own = part if part.vocabularies is common else _under(part, common)
        notes = replace(own.notes, outcome=own.notes.outcome + before)
        moved.append(replace(own, notes=notes))
        before += own.outcomes.size
    return Found(
        common,
        Rows.stacked([part.outcomes for part in moved]),
        Rows.stacked([part.notes for part in moved]),
        Rows.stacked([part.counts for part in moved]),
        Rows.stacked([part.apart for part in moved]),
    )


def _under(part: Found, common: Vocabularies) -> Found:
    """Return what was found in a batch under other vocabularies, which take its own in."""
    words = common.words.take(part.vocabularies.words)
    periods = common.periods.take(part.vocabularies.periods)
    clauses = common.clauses.take(part.vocabularies.clauses)
    outcomes = replace(
        _renumbered(part.outcomes, words),
        period=_looked_up(periods, part.outcomes.period),
        modified=_looked_up(clauses, part.outcomes.modified),
    )
    counts = _renumbered(part.counts, words)
    return Found(
        common,
        outcomes,
        _renumbered(part.notes, words),
        replace(counts, period=_looked_up(periods, counts.period)),
        _renumbered(part.apart, words),
    )


def _renumbered(rows: T, words: Int64s) -> T:
    changed = {name: _looked_up(words, getattr(rows, name)) for name in _WORDS[type(rows)]}
    return replace(rows, **changed)  # type: ignore[type-var]  # every kind of rows is a dataclass


def _looked_up(numbers: Int64s, values: Codes) -> Codes:
    """Return the new numbers of some values; `NONE` stays."""
    table = np.append(numbers, NONE).astype(np.int32)
    return table[values]
