"""The three figures of promises, in columns (semantics 5.7)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from patto.bulk.arrays import FOREVER, NULL, Int64s, Mask, filled
from patto.bulk.judging import Judged
from patto.bulk.promises import Promises, Spans
from patto.bulk.stages import stages


class Told(NamedTuple):
    """On the contractual clock, on the wall clock, on the contractual clock without pauses.

    All `NULL` where they are not determined.
    """

    contractual: Int64s
    wall: Int64s
    unpaused: Int64s


def figures(promises: Promises, spans: Spans, end: Int64s, told: Judged) -> Told:
    """Return the figures of promises up to an end; of several spans those of the longest.

    `told` is the judgement whose row's clock is the contractual one.
    """
    counted, unpaused = _counted(promises, spans, told)
    chosen = _longest(spans.promise, counted, len(promises))
    known = (told.row >= 0) & _stated(promises, end, told)
    wall = spans.until[chosen] - spans.since[chosen]
    return Told(*(np.where(known, v, NULL) for v in (counted[chosen], wall, unpaused[chosen])))


def _counted(promises: Promises, spans: Spans, told: Judged) -> tuple[Int64s, Int64s]:
    """Return what counts of spans, and what would if nothing had stood still."""
    has = np.flatnonzero(told.row[spans.promise] >= 0)
    counted, unpaused = filled(spans.promise.size, 0), filled(spans.promise.size, 0)
    if promises.metric.priority_change != "from-now":
        own = spans.some(has)
        row = told.row[own.promise]
        counted[has] = promises.elapsed(own.promise, own.since, own.until, row)
        unpaused[has] = _unpaused(promises, own.since, own.until, row)
        return counted, unpaused
    for stage in stages(promises, spans):
        counts = np.flatnonzero((stage.row >= 0) & ~stage.provisional)
        places = stage.places[counts]
        counted[places] += stage.used[counts]
        unpaused[places] += _unpaused(
            promises, stage.begin[counts], stage.end[counts], stage.row[counts]
        )
    return counted, unpaused


def _stated(promises: Promises, end: Int64s, told: Judged) -> Mask:
    """Return whether the closed days of promises are stated up to an end (semantics 2.3)."""
    ends = promises.targets.stated_end
    if (ends == FOREVER).all():
        return np.ones(len(promises), np.bool_)
    if promises.metric.priority_change != "from-now":
        mask: Mask = (told.row < 0) | (end <= ends[np.maximum(told.row, 0)])
        return mask
    found = np.ones(len(promises), np.bool_)
    whole = Spans(np.arange(len(promises)), promises.start, end)
    for stage in stages(promises, whole):
        counts = (stage.row >= 0) & ~stage.provisional & (stage.begin < stage.end)
        leg = stage.some(counts)
        found[leg.places] &= leg.end <= ends[leg.row]
    return found


def _unpaused(promises: Promises, since: Int64s, until: Int64s, row: Int64s) -> Int64s:
    return promises.clocks.elapsed(since, until, promises.targets.unpaused[row])


def _longest(promise: Int64s, counted: Int64s, promises: int) -> Int64s:
    """Return the span of each promise of which most counts, the first of several such."""
    if counted.size == promises:
        return np.arange(promises)
    first = np.searchsorted(promise, np.arange(promises))
    most = np.maximum.reduceat(counted, first) if promises else counted
    places = np.flatnonzero(counted == most[promise])
    return places[np.searchsorted(promise[places], np.arange(promises))]
