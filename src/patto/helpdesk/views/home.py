"""The first page."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from patto.accounts import queries
from patto.helpdesk.asking import asks
from patto.look.asked import Asked


def home(request: Asked) -> HttpResponse:
    """Show the desk; before there is one, where its set-up is found."""
    if not queries.is_set_up():
        return render(request, "helpdesk/not_set_up.html")
    return _desk(request)


@asks("see")
def _desk(request: Asked) -> HttpResponse:
    return render(request, "helpdesk/home.html", {"provider": queries.provider()})
