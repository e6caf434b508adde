"""What a worked example of a figure gives: the figure as it is printed, and the verdict."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from statistics import median
from typing import NamedTuple, TypeAlias

from patto.kernel.agreement.figures.availability import AvailabilityMetric
from patto.kernel.agreement.figures.averages import AverageMetric
from patto.kernel.agreement.figures.figure import FewCases
from patto.kernel.agreement.figures.recovery import RecoveryPointMetric, RecoveryTimeMetric
from patto.kernel.agreement.figures.shares import PhoneMetric, SatisfactionMetric, ShareMetric
from patto.kernel.agreement.figures.worked import (
    CasesExample,
    FigureVerdict,
    RingingExample,
    TimesExample,
    UptimeExample,
    ValuesExample,
)
from patto.kernel.instants import Duration

AnyRecovery: TypeAlias = RecoveryPointMetric | RecoveryTimeMetric


class Reckoned(NamedTuple):
    """A figure as it is printed, `None` where there is none, and its verdict."""

    value: str | None
    verdict: FigureVerdict


def uptime(metric: AvailabilityMetric, example: UptimeExample) -> Reckoned:
    """Return the availability of the first system of a metric (semantics 6.4, 6.9)."""
    left_out = example.excluded.length
    down = example.down.length
    if metric.maintenance == "does-not-count":
        left_out += example.maintenance.length
    else:
        down += example.maintenance.length
    agreed = example.service_time.length - left_out
    known = agreed - example.unknown.length
    if known <= 0:
        return Reckoned(None, "NO EVENTS" if agreed <= 0 else "NOT DETERMINED")
    up = Fraction(known - down, known)
    least = metric.systems[0].share.fraction
    value = _percent(up, metric.digits)
    if Fraction(agreed - down, agreed) < least:
        return Reckoned(value, "MISSED")
    if Fraction(known - down, agreed) >= least:
        return Reckoned(value, "MET")
    if Fraction(known, agreed) < metric.coverage.fraction:
        return Reckoned(value, "NOT DETERMINED")
    return Reckoned(value, "MET" if up >= least else "MISSED")


def share(metric: ShareMetric | SatisfactionMetric, example: CasesExample) -> Reckoned:
    """Return so many of so many, against the most or the least allowed."""
    at_most = isinstance(metric, ShareMetric) and metric.limit == "at-most"
    limit = metric.share.fraction
    failed = example.good if at_most else example.cases - example.good
    kept = failed <= (limit if at_most else 1 - limit) * example.cases
    verdict = _of_cases(example.cases, failed, [kept], metric.few_cases)
    return Reckoned(f"{example.good} of {example.cases}", verdict)


def recovery(metric: AnyRecovery, example: TimesExample, day: Duration | None) -> Reckoned:
    """Return how many cases were within the first line's time; a business day has this length.

    :raises ValueError: if a time is in business days and they have no length
    """
    took = [time.length(day) for time in example.took]
    limits = [(level.share.fraction, level.within.length(day)) for level in metric.levels]
    return _within(took, limits, len(took), metric.few_cases)


def answered(metric: PhoneMetric, example: RingingExample) -> Reckoned:
    """Return how many calls were answered within the first line's ringing."""
    lost = example.given_up if metric.given_up == "count-as-missed" else 0
    rang = [ringing.number for ringing in example.rang]
    limits = [(level.share.fraction, level.within.number) for level in metric.levels]
    return _within(rang, limits, len(rang) + lost, metric.few_cases)


def average(metric: AverageMetric, example: ValuesExample) -> Reckoned:
    """Return the mean or median, printed rounded to the side of a miss and compared unrounded."""
    values = [Fraction(value.number) for value in example.values]
    found = median(values) if metric.statistic == "median" else sum(values) / len(values)
    limit, at_most = Fraction(metric.value.number), metric.limit == "at-most"
    scaled = found * 10**metric.digits
    rounded = -(-scaled // 1) if at_most else scaled // 1
    value = f"{_decimal(int(rounded), metric.digits)} {metric.value.unit}"
    failed = not (found <= limit if at_most else found >= limit)
    return Reckoned(value, _of_cases(len(values), int(failed), [not failed], metric.few_cases))


def _within(
    took: Sequence[int], limits: Sequence[tuple[Fraction, int]], cases: int, few: FewCases | None
) -> Reckoned:
    counts = [sum(time <= limit for time in took) for _, limit in limits]
    kept = [count >= share * cases for count, (share, _) in zip(counts, limits, strict=True)]
    return Reckoned(f"{counts[0]} of {cases}", _of_cases(cases, cases - counts[0], kept, few))


def _of_cases(cases: int, failed: int, kept: Iterable[bool], few: FewCases | None) -> FigureVerdict:
    """Return the verdict on cases; where there are few, on the number that failed."""
    if not cases:
        return "NO EVENTS"
    if few is not None and cases < few.below:
        if few.allowed is None:
            return "NOT DETERMINED"
        return "MET" if failed <= few.allowed else "MISSED"
    return "MET" if all(kept) else "MISSED"


def _percent(figure: Fraction, digits: int) -> str:
    return f"{_decimal(int(figure * 100 * 10**digits), digits)} %"


def _decimal(scaled: int, digits: int) -> str:
    """Return a whole number of the smallest steps as a decimal with so many digits."""
    whole, rest = divmod(scaled, 10**digits)
    return f"{whole}.{rest:0{digits}}" if digits else str(whole)
