"""In plain words: one page that says the most important of it to whoever reads no further."""

from __future__ import annotations

from collections.abc import Iterator

from patto.documents.contract.chapters.hours import weekly
from patto.documents.contract.drafting import Drafting, sentence
from patto.documents.contract.tree import Chapter, Fields, Para
from patto.kernel.agreement.calendars import AllOf, AnyOf, CalendarTerms
from patto.kernel.agreement.choices import settled
from patto.kernel.agreement.figures.availability import AvailabilityMetric
from patto.kernel.agreement.figures.averages import AverageMetric
from patto.kernel.agreement.figures.recovery import RecoveryPointMetric, RecoveryTimeMetric
from patto.kernel.agreement.figures.shares import PhoneMetric, SatisfactionMetric, ShareMetric
from patto.kernel.agreement.metrics import CountMetric, FigureMetric, TicketMetric


def plain(d: Drafting) -> Chapter:
    """Return the page; it explains, and says that the clauses hold."""
    rows = [row for part in (_service, _start, _promises, _limits, _money) for row in part(d)]
    blocks = (Para(d.say("plain.effect")), Fields(tuple(rows)))
    return Chapter("plain", d.say("chapter.plain"), (), blocks, numbered=False)


def _service(d: Drafting) -> Iterator[tuple[str, str]]:
    terms = d.agreement
    yield (
        d.say("plain.what"),
        d.say("plain.looks-after", provider=terms.parties.provider.name,
              customer=terms.parties.customer.name, services=d.listing(d.services.values())),
    )  # fmt: skip
    for name, calendar in terms.calendars.items():
        if name in _counted(d):
            yield calendar.title, _hours(calendar, d)
    yield d.say("plain.how"), d.say("plain.report", channels=d.either(list(d.channels.values())))


def _counted(d: Drafting) -> set[str]:
    """Return the calendars in which channels are watched and targets are counted."""
    terms = d.agreement
    rows = [
        row
        for metric in terms.metrics if isinstance(metric, TicketMetric)
        for some in metric.targets.values()
        for row in some or ()
    ]  # fmt: skip
    named = {*(one.watched for one in terms.channels), *(row.clock for row in rows)}
    return {calendar for name in named for calendar in _calendars(name, d)}


def _calendars(name: str, d: Drafting) -> tuple[str, ...]:
    """Return the calendars that a clock is made of; a calendar is made of itself."""
    clock = (d.agreement.clocks or {}).get(name)
    if clock is None:
        return (name,)
    match clock.hours:
        case AllOf():
            return clock.hours.all_of
        case AnyOf():
            return clock.hours.any_of
    return (clock.hours,)


def _hours(calendar: CalendarTerms, d: Drafting) -> str:
    told = "; ".join(f"{days} {hours}" for days, hours in weekly(calendar, d))
    differs = calendar.closed_days or calendar.day_hours or calendar.closures
    return d.say("plain.hours", hours=told) if differs else sentence(told)


def _start(d: Drafting) -> Iterator[tuple[str, str]]:
    """Yield what comes before the levels hold in full."""
    conditions = settled(d.agreement.start_conditions)
    if conditions is None:
        return
    told = []
    if conditions.prerequisites:
        things = d.listing(one.title for one in conditions.prerequisites)
        told.append(d.say("plain.first", things=things))
    if (part := conditions.stabilisation) is not None:
        told.append(d.say("start.stabilisation", start=d.date(part.start), end=d.date(part.end)))
    if told:
        yield d.say("plain.start"), " ".join(told)


def _promises(d: Drafting) -> Iterator[tuple[str, str]]:
    first = d.agreement.priorities.order[0]
    for metric in d.agreement.metrics:
        if isinstance(metric, TicketMetric):
            told = _pressing(metric, first.id, d)
            if told:
                yield metric.title, told
        elif not isinstance(metric, CountMetric):
            yield metric.title, f"{sentence(metric.purpose)} {least(metric, d)}"


def _pressing(metric: TicketMetric, priority: str, d: Drafting) -> str:
    """Return what is promised for the most pressing priority."""
    rows = metric.targets.get(priority)
    row = rows[-1] if rows else None
    if row is None:
        return ""
    told = [
        d.say("plain.level", share=d.share(level.share), time=d.on(level.within, row.clock))
        for level in row.levels
        if level.within is not None
    ]
    title = d.titles.priority(priority)
    return d.say("plain.pressing", priority=title, levels=d.listing(told)) if told else ""


def least(metric: FigureMetric, d: Drafting) -> str:
    """Return in one line what is promised of a figure."""
    match metric:
        case AvailabilityMetric():
            told = [f"{d.items.get(o.item, o.item)}: {d.share(o.share)}" for o in metric.systems]
        case RecoveryPointMetric() | RecoveryTimeMetric():
            told = [
                d.say("plain.level", share=d.share(o.share), time=d.on(o.within, metric.clock))
                for o in metric.levels
            ]
        case PhoneMetric():
            told = [
                d.say("plain.level", share=d.share(o.share), time=d.ringing(o.within))
                for o in metric.levels
            ]
        case ShareMetric():
            return d.say(f"figures.share.{metric.limit}", share=d.share(metric.share))
        case SatisfactionMetric():
            return d.say("figures.share.at-least", share=d.share(metric.share))
        case AverageMetric():
            told = [d.say(f"plain.value.{metric.limit}", value=d.measured(metric.value))]
    return sentence(d.listing(told))


def _limits(d: Drafting) -> Iterator[tuple[str, str]]:
    terms = d.agreement
    if terms.pause_reasons:
        named = d.listing(one.title for one in terms.pause_reasons)
        yield d.say("plain.waiting"), d.say("plain.stops", reasons=named)
    if left_out := settled(terms.not_covered):
        named = d.listing(one.title for one in left_out)
        yield d.say("plain.not-covered"), d.say("plain.left-out", things=named)
    if obligations := settled(terms.customer_obligations):
        named = d.listing(one.title for one in obligations)
        yield d.say("plain.your-part"), d.say("plain.you-do", things=named)


def _money(d: Drafting) -> Iterator[tuple[str, str]]:
    terms = d.agreement
    if charges := settled(terms.charges):
        told = [
            d.say("plain.fee", title=fee.title, amount=d.worth(fee.amount),
                  every=d.word("due", fee.every),
                  each=d.word("per", fee.each) if fee.each is not None else "")
            for fee in charges.fees or ()
        ]  # fmt: skip
        if told:
            yield d.say("plain.cost"), "; ".join(told)
    remedies = settled(terms.remedies)
    if remedies is not None:
        named = d.listing(one.title for one in remedies.listed)
        yield d.say("plain.missed"), d.say("plain.credits", remedies=named)
    else:
        yield d.say("plain.missed"), d.say("plain.no-credits")
    if terms.term is not None and terms.term.leaving is not None:
        notice = d.lapse(terms.term.leaving.notice)
        who = d.word("who", terms.term.leaving.who)
        yield d.say("plain.leaving"), sentence(d.say("plain.leave", who=who, notice=notice))
