"""How an item stands at the end: stopped, out of the count, closed without a stop, or running."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from patto.kernel import facts
from patto.kernel.agreement.metrics import KeepInformedMetric, TicketMetric
from patto.kernel.evaluation.milestones import Item, by_a_person
from patto.kernel.evaluation.outcome import Verdict
from patto.kernel.evaluation.record import Fact
from patto.kernel.evaluation.scope import Scope
from patto.kernel.instants import Instant


@dataclass(frozen=True, slots=True)
class Ending:
    """Up to when an item is judged, what its being unmissed by then means, and where it ends.

    `until` and `end` differ where an item went on after it was out of the count.
    """

    until: Instant
    verdict: Verdict
    end: Instant
    reason: str = ""


def ending(metric: TicketMetric, item: Item, out: Scope, at: Instant) -> Ending:
    """Return how an item stands at an instant."""
    stopped = None if item.stop is None else item.stop.at
    if out.out_at is not None:
        end = out.out_at if stopped is None else stopped
        return Ending(out.out_at, Verdict.EXCLUDED, end, out.reason)
    if stopped is not None:
        return Ending(stopped, Verdict.MET, stopped)
    closed = _closed(item)
    if closed is not None and metric.evidence.gaps == "not-determined":
        return Ending(closed.at, Verdict.NOT_DETERMINED, closed.at, "closed-without-stop")
    return Ending(at, Verdict.PENDING, at)


def silences(
    metric: TicketMetric, item: Item, facts_: Sequence[Fact], start: Instant, until: Instant
) -> list[tuple[Instant, Instant]]:
    """Return the spans that are judged one by one: the whole, or from update to update.

    Being told that it is resolved is an update too.
    """
    since, found = start, list[tuple[Instant, Instant]]()
    if isinstance(metric, KeepInformedMetric):
        resolved = [gap.stop for gap in item.gaps]
        for fact in facts_:
            tells = fact.kind in metric.updates and by_a_person(fact.event)
            if (tells or fact in resolved) and since < fact.at < until:
                found.append((since, fact.at))
                since = fact.at
    return [*found, (since, until)]


def _closed(item: Item) -> Fact | None:
    """Return the closing of an item that was closed without its stop, and not reopened since."""
    closed: Fact | None = None
    for fact in item.facts:
        if fact.kind == facts.CLOSED:
            closed = closed or fact
        elif fact.kind == facts.REOPENED:
            closed = None
    return closed
