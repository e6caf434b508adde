"""The board on the wall of the office: what falls due next, readable from across the room.

Whoever passes by may read it: it has no titles, no callers, nothing that was said. A screen shows
it by a key of its own, which opens nothing else and can be ended.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_POST

from patto.accounts import actions
from patto.accounts import queries as accounts
from patto.helpdesk.asking import asks, person
from patto.helpdesk.days import today
from patto.home.now import now
from patto.kernel.instants import HOUR, to_datetime
from patto.kernel.zones import zone as zone_of
from patto.language.words import Words
from patto.look.asked import Asked
from patto.tickets import today as tickets
from patto.tickets.queries import TicketRow

ROWS: Final = 8
"""How many tickets fit on the wall at a time; more take turns."""
MISSED: Final = 2
"""How many of them are missed ones, while there are others."""
HEADING: Final = 1
"""How many rows a second heading takes the place of."""
TURNS: Final = 4
CUSTOMERS: Final = 8
SOON: Final = HOUR
"""What falls due within it stands out."""


@asks("see")
def board(request: Asked) -> HttpResponse:
    """Show it to somebody who is signed in; nothing on it can be clicked."""
    return _shown(request, {"again": reverse("board"), "live": "/events"})


def screen(request: Asked, key: str) -> HttpResponse:
    """Show it on a screen on the wall, in the provider's language and zone."""
    provider = accounts.provider()
    if provider is not None:
        request.words, request.zone = Words(provider.language), provider.zone
    if provider is None or not accounts.is_screen(key):
        return render(request, "helpdesk/board_gone.html", status=404)
    again = reverse("screen", args=[key])
    with translation.override(provider.language):
        answer = _shown(request, {"again": again, "live": f"/events?screen={key}", "wall": True})
    answer.headers["Content-Language"] = provider.language
    answer.headers["Referrer-Policy"] = "no-referrer"
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


@asks("screens")
def screens(request: Asked) -> HttpResponse:
    """Show the screens, and add one: its address is told once."""
    told: dict[str, Any] = {}
    if request.method == "POST":
        name = request.POST.get("name", "").strip()[:100].strip()
        if name:
            key = actions.add_screen(name, by=person(request).actor, at=now())
            told = {
                "name": name,
                "address": request.build_absolute_uri(reverse("screen", args=[key])),
            }
        else:
            told = {"wrong": request.words.say("queue.board.unnamed")}
    shown = {**told, "screens": accounts.screens()}
    return render(request, "helpdesk/screens.html", shown, status=422 if "wrong" in told else 200)


@asks("screens")
@require_POST
def end(request: Asked, key: int) -> HttpResponse:
    """Let a screen show the board no longer."""
    if key not in {one.id for one in accounts.screens()}:
        raise Http404
    actions.end_screen(key, by=person(request).actor, at=now())
    messages.success(request, request.words.say("queue.board.done"))
    return redirect("screens")


def _shown(request: Asked, told: dict[str, Any]) -> HttpResponse:
    at = now()
    start, ends = today(at, request.zone)
    provider = accounts.provider()
    missed = tickets.pressing(overdue=True, most=ROWS * TURNS)
    due = tickets.pressing(overdue=False, most=ROWS * TURNS)
    shown = told | {
        "lists": [
            ("next", _turns(due, ROWS - MISSED - HEADING if missed else ROWS)),
            ("missed", _turns(missed, MISSED if due else ROWS)),
        ],
        "pressing": bool(missed or due),
        "customers": tickets.by_customer(most=CUSTOMERS),
        "counts": tickets.counts(start, ends),
        "soon": at + SOON,
        "provider": "" if provider is None else provider.name,
        "clock": to_datetime(at).astimezone(zone_of(request.zone)).strftime("%H:%M"),
    }
    part = request.headers.get("HX-Request")
    return render(request, "helpdesk/board_rows.html" if part else "helpdesk/board.html", shown)


def _turns(rows: Sequence[TicketRow], at_once: int) -> list[Sequence[TicketRow]]:
    return [rows[first : first + at_once] for first in range(0, len(rows), at_once)]
