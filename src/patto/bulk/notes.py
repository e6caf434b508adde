"""Notes on the outcomes of a metric, in columns and in the order in which the kernel gives them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

import numpy as np

from patto.bulk.arrays import NONE, NULL, Int64s, filled, joined
from patto.bulk.constraints import UNKNOWN
from patto.bulk.metric import Batch, Measured
from patto.bulk.outcomes import Notes
from patto.bulk.pausing import PAST_MAXIMUM, REFUSALS
from patto.bulk.scope import REFUSED
from patto.bulk.texts import Vocabulary
from patto.kernel import facts as kinds
from patto.kernel.agreement.metrics import KeepInformedMetric, TicketMetric
from patto.kernel.evaluation.milestones import stop_kinds
from patto.kernel.instants import MINUTE

MOVING: Final = frozenset({kinds.PAUSED, kinds.RESUMED, kinds.REOPENED})
"""The kinds that move a clock under any metric, beside its start and its stops."""


class _Told(NamedTuple):
    """Notes of one kind, on facts: their codes, and a parameter, a word or a number.

    `when` is the fact at which each came to light, by which those of one kind are ordered.
    """

    fact: Int64s
    code: Int64s
    when: Int64s
    name: str = ""
    value: Int64s | None = None
    number: Int64s | None = None


def notes(
    batch: Batch, metric: TicketMetric, measured: Measured, outcome: Int64s, words: Vocabulary[str]
) -> Notes:
    """Return the notes on the outcomes of items; `outcome` has the row of each, `NONE` for none."""
    parts = [
        _part(batch, measured, outcome, turn, told, words)
        for turn, told in enumerate(_Teller(batch, metric, measured, words).every())
    ]
    columns = {name: joined([part[name] for part in parts]) for name in parts[0]}
    turn, when = columns.pop("turn"), columns.pop("when")
    order = np.lexsort((columns["event_row"], when, turn, columns["outcome"]))
    ordered = {name: values[order] for name, values in columns.items()}
    of = ordered["outcome"]
    return Notes(order=np.arange(of.size) - np.searchsorted(of, of), **ordered)


def _part(
    batch: Batch,
    measured: Measured,
    outcome: Int64s,
    turn: int,
    told: _Told,
    words: Vocabulary[str],
) -> dict[str, Int64s]:
    """Return the columns of notes of one kind, for the items that have an outcome."""
    of = outcome[measured.promises.items.of(told.fact)]
    kept = of != NONE
    count = int(kept.sum())
    name = filled(count, words.number(told.name) if told.name else NONE)
    number = filled(count, NULL) if told.number is None else told.number[kept]
    return {
        "turn": filled(count, turn),
        "when": told.when[kept],
        "outcome": of[kept],
        "code": told.code[kept],
        "event_row": batch.facts.event_row[told.fact[kept]],
        "name": np.where(number != NULL, name, NONE) if told.value is None else name,
        "value": filled(count, NONE) if told.value is None else told.value[kept],
        "number": number,
    }


class _Teller:
    """The notes of one metric on a batch, kind by kind."""

    def __init__(
        self, batch: Batch, metric: TicketMetric, measured: Measured, words: Vocabulary[str]
    ) -> None:
        self.facts = batch.facts
        self.metric = metric
        self.measured = measured
        self.items = measured.promises.items
        self.words = words

    def every(self) -> Iterator[_Told]:
        """Yield the notes of each kind, in the order of the kernel."""
        yield self._pauses()
        yield self._constraints()
        yield self._disputes()
        yield self._merges()
        yield self._exclusions()
        yield self._entries()
        yield self._order()

    def _pauses(self) -> _Told:
        """Return the notes on pauses that did not count, or not for as long as was claimed."""
        fact, when, why = self.measured.standing.remarks
        # Of several pauses that one fact ends, the one declared first is told first.
        rank = np.empty(fact.size, np.int64)
        rank[np.lexsort((fact, when))] = np.arange(fact.size)
        code = self._codes([*REFUSALS, PAST_MAXIMUM])[why]
        return _Told(fact, code, rank, "reason", self._words("reason", fact))

    def _constraints(self) -> _Told:
        """Return the notes on events that name no constraint that they can switch on."""
        fact = self.measured.standing.constrained.unknown
        fact = fact[self.items.start[self.items.of(fact)] != NULL]
        return self._told(UNKNOWN, fact, "constraint", "constraint")

    def _disputes(self) -> _Told:
        """Return the notes on statements of scope that the customer did not consent to."""
        fact = self.measured.scope.disputed
        return self._told("out-of-scope-disputed", fact, "clause", "clause")

    def _merges(self) -> _Told:
        """Return the notes on items that were merged into another ticket."""
        out = self.measured.scope.out
        fact = out[out >= 0]
        fact = fact[self.facts.of([kinds.MERGED])[fact]]
        return self._told("merged-into", fact, "ticket", "into")

    def _exclusions(self) -> _Told:
        """Return the notes on exclusions that were claimed and do not hold."""
        fact, why = self.measured.excluded.refused, self.measured.excluded.why
        names = self._words("exclusion", fact)
        return _Told(fact, self._codes(REFUSED)[why], fact, "exclusion", names)

    def _entries(self) -> _Told:
        """Return the notes on facts that move the clock and were late, or were corrected."""
        facts, items = self.facts, self.items
        moving = {*stop_kinds(self.metric), self.metric.start.event, *MOVING}
        if isinstance(self.metric, KeepInformedMetric):
            moving |= set(self.metric.updates)
        moves = facts.of(moving).copy()
        moves[items.start_fact[items.start_fact >= 0]] = True
        told = (facts.late_by >= MINUTE) & ~facts.corrected
        late = np.flatnonzero(moves & self.measured.running & (told | facts.not_accepted))
        codes = self._codes(["late-entry", "late-entry-not-accepted", "corrected"])
        corrected = np.flatnonzero(facts.corrected & self.measured.running)
        fact = joined([late, corrected])
        code = codes[joined([facts.not_accepted[late].astype(np.int64), 0 * corrected + 2])]
        numbers = joined([facts.late_by[late], filled(corrected.size, NULL)])
        return _Told(fact, code, joined([2 * late, 2 * corrected + 1]), "late_us", None, numbers)

    def _order(self) -> _Told:
        """Return the notes on items that were stopped before they started."""
        item = np.flatnonzero((self.items.stop >= 0) & (self.items.start != NULL))
        fact = self.items.stop[item]
        return self._told("stop-before-start", fact[self.facts.at[fact] < self.items.start[item]])

    def _told(self, code: str, fact: Int64s, name: str = "", column: str = "") -> _Told:
        """Return a note of one code on each of some facts, with a word of its event."""
        value = self._words(column, fact) if column else None
        return _Told(fact, filled(fact.size, self.words.number(code)), fact, name, value)

    def _codes(self, names: Sequence[str]) -> Int64s:
        return np.array([self.words.number(name) for name in names])

    def _words(self, column: str, fact: Int64s) -> Int64s:
        texts = self.facts.columns.texts[column].texts(self.facts.row[fact])
        return np.array([self.words.number(text) for text in texts], np.int64)
