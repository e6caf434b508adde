"""One metric under several tables of targets: what does not hang on them is found only once.

Items, pauses, rows in force and the time that counted are the same whatever the budgets; each
table is then held against them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from patto.bulk.arrays import NONE, NULL, Int64s, Marks, Mask, filled
from patto.bulk.endings import Ending, ending
from patto.bulk.figures import figures
from patto.bulk.items import Items
from patto.bulk.judging import NOT_FIXED, UNKNOWN_PRIORITY, Judged, Level
from patto.bulk.metric import MetricColumns
from patto.bulk.outcomes import VERDICTS
from patto.bulk.promises import Promises, Spans
from patto.bulk.scope import excluded, scope
from patto.bulk.stages import Stage, stages
from patto.bulk.targets import Targets
from patto.kernel.evaluation.outcome import Verdict

_MISSED, _EXCLUDED, _NOT_DETERMINED = (
    VERDICTS.index(verdict)
    for verdict in (Verdict.MISSED, Verdict.EXCLUDED, Verdict.NOT_DETERMINED)
)


class Held(NamedTuple):
    """Promises with the spans in which they are judged, and the rows that held in these.

    `first` is the first span of each promise, and behind the last where it would be.
    """

    promises: Promises
    spans: Spans
    stages: Sequence[Stage]
    first: Int64s

    def under(self, targets: Targets) -> Held:
        """Return the same under another table of targets."""
        return self._replace(promises=replace(self.promises, targets=targets))


@dataclass(frozen=True)
class Known:
    """What is known of a metric's items before any budget is held against them.

    `excluded` marks the items that an agreed exclusion takes out of the count, `out` is the code
    of why others are. `early` are the promises, at `early_place`, as they stood before their first
    reopening. `unsure` marks promises that the columns cannot decide.
    """

    items: Items
    held: Held
    ends: Ending
    shown: Spans
    end: Int64s
    excluded: Mask
    out: Int64s
    early: Held | None
    early_place: Int64s
    unsure: Mask


class Verdicts(NamedTuple):
    """What one table of targets says of promises: by line the judgement and its verdict.

    `told` is the judgement that the figures follow, `first` the one that the period follows;
    `chosen` has for each line the span that settles each promise.
    """

    levels: Sequence[Judged]
    chosen: Sequence[Int64s]
    verdicts: Sequence[Int64s]
    told: Judged
    first: Judged
    unsure: Mask


class _Under(NamedTuple):
    """A line of a table of targets, held against promises."""

    level: Level
    judged: Judged
    chosen: Int64s


class SharedMetric(MetricColumns):
    """A metric on a batch, asked about several tables of targets."""

    def known(self) -> Known:
        """Return what does not hang on any budget."""
        facts, ground = self.batch.facts, self.batch.ground
        items, stops = self.items()
        running = items.running(facts.size)
        within = scope(facts, items, running, self.metric)
        names = {e.id: n for n, e in enumerate(ground.agreement.exclusions or ())}
        claims = excluded(facts, items, ground.exclusions(self.metric), names)
        item = np.flatnonzero(items.start != NULL)
        every = ending(facts, items, within.out, self.metric, ground.at)
        ends = Ending(*(values[item] for values in every))
        promises, stands = self._promises(items, stops, running, item, ends.fact)
        held = self._held(promises, running, ends.until)
        end = np.maximum(ends.end, promises.start)
        shown = held.spans
        if (end != np.maximum(ends.until, promises.start)).any():
            shown = self._spans(promises, running, end)
        early, place, early_unsure = self._early(promises, stops)
        unsure = stands.unsure[item]
        unsure[place] |= early_unsure
        return Known(
            items, held, ends, shown, end, claims.name >= 0,
            np.where(within.out >= 0, every.reason, 0), early, place, unsure,
        )  # fmt: skip

    def _held(self, promises: Promises, running: Mask, until: Int64s) -> Held:
        spans = self._spans(promises, running, until)
        first = np.searchsorted(spans.promise, np.arange(len(promises) + 1))
        return Held(promises, spans, tuple(stages(promises, spans)), first)

    def _early(self, promises: Promises, stops: Marks) -> tuple[Held | None, Int64s, Mask]:
        """Return the promises that were reopened as they stood before, and which those are."""
        gaps, nothing = promises.items.gaps, filled(0, 0)
        number = filled(len(promises.items), NONE)
        number[promises.item] = np.arange(len(promises))
        new = np.append(True, gaps.item[1:] != gaps.item[:-1])[: gaps.item.size]
        chosen = np.flatnonzero(new & (number[gaps.item] >= 0))
        if self.metric.period.assign_by != "due" or not chosen.size:
            return None, nothing, np.zeros(0, np.bool_)
        item, stop = gaps.item[chosen], gaps.stop[chosen]
        before, running = _before(promises.items, item, stop, self.batch.facts.size)
        early, stands = self._promises(before, stops, running, np.arange(chosen.size))
        held = self._held(early, running, self.batch.facts.at[stop])
        return held, number[item], stands.unsure

    def under(self, known: Known, targets: Targets) -> Verdicts:
        """Return what a table of targets says of the promises."""
        held = known.held.under(targets)
        lines = [_under(held, number) for number in range(len(targets.lines))]
        levels = [line.judged for line in lines]
        told, chosen = _told(lines)
        unsure = known.unsure.copy()
        for line in lines:
            unsure |= line.level.unsure[line.chosen]
        if self.metric.period.assign_by == "due":
            unsure |= settle(held, told, chosen)
        first = told.some(np.arange(len(told)))
        if known.early is not None:
            early = known.early.under(targets)
            line = _under(early, 0)
            unsure[known.early_place] |= line.level.unsure[line.chosen]
            unsure[known.early_place] |= settle(early, line.judged, line.chosen)
            holds = line.judged.holds
            first.put(known.early_place[holds], line.judged.some(holds))
        gone = known.excluded[held.promises.item]
        verdicts = [_verdicts(level, known.ends, gone) for level in levels]
        return Verdicts(levels, [line.chosen for line in lines], verdicts, told, first, unsure)

    def took(self, known: Known, row: Int64s, some: Int64s) -> Int64s:
        """Return the contractual figures of some promises under rows, `NULL` if not determined."""
        promises = known.held.promises
        if self.metric.priority_change == "from-now":
            told = Judged.nothing(len(promises))
            told.row = row
            return figures(promises, known.shown, known.end, told).contractual[some]
        wanted = np.zeros(len(promises), np.bool_)
        wanted[some] = True
        own = known.shown.some(wanted[known.shown.promise])
        used = promises.elapsed(own.promise, own.since, own.until, row[own.promise])
        found = filled(len(promises), NULL)
        np.maximum.at(found, own.promise, used)
        stated = known.end[some] <= promises.targets.stated_end[row[some]]
        return np.where(stated, found[some], NULL)


def settle(held: Held, judged: Judged, spans: Int64s) -> Mask:
    """Work out when judgements of some spans are due, and return which cannot be decided."""
    todo = np.flatnonzero((judged.row >= 0) & ~judged.dated)
    unsure = np.zeros(len(judged), np.bool_)
    promise = held.spans.promise[spans[todo]]
    due = held.promises.due(promise, judged.begin[todo], judged.budget[todo], judged.row[todo])
    within = due <= judged.stated_end[todo]
    unsure[todo] = due == NULL
    judged.due[todo] = np.where(within, due, NULL)
    judged.due_after[todo] = np.where(within, NULL, judged.stated_end[todo])
    judged.dated[todo] = True
    return unsure


def _under(held: Held, number: int) -> _Under:
    """Return the judgement of promises on a line: the first span missed, else the last."""
    level = Level(held.promises, held.spans, number)
    judged = level.judged(held.stages)
    first = held.first
    missed = Marks.of(judged.missed).first(first[:-1], first[1:])
    chosen = np.where(missed == NONE, first[1:] - 1, missed)
    return _Under(level, judged.some(chosen), chosen)


def _told(lines: Sequence[_Under]) -> tuple[Judged, Int64s]:
    """Return for each promise the judgement of its first line about which anything was promised."""
    told, chosen = lines[0].judged.some(np.arange(len(lines[0].judged))), lines[0].chosen.copy()
    for line in lines[1:]:
        missing = np.flatnonzero(~told.holds & line.judged.holds)
        told.put(missing, line.judged.some(missing))
        chosen[missing] = line.chosen[missing]
    return told, chosen


def _verdicts(judged: Judged, ends: Ending, excluded: Mask) -> Int64s:
    """Return the verdicts of a line (semantics 5.1)."""
    verdict = ends.verdict.copy()
    open_ones = ~judged.missed & (verdict != _EXCLUDED)
    unknown = (judged.unknown == NOT_FIXED) | (judged.unknown == UNKNOWN_PRIORITY)
    verdict[open_ones & unknown] = _NOT_DETERMINED
    verdict[judged.missed] = _MISSED
    verdict[~judged.holds | excluded] = _EXCLUDED
    return verdict


def _before(items: Items, item: Int64s, stop: Int64s, facts: int) -> tuple[Items, Mask]:
    """Return some items as they stood at a stop, and the facts in which their clocks ran."""
    change = np.zeros(facts + 1, np.int8)
    change[items.begin[item]] += 1
    change[stop + 1] -= 1
    nothing = filled(0, 0)
    before = replace(
        items,
        **{
            name: getattr(items, name)[item]
            for name in (
                "ticket", "number", "begin", "end", "opened", "start", "start_fact", "missing",
            )
        },
        stop=stop,
        gaps=replace(items.gaps, item=nothing, stop=nothing, reopened=nothing),
    )  # fmt: skip
    running: Mask = np.cumsum(change[:-1], dtype=np.int8) > 0
    return before, running
