"""The metrics of figures: lines that rise, units that agree, counts that can be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from itertools import pairwise

from patto.kernel.agreement.compiled import Compiled
from patto.kernel.agreement.consistency.draft import Draft
from patto.kernel.agreement.figures.availability import SomeUp
from patto.kernel.agreement.metrics import (
    AvailabilityMetric,
    AverageMetric,
    CountMetric,
    FigureMetric,
    PhoneMetric,
    RecoveryPointMetric,
    RecoveryTimeMetric,
    SatisfactionMetric,
    TicketMetric,
)
from patto.kernel.agreement.nodes import Path
from patto.kernel.errors import Problem
from patto.kernel.instants import Duration


def figure_metrics(draft: Draft) -> Iterator[tuple[FigureMetric, Path]]:
    """Yield the metrics of figures with their paths."""
    for number, metric in enumerate(draft.agreement.metrics):
        if not isinstance(metric, TicketMetric | CountMetric):
            yield metric, ("metrics", number)


def figures_can_be(draft: Draft) -> Iterator[Problem]:
    """Yield a problem for each figure that no measurement could give."""
    for metric, path in figure_metrics(draft):
        if isinstance(metric, AvailabilityMetric):
            yield from _systems(draft, metric, path)
        elif isinstance(metric, SatisfactionMetric):
            low, high, from_ = metric.lowest, metric.highest, metric.satisfied_from
            if not low < from_ <= high:
                yield draft.problem("scale-impossible", path, metric=metric.id)
        elif isinstance(metric, PhoneMetric):
            yield from _ringing(draft, metric, path)
        elif isinstance(metric, AverageMetric):
            for index, example in enumerate(metric.examples):
                for place, value in enumerate(example.values):
                    if value.unit != metric.value.unit:
                        inside = (*path, "examples", index, "values", place)
                        told = {"value": value.text, "unit": metric.value.unit}
                        yield draft.problem("units-differ", inside, **told)


def recoveries_rise(draft: Draft, clocks: Iterable[str], compiled: Compiled) -> Iterator[Problem]:
    """Yield a problem for each recovery's line without more time, or whose days have no length."""
    sound = frozenset(clocks)
    for metric, path in figure_metrics(draft):
        if not isinstance(metric, RecoveryPointMetric | RecoveryTimeMetric):
            continue
        day = compiled.clock(metric.clock).business_day if metric.clock in sound else None
        lengths: list[tuple[Fraction, Duration | None]] = []
        for index, level in enumerate(metric.levels):
            days = level.within.unit == "business days"
            if days and day is None and metric.clock in sound:
                inside = (*path, "levels", index, "within")
                told = {"value": level.within.text, "clock": metric.clock}
                yield draft.problem("business-day-missing", inside, **told)
            length = None if days and day is None else level.within.length(day)
            lengths.append((level.share.fraction, length))
        yield from _rising(draft, metric.id, lengths, path)


def _rising(
    draft: Draft, metric: str, levels: list[tuple[Fraction, int | None]], path: Path
) -> Iterator[Problem]:
    for index, (lower, upper) in enumerate(pairwise(levels), start=1):
        known = lower[1] is not None and upper[1] is not None
        if lower[0] >= upper[0] or (known and (lower[1] or 0) >= (upper[1] or 0)):
            yield draft.problem("figure-levels-not-rising", (*path, "levels", index), metric=metric)


def _systems(draft: Draft, metric: AvailabilityMetric, path: Path) -> Iterator[Problem]:
    seen: dict[str, Path] = {}
    for index, system in enumerate(metric.systems):
        place = (*path, "systems", index, "item")
        first = seen.setdefault(system.item, place)
        if first != place:
            line = str(draft.places.of(first).line)
            yield draft.problem("id-duplicate", place, kind="item", name=system.item, line=line)
    if isinstance(metric.combined, SomeUp) and metric.combined.least > len(metric.systems):
        told = {"least": str(metric.combined.least), "count": str(len(metric.systems))}
        inside = (*path, "combined", "least")
        yield draft.problem("k-of-n-impossible", inside, metric=metric.id, **told)


def _ringing(draft: Draft, metric: PhoneMetric, path: Path) -> Iterator[Problem]:
    unit = metric.levels[0].within.unit
    told = [(level.within, (*path, "levels", n, "within")) for n, level in
            enumerate(metric.levels)]  # fmt: skip
    if metric.shortest is not None:
        told.append((metric.shortest, (*path, "shortest")))
    for index, example in enumerate(metric.examples):
        inside = (*path, "examples", index, "rang")
        told += [(rang, (*inside, place)) for place, rang in enumerate(example.rang)]
    for ringing, place in told:
        if ringing.unit != unit:
            yield draft.problem("units-differ", place, value=ringing.text, unit=unit)
    yield from _rising(
        draft, metric.id,
        [(level.share.fraction, level.within.number) for level in metric.levels
         if level.within.unit == unit],
        path,
    )  # fmt: skip
