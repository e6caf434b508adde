"""One person's day: what is theirs in the order in which it is due, and what nobody has taken."""

from __future__ import annotations

from typing import Final

from django.http import HttpResponse
from django.shortcuts import render

from patto.helpdesk.asking import asks, person
from patto.helpdesk.days import today
from patto.helpdesk.views.queue import grouped
from patto.home.now import now
from patto.kernel.instants import MINUTE
from patto.look.asked import Asked
from patto.tickets import queries
from patto.tickets import today as tickets

MINE: Final = 50
UNTAKEN: Final = 10


@asks("see")
def day(request: Asked) -> HttpResponse:
    """Show it."""
    who, at, words = person(request), now(), request.words
    start, end = today(at, request.zone)
    mine = queries.queue(most=MINE + 1, assignee=who.pk)
    worked = tickets.worked(who.actor.name, start, end, at=at)
    total = sum(one.minutes for one in worked)
    shown = {
        "groups": grouped(mine[:MINE], at, request.zone),
        "more": len(mine) > MINE,
        "untaken": tickets.untaken(most=UNTAKEN),
        "counts": tickets.counts(start, end),
        "worked": [(one, words.duration(one.minutes * MINUTE)) for one in worked],
        "total": words.duration(total * MINUTE),
    }
    part = request.headers.get("HX-Request")
    return render(request, "helpdesk/day_rows.html" if part else "helpdesk/day.html", shown)
