"""The demonstration: how far its loading is, whom one can look as, and how to leave it."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from patto.accounts import queries
from patto.accounts.models import Person
from patto.helpdesk.asking import asks
from patto.look.asked import Asked


class Progress:
    """How much of a demonstration has been loaded, in the one process there is."""

    def __init__(self) -> None:
        self.share = 0.0

    def tell(self, share: float) -> None:
        """Keep in mind which share of it is done."""
        self.share = share


LOADING = Progress()


@asks("see")
def around(request: Asked) -> HttpResponse:
    """Show whom one can look around as, and how to begin with one's own company."""
    _of_the_demonstration()
    shown = {"people": _people(), "place": settings.HOME.path}
    return render(request, "helpdesk/around.html", shown)


@asks("see")
@require_POST
def look_as(request: Asked, key: int) -> HttpResponse:
    """Let whoever looks around do so as somebody else of the demonstration."""
    _of_the_demonstration()
    chosen = next((one for one in _people() if one.pk == key), None)
    if chosen is None:
        raise Http404
    login(request, chosen, settings.AUTHENTICATION_BACKENDS[0])
    messages.success(request, request.words.say("around.now", name=chosen.name))
    return redirect("home")


def _people() -> list[Person]:
    return list(Person.objects.filter(is_active=True).order_by("id"))


def _of_the_demonstration() -> None:
    """Answer as if there were no such page, where everything is real."""
    if not queries.is_demonstration():
        raise Http404
