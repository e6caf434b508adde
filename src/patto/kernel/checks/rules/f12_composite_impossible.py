"""F12: systems of which all must be up, together promised more than their parts allow."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import ceil, floor, prod
from types import MappingProxyType

from patto.kernel.agreement.figures.availability import AllUp, SomeUp
from patto.kernel.agreement.metrics import AvailabilityMetric
from patto.kernel.agreement.nodes import Path
from patto.kernel.checks.finding import Put
from patto.kernel.checks.rule import Hit, ModelRule, Told
from patto.kernel.checks.subject import Subject


def find(subject: Subject) -> Iterator[Hit]:
    """Yield each promise that all parts are up at once which is above the product of their shares.

    Where any of several is enough, or a mean is taken, more than each part's share is possible.
    """
    for number, metric in enumerate(subject.agreement.metrics):
        if not isinstance(metric, AvailabilityMetric) or not _in_series(metric):
            continue
        combined = metric.combined
        allows = prod((system.share.fraction for system in metric.systems), start=Fraction(1))
        if combined is not None and combined.share.fraction > allows:
            path: Path = ("metrics", number, "combined", "share")
            most = _floored(allows)
            told = {
                "metric": metric.title,
                "share": combined.share.text,
                "parts": " x ".join(system.share.text for system in metric.systems),
                "most": most,
            }
            yield Hit(path, MappingProxyType(told), Put(path, combined.share.text, most))


def applies(subject: Subject) -> bool:
    """Return whether systems are promised together that all must be up."""
    metrics = subject.agreement.metrics
    return any(isinstance(one, AvailabilityMetric) and _in_series(one) for one in metrics)


def _in_series(metric: AvailabilityMetric) -> bool:
    """Return whether it is down as soon as any part of it is."""
    combined = metric.combined
    if isinstance(combined, SomeUp):
        return combined.least == len(metric.systems)
    return isinstance(combined, AllUp)


def _floored(share: Fraction) -> str:
    """Return a share in percent, rounded down to one decimal, or to six where that leaves none."""
    percent = share * 100
    most = Fraction(floor(percent * 10), 10) or Fraction(ceil(percent * 10**6), 10**6)
    return f"{float(most):.10g} %"


RULE = ModelRule(
    id="F12",
    name="composite-impossible",
    severity="error",
    stake="fairness",
    source="reliability of parts in series",
    find=find,
    applies=applies,
    words={
        "en": Told(
            title="More than the parts allow",
            what="“{metric}” promises {share} for all of them at once; parts of {parts} allow "
            "{most}.",
            why="Each part may keep its promise and the sum still miss: the provider owes a credit "
            "for a month in which everything went as agreed.",
            bad="three parts of 99.5 % each, and 99.5 % for all of them at once",
            good="three parts of 99.5 % each, and 98.5 % for all of them at once",
        ),
        "it": Told(
            title="Più di quanto le parti permettano",
            what="«{metric}» promette {share} per tutte insieme; parti da {parts} permettono "
            "{most}.",
            why="Ogni parte può mantenere la sua promessa e l'insieme mancare la propria: il "
            "fornitore deve una penale per un mese andato come concordato.",
            bad="tre parti al 99,5 % ciascuna, e il 99,5 % per tutte insieme",
            good="tre parti al 99,5 % ciascuna, e il 98,5 % per tutte insieme",
        ),
    },
)
