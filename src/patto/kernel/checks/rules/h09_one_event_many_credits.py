"""H09: one outage is paid for under several promises."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations
from types import MappingProxyType
from typing import Final

from patto.kernel.agreement.choices import settled
from patto.kernel.agreement.metrics import (
    AnyMetric,
    AvailabilityMetric,
    KeepInformedMetric,
    Population,
    RecoveryTimeMetric,
    ResponseMetric,
    TicketMetric,
)
from patto.kernel.checks.at_risk import uses
from patto.kernel.checks.finding import Put
from patto.kernel.checks.rule import Hit, ModelRule, Told
from patto.kernel.checks.subject import Subject

_ASKED_FOR: Final = re.compile(r"request|richiest|access|change|modific|order|question|domand")
"""What types of tickets are called in which nothing is down."""
_FIELDS: Final = ("types", "priorities", "services", "items", "requesters")


def find(subject: Subject) -> Iterator[Hit]:
    """Yield that each of several promises is paid for where one outage misses them all.

    That is so of promises that count the time for which the same thing is down. An answer that
    comes late, or no word on how things stand, is a failure by itself.
    """
    remedies = settled(subject.agreement.remedies)
    if remedies is None or remedies.one_event != "each":
        return
    paid = {use.number: use.metric for use in uses(subject.agreement)}
    hit: dict[int, AnyMetric] = {}
    for (one, first), (other, second) in combinations(sorted(paid.items()), 2):
        if _same_time(subject, first, second):
            hit |= {one: first, other: second}
    if hit:
        path = ("remedies", "one_event")
        told = MappingProxyType({"metrics": ", ".join(metric.title for metric in hit.values())})
        also = tuple(("metrics", number, "remedy") for number in hit)
        yield Hit(path, told, Put(path, "each", "highest-only"), also)


def applies(subject: Subject) -> bool:
    """Return whether several promises have a remedy."""
    return len({use.number for use in uses(subject.agreement)}) > 1


def _same_time(subject: Subject, one: AnyMetric, other: AnyMetric) -> bool:
    """Return whether one outage makes both promises be missed."""
    if not _counts_outages(one) or not _counts_outages(other):
        return False
    if isinstance(one, TicketMetric) and isinstance(other, TicketMetric):
        return all(_meet(one.population, other.population, field) for field in _FIELDS)
    return not _items(subject, one).isdisjoint(_items(subject, other))


def _counts_outages(metric: AnyMetric) -> bool:
    if isinstance(metric, ResponseMetric | KeepInformedMetric):
        return False
    if isinstance(metric, TicketMetric) and metric.population.types != "all":
        return not all(_ASKED_FOR.search(one.lower()) for one in metric.population.types)
    return isinstance(metric, TicketMetric | AvailabilityMetric | RecoveryTimeMetric)


def _meet(one: Population, other: Population, field: str) -> bool:
    """Return whether two populations have something in common in a field."""
    first, second = getattr(one, field), getattr(other, field)
    return "all" in {first, second} or not set(first).isdisjoint(second)


def _items(subject: Subject, metric: AnyMetric) -> frozenset[str]:
    """Return the items whose outage a promise is about."""
    if isinstance(metric, AvailabilityMetric):
        return frozenset(system.item for system in metric.systems)
    if not isinstance(metric, TicketMetric):
        return frozenset(getattr(metric, "items", ()))
    counted = metric.population
    return frozenset(
        item.id
        for item in subject.agreement.items or ()
        if (counted.services == "all" or item.service in counted.services)
        and (counted.items == "all" or item.id in counted.items)
    )


RULE = ModelRule(
    id="H09",
    name="one-event-many-credits",
    severity="warning",
    stake="fairness",
    source="service credit practice: one event, the highest credit only",
    find=find,
    applies=applies,
    words={
        "en": Told(
            title="One outage, several credits",
            what="One outage is paid for several times over: {metrics}.",
            why="The same hour down is fined as availability and again as a late repair, so the "
            "sum is more than either side had in mind.",
            bad="one_event: each",
            good="one_event: highest-only",
        ),
        "it": Told(
            title="Un fermo, più crediti",
            what="Un solo fermo si paga più volte: {metrics}.",
            why="La stessa ora di fermo è punita come disponibilità e di nuovo come ripristino in "
            "ritardo: la somma supera ciò che le parti avevano in mente.",
            bad="one_event: each",
            good="one_event: highest-only",
        ),
    },
)
