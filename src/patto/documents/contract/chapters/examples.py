"""The worked examples of every metric: both sides sign what comes out of them."""

from __future__ import annotations

from patto.documents.contract.drafting import Drafting
from patto.documents.contract.tree import Block, Chapter, Clause, Para, Timeline
from patto.documents.contract.worked import worked
from patto.kernel.agreement.figures.worked import (
    CasesExample,
    FigureExpectation,
    RingingExample,
    TimesExample,
    UptimeExample,
    ValuesExample,
)
from patto.kernel.agreement.metrics import AnyMetric, CountMetric, TicketMetric


def examples(d: Drafting) -> Chapter:
    """Return the worked examples, metric by metric."""
    clauses = tuple(
        Clause(f"example-{metric.id}", metric.title, _of(metric, d))
        for metric in d.agreement.metrics
        if metric.examples
    )
    intro = (Para(d.say("examples.intro")),)
    return Chapter("examples", d.say("chapter.examples"), clauses, intro)


def _of(metric: AnyMetric, d: Drafting) -> tuple[Block, ...]:
    if isinstance(metric, TicketMetric | CountMetric):
        return tuple(worked(metric, example, d) for example in metric.examples)
    return tuple(_figure(example, d) for example in metric.examples)


def _figure(
    example: CasesExample | TimesExample | RingingExample | ValuesExample | UptimeExample,
    d: Drafting,
) -> Timeline:
    """Return an example of a figure: what was counted, and what comes out."""
    match example:
        case CasesExample():
            rows = [("cases", d.number(example.cases)), ("good-cases", d.number(example.good))]
        case TimesExample():
            rows = [("took", d.listing(d.budget(one) for one in example.took))]
        case RingingExample():
            rows = [
                ("rang", d.listing(d.ringing(one) for one in example.rang)),
                ("gave-up", d.number(example.given_up)),
            ]
        case ValuesExample():
            rows = [("values", d.listing(d.measured(one) for one in example.values))]
        case UptimeExample():
            names = ("service_time", "maintenance", "excluded", "unknown", "down")
            rows = [(f"time-{name.replace('_', '-')}", d.work(getattr(example, name)))
                    for name in names]  # fmt: skip
    told = tuple((d.say(f"examples.{key}"), text) for key, text in rows)
    return Timeline(example.title, told, _result(example.expect, d))


def _result(expect: FigureExpectation, d: Drafting) -> str:
    verdict = d.word("verdict", expect.verdict)
    value = d.figure(expect.value) if expect.value is not None else d.say("examples.no-value")
    return d.say("examples.result", value=value, verdict=verdict, looked="")
