"""One metric over the facts of a batch: its items, promises and judgements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from patto.bulk.arrays import NONE, NULL, Int64s, Marks, Mask, filled
from patto.bulk.clocks import Clocks
from patto.bulk.constraints import Constraints
from patto.bulk.endings import Ending, ending, silences
from patto.bulk.facts import Facts
from patto.bulk.figures import Told, figures
from patto.bulk.items import Gaps, Items, items
from patto.bulk.judging import Judged, Level
from patto.bulk.pausing import Pausing
from patto.bulk.plan import MetricPlan, Plan
from patto.bulk.populations import FILTERS, Counting, Listed, Range
from patto.bulk.promises import Promises, Spans, limits
from patto.bulk.sayings import Sayings
from patto.bulk.scope import Excluded, Scope, excluded, scope
from patto.bulk.stages import stages
from patto.bulk.standing import Standing, standing
from patto.kernel.evaluation.ground import Ground


@dataclass(frozen=True, slots=True)
class Batch:
    """The facts of tickets under one ground, and what all metrics need of them."""

    plan: Plan
    facts: Facts
    sayings: Sayings
    pausing: Pausing
    constraints: Constraints

    @classmethod
    def of(cls, plan: Plan, facts: Facts) -> Batch:
        """Return the batch of some facts."""
        grades = plan.grades
        if facts.columns is not plan.columns:
            grades = grades.over(facts.columns)
        sayings = Sayings(facts, grades, FILTERS)
        return cls(plan, facts, sayings, Pausing(facts, plan), Constraints(facts, plan))

    @property
    def ground(self) -> Ground:
        """The version of the agreement that governs the tickets, with what was declared."""
        return self.plan.ground

    @property
    def clocks(self) -> Clocks:
        """The clocks of the ground."""
        return self.plan.clocks


@dataclass(frozen=True, slots=True)
class Measured:
    """What is said of a metric's items that have started, one promise each.

    `levels` has the judgement of each line; `told` is the one that figures and period follow, and
    `first` that before the first reopening, where there was one. Of every item, started or not,
    `out` is the code of why it is out of the count. `odd` marks the promises
    that the columns cannot decide, and `running` the facts during which a clock ran.
    `modified` has for each line the promises whose target a constraint moved.
    """

    promises: Promises
    ends: Ending
    levels: Sequence[Judged]
    modified: Sequence[Mask]
    told: Judged
    first: Judged
    figures: Told
    standing: Standing
    running: Mask
    scope: Scope
    excluded: Excluded
    out: Int64s
    odd: Mask


class MetricColumns:
    """A metric on a batch."""

    def __init__(self, batch: Batch, plan: MetricPlan) -> None:
        self.batch = batch
        self.metric = plan.metric
        self.targets = plan.targets
        self.window = plan.window
        self.counting = Counting(batch.sayings, plan.metric.population)
        self.groups = {n: Listed(batch.sayings, g) for n, g in plan.targets.groups.items()}

    def items(self) -> tuple[Items, Marks]:
        """Return the items of the batch's tickets, and the facts that stop the metric's clock."""
        logging = self.batch.ground.agreement.validly_logged
        return items(self.batch.facts, self.metric, logging, self.window)

    def measured(self, found: Items, stops: Marks) -> Measured:
        """Return what is said of the items that have started."""
        facts, at = self.batch.facts, self.batch.ground.at
        running = found.running(facts.size)
        within = scope(facts, found, running, self.metric)
        ground = self.batch.ground
        names = {e.id: n for n, e in enumerate(ground.agreement.exclusions or ())}
        claims = excluded(facts, found, ground.exclusions(self.metric), names)
        item = np.flatnonzero(found.start != NULL)
        all_ends = ending(facts, found, within.out, self.metric, at)
        ends = Ending(*(values[item] for values in all_ends))
        promises, stands = self._promises(found, stops, running, item, ends.fact)
        spans = self._spans(promises, running, ends.until)
        levels, odd = self._judged(promises, spans, range(len(self.targets.lines)))
        modified, free_odd = self._modified(promises, stops, running, ends, stands, levels)
        told = _told(levels)
        end = np.maximum(ends.end, promises.start)
        shown = spans
        if (end != np.maximum(ends.until, promises.start)).any():
            shown = self._spans(promises, running, end)
        first, early_odd = self._first(promises, stops, told)
        return Measured(
            promises, ends, levels, modified, told, first, figures(promises, shown, end, told),
            stands, running, within, claims, np.where(within.out >= 0, all_ends.reason, 0),
            stands.unsure[item] | odd | free_odd | early_odd,
        )  # fmt: skip

    def _promises(
        self,
        found: Items,
        stops: Marks,
        running: Mask,
        item: Int64s,
        ended: Int64s | None = None,
        *,
        constrain: bool = True,
    ) -> tuple[Promises, Standing]:
        batch = self.batch
        stands = standing(
            batch.facts, self.metric, batch.pausing, batch.constraints, found, stops, running,
            constrain=constrain,
        )  # fmt: skip
        start = found.start[item]
        until = limits(batch.facts, found, item, start, ended)
        said = Range.of(batch.sayings, found.ticket[item], until, found.end[item])
        still = stands.still if item.size == len(found) else stands.still.of(item)
        stands.unsure[item] |= batch.sayings.divided(until)
        promises = Promises(
            self.metric, batch.facts, batch.clocks, batch.sayings, self.targets, self.counting,
            found, item, start, said, still, self.targets.holding(start), self.groups,
        )  # fmt: skip
        return promises, stands

    def _spans(self, promises: Promises, running: Mask, until: Int64s) -> Spans:
        return silences(
            self.metric, self.batch.facts, promises.items, promises.item, running,
            promises.start, until,
        )  # fmt: skip

    def _judged(
        self, promises: Promises, spans: Spans, lines: Sequence[int]
    ) -> tuple[list[Judged], Mask]:
        """Return the judgement of promises by line: the first span missed, else the last."""
        held = list(stages(promises, spans))
        found: list[Judged] = []
        odd = np.zeros(len(promises), np.bool_)
        for line in lines:
            level = Level(promises, spans, line)
            judged = level.judged(held)
            chosen = _chosen(spans.promise, judged.missed, len(promises))
            picked = judged.some(chosen)
            unsure = level.settle(picked, chosen) | level.unsure[chosen]
            odd |= unsure
            found.append(picked)
        return found, odd

    def _modified(
        self,
        promises: Promises,
        stops: Marks,
        running: Mask,
        ends: Ending,
        stands: Standing,
        levels: Sequence[Judged],
    ) -> tuple[list[Mask], Mask]:
        """Return whose targets a constraint moved, by line: they would be others without it.

        Which of several constraints did so, the kernel must say.
        """
        count = len(promises)
        moved, odd = [np.zeros(count, np.bool_) for _ in levels], np.zeros(count, np.bool_)
        constrained = np.zeros(len(promises.items), np.bool_)
        constrained[stands.constrained.spells.item] = True
        place = np.flatnonzero(constrained[promises.item])
        if not place.size:
            return moved, odd
        item = promises.item[place]
        free, _ = self._promises(
            promises.items, stops, running, item, ends.fact[place], constrain=False
        )
        spans = self._spans(free, running, ends.until[place])
        judged, odd[place] = self._judged(free, spans, range(len(levels)))
        odd[place] |= stands.constrained.several(len(promises.items))[item]
        for mask, own, other in zip(moved, levels, judged, strict=True):
            mask[place] = _used_up_otherwise(own.some(place), other)
        return moved, odd

    def _first(self, promises: Promises, stops: Marks, told: Judged) -> tuple[Judged, Mask]:
        """Return how promises stood before their first reopening, else how they stand."""
        found, odd = told.some(np.arange(len(told))), np.zeros(len(promises), np.bool_)
        gaps = promises.items.gaps
        if self.metric.period.assign_by != "due" or not gaps.item.size:
            return found, odd
        number = filled(len(promises.items), NONE)
        number[promises.item] = np.arange(len(promises))
        new = np.append(True, gaps.item[1:] != gaps.item[:-1])
        chosen = np.flatnonzero(new & (number[gaps.item] >= 0))
        if not chosen.size:
            return found, odd
        place = number[gaps.item[chosen]]
        before, running = _before(
            promises.items, gaps.item[chosen], gaps.stop[chosen], self.batch.facts.size
        )
        early, stands = self._promises(before, stops, running, np.arange(chosen.size))
        spans = self._spans(early, running, self.batch.facts.at[gaps.stop[chosen]])
        (judged,), early_odd = self._judged(early, spans, range(1))
        odd[place] = stands.unsure | early_odd
        holds = judged.holds
        found.put(place[holds], judged.some(holds))
        return found, odd


def _used_up_otherwise(one: Judged, other: Judged) -> Mask:
    mask: Mask = one.target != other.target
    mask |= (one.due != other.due) | (one.kept_until != other.kept_until)
    return mask


def _told(levels: Sequence[Judged]) -> Judged:
    """Return for each promise the judgement of its first line about which anything was promised."""
    told = levels[0].some(np.arange(len(levels[0])))
    for level in levels[1:]:
        missing = np.flatnonzero(~told.holds & level.holds)
        told.put(missing, level.some(missing))
    return told


def _chosen(promise: Int64s, missed: Mask, count: int) -> Int64s:
    """Return the span of each promise that settles it: the first that was missed, else the last."""
    first = np.searchsorted(promise, np.arange(count + 1))
    found = Marks.of(missed).first(first[:-1], first[1:])
    return np.where(found == NONE, first[1:] - 1, found)


def _before(items: Items, item: Int64s, stop: Int64s, facts: int) -> tuple[Items, Mask]:
    """Return some items as they stood at a stop, and the facts in which their clocks ran."""
    change = np.zeros(facts + 1, np.int8)
    change[items.begin[item]] += 1
    change[stop + 1] -= 1
    nothing = filled(0, 0)
    before = Items(
        items.ticket[item], items.number[item], items.begin[item], items.end[item],
        items.opened[item], items.start[item], items.start_fact[item], items.missing[item], stop,
        Gaps(nothing, nothing, nothing),
    )  # fmt: skip
    running: Mask = np.cumsum(change[:-1], dtype=np.int8) > 0
    return before, running
