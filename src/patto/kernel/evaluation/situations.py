"""Situations that the customer declared beforehand, such as an inspection week (semantics 3.6)."""

from __future__ import annotations

from collections.abc import Iterable

from patto.kernel import facts
from patto.kernel.agreement.matching import Compiled, DeclaredSituation
from patto.kernel.agreement.model import Agreement
from patto.kernel.agreement.terms import Situation
from patto.kernel.errors import MalformedTimeError
from patto.kernel.evaluation.record import Fact
from patto.kernel.instants import Instant, parse


def declared_situations(
    agreement: Agreement, compiled: Compiled, customer_facts: Iterable[Fact]
) -> tuple[DeclaredSituation, ...]:
    """Return the situations that were declared with the agreed notice and evidence.

    The notice is counted from when the declaration counts to the first instant it is about. Where
    no notice is agreed, a situation holds from its declaration on, and for no call before it.
    """
    terms = {s.id: s for s in agreement.situations or ()}
    found: list[DeclaredSituation] = []
    for fact in customer_facts:
        situation = terms.get(fact.event.attribute("situation"))
        span = declared_span(fact)
        if fact.kind != facts.SITUATION_DECLARED or situation is None or span is None:
            continue
        if situation.evidence == "required" and not fact.event.evidence:
            continue
        if _in_time(situation, compiled, fact.at, span[0]):
            start, end = span
            found.append(DeclaredSituation(situation.id, max(start, fact.at), end))
    return tuple(found)


def declared_span(fact: Fact) -> tuple[Instant, Instant] | None:
    """Return the span from `from` to `until` that an event is about, if it names one."""
    try:
        start = parse(fact.event.attribute("from"))
        end = parse(fact.event.attribute("until"))
    except MalformedTimeError:
        return None
    return (start, end) if start < end else None


def _in_time(situation: Situation, compiled: Compiled, declared: Instant, start: Instant) -> bool:
    if situation.notice is None:
        return True
    clock = compiled.clock(situation.notice.clock)
    notice = situation.notice.budget.length(clock.business_day)
    return declared <= start and clock.open.elapsed(declared, start) >= notice
