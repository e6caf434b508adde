"""The first page."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from patto.accounts import queries
from patto.accounts.models import Person
from patto.helpdesk.views.queue import queue
from patto.look.asked import Asked
from patto.tickets import saved


def home(request: Asked) -> HttpResponse:
    """Show the queue, as the person's own view has it that opens with the desk.

    Before the desk is set up, say where its set-up is found.
    """
    if not queries.is_set_up():
        return render(request, "helpdesk/not_set_up.html")
    if isinstance(request.user, Person) and not request.GET and "HX-Request" not in request.headers:
        opens = saved.opening(request.user.pk)
        if opens is not None and (opens.asked or opens.done):
            return redirect(f"{reverse(opens.page)}?{opens.asked}")
    return queue(request)
