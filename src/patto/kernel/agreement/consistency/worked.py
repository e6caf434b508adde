"""Worked examples of figures, reckoned: each comes out as it says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from patto.kernel.agreement.compiled import Compiled
from patto.kernel.agreement.consistency.draft import Draft
from patto.kernel.agreement.consistency.figures import figure_metrics
from patto.kernel.agreement.figures import reckoning
from patto.kernel.agreement.figures.reckoning import Reckoned
from patto.kernel.agreement.figures.worked import CasesExample
from patto.kernel.agreement.metrics import (
    AvailabilityMetric,
    AverageMetric,
    FigureMetric,
    PhoneMetric,
    SatisfactionMetric,
    ShareMetric,
)
from patto.kernel.agreement.nodes import Path
from patto.kernel.errors import Problem
from patto.kernel.instants import Duration


def figures_come_out(draft: Draft, clocks: Iterable[str], compiled: Compiled) -> Iterator[Problem]:
    """Yield a problem for each example of a figure that gives another value or verdict."""
    sound = frozenset(clocks)
    for metric, path in figure_metrics(draft):
        clock = getattr(metric, "clock", "")
        day = compiled.clock(clock).business_day if clock in sound else None
        for index, example in enumerate(metric.examples):
            inside: Path = (*path, "examples", index)
            if isinstance(example, CasesExample) and example.good > example.cases:
                told = {"value": str(example.good), "limit": str(example.cases)}
                yield draft.problem("number-out-of-range", (*inside, "good"), **told)
                continue
            found = _reckoned(metric, index, day)
            if found is not None:
                yield from _differs(draft, metric, index, found, inside)


def _reckoned(metric: FigureMetric, index: int, day: Duration | None) -> Reckoned | None:
    """Return what an example gives; `None` where a business day that it needs has no length."""
    if isinstance(metric, AvailabilityMetric):
        return reckoning.uptime(metric, metric.examples[index])
    if isinstance(metric, ShareMetric | SatisfactionMetric):
        return reckoning.share(metric, metric.examples[index])
    if isinstance(metric, PhoneMetric):
        return reckoning.answered(metric, metric.examples[index])
    if isinstance(metric, AverageMetric):
        return reckoning.average(metric, metric.examples[index])
    try:
        return reckoning.recovery(metric, metric.examples[index], day)
    except ValueError:
        return None


def _differs(
    draft: Draft, metric: FigureMetric, index: int, found: Reckoned, path: Path
) -> Iterator[Problem]:
    example = metric.examples[index]
    told = {"example": example.title, "metric": metric.id}
    expected = example.expect
    if expected.value != found.value:
        yield draft.problem(
            "figure-example-value",
            (*path, "expect", "value"),
            **told,
            expected=expected.value or "",
            found=found.value or "",
        )
    if expected.verdict != found.verdict:
        yield draft.problem(
            "figure-example-verdict",
            (*path, "expect", "verdict"),
            **told,
            expected=expected.verdict,
            found=found.verdict,
        )
