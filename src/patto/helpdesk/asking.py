"""Who may open a page: said beside the page, decided by the one table of roles."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeAlias

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
                return redirect_to_login(request.get_full_path())
            if not may(request.user.role, act):
                raise PermissionDenied
            return page(request, *args, **kwargs)

        opened.asked = act  # type: ignore[attr-defined]  # the test of the table reads it
        return opened

    return guarded


def person(request: Asked) -> Person:
    """Return who asks; pages behind `asks` have one."""
    if not isinstance(request.user, Person):
        raise PermissionDenied
    return request.user
