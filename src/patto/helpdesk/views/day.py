"""One person's day: what is theirs as it falls due, who waits for them, what nobody has taken."""

from __future__ import annotations

from typing import Final

from django.http import HttpResponse
from django.shortcuts import render

from patto.helpdesk.asking import asks, person
from patto.helpdesk.days import today
from patto.helpdesk.views.queue import parted
from patto.home.now import now
from patto.kernel.instants import MINUTE
from patto.look.asked import Asked
from patto.tickets import listing
from patto.tickets import today as tickets
from patto.tickets.duties import duties
from patto.tickets.listing import Wanted

MINE: Final = 50
UNTAKEN: Final = 10


@asks("see")
def day(request: Asked) -> HttpResponse:
    """Show it."""
    who, at, words = person(request), now(), request.words
    start, end = today(at, request.zone)
    mine = Wanted(assignee=who.pk)
    totals = listing.counted(mine, day_ends=end)
    worked = tickets.worked(who.actor.name, start, end, at=at)
    total = sum(one.minutes for one in worked)
    shown = {
        "parts": parted(listing.queue(mine, day_ends=end, most=MINE), totals),
        "late": totals.get("overdue", 0),
        "due": totals.get("today", 0),
        "more": sum(totals.values()) > MINE,
        "duties": duties(who.pk, at=at),
        "at": at,
        "untaken": tickets.untaken(most=UNTAKEN),
        "counts": tickets.counts(start, end),
        "worked": [(one, words.duration(one.minutes * MINUTE)) for one in worked],
        "total": words.duration(total * MINUTE),
    }
    part = request.headers.get("HX-Request")
    return render(request, "helpdesk/day_rows.html" if part else "helpdesk/day.html", shown)
