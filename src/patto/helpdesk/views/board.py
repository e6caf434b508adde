"""The board on the wall of the office: what falls due next, readable from across the room."""

from __future__ import annotations

from typing import Final

from django.http import HttpResponse
from django.shortcuts import render

from patto.accounts import queries as accounts
from patto.helpdesk.asking import asks
from patto.helpdesk.days import today
from patto.home.now import now
from patto.kernel.instants import HOUR, to_datetime
from patto.kernel.zones import zone as zone_of
from patto.look.asked import Asked
from patto.tickets import today as tickets

ROWS: Final = 8
SOON: Final = HOUR
"""What falls due within it stands out."""


@asks("see")
def board(request: Asked) -> HttpResponse:
    """Show it; nothing on it can be clicked."""
    at = now()
    start, end = today(at, request.zone)
    counts, provider = tickets.counts(start, end), accounts.provider()
    rows = tickets.pressing(most=ROWS)
    shown = {
        "rows": rows,
        "counts": counts,
        "hidden": counts.pressing - len(rows),
        "soon": at + SOON,
        "provider": "" if provider is None else provider.name,
        "clock": to_datetime(at).astimezone(zone_of(request.zone)).strftime("%H:%M"),
    }
    part = request.headers.get("HX-Request")
    return render(request, "helpdesk/board_rows.html" if part else "helpdesk/board.html", shown)
