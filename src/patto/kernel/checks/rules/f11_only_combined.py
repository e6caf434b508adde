"""F11: one figure for everything, in which a single system can be down for days."""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType

from patto.kernel.agreement.figures.availability import MeanUp
from patto.kernel.agreement.metrics import AvailabilityMetric
from patto.kernel.agreement.nodes import Path
from patto.kernel.checks.rule import Hit, ModelRule, Told
from patto.kernel.checks.subject import Subject


def find(subject: Subject) -> Iterator[Hit]:
    """Yield each availability of all things as if they were one, and each that is a mean alone.

    A mean is all that is promised where no system can miss its own share before the mean is
    missed.
    """
    for number, metric in _availability(subject):
        path: Path = ("metrics", number)
        if _is_everything(subject, metric):
            yield _hit((*path, "systems", 0, "item"), metric)
        elif _only_the_mean_binds(metric):
            yield _hit((*path, "combined"), metric)


def applies(subject: Subject) -> bool:
    """Return whether the uptime of anything is promised."""
    return any(True for _ in _availability(subject))


def _availability(subject: Subject) -> Iterator[tuple[int, AvailabilityMetric]]:
    for number, metric in enumerate(subject.agreement.metrics):
        if isinstance(metric, AvailabilityMetric):
            yield number, metric


def _is_everything(subject: Subject, metric: AvailabilityMetric) -> bool:
    """Return whether the only system is everything by its title, and more than one is covered."""
    if len(metric.systems) > 1:
        return False
    items = subject.agreement.items or ()
    index = [item.id for item in items].index(metric.systems[0].item)
    several = len(items) > 1 or len(subject.agreement.services) > 1
    return several and subject.mentions(("items", index, "title"), "B01.all")


def _only_the_mean_binds(metric: AvailabilityMetric) -> bool:
    """Return whether each system alone, down as long as it may be, has missed the mean already."""
    if not isinstance(metric.combined, MeanUp) or len(metric.systems) == 1:
        return False
    least = 1 - len(metric.systems) * (1 - metric.combined.share.fraction)
    return all(system.share.fraction <= least for system in metric.systems)


def _hit(path: Path, metric: AvailabilityMetric) -> Hit:
    return Hit(path, MappingProxyType({"metric": metric.title}))


RULE = ModelRule(
    id="F11",
    name="only-combined",
    severity="warning",
    stake="fairness",
    source="founding case: uptime for each service",
    find=find,
    applies=applies,
    words={
        "en": Told(
            title="One figure for everything",
            what="“{metric}” is one figure for everything; a single system has no promise of its "
            "own in it.",
            why="Ten systems of which one is down all week make a good average, and the people who "
            "need that one have stood still.",
            bad="IT uptime 99.5 %",
            good="mail 99.5 %, files 99.5 %, the line 99 %; and 98 % for all of them together",
        ),
        "it": Told(
            title="Una cifra per tutto",
            what="«{metric}» è una cifra sola per tutto; un singolo sistema non vi ha una promessa "
            "propria.",
            why="Dieci sistemi di cui uno fermo tutta la settimana fanno una buona media, e chi ha "
            "bisogno di quello è rimasto fermo.",
            bad="uptime dell'informatica 99,5 %",
            good="posta 99,5 %, cartelle 99,5 %, la linea 99 %; e 98 % per tutte insieme",
        ),
    },
)
