"""Remedies: what follows from a promise that was not kept, and how much at most."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from patto.documents.contract.drafting import Drafting
from patto.documents.contract.tree import Block, Chapter, Clause, Para, Table
from patto.kernel.agreement.clauses.remedies import (
    Basis,
    ByBand,
    ByLateness,
    ByPoint,
    ByTicket,
    Caps,
    ChronicFailure,
    ImprovementPlan,
    Remedies,
    Remedy,
)
from patto.kernel.agreement.figures.availability import AvailabilityMetric
from patto.kernel.agreement.figures.recovery import RecoveryPointMetric, RecoveryTimeMetric
from patto.kernel.agreement.figures.shares import PhoneMetric
from patto.kernel.agreement.metrics import AnyMetric, TicketMetric


def remedies(part: Remedies | None, d: Drafting) -> Chapter:
    """Return the remedies and what holds of all of them; `None`: no credit is agreed."""
    if part is None:
        clauses = [d.text("remedies", "no-remedies", d.say("remedies.none"))]
        return Chapter("remedies", d.say("chapter.remedies"), tuple(clauses))
    clauses = [_remedy(one, d) for one in part.listed]
    clauses.append(_limits(part.caps, d))
    clauses += [
        d.text("remedies-event", "one-event", d.say(f"remedies.one-event.{part.one_event}")),
        d.text("remedies-exclusive", "exclusive", d.say(f"remedies.{part.exclusive}")),
        _given(part, d),
    ]
    if part.conditions:
        told = tuple(
            Para(d.say("remedies.condition", fact=one.fact, otherwise=one.otherwise))
            for one in part.conditions
        )
        clauses.append(d.clause("remedies-conditions", "conditions", *told))
    if part.earn_back is not None:
        clauses.append(d.text("remedies-earn-back", "earn-back", part.earn_back))
    if part.chronic is not None:
        clauses.append(_chronic(part.chronic, d))
    if part.improvement_plan is not None:
        clauses.append(_plan(part.improvement_plan, d))
    return Chapter("remedies", d.say("chapter.remedies"), tuple(clauses))


def _remedy(one: Remedy, d: Drafting) -> Clause:
    metrics = [metric.title for metric in d.agreement.metrics if metric.remedy == one.id]
    of = d.say("remedies.of", metrics=d.listing(metrics)) if metrics else d.say("remedies.unused")
    cap = (
        d.say("remedies.cap", cap=d.worth(one.cap))
        if one.cap is not None
        else d.say("remedies.no-cap")
    )
    blocks: tuple[Block, ...] = (Para(of), *_basis(one, d), Para(cap))
    return Clause(f"remedy-{one.id}", one.title, blocks, d.cited(one.clause))


def _basis(one: Remedy, d: Drafting) -> tuple[Block, ...]:
    part: Basis = one.pays
    if isinstance(part, ByBand):
        head = (d.say("column.attained"), d.say("column.credit"))
        rows = tuple(
            (
                d.say(
                    "remedies.band",
                    least=d.share(band.least) if band.least is not None else "",
                    below=d.share(band.below),
                ),
                d.worth(band.credit),
            )
            for band in part.bands
        )
        lines = _lines(one.id, part, d)
        return (Para(d.say("remedies.by-band")), *lines, Table("", head, rows, (4, 4)))
    if isinstance(part, ByPoint | ByLateness):
        step = d.points(part.step) if isinstance(part, ByPoint) else d.clocked(part.step)
        told = d.say(
            f"remedies.by-{part.by}", step=step, credit=d.worth(part.credit),
            started=d.say(f"remedies.started.{part.started}"),
        )  # fmt: skip
        return (Para(told), *(_lines(one.id, part, d) if isinstance(part, ByPoint) else ()))
    key = "by-ticket" if isinstance(part, ByTicket) else "by-period"
    return (Para(d.say(f"remedies.{key}", credit=d.worth(part.credit))),)


def _lines(remedy: str, part: ByBand | ByPoint, d: Drafting) -> Iterator[Para]:
    """Yield, of metrics with several lines or systems, which figure the credit goes by.

    Of several lines it is the one that the remedy names, by bands that where the highest ends.
    """
    line = part.bands[0].below if isinstance(part, ByBand) else part.line
    for metric in d.agreement.metrics:
        if metric.remedy != remedy:
            continue
        if isinstance(metric, AvailabilityMetric) and len(metric.systems) > 1:
            yield Para(d.say("remedies.by-system", metric=metric.title))
        shares = _shares(metric)
        if len(shares) > 1 and line is not None and line.fraction in shares:
            told = d.say("remedies.by-line", metric=metric.title, share=d.share(line))
            yield Para(told)


def _shares(metric: AnyMetric) -> frozenset[Fraction]:
    """Return the shares of the lines of a metric."""
    if isinstance(metric, TicketMetric):
        rows = [row for some in metric.targets.values() for row in some or ()]
        return frozenset(level.share.fraction for row in rows for level in row.levels)
    if isinstance(metric, PhoneMetric | RecoveryPointMetric | RecoveryTimeMetric):
        return frozenset(level.share.fraction for level in metric.levels)
    return frozenset()


def _limits(part: Caps | None, d: Drafting) -> Clause:
    if part is None:
        return d.text("remedies-caps", "caps", d.say("remedies.no-caps"))
    told = (
        d.say("remedies.caps.month", cap=d.worth(part.month))
        if part.month is not None else d.say("remedies.caps.no-month"),
        d.say("remedies.caps.year", cap=d.worth(part.year))
        if part.year is not None else d.say("remedies.caps.no-year"),
    )  # fmt: skip
    return d.text("remedies-caps", "caps", *told)


def _given(part: Remedies, d: Drafting) -> Clause:
    if part.given == "automatic":
        told = d.say("remedies.automatic")
    else:
        told = d.say("remedies.claim", within=d.notice(part.given.within), how=part.given.how)
    return d.clause("remedies-given", "given", Para(told), *d.lead("paid", part.paid))


def _chronic(part: ChronicFailure, d: Drafting) -> Clause:
    named = d.named(part.metrics, d.metrics) if part.metrics != "all" else ""
    told = d.say(
        "remedies.chronic", metrics=named, missed=part.missed, of=part.of, right=part.right
    )  # fmt: skip
    return d.text("remedies-chronic", "chronic", told)


def _plan(part: ImprovementPlan, d: Drafting) -> Clause:
    told = d.say("remedies.plan", after=part.after, within=d.notice(part.within))
    return d.clause(
        "remedies-plan", "plan", Para(told),
        *d.lead("content", part.content), *d.lead("fails", part.fails),
    )  # fmt: skip
