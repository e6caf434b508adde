"""The outcome of one item under one metric: its verdicts, its figures, its period, its notes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from patto.kernel.agreement.matching import in_population
from patto.kernel.agreement.metrics import TicketMetric
from patto.kernel.evaluation.attainment import levels
from patto.kernel.evaluation.classification import Classification
from patto.kernel.evaluation.deadlines import as_agreed
from patto.kernel.evaluation.endings import Ending, ending, silences
from patto.kernel.evaluation.explain import segments
from patto.kernel.evaluation.ground import Ground
from patto.kernel.evaluation.judge import Judged
from patto.kernel.evaluation.milestones import Item
from patto.kernel.evaluation.modifying import Modifying
from patto.kernel.evaluation.moments import Shares, moments
from patto.kernel.evaluation.notes import entry_notes, order_notes
from patto.kernel.evaluation.outcome import (
    Figures,
    ItemOutcome,
    LevelOutcome,
    Period,
    Segment,
    Verdict,
)
from patto.kernel.evaluation.periods import period_of
from patto.kernel.evaluation.promise import Promise
from patto.kernel.evaluation.scope import Scope, agreed_exclusion, scope
from patto.kernel.evaluation.still import still
from patto.kernel.instants import Instant

NO_PROMISE = "no-promise"
"""Why a line has no verdict where another line was missed before the promise ceased."""


def item_outcome(
    ground: Ground,
    metric: TicketMetric,
    item: Item,
    ticket: str,
    *,
    explained: bool = False,
    warn_at: Shares | None = None,
) -> ItemOutcome | None:
    """Return what is said of an item, `None` where the metric promises nothing about it.

    Its moments, and what holds its clock, are worked out where shares to warn at are given.
    """
    counts = metric.related.merged == "parent-counts"
    out = scope(item, merged_parent_counts=counts)
    exclusion, exclusion_notes = agreed_exclusion(item.facts, ground.exclusions(metric))
    notes = (*out.notes, *exclusion_notes, *entry_notes(metric, item), *order_notes(item))
    if item.start is None:
        outcome = _unstarted(ground, metric, item, out, exclusion)
        return outcome and replace(outcome, ticket=ticket, notes=notes)
    ends = ending(metric, item, out, ground.at)
    promise = Promise(ground, metric, item, item.start, ends.until)
    judged = [_judged(promise, level, ends.until) for level in range(len(lines(metric)))]
    told = next((one for one in judged if one is not None), None)
    if told is None:
        return None
    figures, tape = _figures(promise, told, ends, explained=explained)
    asked = warn_at is not None and not exclusion
    modifying = Modifying(promise)
    return replace(
        _bare(ground, metric, item),
        ticket=ticket,
        priority=promise.classification.at(max(ends.until, item.start)).priority,
        clock="" if told.row is None else promise.rows[told.row].clock,
        figures=figures,
        levels=tuple(
            _level(modifying, level, one, ends, exclusion) for level, one in enumerate(judged)
        ),
        period=_period(promise, told, ends),
        disputed=out.disputed,
        notes=(*promise.notes, *notes),
        segments=tape,
        moments=() if exclusion or warn_at is None
        else moments(promise, _spans(promise, ends.until), ends, lines(metric), warn_at),
        still=still(promise, told) if asked and ends.verdict is Verdict.PENDING else None,
    )  # fmt: skip


def lines(metric: TicketMetric) -> tuple[str, ...]:
    """Return the shares of a metric's lines, the same for every priority."""
    return tuple(level.share.text for level in levels(metric))


def _bare(ground: Ground, metric: TicketMetric, item: Item) -> ItemOutcome:
    """Return the outcome of an item with what needs no judgement."""
    stop = item.stop
    return ItemOutcome(
        metric=metric.id,
        version=ground.agreement.agreement.version,
        ticket=item.name,
        item=item.name,
        priority="",
        clock="",
        opened=item.opened,
        start=item.start,
        stop=None if stop is None else stop.at,
        start_event=item.start_event,
        stop_event="" if stop is None else stop.event.event_id,
        figures=None,
        levels=(),
        period=None,
    )


def _unstarted(
    ground: Ground, metric: TicketMetric, item: Item, out: Scope, exclusion: str
) -> ItemOutcome | None:
    """Return the outcome of an item whose start is not recorded (semantics 4.3).

    Nothing is said of one for which nothing is promised, or not yet.
    """
    classification = Classification(item.facts, ground.agreement.priorities)
    said = classification.at(ground.at)
    promised = metric.targets.get(said.priority, ()) is not None
    counted = in_population(metric.population, said.all)
    if item.missing == "not-begun" or not promised or not counted:
        return None
    level = LevelOutcome("", Verdict.NOT_DETERMINED, item.missing, None, "", None, None)
    if exclusion or out.out_at is not None:
        level = replace(level, verdict=Verdict.EXCLUDED, reason=exclusion or out.reason)
    return replace(
        _bare(ground, metric, item),
        priority=said.priority,
        levels=tuple(replace(level, share=share) for share in lines(metric)),
        period=period_of(item.opened, metric.period.every, ground.agreement.agreement.zone),
        disputed=out.disputed,
        outside_count=item.missing == "not-logged",
    )


def _spans(promise: Promise, until: Instant) -> Sequence[tuple[Instant, Instant]]:
    return silences(promise.metric, promise.item, promise.running, promise.start, until)


def _judged(promise: Promise, level: int, until: Instant) -> Judged | None:
    """Return the judgement of a level: the first span that was missed, else the last."""
    judged: Judged | None = None
    for since, end in _spans(promise, until):
        judged = promise.judged(level, since, end)
        if judged is not None and judged.missed:
            return judged
    return judged


def _level(
    modifying: Modifying, level: int, judged: Judged | None, ends: Ending, exclusion: str
) -> LevelOutcome:
    promise = modifying.promise
    share = lines(promise.metric)[level]
    if judged is None:
        reason = exclusion or NO_PROMISE
        return LevelOutcome(share, Verdict.EXCLUDED, reason, None, "", None, None)
    verdict, reason = ends.verdict, ends.reason
    if exclusion:
        verdict, reason = Verdict.EXCLUDED, exclusion
    elif judged.missed:
        verdict, reason = Verdict.MISSED, ""
    elif verdict is not Verdict.EXCLUDED and judged.unknown:
        verdict, reason = Verdict.NOT_DETERMINED, judged.unknown
    terms = None if judged.row is None else promise.rows[judged.row].levels[level]
    return LevelOutcome(
        share=share,
        verdict=verdict,
        reason=reason,
        target=judged.target,
        target_text="" if terms is None else as_agreed(terms),
        due=judged.due,
        kept_until=judged.kept_until,
        modified_by=modifying.clauses(lambda other: _judged(other, level, ends.until)),
    )


def _figures(
    promise: Promise, judged: Judged, ends: Ending, *, explained: bool
) -> tuple[Figures | None, tuple[Segment, ...]]:
    """Return the three durations and the segments that sum to them (semantics 5.7, 5.8).

    For updates they are those of the longest silence. A figure that reaches beyond the stated days
    is not determined; its segments say from where on.
    """
    if judged.row is None:
        return None, ()
    clock = promise.rows[judged.row].clock
    end = max(ends.end, promise.start)
    lengths = {span: promise.elapsed(*span, clock) for span in _spans(promise, end)}
    since, until = longest = max(lengths, key=lambda span: lengths[span])
    tape = segments(promise, promise.legs(since, until, clock)) if explained else ()
    if not promise.is_stated(promise.start, end, clock):
        return None, tape
    return Figures(lengths[longest], until - since, promise.unpaused(since, until, clock)), tape


def _period(promise: Promise, judged: Judged, ends: Ending) -> Period:
    """Return the period an item belongs to (semantics 5.4).

    One whose due is not known belongs to the first period in which it can fall due: that in which
    its closed days cease to be stated, or, if it is due at no time, that in which it was opened.
    """
    metric, item = promise.metric, promise.item
    every, zone = metric.period.every, promise.ground.agreement.agreement.zone
    if metric.period.assign_by == "opened":
        return period_of(item.opened, every, zone)
    if metric.period.assign_by == "closed":
        return period_of(ends.until, every, zone)
    first = _first_judged(promise) or judged
    due = first.due
    if due is None:
        due = max(item.opened, first.due_after or item.opened)
    return period_of(due, every, zone)


def _first_judged(promise: Promise) -> Judged | None:
    """Return how an item stood before its first reopening: its period is kept (semantics 4.6)."""
    if not promise.item.gaps:
        return None
    stop = promise.item.gaps[0].stop
    before = replace(promise.item, stop=stop, gaps=())
    return _judged(Promise(promise.ground, promise.metric, before, promise.start), 0, stop.at)
