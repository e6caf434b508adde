"""Telling of moments: each once, with its own time; what turns out untrue is taken back.

It stays in the list all the same, as does everything else that was said of a ticket.
"""

from __future__ import annotations

from collections.abc import Sequence

from patto.kernel.instants import Instant
from patto.tickets.models import Signal, Ticket
from patto.tickets.moments import Moment
from patto.tickets.standing import Standing


def tell(ticket: Ticket, found: Standing, until: Instant, at: Instant) -> Instant | None:
    """Tell of the moments of a ticket that have come and were not told, take back what is untrue.

    Returns from when on there is more to tell, `None` if never. A moment is untrue if it is
    neither behind nor ahead; one that is still ahead was told by a clock that ran fast.
    """
    rows = Signal.objects.filter(ticket=ticket, taken_back_at=None)
    standing = {_key(one): one.pk for one in rows}
    come, to_come = divided(found.moments, until)
    new = [signal(ticket, one, at) for one in come if _key(one) not in standing]
    if new:
        Signal.objects.bulk_create(new)
    untrue = [pk for key, pk in standing.items() if key not in set(map(_key, found.moments))]
    if untrue:
        Signal.objects.filter(pk__in=untrue).update(taken_back_at=at)
    return next((one.since for one in to_come if _key(one) not in standing), None)


def divided(moments: Sequence[Moment], until: Instant) -> tuple[Sequence[Moment], Sequence[Moment]]:
    """Return the moments that have come by an instant, and those that are still to come."""
    come = sum(one.since <= until for one in moments)
    return moments[:come], moments[come:]


def signal(ticket: Ticket, moment: Moment, at: Instant) -> Signal:
    """Return the row of a moment that is told at an instant; nothing is saved."""
    return Signal(
        ticket=ticket, metric=moment.metric, item=moment.item, kind=moment.kind,
        detail=moment.detail, at=moment.at, told_at=at,
    )  # fmt: skip


def _key(one: Signal | Moment) -> tuple[str, str, str, str, Instant]:
    return (one.kind, one.metric, one.item, one.detail, one.at)
