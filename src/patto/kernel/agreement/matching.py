"""What an agreement says of a case: its priority, whether it is counted, the target it gets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Final, NamedTuple

from patto.kernel.agreement.clauses.scope import Group
from patto.kernel.agreement.compiled import Compiled, CompiledCalendar, CompiledClock
from patto.kernel.agreement.metrics import (
    InCalendar,
    InGroup,
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
    "in_group",
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
_GROUP_FILTERS: Final = (_FILTERS[0], *_FILTERS[2:])  # what a group is made of has no priority

NO_ATTRIBUTES: Final[Mapping[str, str]] = MappingProxyType({})
"""What is recorded of a ticket of which nothing is."""


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
    return _in_every_list(population, _FILTERS, attributes)


def in_group(group: Group, attributes: Mapping[str, str]) -> bool:
    """Return whether a ticket with these attributes belongs to a group."""
    return _in_every_list(group, _GROUP_FILTERS, attributes)


def _in_every_list(
    lists: Population | Group, filters: Iterable[tuple[str, str]], attributes: Mapping[str, str]
) -> bool:
    for filter_, attribute in filters:
        wanted = getattr(lists, filter_)
        if wanted != "all" and attributes.get(attribute) not in wanted:
            return False
    return True


def target_row(
    metric: TicketMetric,
    priority: str,
    start: Instant,
    compiled: Compiled,
    situations: Sequence[DeclaredSituation],
    attributes: Mapping[str, str] = NO_ATTRIBUTES,
) -> TargetRow | None:
    """Return the first row of a priority's targets that holds for a call at `start`.

    `attributes` is what is recorded of the ticket, by which it belongs to a group or does not.
    `None` where nothing is promised for the priority (semantics 3.6).
    """
    rows = metric.targets.get(priority) or ()
    call = _Call(start, compiled, situations, attributes)
    return next((row for row in rows if _holds(row, call)), None)


class _Call(NamedTuple):
    """A call for which a row may hold."""

    start: Instant
    compiled: Compiled
    situations: Sequence[DeclaredSituation]
    attributes: Mapping[str, str]


def _holds(row: TargetRow, call: _Call) -> bool:
    start = call.start
    if isinstance(row.when, InCalendar):
        return call.compiled.clock(row.when.calendar).is_open(start)
    if isinstance(row.when, InSituation):
        wanted = row.when.situation
        return any(said.id == wanted and said.start <= start < said.end for said in call.situations)
    if isinstance(row.when, InGroup):
        return in_group(call.compiled.group(row.when.group), call.attributes)
    return True
