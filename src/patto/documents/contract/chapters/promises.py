"""What is promised of calls: targets, how they are counted, and what is counted in tickets."""

from __future__ import annotations

from collections.abc import Iterator

from patto.documents.contract.chapters.figures import figure
from patto.documents.contract.drafting import Drafting, sentence
from patto.documents.contract.friday import friday
from patto.documents.contract.tree import Block, Chapter, Clause, Fields, Para, Table
from patto.kernel.agreement.choices import settled
from patto.kernel.agreement.metrics import (
    Accumulate,
    AllowMisses,
    AnyMetric,
    CountMetric,
    InCalendar,
    InGroup,
    InSituation,
    KeepInformedMetric,
    Population,
    ResolutionMetric,
    ResponseMetric,
    SmallSample,
    TargetLevel,
    TargetRow,
    TicketMetric,
)
from patto.kernel.agreement.targets import Deadline
from patto.kernel.evaluation.milestones import ENDINGS


def promises(d: Drafting) -> Chapter:
    """Return what is promised, metric by metric; without metrics, that nothing is."""
    title = d.say("chapter.metrics")
    if not d.agreement.metrics:
        return Chapter(
            "metrics", title, (d.text("no-metrics", "no-levels", d.say("promises.none")),)
        )
    clauses = tuple(_metric(metric, d) for metric in d.agreement.metrics)
    told = ("promises.intro", "promises.verdicts", "promises.before-start")
    blocks = tuple(Para(d.say(key)) for key in told)
    return Chapter("metrics", title, clauses, blocks)


def _metric(metric: AnyMetric, d: Drafting) -> Clause:
    if isinstance(metric, TicketMetric):
        blocks = tuple(_ticket_metric(metric, d))
    elif isinstance(metric, CountMetric):
        blocks = tuple(_count(metric, d))
    else:
        blocks = tuple(figure(metric, d))
    opening = Para(sentence(metric.purpose))
    return Clause(
        f"metric-{metric.id}", metric.title, (opening, *blocks), d.cited(metric.clause)
    )  # fmt: skip


def _ticket_metric(metric: TicketMetric, d: Drafting) -> Iterator[Block]:
    yield Para(_promise(metric, d))
    if isinstance(metric, ResponseMetric):
        endings = sorted(d.word("event", one) for one in ENDINGS)
        yield Para(d.say("promises.also-answers", events=d.either(endings)))
    yield _targets(metric, d)
    yield from friday(metric, d)
    yield Fields(tuple(_how(metric, d)))


def _promise(metric: TicketMetric, d: Drafting) -> str:
    """Return from which event to which the clock runs."""
    start, stop = d.word("event", metric.start.event), d.events(metric.stop.events)
    key = "keep-informed" if isinstance(metric, KeepInformedMetric) else "from-to"
    updates = d.events(metric.updates) if isinstance(metric, KeepInformedMetric) else ""
    return d.say(
        f"promises.{key}", start=start, stop=stop, updates=updates,
        start_source=metric.start.source, stop_source=metric.stop.source,
    )  # fmt: skip


def _targets(metric: TicketMetric, d: Drafting) -> Table:
    shares = _shares(metric)
    several = any(len(rows or ()) > 1 for rows in metric.targets.values())
    head = [
        d.say("column.priority"),
        *([d.say("column.when")] if several else []),
        *(d.say("column.share", share=d.percent_text(share)) for share in shares),
        d.say("column.clock"),
    ]
    rows = [row for one in d.agreement.priorities.order
            for row in _rows(one.id, metric, d, shares, several=several)]  # fmt: skip
    widths = (3, *((4,) if several else ()), *(3 for _ in shares), 4)
    return Table(d.say("promises.targets"), tuple(head), tuple(rows), widths)


def _rows(
    name: str, metric: TicketMetric, d: Drafting, shares: list[str], *, several: bool
) -> Iterator[tuple[str, ...]]:
    rows, title = metric.targets.get(name), d.titles.priority(name)
    if rows is None:
        nothing = d.say("promises.nothing")
        yield (title, *([""] if several else []), nothing, *([""] * (len(shares) - 1)), "")
        return
    for row in rows:
        levels = [_level(level, shares[n], d) for n, level in enumerate(row.levels)]
        levels += [""] * (len(shares) - len(levels))
        whom = [when(row, d, among=len(rows))] if several else []
        yield (title, *whom, *levels, d.titles.clock(row.clock))
        title = ""


def _shares(metric: TicketMetric) -> list[str]:
    rows = [row for some in metric.targets.values() for row in some or ()]
    longest = max(rows, key=lambda row: len(row.levels), default=None)
    return [level.share.text for level in longest.levels] if longest is not None else []


def when(row: TargetRow, d: Drafting, among: int) -> str:
    """Return for which calls a target holds, in words."""
    match row.when:
        case InCalendar():
            return d.say("promises.in-calendar", calendar=d.clock(row.when.calendar))
        case InSituation():
            title = d.situations.get(row.when.situation, row.when.situation)
            return d.say("promises.in-situation", situation=title)
        case InGroup():
            title = d.groups.get(row.when.group, row.when.group)
            return d.say("promises.in-group", group=title)
    return d.say("promises.otherwise" if among > 1 else "promises.always")


def _level(level: TargetLevel, share: str, d: Drafting) -> str:
    """Return the time of a level, with its share where it is not that of its column."""
    told = d.budget(level.within) if level.within is not None else ""
    told = deadline(level.by, d) if level.by is not None else told
    return told if level.share.text == share else f"{d.share(level.share)}: {told}"


def deadline(by: Deadline, d: Drafting) -> str:
    """Return a deadline by date in words."""
    time = d.say("deadline.end") if by.time == "end-of-hours" else by.time.text
    day = "same" if by.working_day == 0 else "next" if by.working_day == 1 else "nth"
    told = d.say(
        f"deadline.{day}",
        time=time,
        number=by.working_day,
        calendar=d.clock(by.calendar),
        cut_off=by.cut_off.text if by.cut_off is not None else "",
    )
    return " ".join(
        (told, d.say(f"deadline.day-of-call.{by.day_of_call}"), d.say(f"deadline.{by.pauses}"))
    )  # fmt: skip


def _warnings(metric: TicketMetric, d: Drafting) -> str:
    """Return at which shares of a target is warned, nothing where it is left out."""
    if metric.warnings is None:
        return ""
    listed = settled(metric.warnings)
    if listed is None:
        return d.say("none")
    return d.say("promises.warnings", shares=d.listing([one.text for one in listed]))


def _how(metric: TicketMetric, d: Drafting) -> Iterator[tuple[str, str]]:
    """Yield how it is counted, point by point."""
    yield from d.field("population", population(metric.population, d))
    pauses = {reason.id: reason.title for reason in d.agreement.pause_reasons or ()}
    stops = d.named(metric.pauses, pauses) if metric.pauses else d.say("promises.no-pauses")
    yield from d.field("pauses", stops)
    if not isinstance(metric, ResolutionMetric | KeepInformedMetric):
        pass
    elif metric.reopen is None:
        yield from d.field("reopening", d.say("promises.reopened-new"))
    else:
        told = d.say(
            f"promises.reopened.{metric.reopen.resolved_time}",
            within=d.clocked(metric.reopen.within),
        )
        yield from d.field("reopening", told)
    change = d.say(f"promises.change.{metric.priority_change}")
    yield from d.field("priority-change", change)
    related = d.say(f"promises.merged.{metric.related.merged}")
    yield from d.field("related", f"{related} {d.say('promises.split')}")
    constraints = {one.id: one.title for one in d.agreement.constraints or ()}
    changed = d.named(metric.constraints, constraints) if metric.constraints else d.say("none")
    yield from d.field("constraints", changed)
    yield from d.field("excluded", excluded(metric.exclusions, d))
    period = metric.period
    told = d.say(f"period.{period.every}") + " " + d.say(f"period.assign.{period.assign_by}")
    yield from d.field("period", told + " " + d.say("period.partial"))
    yield from d.field("small-sample", _small_sample(metric.small_sample, d))
    yield from d.field("warnings", _warnings(metric, d))
    yield from closing(metric, d)
    yield from d.field("gaps", d.say(f"promises.gaps.{metric.evidence.gaps}"))
    shown = d.say(f"promises.interval.{metric.report.interval}")
    unit = d.say("promises.report", unit=d.word("in-unit", metric.report.unit), interval=shown)
    yield from d.field("report", unit)


def closing(metric: AnyMetric, d: Drafting) -> Iterator[tuple[str, str]]:
    """Yield what every metric ends with: the remedy and the evidence."""
    if metric.remedy is None:
        yield from d.field("remedy", d.say("promises.no-credit"))
    else:
        yield from d.field("remedy", d.remedies.get(metric.remedy, metric.remedy))
    told = metric.evidence.system
    if metric.evidence.proxy is not None:
        told = d.say("promises.proxy", system=told, proxy=metric.evidence.proxy)
    yield from d.field("evidence", told)


def excluded(names: tuple[str, ...] | None, d: Drafting) -> str:
    """Return the cases that are taken out of the count."""
    titles = {one.id: one.title for one in d.agreement.exclusions or ()}
    return d.named(names, titles) if names else d.say("promises.nothing-excluded")


def population(part: Population, d: Drafting) -> str:
    """Return which tickets are counted."""
    told = [
        d.say("population.types", types=d.types(part.types))
        if part.types != "all" else d.say("population.all-types"),
        d.say("population.priorities", priorities=d.priorities(part.priorities))
        if part.priorities != "all" else "",
        d.say("population.services", services=d.named(part.services, d.services))
        if part.services != "all" else "",
        d.say("population.items", items=d.named(part.items, d.items))
        if part.items != "all" else "",
        d.say("population.requesters", people=d.listing(part.requesters))
        if part.requesters != "all" else "",
    ]  # fmt: skip
    return "; ".join(one for one in told if one)


def _small_sample(part: SmallSample | None, d: Drafting) -> str:
    if part is None:
        return d.say("small-sample.none")
    told = {"below": d.number(part.below), "line": d.share(part.line)}
    if isinstance(part, AllowMisses):
        return d.say("small-sample.allow-misses", count=part.misses, **told)
    if isinstance(part, Accumulate):
        return d.say("small-sample.accumulate", count=part.periods, **told)
    return d.say("small-sample.not-determined", **told)


def counted(metric: CountMetric, d: Drafting) -> str:
    """Return how many of what are promised."""
    return d.say(
        f"promises.count.{metric.limit}",
        what=d.events(metric.counts, "and"),
        number=d.number(metric.number),
        every=d.word("each", metric.period.every),
    )


def _count(metric: CountMetric, d: Drafting) -> Iterator[Block]:
    yield Para(counted(metric, d))
    rows = [
        *d.field("population", population(metric.population, d)),
        *d.field("excluded", excluded(metric.exclusions, d)),
        *d.field("period", d.say(f"period.{metric.period.every}") + " " + d.say("period.partial")),
        *closing(metric, d),
        *d.field("gaps", d.say(f"promises.gaps.{metric.evidence.gaps}")),
        *d.field("report", d.say(
            "promises.report", unit=d.word("in-unit", metric.report.unit),
            interval=d.say(f"promises.interval.{metric.report.interval}"),
        )),
    ]  # fmt: skip
    yield Fields(tuple(rows))
