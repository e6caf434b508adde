"""The targets of one metric as arrays: which row holds for which priority, and what it allows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import numpy as np

from patto.bulk.arrays import FOREVER, NONE, NULL, Int64s, Mask, filled
from patto.bulk.clocks import Clocks
from patto.bulk.deadlines import Deadlines
from patto.bulk.texts import Vocabulary
from patto.kernel.agreement.clauses.scope import Group
from patto.kernel.agreement.matching import CompiledClock
from patto.kernel.agreement.metrics import InCalendar, InGroup, InSituation, TargetRow, TicketMetric
from patto.kernel.evaluation.deadlines import as_agreed
from patto.kernel.evaluation.ticket import lines
from patto.kernel.instants import Instant


class Line(NamedTuple):
    """What the rows of a metric allow for one of its lines, an entry a row.

    `budget` is `NULL` where the row has a deadline instead, whose number is in `deadline`; `moves`
    says whether pauses move that. `stated_end` is `FOREVER` where the closed days are stated for
    good. `text` is a word.
    """

    budget: Int64s
    deadline: Int64s
    moves: Mask
    stated_end: Int64s
    text: Int64s


class Targets:
    """A metric's rows of targets: equal ones are one, as in the kernel."""

    def __init__(
        self, metric: TicketMetric, clocks: Clocks, words: Vocabulary[str], priorities: list[str]
    ) -> None:
        self.clocks = clocks
        self.rows: list[TargetRow] = []
        self.known = np.array([name in metric.targets for name in priorities], np.bool_)
        self.promised = np.array(
            [metric.targets.get(name, ()) is not None for name in priorities], np.bool_
        )
        self._by_priority = _padded([self._numbers(metric, name) for name in priorities])
        self.contractual = _ints(clocks.line(r.clock, contractual=True) for r in self.rows)
        self.unpaused = _ints(clocks.line(r.clock) for r in self.rows)
        self.maintained = np.array(
            [not self._clock(row).maintenance_counts for row in self.rows], np.bool_
        )
        self.clock_word = _ints(words.number(row.clock) for row in self.rows)
        self.stated_end = _ints(_or_never(self._clock(row).stated_end) for row in self.rows)
        self.deadlines: list[Deadlines] = []
        self.shares = [words.number(share) for share in lines(metric)]
        self.lines = [self._line(n, words) for n in range(len(self.shares))]
        whens = [row.when for row in self.rows]
        self._calendars = {
            n: clocks.line(when.calendar)
            for n, when in enumerate(whens)
            if isinstance(when, InCalendar)
        }
        self._situations = {
            n: when.situation for n, when in enumerate(whens) if isinstance(when, InSituation)
        }
        self.groups: dict[int, Group] = {
            n: clocks.ground.compiled.group(when.group)
            for n, when in enumerate(whens)
            if isinstance(when, InGroup)
        }

    def _clock(self, row: TargetRow) -> CompiledClock:
        return self.clocks.ground.compiled.clock(row.clock)

    def _numbers(self, metric: TicketMetric, priority: str) -> list[int]:
        found: list[int] = []
        for row in metric.targets.get(priority) or ():
            if row not in self.rows:
                self.rows.append(row)
            found.append(self.rows.index(row))
        return found

    def _line(self, number: int, words: Vocabulary[str]) -> Line:
        budgets, deadlines, moves, ends, texts = [], [], [], [], []
        compiled = self.clocks.ground.compiled
        for row in self.rows:
            level, clock = row.levels[number], self._clock(row)
            stated = [_or_never(clock.stated_end)]
            budget, deadline = NULL, NONE
            if level.within is not None:
                budget = level.within.length(clock.business_day)
            if level.by is not None:
                calendar = compiled.calendar(level.by.calendar)
                stated.append(_or_never(calendar.stated_end))
                deadline = len(self.deadlines)
                self.deadlines.append(Deadlines(level.by, calendar.hours))
            moves.append(level.by is not None and level.by.pauses == "move-it")
            budgets.append(budget)
            deadlines.append(deadline)
            ends.append(min(stated))
            texts.append(words.number(as_agreed(level)))
        moving = np.array(moves, np.bool_)
        return Line(_ints(budgets), _ints(deadlines), moving, _ints(ends), _ints(texts))

    def holding(self, start: Int64s) -> Mask:
        """Return for each row, and each promise that starts at these instants, whether it may hold.

        A row for a group may; that hangs on what is said of the ticket.
        """
        holds = np.ones((len(self.rows), start.size), np.bool_)
        for number, line in self._calendars.items():
            if start.size:
                holds[number] = self.clocks.elapsed(start, start + 1, line) == 1
        for number, situation in self._situations.items():
            holds[number] = self._declared(situation, start)
        return holds

    def _declared(self, situation: str, start: Int64s) -> Mask:
        found = np.zeros(start.size, np.bool_)
        for said in self.clocks.ground.situations:
            if said.id == situation:
                found |= (said.start <= start) & (start < said.end)
        return found

    def row(self, priority: Int64s, holding: Mask) -> Int64s:
        """Return the first row of priorities that holds, `NONE` if none does.

        `holding` has a line for each row, and a column for each priority that is asked about.
        """
        found = filled(priority.size, NONE)
        column = np.arange(priority.size)
        for nth in range(self._by_priority.shape[1] - 1, -1, -1):
            candidate = self._by_priority[priority, nth]
            holds = (candidate != NONE) & holding[candidate, column]
            found = np.where(holds, candidate, found)
        return found

    def fixed(self, line: int, rows: Int64s, call: Int64s) -> Int64s:
        """Return the deadlines of calls under rows that have one for a line, else `NULL`."""
        found = filled(rows.size, NULL)
        numbers = self.lines[line].deadline[rows]
        for number in np.unique(numbers[numbers != NONE]).tolist():
            chosen = np.flatnonzero(numbers == number)
            found[chosen] = self.deadlines[number].of(call[chosen])
        return found


def _or_never(instant: Instant | None) -> Instant:
    return FOREVER if instant is None else instant


def _padded(numbers: list[list[int]]) -> Int64s:
    """Return lists of numbers as rows of one length, filled up with `NONE`."""
    width = max((len(row) for row in numbers), default=0)
    return np.array([[*row, *[NONE] * (width - len(row))] for row in numbers], np.int64).reshape(
        len(numbers), width
    )


def _ints(values: Iterable[int] | Iterator[int]) -> Int64s:
    return np.fromiter(values, np.int64)
