"""The chapters of a report: one for each metric in each period, with all that it shows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from markupsafe import Markup

from patto.documents.counting import Badge, Line, badge, lines
from patto.documents.inputs import Source
from patto.documents.limits import Limits, limits_of
from patto.documents.listings import Listing, listings, more
from patto.documents.misses import Miss, miss
from patto.documents.strip import crowded, strip
from patto.documents.targets import Target, clocks, targets
from patto.documents.titles import Titles
from patto.kernel.agreement.metrics import CountMetric, Metric
from patto.kernel.evaluation.lists import Lists, Tickets, Use
from patto.kernel.evaluation.outcome import ItemOutcome, MetricOutcome

OPEN: Final = 12
"""How many misses of a metric stand open; the rest are folded."""


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
    missed: int
    misses: tuple[Miss, ...]
    unseen: tuple[Unseen, ...]
    unseen_more: str
    counted: tuple[Counted, ...]
    counted_more: str
    listings: tuple[Listing, ...]
    empty: bool


def chapters(outcomes: Sequence[MetricOutcome], source: Source) -> tuple[Chapter, ...]:
    """Return a chapter for each outcome, in their order."""
    limits = limits_of(outcomes, source.lists)
    return tuple(_chapter(f"c{n}", one, source, limits) for n, one in enumerate(outcomes, 1))


def tickets_shown(outcomes: Sequence[MetricOutcome], lists: Lists) -> set[str]:
    """Return the tickets whose events the chapters of some outcomes show."""
    limits, shown = limits_of(outcomes, lists), set[str]()
    for outcome in outcomes:
        missed = lists.tickets(outcome).first("missed", "worst", limits.drawn)
        shown |= {item.ticket for item in missed}
        shown |= {event.ticket for event in lists.counted(outcome, limits.rows)}
    return shown


def _chapter(anchor: str, outcome: MetricOutcome, source: Source, limits: Limits) -> Chapter:
    titles, tickets = source.titles[outcome.version], source.lists.tickets(outcome)
    metric = titles.metrics[outcome.metric]
    plain = isinstance(metric, CountMetric)
    number = tickets.number("missed")
    missed = tickets.first("missed", "worst", limits.drawn + limits.rows)
    drawn = [
        miss(one, source, in_full=n < limits.in_full)
        for n, one in enumerate(missed[: limits.drawn])
    ]
    shares = tuple(line.share for line in outcome.lines)
    uses = tickets.uses()
    counted = tuple(_counted(outcome, source, limits.rows)) if plain else ()
    total = 0 if outcome.count is None else outcome.count.number
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
        targets=() if isinstance(metric, CountMetric) else targets(metric, tickets, titles),
        clocks=() if isinstance(metric, CountMetric) else clocks(metric, titles),
        proxy=metric.evidence.proxy or "",
        strip=_strip(uses, tickets, metric, titles),
        strip_key=source.words.say(f"document.strip.{'bars' if crowded(uses) else 'key'}"),
        missed=number,
        misses=tuple(drawn),
        unseen=tuple(_unseen(item, titles) for item in missed[limits.drawn :]),
        unseen_more=more(number - len(missed), source.words),
        counted=counted,
        counted_more=more(total - len(counted), source.words, "JSON") if plain else "",
        listings=listings(tickets, titles, limits.rows),
        empty=not len(tickets) and not total,
    )


def _unseen(item: ItemOutcome, titles: Titles) -> Unseen:
    level, figures = item.levels[0], item.figures
    return Unseen(
        item.item,
        titles.priority(item.priority),
        "" if figures is None else titles.duration(figures.contractual, item.metric),
        titles.target(level.target_text),
    )


def _strip(uses: Sequence[Use], tickets: Tickets, metric: Metric, titles: Titles) -> Markup:
    words = titles.words
    if len(uses) < 2:
        return Markup()
    most = max(uses, key=lambda use: use.used / use.agreed)
    worst = Fraction(most.used, most.agreed)

    def labels() -> list[str]:
        used = tickets.first("used", "given", len(uses))
        return [_label(item, titles) for item in used]

    return strip(
        uses,
        labels,
        about=words.say("document.strip.about", metric=metric.title, count=len(uses)),
        none=words.say("document.strip.none"),
        target=words.say("document.strip.target"),
        worst=words.say("document.strip.worst", times=words.number(worst, digits(worst))),
    )


def digits(worst: Fraction) -> int:
    """Return how many decimals tell by how much a limit was passed: one from twice it on."""
    if worst >= 2:
        return 1
    return next((n for n in range(2, 6) if (worst - 1) * 10**n >= 1), 6)


def _label(item: ItemOutcome, titles: Titles) -> str:
    level, figures = item.levels[0], item.figures
    used = "" if figures is None else titles.duration(figures.contractual, item.metric)
    agreed = "" if level.target is None else titles.duration(level.target, item.metric)
    return titles.words.say("document.strip.dot", item=item.item, used=used, agreed=agreed)


def _counted(outcome: MetricOutcome, source: Source, most: int) -> Iterator[Counted]:
    titles = source.titles[outcome.version]
    for entry in source.lists.counted(outcome, most):
        event = next((e for e in source.events(entry.ticket) if e.event_id == entry.event_id), None)
        by = titles.actor(event.by) if event is not None else ""
        text = event.attribute("text") if event is not None else ""
        yield Counted(entry.ticket, titles.moment(entry.at), by, text)
