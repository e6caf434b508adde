"""Measuring: an agreement's history and the events in, every verdict out.

`at` is when we look, `known_at` what had been recorded by then; neither has a default, and nothing
here reads a clock.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from patto.kernel import facts
from patto.kernel.agreement.metrics import Accumulate, CountMetric, Metric
from patto.kernel.agreement.model import Agreement
from patto.kernel.evaluation.attainment import metric_outcomes
from patto.kernel.evaluation.counts import Counted, count_outcome
from patto.kernel.evaluation.outcome import ItemOutcome, MetricOutcome, Period
from patto.kernel.evaluation.periods import period_of, periods_between
from patto.kernel.evaluation.tickets import Evaluation, Unmatched, Versions
from patto.kernel.evaluation.wall import first_at
from patto.kernel.facts import Event
from patto.kernel.instants import Instant

__all__ = [
    "Evaluation",
    "Measurement",
    "Unmatched",
    "Versions",
    "explain",
    "in_force",
    "measure",
    "periods_of",
    "version_outcomes",
]


@dataclass(frozen=True, slots=True)
class Measurement:
    """All that is said of the events under the agreement, as of `at` and `known_at`."""

    at: Instant
    known_at: Instant
    metrics: tuple[MetricOutcome, ...]
    items: tuple[ItemOutcome, ...]
    counted: tuple[Counted, ...]
    unmatched: tuple[Unmatched, ...]


def measure(
    history: Versions,
    events: Iterable[Event],
    *,
    at: Instant,
    known_at: Instant,
    including: Instant | None = None,
    explained: bool = False,
) -> Measurement:
    """Return what is said of all tickets, and of every metric in every period they fall into.

    Periods follow one another from the first to the last that anything falls into, so that one
    without events is said to have none; the period that `including` lies in is among them. Items
    have their segments if they are to be `explained`.
    """
    tickets = facts.by_ticket(sorted(events, key=lambda event: event.position))
    evaluation = Evaluation(history, tickets.pop("", []), at, known_at)
    items: list[ItemOutcome] = []
    counted_events: list[Counted] = []
    unmatched: list[Unmatched] = []
    for ticket, own in tickets.items():
        outcomes, found, why = evaluation.ticket(ticket, own, explained=explained)
        items += outcomes
        counted_events += found
        if why is not None:
            unmatched.append(why)
    metrics = tuple(
        outcome
        for agreement in history.versions
        for outcome in version_outcomes(
            agreement,
            items,
            counted_events,
            at,
            including if including is None or governs(history, agreement, including) else None,
            ended=has_ended(history, agreement, at),
        )
    )
    return Measurement(at, known_at, metrics, tuple(items), tuple(counted_events), tuple(unmatched))


def explain(
    history: Versions, events: Iterable[Event], ticket: str, *, at: Instant, known_at: Instant
) -> tuple[tuple[ItemOutcome, ...], Unmatched | None]:
    """Return the outcomes of one ticket with their segments, or why there are none."""
    tickets = facts.by_ticket(e for e in events if e.ticket in ("", ticket))
    evaluation = Evaluation(history, tickets.pop("", []), at, known_at)
    outcomes, _, why = evaluation.ticket(ticket, tickets.get(ticket, []), explained=True)
    return tuple(outcomes), why


def version_outcomes(
    agreement: Agreement,
    items: Iterable[ItemOutcome],
    counted_events: Iterable[Counted],
    at: Instant,
    including: Instant | None = None,
    *,
    ended: bool = False,
) -> list[MetricOutcome]:
    """Return what is said of one version's metrics; versions are never pooled (semantics 4.2).

    `ended` says that the version was no longer in force at `at`.
    """
    version = agreement.agreement.version
    own = [item for item in items if item.version == version]
    happened = [event for event in counted_events if event.version == version]
    begins = [i.period.start for i in own if i.period] + [e.period.start for e in happened]
    if including is not None:
        begins.append(including)
    if not begins:
        return []
    found: list[MetricOutcome] = []
    for metric in agreement.measured:
        periods = periods_of(agreement, metric, begins, at, ended=ended)
        if isinstance(metric, CountMetric):
            for period in periods:
                events = [e for e in happened if (e.metric, e.period) == (metric.id, period)]
                found.append(count_outcome(metric, version, period, events, at))
        else:
            mine = [item for item in own if item.metric == metric.id]
            found += metric_outcomes(metric, version, mine, periods, at, ended=ended)
    return found


def periods_of(
    agreement: Agreement, metric: Metric, begins: Sequence[Instant], at: Instant, *, ended: bool
) -> list[Period]:
    """Return the periods from the first to the last that anything falls into, without a hole.

    Those that are added up begin with the version and go on while it is in force: whether a group
    of them is complete must not depend on when a ticket comes next.
    """
    identity, every = agreement.agreement, metric.period.every
    first, last = min(begins), max(begins)
    if not isinstance(metric, CountMetric) and isinstance(metric.small_sample, Accumulate):
        first = min(first, first_at(identity.zone, identity.effective.start))
        last = last if ended else max(last, at)
    end = period_of(last, every, identity.zone).end
    return list(periods_between(first, end, every, identity.zone))


def in_force(agreement: Agreement, instant: Instant) -> bool:
    """Return whether an instant lies within a version's dates: half-open, in its own zone.

    A version that another has superseded is no longer the one that governs.
    """
    identity = agreement.agreement
    start, end = identity.effective.start, identity.effective.end
    begun = first_at(identity.zone, start) <= instant
    return begun and (end is None or instant < first_at(identity.zone, end))


def governs(history: Versions, agreement: Agreement, instant: Instant) -> bool:
    """Return whether it is this version that is in force at an instant."""
    governing = history.governing(instant)
    return governing is not None and governing.agreement.version == agreement.agreement.version


def has_ended(history: Versions, agreement: Agreement, at: Instant) -> bool:
    """Return whether a version was once in force and no longer is."""
    identity = agreement.agreement
    begun = first_at(identity.zone, identity.effective.start) <= at
    return begun and not governs(history, agreement, at)
