"""Agreed maintenance: announced in time, within its windows, up to its cap (semantics 6.5, 8.7)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from patto.kernel import facts
from patto.kernel.agreement.matching import Compiled
from patto.kernel.agreement.model import Agreement
from patto.kernel.agreement.terms import Maintenance
from patto.kernel.errors import NeverReachedError
from patto.kernel.evaluation.pauses import Maximum
from patto.kernel.evaluation.periods import period_of
from patto.kernel.evaluation.record import Fact
from patto.kernel.evaluation.situations import declared_span
from patto.kernel.instants import LATEST, Duration, Instant
from patto.kernel.spans import EMPTY, Span, SpanSet


def agreed_maintenance(
    agreement: Agreement, compiled: Compiled, customer_facts: Iterable[Fact]
) -> SpanSet:
    """Return the time that is agreed maintenance.

    A window announced too late is none at all; one ends as planned or as recorded, whichever is
    first; what lies outside the windows or beyond the month's cap is what it was. The cap is
    counted on its clock, so that time outside the service time uses none of it.
    """
    terms = agreement.maintenance
    if terms is None:
        return EMPTY
    known = tuple(customer_facts)
    ends = [f for f in known if f.kind == facts.MAINTENANCE_ENDED]
    ended = {f.event.refers_to: f.at for f in reversed(ends)}
    planned = EMPTY
    for fact in known:
        span = _announced(fact, terms, compiled, ended)
        if span is not None:
            planned |= compiled.clock(terms.windows).open.spans(span)
    return _capped(planned, terms, compiled, agreement.agreement.zone)


def _announced(
    fact: Fact, terms: Maintenance, compiled: Compiled, ended: Mapping[str, Instant]
) -> Span | None:
    planned = declared_span(fact)
    if fact.kind != facts.MAINTENANCE_ANNOUNCED or planned is None:
        return None
    start, end = planned
    end = min(end, ended.get(fact.event.event_id, end))
    notice = compiled.clock(terms.notice.clock)
    needed = terms.notice.budget.length(notice.business_day)
    early = fact.at <= start and notice.open.elapsed(fact.at, start) >= needed
    return Span(start, end) if early and start < end else None


def _capped(planned: SpanSet, terms: Maintenance, compiled: Compiled, zone: str) -> SpanSet:
    clock = compiled.clock(terms.monthly_cap.clock)
    allowed = terms.monthly_cap.budget.length(clock.business_day)
    cap = Maximum(clock.open.elapsed, clock.open.due, allowed)
    used: dict[str, Duration] = {}
    kept: list[tuple[Instant, Instant]] = []
    for span in planned:
        start = span.start
        while start < span.end:
            month = period_of(start, "month", zone)
            end = min(span.end, month.end)
            left = cap.allowed - used.get(month.label, 0)
            limit = _limit(cap, start, left)
            used[month.label] = used.get(month.label, 0) + cap.elapsed(start, min(end, limit))
            kept.append((start, min(end, limit)))
            start = end
    return SpanSet.of((start, end) for start, end in kept if start < end)


def _limit(cap: Maximum, start: Instant, left: Duration) -> Instant:
    if left == 0:
        return start
    try:
        return cap.due(start, left)
    except NeverReachedError:
        return LATEST
