"""How long each item needed, in columns: the kernel's `timed` for many at once."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from patto.bulk.arrays import NONE, Int64s, filled
from patto.bulk.outcomes import VERDICTS
from patto.bulk.promises import NOTHING
from patto.bulk.replaying.metric import Held, Known
from patto.bulk.stages import Stage
from patto.kernel.agreement.metrics import TicketMetric
from patto.kernel.evaluation.outcome import Verdict
from patto.kernel.feasibility.tightness import After

_MET, _EXCLUDED, _NOT_DETERMINED = (
    VERDICTS.index(verdict) for verdict in (Verdict.MET, Verdict.EXCLUDED, Verdict.NOT_DETERMINED)
)


class Timed(NamedTuple):
    """What promises needed: the number of their priority, which of its rows, the time, and after.

    `row` is `NONE` for a promise about which no target would change what is said.
    """

    priority: Int64s
    row: Int64s
    needed: Int64s
    after: Int64s


def timed(metric: TicketMetric, names: list[str], known: Known) -> Timed:
    """Return what the promises of a metric needed; `names` are those of the priorities."""
    held, ends = known.held, known.ends
    promises, spans = held.promises, held.spans
    last = held.first[1:] - 1
    final = filled(spans.promise.size, NONE)
    for stage in held.stages:
        final[stage.places] = stage.row
    row = final[last]
    needed = filled(len(promises), 0)
    np.maximum.at(needed, spans.promise, _needed(held, row[spans.promise], final))
    stated_end = promises.targets.stated_end[np.maximum(row, 0)]
    after = np.where(ends.verdict == _MET, After.MET, After.OUT)
    beyond = (spans.until[last] > stated_end) & (ends.verdict != _EXCLUDED)
    after[(ends.verdict == _NOT_DETERMINED) | beyond] = After.UNKNOWN
    priority = promises.priority_at(
        np.arange(len(promises)), np.maximum(ends.until, promises.start)
    )
    place = _place(metric, names, held)[priority, np.maximum(row, 0)]
    gone = (row < 0) | known.excluded[promises.item]
    return Timed(priority, np.where(gone, NONE, place), needed, after)


def _place(metric: TicketMetric, names: list[str], held: Held) -> Int64s:
    """Return for each priority, and each row of the metric, which of its rows that is."""
    rows = held.promises.targets.rows
    table = np.full((len(names), max(len(rows), 1)), NONE, np.int64)
    for number, name in enumerate(names):
        for nth, row in reversed(list(enumerate(metric.targets.get(name) or ()))):
            table[number, rows.index(row)] = nth
    return table


def _needed(held: Held, row: Int64s, final: Int64s) -> Int64s:
    """Return the least budget of a row under which no stage of a span ends in a miss."""
    found, total = filled(row.size, 0), filled(row.size, 0)
    mode = held.promises.metric.priority_change
    bound = np.zeros(row.size, np.bool_)
    bound_until = filled(row.size, 0)
    for stage in held.stages:
        own = stage.row == row[stage.places]
        own &= stage.row >= 0
        mine = stage.some(own)
        used = _used(held, mine)
        if mode == "from-now":
            carried = ~mine.provisional
            total[mine.places[carried]] += used[carried]
            used = np.where(carried, total[mine.places], used)
        found[mine.places] = np.maximum(found[mine.places], used)
        bound[mine.places[~mine.provisional]] = True
        binds = ~stage.provisional & (stage.row >= NOTHING)
        bound_until[stage.places[binds]] = stage.end[binds]
    if mode == "keep-stricter":
        _bind_on(held, row, found, np.flatnonzero(bound & (final != row)), bound_until)
    return found


def _bind_on(held: Held, row: Int64s, found: Int64s, some: Int64s, until: Int64s) -> None:
    """Have rows bind for good once they have held, in the spans at some places."""
    if some.size:
        nothing, no = filled(some.size, 0), np.zeros(some.size, np.bool_)
        stage = Stage(some, row[some], no, held.spans.since[some], until[some], nothing)
        found[some] = np.maximum(found[some], _elapsed(held, stage))


def _used(held: Held, stage: Stage) -> Int64s:
    """Return what was used in stages up to where the closed days of their rows are stated."""
    beyond = stage.end > held.promises.targets.stated_end[stage.row]
    if not beyond.any():
        return stage.used
    used = stage.used.copy()
    used[beyond] = _elapsed(held, stage.some(beyond))
    return used


def _elapsed(held: Held, stage: Stage) -> Int64s:
    stated_end = held.promises.targets.stated_end[stage.row]
    end = np.maximum(np.minimum(stage.end, stated_end), stage.begin)
    promise = held.spans.promise[stage.places]
    return held.promises.elapsed(promise, stage.begin, end, stage.row)
