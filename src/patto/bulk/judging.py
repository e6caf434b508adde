"""Judgements in columns: the kernel's `judge` for many spans at once.

What is missed is found first, stage by stage; when it was due is worked out only for the span
that settles a promise, unless it decides which of several rows binds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np

from patto.bulk.arrays import FOREVER, NONE, NULL, Int64s, Mask, filled
from patto.bulk.carried import Carried
from patto.bulk.held import Held
from patto.bulk.promises import NOTHING, UNKNOWN, Promises, Spans
from patto.bulk.stages import Stage

NOT_FIXED, UNKNOWN_PRIORITY = 1, 2
"""Why a judgement is not determined, as codes; zero if it is."""


@dataclass(slots=True)
class Judged:
    """What became of one level in each span, as the kernel's `Judged` says it.

    `holds` is false where nothing was promised. `row` is the row that settles it, `NONE` for a
    priority that the agreement does not know; `begin` and `budget` are what its due follows from.
    `due` and `kept_until` are there where `dated`; `due_after` is the end of the stated days where
    it is due beyond them.
    """

    holds: Mask
    row: Int64s
    missed: Mask
    unknown: Int64s
    begin: Int64s
    budget: Int64s
    target: Int64s
    stated_end: Int64s
    dated: Mask
    due: Int64s
    kept_until: Int64s
    due_after: Int64s

    @classmethod
    def nothing(cls, count: int) -> Judged:
        """Return the judgement that nothing was promised, so many times."""
        no, null = np.zeros((3, count), np.bool_), np.full((6, count), NULL)
        none, never = filled(count, NONE), filled(count, FOREVER)
        return cls(
            no[0], none, no[1], filled(count, 0), null[0], null[1], null[2], never, no[2], null[3],
            null[4], null[5],
        )  # fmt: skip

    def __len__(self) -> int:
        return self.row.size

    def put(self, places: Int64s, other: Judged) -> None:
        """Put other judgements in some places."""
        for each in fields(self):
            getattr(self, each.name)[places] = getattr(other, each.name)

    def some(self, places: Int64s | Mask) -> Judged:
        """Return some of the judgements."""
        return Judged(*(getattr(self, each.name)[places] for each in fields(self)))


class Level:
    """One level of promises, asked about spans.

    `unsure` marks the spans about which the array clock cannot say what is asked.
    """

    def __init__(self, promises: Promises, spans: Spans, number: int) -> None:
        self.promises = promises
        self.spans = spans
        self.number = number
        self.line = promises.targets.lines[number]
        self.unsure = np.zeros(spans.promise.size, np.bool_)

    def judged(self, stages: Sequence[Stage]) -> Judged:
        """Return the judgement over stages that follow one another.

        The first stage that ends in a miss settles it; else the last stage speaks.
        """
        count = self.spans.promise.size
        settled, mode = Judged.nothing(count), self.promises.metric.priority_change
        several = len(stages) > 1
        carried = Carried(count) if mode == "from-now" and several else None
        held = Held(count, len(stages)) if mode == "keep-stricter" and several else None
        for nth, stage in enumerate(stages):
            running = stage if not nth else stage.some(~settled.missed[stage.places])
            if carried is not None:
                said = self._carried(running, carried)
            elif held is not None:
                said = self._strictest(running, held)
            else:
                said = self._under(running)
            settled.put(running.places, said)
        return settled

    def _under(self, stage: Stage, budget: Int64s | None = None) -> Judged:
        """Return the judgement under the rows of a stage, or what it means that there is none."""
        has = np.flatnonzero(stage.row >= 0)
        if has.size == stage.row.size:
            return self._by_row(stage, budget)
        found = Judged.nothing(stage.row.size)
        unknown = stage.row == UNKNOWN
        found.holds[unknown] = True
        found.unknown[unknown] = UNKNOWN_PRIORITY
        chosen = None if budget is None else budget[has]
        found.put(has, self._by_row(stage.some(has), chosen))
        return found

    def _by_row(self, stage: Stage, budget: Int64s | None = None) -> Judged:
        row = stage.row
        by_date = self.line.deadline[row] != NONE
        allowed = self.line.budget[row] if budget is None else np.where(by_date, NULL, budget)
        stated = self.line.stated_end[row]
        found = Judged.nothing(row.size)
        found.holds[:] = True
        found.row, found.stated_end = row, stated
        found.begin, found.budget, found.target = stage.begin, allowed, allowed.copy()
        missed = ~by_date & (stage.used > allowed)
        beyond = stage.end > stated
        cut = np.flatnonzero(missed & beyond)
        if cut.size:
            missed[cut] = self._used_until(stage.some(cut), stated[cut]) > allowed[cut]
        if by_date.any():
            fixed = self._fixed(stage, by_date)
            found.dated, found.due = by_date, np.where(fixed <= stated, fixed, NULL)
            found.due_after = np.where(fixed <= stated, NULL, stated)
            found.kept_until = found.due.copy()
            missed |= (found.due != NULL) & (stage.end > found.due)
        settled = missed | (by_date & (found.due != NULL))
        found.missed = missed
        found.unknown = np.where(beyond & ~settled, NOT_FIXED, 0)
        return found

    def _used_until(self, stage: Stage, until: Int64s) -> Int64s:
        end = np.maximum(until, stage.begin)
        promise = self.spans.promise[stage.places]
        return self.promises.elapsed(promise, stage.begin, end, stage.row)

    def _fixed(self, stage: Stage, by_date: Mask) -> Int64s:
        """Return the deadlines of rows that have one, `NULL` for one that never comes."""
        found = filled(stage.row.size, NULL)
        places = np.flatnonzero(by_date)
        row, call = stage.row[places], self.spans.since[stage.places[places]]
        fixed = self.promises.targets.fixed(self.number, row, call)
        moves = np.flatnonzero(self.line.moves[row] & (fixed != NULL))
        if moves.size:
            spans = stage.places[places[moves]]
            last = self.promises.moved(
                self.spans.promise[spans], fixed[moves], call[moves], row[moves]
            )
            self.unsure[spans[last == NULL]] = True
            fixed[moves] = last
        found[places] = fixed
        return found

    def _carried(self, stage: Stage, carried: Carried) -> Judged:
        """Return the judgement under what is left of the budgets before."""
        has = stage.row >= 0
        budget = filled(stage.row.size, NULL)
        budget[has] = self.line.budget[stage.row[has]]
        counts = np.flatnonzero((budget != NULL) & ~stage.provisional)
        own = stage.some(counts)
        # Of what was carried over days that are not stated the kernel must say.
        lost = carried.hold(own.places, own.row, budget[counts], own.begin, own.end)
        self.unsure[own.places[lost]] = True
        begin, used, left = stage.begin.copy(), stage.used.copy(), budget.copy()
        begin[counts] = carried.begin[own.places]
        longer = np.flatnonzero(begin != stage.begin)
        used[longer] = self.promises.elapsed(
            self.spans.promise[stage.places[longer]], begin[longer], stage.end[longer],
            stage.row[longer],
        )  # fmt: skip
        carried.use(own.places, used[counts])
        carried_over = carried.left(own.places)
        left[counts] = np.maximum(carried_over, 0)
        held = Stage(stage.places, stage.row, stage.provisional, begin, stage.end, used)
        found = self._under(held, left)
        found.target[counts] = carried.spent[own.places] + left[counts]
        carried.lost[own.places] = found.unknown[counts] != 0
        return found

    def _strictest(self, stage: Stage, held: Held) -> Judged:
        """Return the judgement that binds of those under every row that has held."""
        binds = np.flatnonzero(~stage.provisional & (stage.row >= NOTHING))
        held.add(stage.places[binds], stage.row[binds])
        found = self._under(stage)
        several = binds[held.several(stage.places[binds], stage.row[binds])]
        if not several.size:
            return found
        own = stage.some(several)
        best = Judged.nothing(several.size)
        due, last = filled(several.size, FOREVER), filled(several.size, FOREVER)
        unknown = filled(several.size, 0)
        for row in held.rows(own.places):
            places = np.flatnonzero(row != NONE)
            said = self._asked(own.some(places), row[places])
            self.unsure[own.places[places]] |= self.settle(said, own.places[places])
            due[places] = np.minimum(due[places], _or_never(said.due))
            last[places] = np.minimum(last[places], _or_never(said.kept_until))
            unknown[places] = np.maximum(unknown[places], said.unknown)
            stricter = _stricter(said, best.some(places))
            best.put(places[stricter], said.some(stricter))
        best.unknown = np.where(best.holds & ~best.missed, unknown, 0)
        best.due = np.where(due == FOREVER, NULL, due)
        best.kept_until = np.where(last == FOREVER, NULL, last)
        found.put(several, best)
        return found

    def _asked(self, stage: Stage, row: Int64s) -> Judged:
        """Return the judgement under other rows than those of a stage."""
        promise = self.spans.promise[stage.places]
        used = self.promises.elapsed(promise, stage.begin, stage.end, row)
        own = Stage(stage.places, row, stage.provisional, stage.begin, stage.end, used)
        return self._by_row(own)

    def settle(self, judged: Judged, spans: Int64s) -> Mask:
        """Work out when judgements of some spans are due, and return which cannot be decided."""
        todo = np.flatnonzero((judged.row >= 0) & ~judged.dated)
        unsure = np.zeros(len(judged), np.bool_)
        promise, row = self.spans.promise[spans[todo]], judged.row[todo]
        begin, budget = judged.begin[todo], judged.budget[todo]
        stated = judged.stated_end[todo]
        due = self.promises.due(promise, begin, budget, row)
        beyond = self.promises.due(promise, begin, budget + 1, row)
        unsure[todo] = (due == NULL) | (beyond == NULL)
        judged.due[todo] = np.where(due <= stated, due, NULL)
        judged.due_after[todo] = np.where(due <= stated, NULL, stated)
        judged.kept_until[todo] = np.where(beyond - 1 <= stated, beyond - 1, NULL)
        judged.dated[todo] = True
        return unsure


def _or_never(instants: Int64s) -> Int64s:
    return np.where(instants == NULL, FOREVER, instants)


def _stricter(one: Judged, other: Judged) -> Mask:
    """Return where one judgement binds before another: the row missed first, or else due first.

    What comes first binds where both are alike.
    """
    missed_first = _or_never(one.kept_until) < _or_never(other.kept_until)
    due_first = _or_never(one.due) < _or_never(other.due)
    earlier = np.where(one.missed, missed_first, due_first)
    before = np.where(one.missed == other.missed, earlier, one.missed)
    mask: Mask = before | ~other.holds
    return mask
