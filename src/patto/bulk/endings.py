"""How items stand at the end, in columns, and the spans in which they are judged.

The kernel's `scope` and `endings`: stopped, out of the count, closed without a stop, or running.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np

from patto.bulk.arrays import NONE, Int64s, Marks, Mask, filled, joined
from patto.bulk.facts import Facts
from patto.bulk.items import Items
from patto.bulk.outcomes import VERDICTS
from patto.bulk.promises import Spans
from patto.bulk.scope import OUT
from patto.kernel import facts as kinds
from patto.kernel.agreement.metrics import KeepInformedMetric, TicketMetric
from patto.kernel.evaluation.outcome import Verdict
from patto.kernel.instants import Instant

REASONS: Final = ("", *OUT, "closed-without-stop")
"""Why an item ended as it did, in the order of their codes."""

_MET, _EXCLUDED, _PENDING, _NOT_DETERMINED = (
    VERDICTS.index(verdict)
    for verdict in (Verdict.MET, Verdict.EXCLUDED, Verdict.PENDING, Verdict.NOT_DETERMINED)
)


class Ending(NamedTuple):
    """Up to when items are judged, what being unmissed by then means, and when they end.

    `fact` is the one that ended an item, `NONE` for one that runs.
    """

    until: Int64s
    verdict: Int64s
    end: Int64s
    reason: Int64s
    fact: Int64s


def ending(facts: Facts, items: Items, out: Int64s, metric: TicketMetric, at: Instant) -> Ending:
    """Return how each item stands at an instant."""
    stop, count = items.stop, len(items)
    until, verdict, reason = filled(count, at), filled(count, _PENDING), filled(count, 0)
    fact = filled(count, NONE)
    if metric.evidence.gaps == "not-determined":
        closed = _closed(facts, items)
        gone = closed >= 0
        until[gone], verdict[gone] = facts.at[closed[gone]], _NOT_DETERMINED
        reason[gone] = REASONS.index("closed-without-stop")
        fact[gone] = closed[gone]
    stopped = stop >= 0
    until[stopped], verdict[stopped], reason[stopped] = facts.at[stop[stopped]], _MET, 0
    fact[stopped] = stop[stopped]
    excluded = out >= 0
    end = until.copy()
    place = np.maximum(out, 0)
    end[excluded & ~stopped] = facts.at[place[excluded & ~stopped]]
    until[excluded], verdict[excluded] = facts.at[out[excluded]], _EXCLUDED
    why = filled(count, 0)
    for code, kind in enumerate(OUT, 1):
        why[facts.of([kind])[place]] = code
    reason[excluded], fact[excluded] = why[excluded], out[excluded]
    return Ending(until, verdict, end, reason, fact)


def _closed(facts: Facts, items: Items) -> Int64s:
    """Return the closing of each item that was not reopened since, `NONE` if there is none."""
    back = Marks.of(facts.of([kinds.REOPENED])).last(items.begin, items.end)
    since = np.where(back == NONE, items.begin, back + 1)
    return Marks.of(facts.of([kinds.CLOSED])).first(since, items.end)


def silences(
    metric: TicketMetric,
    facts: Facts,
    items: Items,
    item: Int64s,
    running: Mask,
    start: Int64s,
    until: Int64s,
) -> Spans:
    """Return the spans in which promises on items are judged: the whole, or update to update.

    Those of a promise follow one another; promises are numbered in the order of `item`.
    """
    promise = np.arange(item.size)
    if not isinstance(metric, KeepInformedMetric):
        return Spans(promise, start, np.maximum(until, start))
    of, at = _updates(metric, facts, items, item, running)
    inside = (at > start[of]) & (at < until[of])
    owner, since = joined([promise, of[inside]]), joined([start, at[inside]])
    order = np.lexsort((since, owner))
    owner, since = owner[order], since[order]
    ends = filled(owner.size, 0)
    ends[:-1] = since[1:]
    last = np.ones(owner.size, np.bool_)
    last[:-1] = owner[1:] != owner[:-1]
    ends[last] = np.maximum(until, start)
    return Spans(owner, since, ends)


def _updates(
    metric: KeepInformedMetric, facts: Facts, items: Items, item: Int64s, running: Mask
) -> tuple[Int64s, Int64s]:
    """Return the updates of promises on items: the promise and the instant, each instant once.

    Being told that it is resolved is an update too.
    """
    tells = facts.by_a_person(metric.updates)
    tells[items.gaps.stop] = True
    place = np.flatnonzero(tells & running)
    number = filled(len(items), NONE)
    number[item] = np.arange(item.size)
    of = number[items.of(place)]
    of, at = of[of >= 0], facts.at[place[of >= 0]]
    new = np.ones(of.size, np.bool_)
    new[1:] = (of[1:] != of[:-1]) | (at[1:] != at[:-1])
    return of[new], at[new]
