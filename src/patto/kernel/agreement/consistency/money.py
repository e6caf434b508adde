"""Charges and remedies: one currency, prices that end somewhere, bands without a gap."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from patto.kernel.agreement.choices import settled
from patto.kernel.agreement.clauses.remedies import Band, ByBand, ByLateness, ByPoint, ByTicket
from patto.kernel.agreement.clauses.remedies import Remedy as RemedyTerms
from patto.kernel.agreement.consistency.draft import Draft
from patto.kernel.agreement.consistency.leaves import leaves
from patto.kernel.agreement.consistency.targets import shares_told
from patto.kernel.agreement.metrics import (
    AnyMetric,
    AvailabilityMetric,
    AverageMetric,
    CountMetric,
    SatisfactionMetric,
    ShareMetric,
    TicketMetric,
)
from patto.kernel.agreement.money import Credit, FeeDays, Money, Multiple, PercentOf, Rate
from patto.kernel.agreement.nodes import Path
from patto.kernel.errors import Problem


def one_currency(draft: Draft) -> Iterator[Problem]:
    """Yield a problem for each amount in another currency than the charges', or the first amount's.

    Credits and caps are added up, which no one can do across currencies.
    """
    charges = settled(draft.agreement.charges)
    expected = None if charges is None else charges.currency
    for value, path in leaves(draft):
        if isinstance(value, Money | Rate):
            expected = expected or value.currency
            if value.currency != expected:
                yield draft.problem("currency-mixed", path, value=value.text, expected=expected)


def prices_end(draft: Draft) -> Iterator[Problem]:
    """Yield a problem for each price that is a multiple of itself, by way of others or not."""
    charges = settled(draft.agreement.charges)
    rates = () if charges is None else charges.rates or ()
    multiples = {r.id: r.price.base for r in rates if isinstance(r.price, Multiple)}
    for index, rate in enumerate(rates):
        base, steps = multiples.get(rate.id), len(multiples)
        while base is not None and base != rate.id and steps:
            base, steps = multiples.get(base), steps - 1
        if base == rate.id:
            yield draft.problem(
                "charge-circular", ("charges", "rates", index, "price"), name=rate.id
            )


def bands_join(draft: Draft) -> Iterator[Problem]:
    """Yield a problem where bands leave a gap, overlap, or give less for a worse figure."""
    for remedy, path in _remedies(draft):
        if not isinstance(remedy.pays, ByBand):
            continue
        for index, band in enumerate(remedy.pays.bands):
            if _least(band) >= band.below.fraction:
                yield draft.problem("remedy-band-empty", _at(path, index), remedy=remedy.id)
        for index, (higher, lower) in enumerate(pairwise(remedy.pays.bands), start=1):
            told = {"remedy": remedy.id, "above": _named(higher), "band": _named(lower)}
            if lower.below.fraction < _least(higher):
                yield draft.problem("remedy-band-gap", _at(path, index), **told)
            elif lower.below.fraction > _least(higher):
                yield draft.problem("remedy-band-overlap", _at(path, index), **told)
            elif _not_more(higher.credit, lower.credit):
                yield draft.problem("remedy-bands-not-rising", _at(path, index), **told)
        if remedy.pays.bands[-1].least is not None:
            told = {"remedy": remedy.id, "band": _named(remedy.pays.bands[-1])}
            last = len(remedy.pays.bands) - 1
            yield draft.problem("remedy-bands-end", _at(path, last), **told)


def remedies_fit(draft: Draft) -> Iterator[Problem]:
    """Yield a problem for each metric whose remedy cannot be reckoned from it, or pays when met."""
    named = {remedy.id: remedy for remedy, _ in _remedies(draft)}
    for number, metric in enumerate(draft.agreement.metrics):
        remedy = named.get(metric.remedy or "")
        if remedy is None:
            continue
        path: Path = ("metrics", number, "remedy")
        told = {"metric": metric.id, "remedy": remedy.id}
        if not _fits(remedy, metric):
            yield draft.problem("remedy-does-not-fit", path, **told, by=remedy.pays.by)
        elif isinstance(remedy.pays, ByBand):
            top, highest = remedy.pays.bands[0].below, max(_shares(metric))
            if top.fraction > highest:
                yield draft.problem("remedy-pays-when-met", path, **told, below=top.text)


def remedies_name_their_line(draft: Draft) -> Iterator[Problem]:
    """Yield a problem where nobody knows on which line of a metric the steps below are taken."""
    named = {remedy.id: (remedy, path) for remedy, path in _remedies(draft)}
    for number, metric in enumerate(draft.agreement.metrics):
        remedy, path = named.get(metric.remedy or "", (None, ()))
        if remedy is None or not isinstance(remedy.pays, ByPoint):
            continue
        shares, line = sorted(set(_shares(metric))), remedy.pays.line
        told = {"metric": metric.id, "remedy": remedy.id, "lines": shares_told(shares)}
        several = len(shares) > 1 and not isinstance(metric, AvailabilityMetric)
        if line is None and several:
            yield draft.problem("remedy-line-missing", ("metrics", number, "remedy"), **told)
        elif line is not None and shares and line.fraction not in shares:
            at = (*path, "pays", "line")
            yield draft.problem("remedy-line-unknown", at, **told, line=line.text)


def remedies_are_used(draft: Draft) -> Iterator[Problem]:
    """Yield a problem for each remedy that follows from no metric.

    Where a metric names one that is not there, nobody knows which it means.
    """
    stated = tuple(_remedies(draft))
    used = {metric.remedy for metric in draft.agreement.metrics} - {None}
    if not used <= {remedy.id for remedy, _ in stated}:
        return
    for remedy, path in stated:
        if remedy.id not in used:
            yield draft.problem("remedy-unused", path, remedy=remedy.id)


def _remedies(draft: Draft) -> Iterator[tuple[RemedyTerms, Path]]:
    remedies = settled(draft.agreement.remedies)
    for index, remedy in enumerate(() if remedies is None else remedies.listed):
        yield remedy, ("remedies", "listed", index)


def _at(path: Path, band: int) -> Path:
    return (*path, "pays", "bands", band)


def _least(band: Band) -> Fraction:
    return Fraction(0) if band.least is None else band.least.fraction


def _named(band: Band) -> str:
    least = "0 %" if band.least is None else band.least.text
    return f"{least} - {band.below.text}"


def _not_more(higher: Credit, lower: Credit) -> bool:
    """Return whether a worse figure gives no more; credits of different kinds are not compared."""
    for kind, worth in ((Money, "amount"), (PercentOf, "fraction"), (FeeDays, "days")):
        if isinstance(higher, kind) and isinstance(lower, kind):
            same_base = getattr(higher, "base", "") == getattr(lower, "base", "")
            return same_base and bool(getattr(lower, worth) <= getattr(higher, worth))
    return False


def _fits(remedy: RemedyTerms, metric: AnyMetric) -> bool:
    if isinstance(remedy.pays, ByTicket | ByLateness):
        return isinstance(metric, TicketMetric)
    return not isinstance(remedy.pays, ByBand | ByPoint) or bool(_shares(metric))


def _shares(metric: AnyMetric) -> list[Fraction]:
    """Return the shares that a metric promises at least; none if it promises something else."""
    if isinstance(metric, CountMetric | AverageMetric):
        return []
    if isinstance(metric, TicketMetric):
        rows = (row for rows in metric.targets.values() for row in rows or ())
        return [level.share.fraction for row in rows for level in row.levels]
    if isinstance(metric, AvailabilityMetric):
        return [system.share.fraction for system in metric.systems]
    if isinstance(metric, ShareMetric):
        return [metric.share.fraction] if metric.limit == "at-least" else []
    if isinstance(metric, SatisfactionMetric):
        return [metric.share.fraction]
    return [level.share.fraction for level in metric.levels]
