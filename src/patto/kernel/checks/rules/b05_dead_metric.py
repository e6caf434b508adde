"""B05: a metric counts nothing, whatever happens."""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType

from patto.kernel.agreement.metrics import CountMetric, Metric, TicketMetric
from patto.kernel.agreement.nodes import Path
from patto.kernel.checks.rule import Hit, ModelRule, Told
from patto.kernel.checks.subject import Subject


def find(subject: Subject) -> Iterator[Hit]:
    """Yield each metric whose population is empty or has no target."""
    for number, metric in enumerate(subject.agreement.metrics):
        if not isinstance(metric, TicketMetric | CountMetric):
            continue
        path: Path = ("metrics", number)
        field = _empty_field(metric) or _apart(subject, metric)
        if field:
            yield _hit((*path, "population", field), metric)
        elif not _has_target(metric):
            yield _hit((*path, "targets"), metric)


def _hit(path: Path, metric: Metric) -> Hit:
    return Hit(path, MappingProxyType({"metric": metric.title}))


def _empty_field(metric: Metric) -> str:
    """Return the first field of the population that lists nothing."""
    population = metric.population
    fields = ("types", "priorities", "services", "items", "requesters")
    return next((field for field in fields if not getattr(population, field)), "")


def _apart(subject: Subject, metric: Metric) -> str:
    """Return `items` if none of the items counted rests under a service counted."""
    population = metric.population
    if population.services == "all" or population.items == "all":
        return ""
    services = {
        item.service for item in subject.agreement.items or () if item.id in population.items
    }
    return "items" if services.isdisjoint(population.services) else ""


def _has_target(metric: Metric) -> bool:
    if isinstance(metric, CountMetric):
        return True
    counted = metric.population.priorities
    return any(
        rows is not None and (counted == "all" or priority in counted)
        for priority, rows in metric.targets.items()
    )


RULE = ModelRule(
    id="B05",
    name="dead-metric",
    severity="warning",
    stake="verdict",
    source="research on web service agreements (WSLA)",
    find=find,
    words={
        "en": Told(
            title="A promise that counts nothing",
            what="No ticket can ever be counted under “{metric}”.",
            why="It looks like a promise on paper and can neither be kept nor missed.",
            bad="A target for P1 alone, of a metric that counts P3.",
            good="Remove the metric, or let its population and its targets meet.",
        ),
        "it": Told(
            title="Una promessa che non conta nulla",
            what="Nessun ticket può mai essere contato in «{metric}».",
            why="Sulla carta sembra una promessa, e non la si può né mantenere né mancare.",
            bad="Un obiettivo solo per P1, in una metrica che conta P3.",
            good="Togliere la metrica, o far incontrare la sua popolazione e i suoi obiettivi.",
        ),
    },
)
