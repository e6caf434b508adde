"""How long each item needed: the shortest target under which it would not have been missed.

A row of targets is looked at as if it stood alone in its table: what other priorities promise
changes nothing about the time that this one takes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final, NamedTuple

from patto.kernel.agreement.metrics import TicketMetric
from patto.kernel.evaluation.endings import Ending, ending, silences
from patto.kernel.evaluation.ground import Ground
from patto.kernel.evaluation.judge import Stage
from patto.kernel.evaluation.milestones import Item
from patto.kernel.evaluation.outcome import Verdict
from patto.kernel.evaluation.promise import Promise
from patto.kernel.evaluation.scope import agreed_exclusion, scope
from patto.kernel.feasibility.tightness import After
from patto.kernel.instants import Duration, Instant

_OF_VERDICT: Final = {
    Verdict.MET: After.MET,
    Verdict.NOT_DETERMINED: After.UNKNOWN,
    Verdict.PENDING: After.OUT,
    Verdict.EXCLUDED: After.OUT,
}


class Timed(NamedTuple):
    """What an item needed, under which of its priority's rows, and what it is after that."""

    priority: str
    row: int
    needed: Duration
    after: After


class _Part(NamedTuple):
    """A stage as far as a row is concerned: what counted of it, and what more was allowed."""

    stage: Stage
    own: bool
    used: Duration
    more: Duration


def timed(ground: Ground, metric: TicketMetric, item: Item) -> Timed | None:
    """Return what an item needed, `None` where no target would change what is said of it.

    It belongs to the row that held at its end (semantics 4.7). What had been counted when the
    closed days ceased to be stated is all that is known (semantics 2.3).
    """
    excluded, _ = agreed_exclusion(item.facts, ground.exclusions(metric))
    if item.start is None or excluded:
        return None
    out = scope(item, merged_parent_counts=metric.related.merged == "parent-counts")
    ends = ending(metric, item, out, ground.at)
    promise = Promise(ground, metric, item, item.start, ends.until)
    spans = silences(metric, item, promise.running, item.start, ends.until)
    held = [promise.stages(since, max(since, until)) for since, until in spans]
    last = held[-1][-1].row
    if last is None:
        return None
    row = promise.rows[last]
    stated_end = ground.compiled.clock(row.clock).stated_end
    needed = max(
        _needed(promise, last, stages, since, stated_end)
        for (since, _), stages in zip(spans, held, strict=True)
    )
    priority = promise.classification.at(max(ends.until, item.start)).priority
    number = (metric.targets[priority] or ()).index(row)
    return Timed(priority, number, needed, _after(ends, held[-1][-1].end, stated_end))


def _after(ends: Ending, until: Instant, stated_end: Instant | None) -> After:
    beyond = stated_end is not None and until > stated_end
    if beyond and ends.verdict is not Verdict.EXCLUDED:
        return After.UNKNOWN
    return _OF_VERDICT[ends.verdict]


def _needed(
    promise: Promise, row: int, stages: Sequence[Stage], since: Instant, stated_end: Instant | None
) -> Duration:
    """Return the least budget of a row under which no stage of a span ends in a miss."""
    mode = promise.metric.priority_change
    parts = _parts(promise, row, stages, since, stated_end)
    return max(_BY_MODE[mode](parts), default=0)


def _parts(
    promise: Promise,
    row: int,
    stages: Sequence[Stage],
    since: Instant,
    stated_end: Instant | None,
) -> Iterator[_Part]:
    """Yield the stages, each with what counts of it on the clock of a row.

    That is from `since` on, or where a budget is carried from row to row from its own begin.
    """
    clock = promise.rows[row].clock
    carried = promise.metric.priority_change == "from-now"
    way, day = promise.course(clock), promise.ground.compiled.clock(clock).business_day
    for stage in stages:
        end = stage.end if stated_end is None else min(stage.end, stated_end)
        begin = stage.start if carried and not stage.provisional else since
        used = way.elapsed(end, begin) if end > begin else 0
        more = sum(
            budget.length(day)
            for start, budget in promise.modified.more_time
            if start < stage.end or start == stage.start
        )
        yield _Part(stage, stage.row == row, used, more)


def _retroactive(parts: Iterator[_Part]) -> Iterator[Duration]:
    """Yield what each stage needs: a row binds while it holds, for the whole history."""
    return (part.used - part.more for part in parts if part.own)


def _kept_stricter(parts: Iterator[_Part]) -> Iterator[Duration]:
    """Yield what each stage needs: a row binds for good once it has held."""
    holds = False
    for part in parts:
        binds = part.stage.row is not None or part.stage.without == "nothing-promised"
        holds = holds or (part.own and not part.stage.provisional)
        if part.own or (holds and binds and not part.stage.provisional):
            yield part.used - part.more


def _carried(parts: Iterator[_Part]) -> Iterator[Duration]:
    """Yield what each stage needs: a row uses up its budget only while it holds."""
    total = 0
    for part in parts:
        if part.own and part.stage.provisional:
            yield part.used - part.more
        elif part.own:
            total += part.used
            yield total - part.more


_BY_MODE: Final[dict[str, Callable[[Iterator[_Part]], Iterator[Duration]]]] = {
    "retroactive": _retroactive,
    "keep-stricter": _kept_stricter,
    "from-now": _carried,
}
