"""Saved views: kept, changed, dropped."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from patto.helpdesk.asking import asks, person
from patto.helpdesk.wanted import read
from patto.home.now import now
from patto.look.asked import Asked
from patto.tickets import saved
from patto.tickets.acts import UnknownError


@asks("see")
def views(request: Asked) -> HttpResponse:
    """Show one's own and what others share."""
    return render(request, "helpdesk/views.html", {"views": saved.views(person(request).pk)})


@asks("see")
@require_POST
def keep(request: Asked) -> HttpResponse:
    """Keep what a list is asked for under a name, or change one that is kept."""
    given, me = request.POST, person(request)
    name, wish = given.get("name", "").strip()[:100].strip(), read(given.get("asked", "")[:2000])
    if not name:
        messages.error(request, request.words.say("queue.views.unnamed"))
    else:
        saved.keep(
            name, wish.query(), person=me.pk, by=me.actor, at=now(),
            done=given.get("list") == "tickets", shared="shared" in given, opens="opens" in given,
        )  # fmt: skip
        messages.success(request, request.words.say("queue.views.kept", name=name))
    if "manage" in given:
        return redirect("views")
    page = "tickets" if given.get("list") == "tickets" else "queue"
    return redirect(f"{reverse(page)}?{wish.query()}")


@asks("see")
@require_POST
def drop(request: Asked, key: int) -> HttpResponse:
    """Drop one of one's own."""
    me = person(request)
    try:
        saved.drop(key, person=me.pk, by=me.actor, at=now())
    except UnknownError:
        raise Http404 from None
    messages.success(request, request.words.say("queue.views.dropped"))
    return redirect("views")
