"""What a figure means in practice: minutes a month of an uptime, work lost after a backup."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from patto.documents.contract.drafting import Drafting
from patto.documents.contract.tree import Note
from patto.kernel.agreement.dates import day_start
from patto.kernel.agreement.figures.availability import AvailabilityMetric
from patto.kernel.agreement.figures.recovery import RecoveryPointMetric
from patto.kernel.instants import SECOND, Duration
from patto.kernel.spans import Span


def minutes_a_month(metric: AvailabilityMetric, d: Drafting) -> Iterator[Note]:
    """Yield how long each system may be down in the first full month, on which clock."""
    month = _first_full_month(d.days[0])
    whole = _open(metric.service_time, month, d)
    if not whole:
        return
    told = [
        d.say(
            "meaning.allows",
            system=d.items.get(one.item, one.item),
            share=d.share(one.share),
            time=d.length(int(whole * (1 - one.share.fraction)) // SECOND * SECOND),
        )
        for one in metric.systems
    ]
    intro = d.say(
        "meaning.service-time",
        clock=d.clock(metric.service_time),
        month=d.words.period(f"{month.year}-{month.month:02}"),
        time=d.length(whole),
    )
    yield Note(d.say("meaning.uptime"), (f"{intro} {' '.join(told)}",))


def lost_work(metric: RecoveryPointMetric, d: Drafting) -> Iterator[Note]:
    """Yield how much work may be gone: what was done since the last copy was begun."""
    backup = metric.backup
    told = d.say("meaning.backup", every=d.clocked(backup.every), takes=d.clocked(backup.takes))
    yield Note(d.say("meaning.backup-title"), (told,))


def _open(clock: str, month: date, d: Drafting) -> Duration:
    zone = d.titles.zone
    span = Span(day_start(zone, month), day_start(zone, _next(month)))
    return d.compiled.clock(clock).open.spans(span).length


def _first_full_month(start: date) -> date:
    return start if start.day == 1 else _next(start.replace(day=1))


def _next(month: date) -> date:
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)
