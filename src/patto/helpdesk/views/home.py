"""The first page."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from patto.accounts import queries
from patto.helpdesk.views.queue import queue
from patto.look.asked import Asked


def home(request: Asked) -> HttpResponse:
    """Show the queue; before the desk is set up, where its set-up is found."""
    if not queries.is_set_up():
        return render(request, "helpdesk/not_set_up.html")
    return queue(request)
