"""Who may open a page: said beside the page, decided by the one table of roles."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeAlias
from urllib.parse import urlsplit

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse

from patto.accounts.models import Person
from patto.accounts.roles import Act, may
from patto.look.asked import Asked

P = ParamSpec("P")
Page: TypeAlias = Callable[Concatenate[Asked, P], HttpResponse]


def asks(act: Act) -> Callable[[Page[P]], Page[P]]:
    """Return what lets only those who may do something open a page; others sign in, or are told."""

    def guarded(page: Page[P]) -> Page[P]:
        @wraps(page)
        def opened(request: Asked, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if not isinstance(request.user, Person):
                return _sign_in(request)
            if not may(request.user.role, act):
                raise PermissionDenied
            return page(request, *args, **kwargs)

        opened.asked = act  # type: ignore[attr-defined]  # the test of the table reads it
        return opened

    return guarded


def _sign_in(request: Asked) -> HttpResponse:
    """Lead to the sign-in and back; from a form, to the page that it stands on."""
    if request.headers.get("HX-Request"):
        return HttpResponse(status=401)
    way = request.get_full_path()
    if request.method == "POST":
        from_page = urlsplit(request.headers.get("Referer", ""))
        way = from_page._replace(scheme="", netloc="", fragment="").geturl()
        way = way if from_page.netloc == request.get_host() else "/"
    return redirect_to_login(way)


def page_of(request: Asked) -> int:
    """Return which page of a list the address asks for, from 1 on."""
    given = request.GET.get("page", "")[:6]
    return max(1, int(given)) if given.isascii() and given.isdecimal() else 1


def person(request: Asked) -> Person:
    """Return who asks; pages behind `asks` have one."""
    if not isinstance(request.user, Person):
        raise PermissionDenied
    return request.user
