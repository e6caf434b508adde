"""Names that the clauses and the figures' metrics use for other parts: a table of where they stand.

In a path `*` stands for every part of a list. What is left out, `none` or `all` names nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from patto.kernel.agreement.choices import settled
from patto.kernel.agreement.consistency.draft import Draft
from patto.kernel.agreement.consistency.leaves import leaves
from patto.kernel.agreement.metrics import CountMetric, TicketMetric
from patto.kernel.agreement.model import Agreement
from patto.kernel.agreement.money import PURCHASE_PRICE, FeeDays, Multiple, PercentOf
from patto.kernel.agreement.nodes import Path
from patto.kernel.agreement.part import Part
from patto.kernel.agreement.quantities import ClockedBudget

_OF_CLAUSES: Final = (
    ("site", "items.*.site"),
    ("calendar", "sites.*.access"),
    ("service", "groups.*.services"),
    ("charge", "workload.*.charge"),
    ("calendar", "out_of_hours.windows.*.calendar"),
    ("calendar", "out_of_hours.options.*.calendar"),
    ("charge", "charges.travel.time"),
    ("pause-reason", "customer_obligations.*.effect.pause"),
    ("constraint", "customer_obligations.*.effect.constraint"),
    ("exclusion", "customer_obligations.*.effect.exclusion"),
    ("charge", "customer_obligations.*.effect.charge"),
    ("metric", "provider_obligations.*.metric"),
    ("metric", "remedies.chronic.metrics"),
    ("charge", "exit.charge"),
)
_OF_FIGURES: Final = (
    ("exclusion", "exclusions"),
    ("item", "items"),
    ("item", "systems.*.item"),
    ("priority", "measured.priorities"),
    ("clock", "service_time"),
    ("clock", "clock"),
    ("channel", "channel"),
)


class Link(NamedTuple):
    """A name that one part uses for another, and where."""

    kind: str
    name: str
    path: Path


def links(draft: Draft) -> Iterator[Link]:
    """Yield every name that a clause or a figure's metric uses for another part."""
    agreement = draft.agreement
    for kind, where in _OF_CLAUSES:
        yield from _links(kind, agreement, (), where.split("."))
    for number, metric in enumerate(agreement.metrics):
        path: Path = ("metrics", number)
        if not isinstance(metric, TicketMetric | CountMetric):
            for kind, where in _OF_FIGURES:
                yield from _links(kind, metric, path, where.split("."))
        if agreement.remedies is not None and metric.remedy is not None:
            yield Link("remedy", metric.remedy, (*path, "remedy"))
    yield from _in_quantities(draft)


def charge_names(agreement: Agreement) -> Iterator[str]:
    """Yield the name of everything that a percentage or a multiple may be taken of."""
    charges = settled(agreement.charges)
    if charges is not None:
        yield from (fee.id for fee in charges.fees or ())
        yield from (rate.id for rate in charges.rates or ())
    yield PURCHASE_PRICE


def _links(kind: str, part: object, path: Path, steps: list[str]) -> Iterator[Link]:
    """Yield the names under what is left of a path."""
    if isinstance(part, tuple) and steps[:1] != ["*"]:
        for index, name in enumerate(part):
            yield Link(kind, name, (*path, index))
    elif not steps:
        if isinstance(part, str) and part not in {"none", "all"}:
            yield Link(kind, part, path)
    elif isinstance(part, tuple):
        for index, inner in enumerate(part):
            yield from _links(kind, inner, (*path, index), steps[1:])
    elif isinstance(part, Part):
        yield from _links(kind, getattr(part, steps[0], None), (*path, steps[0]), steps[1:])


def _in_quantities(draft: Draft) -> Iterator[Link]:
    for value, path in leaves(draft):
        if isinstance(value, ClockedBudget):
            yield Link("clock", value.clock, path)
        elif isinstance(value, PercentOf | FeeDays | Multiple):
            yield Link("charge", value.base, path)
