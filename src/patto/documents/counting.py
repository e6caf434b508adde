"""The count of a metric in words: how many on time, of how many, and what follows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from patto.documents.titles import Titles
from patto.kernel.agreement.metrics import CountMetric, Metric, SmallSample
from patto.kernel.evaluation.outcome import LineOutcome, MetricOutcome, PeriodVerdict
from patto.kernel.evaluation.tallies import FEWEST_FOR_A_SHARE

LOOKS: Final = {
    PeriodVerdict.MET: "met",
    PeriodVerdict.MISSED: "missed",
    PeriodVerdict.NOT_DETERMINED: "unknown",
    PeriodVerdict.NO_EVENTS: "none",
    PeriodVerdict.SO_FAR: "running",
}
"""How each verdict is drawn."""


@dataclass(frozen=True, slots=True)
class Badge:
    """A verdict: how it is drawn, and in words."""

    look: str
    word: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a metric in words, and the two shares for its bar.

    `beside` is what is not in the count, `remarks` what applied to it.
    """

    count: str
    agreed: str
    percent: str
    badge: Badge
    kept: float
    required: float
    beside: str
    remarks: tuple[str, ...]


def badge(verdict: PeriodVerdict, titles: Titles) -> Badge:
    """Return a metric's verdict as a badge."""
    return Badge(LOOKS[verdict], titles.words.say(f"document.verdict.{LOOKS[verdict]}"))


def lines(outcome: MetricOutcome, metric: Metric, titles: Titles) -> tuple[Line, ...]:
    """Return the lines of a metric in words; a plain count is one line."""
    if outcome.count is not None or isinstance(metric, CountMetric):
        return (_plain_count(outcome, titles),)
    last = len(outcome.lines)
    return tuple(
        _line(line, "first" if n == 1 else "last" if n == last else "between", metric, titles)
        for n, line in enumerate(outcome.lines, 1)
    )


def _line(line: LineOutcome, place: str, metric: Metric, titles: Titles) -> Line:
    words = titles.words
    told = {"met": line.met, "count": line.counted}
    share = Fraction(line.met, line.counted) if line.counted else Fraction(0)
    enough = line.counted >= FEWEST_FOR_A_SHARE
    return Line(
        count=words.say(f"document.count.{place}", **told)
        if line.counted
        else words.say("document.count.none"),
        agreed=words.say("document.count.agreed", share=titles.words.share(line.share)),
        percent=words.percent(share) if enough else "",
        badge=badge(line.verdict, titles),
        kept=float(share),
        required=float(line.required),
        beside=_beside(line, titles),
        remarks=tuple(_remarks(line, metric, titles)),
    )


def _plain_count(outcome: MetricOutcome, titles: Titles) -> Line:
    words, count = titles.words, outcome.count
    number, against = (count.number, count.against) if count is not None else (0, 0)
    limit = count.limit if count is not None else "at-most"
    decided = count.decided if count is not None else None
    return Line(
        count=words.say("document.count.number", number=number),
        agreed=words.say(f"limit.{limit}", against=against),
        percent="",
        badge=badge(outcome.verdict, titles),
        kept=min(1.0, number / max(number, against, 1)),
        required=against / max(number, against, 1),
        beside="",
        remarks=() if decided is None else (_decided(decided, titles),),
    )


def _beside(line: LineOutcome, titles: Titles) -> str:
    kinds = ("pending", "excluded", "outside")
    counts = [(kind, getattr(line, kind)) for kind in kinds]
    told = [titles.words.say(f"document.beside.{kind}", count=n) for kind, n in counts if n]
    return titles.words.listing(told) if told else ""


def _remarks(line: LineOutcome, metric: Metric, titles: Titles) -> Iterator[str]:
    words = titles.words
    if line.not_determined:
        yield words.say("document.count.unknown", count=line.not_determined)
    rule: SmallSample | None = getattr(metric, "small_sample", None)
    if line.rule and rule is not None:
        told = {
            "below": str(rule.below),
            "misses": str(getattr(rule, "misses", "")),
            "periods": str(getattr(rule, "periods", "")),
        }
        yield words.say(f"document.small-sample.{line.rule}", **told)
    if line.pooled:
        yield words.say("document.count.pooled", periods=_periods(line.pooled, titles))
    if line.judged_in:
        yield words.say("document.count.judged-in", period=words.period(line.judged_in))
    if line.decided is not None:
        yield _decided(line.decided, titles)
    if line.interval is not None and metric.report.interval == "shown":
        yield _process(line.interval, line.not_determined, titles)


def _decided(verdict: PeriodVerdict, titles: Titles) -> str:
    return titles.words.say("document.count.decided", verdict=badge(verdict, titles).word)


def _process(interval: tuple[float, float], unknown: int, titles: Titles) -> str:
    """Return what a count without what is not determined says of the process (semantics 5.6).

    The bounds are rounded outwards.
    """
    low, high = interval
    whole = Fraction(10**3)
    up = -(-Fraction(high) * whole // 1) / whole
    words = titles.words
    return words.say(
        "document.count.process",
        low=words.percent(low),
        high=words.percent(min(up, Fraction(1))),
        unknown=unknown or "",
    )


def _periods(labels: Sequence[str], titles: Titles) -> str:
    return titles.words.listing(titles.words.period(label) for label in labels)
