"""The queue: what is open, ordered by the next promise to fall due."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.http import HttpResponse
from django.shortcuts import render

from patto.helpdesk.asking import asks, person
from patto.home.now import now
from patto.kernel.instants import Instant, to_datetime
from patto.kernel.zones import zone as zone_of
from patto.look.asked import Asked
from patto.tickets import queries
from patto.tickets.queries import TicketRow

PAGE: Final = 50
GROUPS: Final = ("overdue", "today", "later", "paused", "nothing-runs")


@dataclass(frozen=True, slots=True)
class Group:
    """The tickets of one part of the queue."""

    name: str
    rows: tuple[TicketRow, ...]


@asks("see")
def queue(request: Asked) -> HttpResponse:
    """Show what is open: everybody's, or with `?mine` one's own."""
    mine = person(request).pk if "mine" in request.GET else None
    first = _number(request.GET.get("from", ""))
    rows = queries.queue(most=PAGE + 1, after=first, assignee=mine)
    shown = {
        "groups": grouped(rows[:PAGE], now(), request.zone),
        "mine": mine is not None,
        "next": first + PAGE if len(rows) > PAGE else None,
        "at": now(),
    }
    page = (
        "helpdesk/queue_rows.html" if request.headers.get("HX-Request") else "helpdesk/queue.html"
    )
    return render(request, page, shown)


def grouped(rows: Iterable[TicketRow], at: Instant, zone: str) -> tuple[Group, ...]:
    """Return rows in the parts of the queue, those without any left out."""
    today = to_datetime(at).astimezone(zone_of(zone)).date()
    found: dict[str, list[TicketRow]] = {name: [] for name in GROUPS}
    for row in rows:
        found[_part(row, today, zone)].append(row)
    return tuple(Group(name, tuple(inside)) for name, inside in found.items() if inside)


def _part(row: TicketRow, today: object, zone: str) -> str:
    if row.overdue:
        return "overdue"
    if row.state == "paused":
        return "paused"
    if row.next_due_at is None:
        return "nothing-runs"
    day = to_datetime(row.next_due_at).astimezone(zone_of(zone)).date()
    return "today" if day == today else "later"


def _number(text: str) -> int:
    return min(int(text), 100_000) if text.isascii() and text.isdigit() else 0
