"""The chapters of a report: one for each metric in each period, with all that it shows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from markupsafe import Markup

from patto.documents.counting import Badge, Line, badge, lines
from patto.documents.inputs import Source
from patto.documents.listings import Listing, listings
from patto.documents.misses import Miss, miss, worst_first
from patto.documents.strip import Dot, crowded, strip
from patto.documents.targets import Target, clocks, targets
from patto.documents.titles import Titles
from patto.kernel.agreement.metrics import CountMetric, Metric
from patto.kernel.evaluation.outcome import ItemOutcome, MetricOutcome, Verdict

OPEN: Final = 12
"""How many misses of a metric stand open; the rest are folded."""

IN_FULL: Final = 20
"""How many misses of a metric are told segment by segment."""

DRAWN: Final = 500
"""How many misses of a metric are drawn; what lies beyond is listed in a table."""


@dataclass(frozen=True, slots=True)
class Unseen:
    """A miss that is only listed: its ticket, priority, figure and target."""

    item: str
    priority: str
    figure: str
    agreed: str


@dataclass(frozen=True, slots=True)
class Counted:
    """An event that a plain count counts."""

    ticket: str
    when: str
    by: str
    text: str


@dataclass(frozen=True, slots=True)
class Chapter:
    """A metric in a period: its promise, its count, its misses, and what stands beside them."""

    anchor: str
    metric: str
    title: str
    period: str
    period_label: str
    version: int
    badge: Badge
    purpose: str
    remedy: str
    clause: str
    lines: tuple[Line, ...]
    columns: tuple[str, ...]
    targets: tuple[Target, ...]
    clocks: tuple[str, ...]
    proxy: str
    strip: Markup
    strip_key: str
    misses: tuple[Miss, ...]
    unseen: tuple[Unseen, ...]
    counted: tuple[Counted, ...]
    listings: tuple[Listing, ...]
    empty: bool


def chapters(outcomes: Sequence[MetricOutcome], source: Source) -> tuple[Chapter, ...]:
    """Return a chapter for each outcome, in their order."""
    return tuple(_chapter(f"c{n}", outcome, source) for n, outcome in enumerate(outcomes, 1))


def _chapter(anchor: str, outcome: MetricOutcome, source: Source) -> Chapter:
    titles = source.titles[outcome.version]
    metric = titles.metrics[outcome.metric]
    plain = isinstance(metric, CountMetric)
    missed = sorted((i for i in outcome.items if _missed(i)), key=worst_first)
    drawn = [miss(o, source, in_full=n < IN_FULL) for n, o in enumerate(missed[:DRAWN])]
    dots = [dot for item in outcome.items if (dot := _dot(item, titles)) is not None]
    shares = tuple(line.share for line in outcome.lines)
    return Chapter(
        anchor=anchor,
        metric=metric.id,
        title=metric.title,
        period=source.words.period(outcome.period.label),
        period_label=outcome.period.label,
        version=outcome.version,
        badge=badge(outcome.verdict, titles),
        purpose=metric.purpose,
        remedy="" if metric.remedy is not None else source.words.say("document.no-remedy"),
        clause=titles.clause(metric.clause),
        lines=lines(outcome, metric, titles),
        columns=tuple(
            source.words.say("document.targets.share", share=source.words.share(s)) for s in shares
        ),
        targets=() if isinstance(metric, CountMetric) else targets(metric, outcome.items, titles),
        clocks=() if isinstance(metric, CountMetric) else clocks(metric, titles),
        proxy=metric.evidence.proxy or "",
        strip=_strip(dots, metric, titles),
        strip_key=source.words.say(f"document.strip.{'bars' if crowded(dots) else 'key'}"),
        misses=tuple(drawn),
        unseen=tuple(_unseen(item, titles) for item in missed[DRAWN:]),
        counted=tuple(_counted(outcome, source)) if plain else (),
        listings=listings(outcome.items, titles),
        empty=not outcome.items and not (outcome.count and outcome.count.number),
    )


def _missed(item: ItemOutcome) -> bool:
    return any(level.verdict is Verdict.MISSED for level in item.levels)


def _unseen(item: ItemOutcome, titles: Titles) -> Unseen:
    level, figures = item.levels[0], item.figures
    return Unseen(
        item.item,
        titles.priority(item.priority),
        "" if figures is None else titles.duration(figures.contractual, item.metric),
        titles.budget(level.target_text) if level.target_text else "",
    )


def _strip(dots: Sequence[Dot], metric: Metric, titles: Titles) -> Markup:
    words = titles.words
    if len(dots) < 2:
        return Markup()
    worst = max(Fraction(dot.used, dot.agreed) for dot in dots)
    return strip(
        dots,
        about=words.say("document.strip.about", metric=metric.title, count=len(dots)),
        none=words.say("document.strip.none"),
        target=words.say("document.strip.target"),
        worst=words.say("document.strip.worst", times=words.number(worst, digits(worst))),
    )


def digits(worst: Fraction) -> int:
    """Return how many decimals tell by how much a limit was passed: one from twice it on."""
    if worst >= 2:
        return 1
    return next((n for n in range(2, 6) if (worst - 1) * 10**n >= 1), 6)


def _dot(item: ItemOutcome, titles: Titles) -> Dot | None:
    level, figures = item.levels[0], item.figures
    if figures is None or not level.target or item.outside_count:
        return None
    if level.verdict not in {Verdict.MET, Verdict.MISSED}:
        return None
    used = titles.duration(figures.contractual, item.metric)
    agreed = titles.duration(level.target, item.metric)
    label = titles.words.say("document.strip.dot", item=item.item, used=used, agreed=agreed)
    missed = level.verdict is Verdict.MISSED
    return Dot(figures.contractual, level.target, missed, label)


def _counted(outcome: MetricOutcome, source: Source) -> Iterator[Counted]:
    titles = source.titles[outcome.version]
    for entry in source.measurement.counted:
        if (entry.metric, entry.version, entry.period) != (
            outcome.metric, outcome.version, outcome.period,
        ):  # fmt: skip
            continue
        event = next((e for e in source.events(entry.ticket) if e.event_id == entry.event_id), None)
        by = titles.actor(event.by) if event is not None else ""
        text = event.attribute("text") if event is not None else ""
        yield Counted(entry.ticket, titles.moment(entry.at), by, text)
