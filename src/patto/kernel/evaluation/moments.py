"""The moments of a promise: a share of its target used up, due, missed, a pause at its maximum.

They follow from what is recorded alone, as verdicts do: whoever asks later is told the same ones
(semantics 1.3).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from math import ceil
from typing import TypeAlias

from patto.kernel.agreement.choices import settled
from patto.kernel.agreement.metrics import TicketMetric
from patto.kernel.evaluation.endings import Ending
from patto.kernel.evaluation.judge import Judged
from patto.kernel.evaluation.outcome import Moment, Verdict
from patto.kernel.evaluation.promise import Promise
from patto.kernel.instants import Instant

Shares: TypeAlias = Sequence[tuple[str, Fraction]]
"""Shares of a target, each as it is written."""


def shares(metric: TicketMetric, usual: Shares) -> Shares:
    """Return the shares of a target at which is warned: those agreed, or the usual ones."""
    if metric.warnings is None:
        return usual
    return [(share.text, share.fraction) for share in settled(metric.warnings) or ()]


def moments(
    promise: Promise,
    spans: Sequence[tuple[Instant, Instant]],
    ends: Ending,
    lines: Sequence[str],
    warn_at: Shares,
) -> tuple[Moment, ...]:
    """Return the moments of a promise in their order, those to come if nothing happens among them.

    `spans` are judged one by one: the whole, or from update to update. What would have come after
    the promise was kept, or was out of the count, is none.
    """
    running = ends.verdict is Verdict.PENDING
    found = set(_of_pauses(promise, None if running else ends.until))
    for since, until in spans:
        last = None if running and until == spans[-1][1] else max(until, since)
        told = [promise.judged(level, since, until) for level in range(len(lines))]
        for level, judged in enumerate(told):
            if judged is not None:
                found |= set(_of_line(judged, lines[level] if level else "", last))
        first = told[0]
        if first is None:
            continue
        warned = shares(promise.metric, warn_at)
        found |= set(_warnings(promise, first, since, until, last, warned))
        if first.missed:
            break
    return tuple(sorted(found, key=lambda one: (one.since, one.kind, one.detail)))


def _of_pauses(promise: Promise, last: Instant | None) -> Iterator[Moment]:
    for still in promise.standstills:
        if still.limit is not None and (last is None or still.limit < last):
            yield Moment("pause-over", still.limit, still.detail, still.event_id)


def _of_line(judged: Judged, line: str, last: Instant | None) -> Iterator[Moment]:
    due, kept_until = judged.due, judged.kept_until
    if not line and due is not None and due != kept_until and (last is None or due < last):
        yield Moment("due", due)
    if kept_until is not None and (judged.missed or last is None):
        yield Moment("breach", kept_until, line)


def _warnings(
    promise: Promise,
    judged: Judged,
    since: Instant,
    until: Instant,
    last: Instant | None,
    warn_at: Shares,
) -> Iterator[Moment]:
    if judged.row is None or judged.due is None:
        return
    clock = promise.rows[judged.row].clock
    whole = judged.target
    if whole is None:
        whole = promise.course(clock).elapsed(judged.due, since)
    if not whole:
        return
    for text, share in warn_at:
        at = _used_up(promise, ceil(whole * share), since, max(until, since), clock)
        if at is not None and at < judged.due and (last is None or at < last):
            yield Moment("warning", at, text)


def _used_up(
    promise: Promise, part: int, since: Instant, until: Instant, clock: str
) -> Instant | None:
    """Return when so much has been counted since an instant, as it is recorded and then runs on."""
    left = part
    for leg in promise.legs(since, until, clock):
        if not leg.clock:
            continue
        way = promise.course(leg.clock)
        counted = way.elapsed(leg.end, leg.start)
        if counted >= left:
            return way.due(left, leg.start)
        left -= counted
    return promise.course(clock).due(left, until)
