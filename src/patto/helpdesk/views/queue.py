"""The queue: what is open, ordered by the next promise to fall due; and all tickets there were."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

from django.http import HttpResponse
from django.shortcuts import render

from patto.helpdesk.asking import asks, person
from patto.helpdesk.days import today
from patto.helpdesk.filters import chips, filters
from patto.helpdesk.wanted import Asked as Wish
from patto.helpdesk.wanted import asked
from patto.home.now import now
from patto.look.asked import Asked
from patto.tickets import listing, saved
from patto.tickets.listing import Group, GroupedRow
from patto.tickets.queries import TicketRow

PAGE: Final = 50


@dataclass(frozen=True, slots=True)
class Part:
    """The tickets of one part of the queue that a page shows, and how many there are in all."""

    name: Group
    rows: tuple[TicketRow, ...]
    total: int


@asks("see")
def queue(request: Asked) -> HttpResponse:
    """Show what is open of what the address asks for."""
    wish, at = asked(request.GET), now()
    wanted, (_, day_ends) = wish.wanted(person(request).pk, request.zone), today(at, request.zone)
    totals = listing.counted(wanted, day_ends=day_ends)
    total = sum(number for name, number in totals.items() if wish.group in {"", name})
    first = _first(request.GET.get("from", ""), total)
    rows = listing.queue(
        wanted, day_ends=day_ends, group=wish.group, most=PAGE, after=first
    )  # fmt: skip
    shown = {
        "parts": parted(rows, totals),
        "total": total,
        "first": first + 1,
        "last": first + len(rows),
        "before": wish.query(**{"from": max(first - PAGE, 0)}) if first else None,
        "next": wish.query(**{"from": first + PAGE}) if first + PAGE < total else None,
    }
    return _page(request, "queue", wish, shown)


@asks("see")
def tickets(request: Asked) -> HttpResponse:
    """Show all tickets of what the address asks for, done or not, the last logged first."""
    wish = asked(request.GET)
    wanted = wish.wanted(person(request).pk, request.zone)
    before = request.GET.get("before", "")
    before_key = int(before) if before.isascii() and before.isdigit() and len(before) < 19 else None
    rows = listing.tickets(wanted, most=PAGE + 1, before=before_key)
    shown = {
        "rows": rows[:PAGE],
        "newest": before_key is None,
        "next": wish.query(before=rows[PAGE - 1].id) if len(rows) > PAGE else None,
    }
    return _page(request, "tickets", wish, shown)


def parted(rows: Iterable[GroupedRow], totals: Mapping[Group, int]) -> tuple[Part, ...]:
    """Return the rows of the queue in its parts."""
    return tuple(
        Part(name, tuple(one.row for one in inside), totals.get(name, 0))
        for name, inside in groupby(rows, lambda one: one.group)
    )


def _page(request: Asked, name: str, wish: Wish, shown: dict[str, Any]) -> HttpResponse:
    shown |= {"list": name, "asked": wish.query(), "wish": wish.told}
    if request.headers.get("HX-Request"):
        return render(request, f"helpdesk/{name}_rows.html", shown)
    offered = filters(wish, request.words, done=name == "tickets")
    shown |= {
        "filters": offered,
        "chips": chips(wish, offered, request.words),
        "views": saved.views(person(request).pk),
    }
    return render(request, f"helpdesk/{name}.html", shown)


def _first(text: str, total: int) -> int:
    """Return how many rows to leave out; of a page that is not there any more, the last one's."""
    given = int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0
    return given if given < total else max(total - 1, 0) // PAGE * PAGE
