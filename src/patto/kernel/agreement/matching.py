"""What an agreement says of a case: its priority, whether it is counted, the target it gets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from patto.kernel.agreement.compiled import Compiled, CompiledCalendar, CompiledClock
from patto.kernel.agreement.metrics import (
    InCalendar,
    InSituation,
    Population,
    TargetRow,
    TicketMetric,
)
from patto.kernel.agreement.model import Agreement
from patto.kernel.instants import Instant

__all__ = [
    "Compiled",
    "CompiledCalendar",
    "CompiledClock",
    "DeclaredSituation",
    "in_population",
    "priority_of",
    "target_row",
]

# The filters of a population, and the attribute of a ticket that each is about.
_FILTERS: Final = (
    ("types", "type"),
    ("priorities", "priority"),
    ("services", "service"),
    ("items", "item"),
    ("requesters", "requester"),
)


class DeclaredSituation(NamedTuple):
    """A situation that the customer declared in time, and the span it holds for, half-open."""

    id: str
    start: Instant
    end: Instant


def priority_of(agreement: Agreement, impact: str, urgency: str, priority: str) -> str:
    """Return a ticket's priority: the stated one, else the matrix's, else the empty string."""
    if priority:
        return priority
    return (agreement.priorities.matrix or {}).get(impact, {}).get(urgency, "")


def in_population(population: Population, attributes: Mapping[str, str]) -> bool:
    """Return whether a ticket with these attributes is among those that a metric counts.

    An attribute that is not recorded is in no list.
    """
    return all(
        (wanted := getattr(population, filter_)) == "all" or attributes.get(attribute) in wanted
        for filter_, attribute in _FILTERS
    )


def target_row(
    metric: TicketMetric,
    priority: str,
    start: Instant,
    compiled: Compiled,
    situations: Sequence[DeclaredSituation],
) -> TargetRow | None:
    """Return the first row of a priority's targets that holds for a call at `start`.

    `None` where nothing is promised for the priority (semantics 3.6).
    """
    rows = metric.targets.get(priority) or ()
    return next((row for row in rows if _holds(row, start, compiled, situations)), None)


def _holds(
    row: TargetRow, start: Instant, compiled: Compiled, situations: Sequence[DeclaredSituation]
) -> bool:
    if isinstance(row.when, InCalendar):
        return compiled.clock(row.when.calendar).is_open(start)
    if isinstance(row.when, InSituation):
        wanted = row.when.situation
        return any(said.id == wanted and said.start <= start < said.end for said in situations)
    return True
