"""B04: something is covered, and no promise measures it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from types import MappingProxyType

from patto.kernel.agreement.metrics import AvailabilityMetric, CountMetric, FigureMetric, Metric
from patto.kernel.checks.rule import Hit, ModelRule, Told
from patto.kernel.checks.subject import Subject


def find(subject: Subject) -> Iterator[Hit]:
    """Yield each service that no promise takes in, and each item of the others."""
    metrics = [metric for metric in subject.agreement.measured if _promises(metric)]
    figures = {name for metric in subject.agreement.not_measured for name in _things(metric)}
    items = subject.agreement.items or ()
    bare: set[str] = set()
    for index, service in enumerate(subject.agreement.services):
        own = [item.id for item in items if item.service == service.id]
        taken = any(_takes_in(metric, service.id, own) for metric in metrics)
        if not taken and figures.isdisjoint(own):
            bare.add(service.id)
            yield Hit(("services", index), MappingProxyType({"thing": service.title}))
    for index, item in enumerate(items):
        taken = any(_takes_in(metric, item.service, [item.id]) for metric in metrics)
        if not taken and item.id not in figures and item.service not in bare:
            yield Hit(("items", index), MappingProxyType({"thing": item.title}))


def applies(subject: Subject) -> bool:
    """Return whether anything is promised; metrics that are `none` say of all that nothing is."""
    return bool(subject.agreement.metrics)


def _things(metric: FigureMetric) -> Iterable[str]:
    """Return the items that a figure is about."""
    if isinstance(metric, AvailabilityMetric):
        return [system.item for system in metric.systems]
    return getattr(metric, "items", None) or ()


def _promises(metric: Metric) -> bool:
    """Return whether a metric promises anything for some priority it counts."""
    if isinstance(metric, CountMetric):
        return True
    counted = metric.population.priorities
    return any(
        rows is not None and (counted == "all" or priority in counted)
        for priority, rows in metric.targets.items()
    )


def _takes_in(metric: Metric, service: str, items: list[str]) -> bool:
    population = metric.population
    if population.services != "all" and service not in population.services:
        return False
    return population.items == "all" or not set(items).isdisjoint(population.items)


RULE = ModelRule(
    id="B04",
    name="item-no-metric",
    severity="warning",
    stake="fairness",
    source="founding case: uptime for each service",
    find=find,
    applies=applies,
    words={
        "en": Told(
            title="Covered, and promised nothing",
            what="No promise counts the tickets of “{thing}”.",
            why="The customer pays for it and expects the same care; without a promise it is "
            "always served last.",
            bad="VPN is in scope, and no metric counts it.",
            good="Take it into the population of a metric, or take it out of the scope.",
        ),
        "it": Told(
            title="Coperto, e non promesso",
            what="Nessuna promessa conta i ticket di «{thing}».",
            why="Il cliente lo paga e si aspetta la stessa cura; senza una promessa è sempre "
            "servito per ultimo.",
            bad="La VPN è coperta, e nessuna metrica la conta.",
            good="Metterlo nella popolazione di una metrica, o toglierlo dall'ambito.",
        ),
    },
)
