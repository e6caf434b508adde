"""Promises that are not about the clock of a ticket: availability, recovery, shares, averages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from patto.documents.contract.drafting import Drafting
from patto.documents.contract.meaning import lost_work, minutes_a_month
from patto.documents.contract.tree import Block, Fields, Para, Table
from patto.kernel.agreement.figures.availability import (
    AvailabilityMetric,
    Combined,
    FromTickets,
    SomeUp,
)
from patto.kernel.agreement.figures.averages import AverageMetric
from patto.kernel.agreement.figures.figure import FewCases, Probe
from patto.kernel.agreement.figures.recovery import RecoveryPointMetric, RecoveryTimeMetric
from patto.kernel.agreement.figures.shares import PhoneMetric, SatisfactionMetric, ShareMetric
from patto.kernel.agreement.metrics import FigureMetric

_Rows = Iterator[tuple[str, str]]


def figure(metric: FigureMetric, d: Drafting) -> Iterator[Block]:
    """Yield what is promised of a figure, and how it is counted."""
    match metric:
        case AvailabilityMetric():
            yield from _availability(metric, d)
        case RecoveryPointMetric() | RecoveryTimeMetric():
            yield from _recovery(metric, d)
        case ShareMetric():
            yield from _share(metric, d)
        case PhoneMetric():
            yield from _phone(metric, d)
        case SatisfactionMetric():
            yield from _satisfaction(metric, d)
        case AverageMetric():
            yield from _average(metric, d)


def _closing(metric: FigureMetric, d: Drafting) -> _Rows:
    titles = {one.id: one.title for one in d.agreement.exclusions or ()}
    names = metric.exclusions
    yield from d.field(
        "excluded", d.named(names, titles) if names else d.say("promises.nothing-excluded")
    )
    told = d.say(f"period.{metric.period.every}") + " " + d.say("period.partial")
    yield from d.field("period", told)
    remedy = metric.remedy
    yield from d.field(
        "remedy", d.say("promises.no-credit") if remedy is None else d.remedies.get(remedy, remedy)
    )
    evidence = metric.evidence
    source = evidence.system
    if evidence.proxy is not None:
        source = d.say("promises.proxy", system=source, proxy=evidence.proxy)
    yield from d.field("evidence", source)
    yield from d.field("shown", evidence.shown_to_customer or d.say("figures.not-shown"))


def _few(part: FewCases | None, d: Drafting) -> _Rows:
    if part is None:
        told = d.say("small-sample.none")
    elif part.allowed is None:
        told = d.say("figures.few-none", below=d.number(part.below))
    else:
        told = d.say("figures.few", below=d.number(part.below), count=part.allowed)
    yield from d.field("small-sample", told)


def _probe(part: Probe, d: Drafting) -> _Rows:
    yield from d.field("probe-place", part.place)
    yield from d.field("probe-test", part.test)
    yield from d.field("probe-interval", d.clocked(part.interval))
    yield from d.field("probe-retries", d.say("figures.retries", count=part.retries))


def _about(items: Sequence[str] | None, d: Drafting) -> _Rows:
    told = d.named(items, d.items) if items else d.say("figures.no-item")
    yield from d.field("items", told)


def _availability(metric: AvailabilityMetric, d: Drafting) -> Iterator[Block]:
    yield Para(d.say("figures.availability", clock=d.clock(metric.service_time)))
    head = (d.say("column.system"), d.say("column.least"))
    rows = [(d.items.get(one.item, one.item), d.share(one.share)) for one in metric.systems]
    if metric.combined is not None:
        rows.append((_combined(metric.combined, d), d.share(metric.combined.share)))
    yield Table(d.say("figures.systems"), head, tuple(rows), (5, 2))
    yield from minutes_a_month(metric, d)
    yield Fields(tuple(_uptime_rows(metric, d)))


def _combined(part: Combined, d: Drafting) -> str:
    if isinstance(part, SomeUp):
        return d.say("figures.combined.k-of-n", number=part.least)
    return d.say(f"figures.combined.{part.rule}")


def _uptime_rows(metric: AvailabilityMetric, d: Drafting) -> _Rows:
    if metric.combined is None:
        yield from d.field("combined", d.say("figures.not-combined"))
    measured = metric.measured
    if isinstance(measured, FromTickets):
        yield from d.field("measured", _from_tickets(measured, d))
    else:
        yield from _probe(measured.probe, d)
        yield from d.field("unprobed", measured.unprobed)
    yield from d.field("degraded", metric.degraded or d.say("figures.not-degraded"))
    yield from d.field("maintenance", d.say(f"figures.maintenance.{metric.maintenance}"))
    yield from d.field("coverage", d.say("figures.coverage", share=d.share(metric.coverage)))
    yield from d.field("rounding", d.say("figures.digits", count=metric.digits))
    yield from _closing(metric, d)


def _from_tickets(part: FromTickets, d: Drafting) -> str:
    types = d.types(part.tickets) if part.tickets != "all" else d.say("figures.any-type")
    priorities = d.priorities(part.priorities) if part.priorities != "all" else ""
    return d.say(
        "figures.from-tickets", types=types, priorities=priorities,
        start=d.word("event", part.start), stop=d.word("event", part.stop),
    )  # fmt: skip


def _recovery(metric: RecoveryPointMetric | RecoveryTimeMetric, d: Drafting) -> Iterator[Block]:
    yield Para(d.say(f"figures.{metric.kind}"))
    head = (d.say("column.cases"), d.say("column.most-time"))
    rows = tuple(
        (d.share(level.share), d.on(level.within, metric.clock)) for level in metric.levels
    )  # fmt: skip
    yield Table(d.say("figures.levels"), head, rows, (2, 5))
    if isinstance(metric, RecoveryPointMetric):
        yield from lost_work(metric, d)
    yield Fields(tuple(_recovery_rows(metric, d)))


def _recovery_rows(metric: RecoveryPointMetric | RecoveryTimeMetric, d: Drafting) -> _Rows:
    yield from _about(metric.items, d)
    if isinstance(metric, RecoveryTimeMetric):
        told = d.say(
            "figures.from-to",
            start=d.word("event", metric.start.event), stop=d.events(metric.stop.events),
            start_source=metric.start.source, stop_source=metric.stop.source,
        )  # fmt: skip
        yield from d.field("measured", told)
    else:
        backup = metric.backup
        told = d.say(
            "figures.backup", every=d.clocked(backup.every), takes=d.clocked(backup.takes),
            kept=d.lapse(backup.kept), place=backup.place,
        )  # fmt: skip
        yield from d.field("backup", told)
    told = d.listing(d.word("occasion", one) for one in metric.occasions)
    yield from d.field("occasions", told)
    tested = metric.tested_every
    told = d.say("figures.tested", every=d.lapse(tested)) if tested else d.say("figures.not-tested")
    yield from d.field("tested", told)
    yield from _few(metric.few_cases, d)
    yield from _closing(metric, d)


def _share(metric: ShareMetric, d: Drafting) -> Iterator[Block]:
    within = d.notice(metric.within) if metric.within is not None else ""
    told = d.say(f"figures.share.{metric.limit}", share=d.share(metric.share))
    yield Para(told)
    rows = [
        *d.field("cases", metric.cases),
        *d.field("good", metric.good),
        *d.field("in-time", within or d.say("figures.no-time")),
        *_about(metric.items, d),
        *_few(metric.few_cases, d),
        *_closing(metric, d),
    ]
    yield Fields(tuple(rows))


def _phone(metric: PhoneMetric, d: Drafting) -> Iterator[Block]:
    channel = d.channels.get(metric.channel, metric.channel)
    yield Para(d.say("figures.phone", channel=channel))
    head = (d.say("column.calls"), d.say("column.rings"))
    rows = tuple((d.share(level.share), d.ringing(level.within)) for level in metric.levels)
    yield Table(d.say("figures.levels"), head, rows, (2, 5))
    shortest = d.ringing(metric.shortest) if metric.shortest is not None else ""
    rest = [
        *d.field("answered", d.say("figures.answered")),
        *d.field("given-up", d.say(f"figures.given-up.{metric.given_up}", shortest=shortest)),
        *_few(metric.few_cases, d),
        *_closing(metric, d),
    ]
    yield Fields(tuple(rest))


def _satisfaction(metric: SatisfactionMetric, d: Drafting) -> Iterator[Block]:
    told = d.say(
        "figures.satisfaction", share=d.share(metric.share), satisfied=metric.satisfied_from,
        lowest=metric.lowest, highest=metric.highest,
    )  # fmt: skip
    yield Para(told)
    rows = [
        *d.field("question", metric.question),
        *d.field("asked", metric.asked),
        *_few(metric.few_cases, d),
        *_closing(metric, d),
    ]
    yield Fields(tuple(rows))


def _average(metric: AverageMetric, d: Drafting) -> Iterator[Block]:
    told = d.say(
        f"figures.average.{metric.limit}", statistic=d.word("statistic", metric.statistic),
        quantity=metric.quantity, value=d.measured(metric.value),
        clock=d.clock(metric.service_time),
    )  # fmt: skip
    yield Para(told)
    rows = [
        *_about(metric.items, d),
        *_probe(metric.probe, d),
        *d.field("rounding", d.say("figures.digits-average", count=metric.digits)),
        *_few(metric.few_cases, d),
        *_closing(metric, d),
    ]
    yield Fields(tuple(rows))
