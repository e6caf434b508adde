"""What was measured, put into rows: outcomes and notes of one metric on a batch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import NamedTuple

import numpy as np

from patto.bulk.arrays import NONE, NULL, Int64s, Mask, filled, joined
from patto.bulk.items import MISSING, Items
from patto.bulk.lines import Line, Lines
from patto.bulk.metric import Batch, Measured, MetricColumns
from patto.bulk.notes import notes
from patto.bulk.outcomes import Apart, Counts, Found, Notes, Outcomes, Rows, Vocabularies
from patto.bulk.periods import numbered
from patto.bulk.populations import Range, priority


@dataclass(frozen=True, slots=True)
class Stated:
    """The outcomes of a metric with their notes, and the tickets that it cannot decide."""

    found: Found
    odd: Mask


class _Said(NamedTuple):
    """What is said of some items, beside what the items say themselves."""

    item: Int64s
    priority: Int64s
    clock: Int64s
    figures: Sequence[Int64s]
    period: Int64s
    outside: Mask
    lines: Sequence[Line]


class Statement:
    """One metric on a batch, the `nth` of its agreement, said in rows of so many lines."""

    def __init__(
        self, batch: Batch, metric: MetricColumns, nth: int, most_lines: int, known: Vocabularies
    ) -> None:
        self.batch = batch
        self.metric = metric
        self.nth = nth
        self.most_lines = most_lines
        self.known = known
        self.lines = Lines(batch, metric, known)
        self.grades = np.array(
            [known.words.number(name) for name in batch.sayings.grades.names], np.int64
        )

    def stated(self) -> Stated:
        """Return what is said of every item of the batch."""
        items, stops = self.metric.items()
        measured = self.metric.measured(items, stops)
        held = np.flatnonzero(measured.told.holds)
        begun, unstarted = self._begun(measured, held), self._unstarted(items, measured)
        outcome = filled(len(items), NONE)
        outcome[joined([begun.item, unstarted.item])] = np.arange(held.size + unstarted.item.size)
        told = notes(self.batch, self.metric.metric, measured, outcome, self.known.words)
        outcomes = Rows.stacked([self._rows(items, said, measured) for said in (begun, unstarted)])
        empty = nothing_stated(self.known, self.most_lines)
        found = Found(self.known, outcomes, told, empty.counts, empty.apart)
        return Stated(found, self._odd(items, measured))

    def _odd(self, items: Items, measured: Measured) -> Mask:
        """Return the tickets that the columns cannot decide, or another version goes on with."""
        odd = np.zeros(self.batch.facts.tickets.size, np.bool_)
        odd[items.ticket[measured.promises.item[measured.odd]]] = True
        later = np.flatnonzero(items.number > 1)
        elsewhere = self.batch.plan.elsewhere(items.opened[later])
        odd[items.ticket[later[elsewhere]]] = True
        return odd

    def _rows(self, items: Items, said: _Said, measured: Measured) -> Outcomes:
        facts, item, count = self.batch.facts, said.item, said.item.size
        stop, start_fact, number = items.stop[item], items.start_fact[item], items.number[item]
        padding = [self.lines.none(count)] * (self.most_lines - len(said.lines))
        by_line = Line(*(np.array(columns) for columns in zip(*said.lines, *padding, strict=True)))
        return Outcomes(
            ticket=facts.tickets[items.ticket[item]],
            order=self.nth * (1 << 32) + number,
            metric=filled(count, self.known.words.number(self.metric.metric.id)),
            version=filled(count, self.batch.ground.agreement.agreement.version),
            suffix=self._suffixes(number),
            priority=said.priority,
            clock=said.clock,
            opened=items.opened[item],
            start=items.start[item],
            stop=np.where(stop >= 0, facts.at[stop], NULL),
            start_row=np.where(start_fact >= 0, facts.event_row[start_fact], NONE),
            stop_row=np.where(stop >= 0, facts.event_row[stop], NONE),
            contractual=said.figures[0],
            wall=said.figures[1],
            unpaused=said.figures[2],
            period=said.period,
            disputed=np.isin(item, items.of(measured.scope.disputed)),
            outside=said.outside,
            **by_line._asdict(),
        )

    def _suffixes(self, number: Int64s) -> Int64s:
        """Return what follows the ticket in an item's name: nothing, `#2` and so on."""
        word, most = self.known.words.number, int(number.max(initial=1))
        return np.array([word(""), *(word(f"#{n}") for n in range(2, most + 1))])[number - 1]

    def _begun(self, measured: Measured, held: Int64s) -> _Said:
        """Return what is said of the items that started and about which anything is promised."""
        promises, ends = measured.promises, measured.ends
        item, told = promises.item[held], measured.told.some(held)
        clock = filled(held.size, self.known.words.number(""))
        has = told.row >= 0
        clock[has] = self.metric.targets.clock_word[told.row[has]]
        instant = np.maximum(ends.until[held], promises.start[held])
        clauses = self._clauses(measured, held)
        return _Said(
            item,
            self.grades[promises.priority_at(held, instant)],
            clock,
            [figure[held] for figure in measured.figures],
            self._period(measured, held, promises.items.opened[item]),
            np.zeros(held.size, np.bool_),
            [self.lines.begun(measured, n, held, clauses) for n in range(len(measured.levels))],
        )

    def _clauses(self, measured: Measured, held: Int64s) -> Int64s:
        """Return the clause of the constraint on each promise, of those that have one."""
        number = self.known.clauses.number
        found = filled(len(measured.promises.items), number(()))
        spells, clauses, _ = measured.standing.constrained
        found[spells.item] = [number((clause,)) for clause in clauses]
        return found[measured.promises.item[held]]

    def _period(self, measured: Measured, held: Int64s, opened: Int64s) -> Int64s:
        instant = opened
        if self.metric.metric.period.assign_by == "closed":
            instant = measured.ends.until[held]
        elif self.metric.metric.period.assign_by == "due":
            first = measured.first.some(held)
            after = np.maximum(opened, first.due_after)
            instant = np.where(first.due == NULL, after, first.due)
        return self._numbered(instant)

    def _numbered(self, instants: Int64s) -> Int64s:
        zone = self.batch.ground.agreement.agreement.zone
        return numbered(instants, self.metric.metric.period.every, zone, self.known.periods)

    def _unstarted(self, items: Items, measured: Measured) -> _Said:
        """Return what is said of items whose start is not recorded (semantics 4.3).

        Nothing is said of one for which nothing is promised, or not yet.
        """
        not_begun = items.missing == MISSING.index("not-begun")
        item = np.flatnonzero((items.start == NULL) & ~not_begun)
        sayings, counting = self.batch.sayings, self.metric.counting
        said = Range.of(sayings, items.ticket[item], items.end[item] - 1, items.end[item])
        at = filled(item.size, self.batch.ground.at)
        statement = sayings.at_instant(said.first, said.last, at)
        graded = priority(sayings, said, statement)
        counted = counting.holds(said, statement) & counting.priorities[graded]
        counted &= self.metric.targets.promised[graded]
        item, graded = item[counted], graded[counted]
        lines = range(len(self.metric.targets.shares))
        return _Said(
            item,
            self.grades[graded],
            filled(item.size, self.known.words.number("")),
            [filled(item.size, NULL)] * 3,
            self._numbered(items.opened[item]),
            items.missing[item] == MISSING.index("not-logged"),
            [self.lines.unstarted(items, item, measured, n) for n in lines],
        )


def nothing_stated(known: Vocabularies, lines: int) -> Found:
    """Return that nothing is said of anything."""
    none, by_line = filled(0, 0), np.zeros((lines, 0), np.int64)
    columns = {
        each.name: by_line if each.name in Line._fields else none for each in fields(Outcomes)
    }
    return Found(
        known,
        Outcomes(**columns).narrowed(),
        Notes(*[none] * 7).narrowed(),
        Counts(*[none] * 7).narrowed(),
        Apart(*[none] * 5).narrowed(),
    )
