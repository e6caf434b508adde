"""Saying to a page that what it sent has arrived, so that it need not keep it any longer.

What a browser shows next says nothing of that: where the server was away it is whatever page is
opened once it is back.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponse

FIELD: Final = "typed-mark"
"""The field in which a form that was sent says which one it is."""
_MARK: Final = re.compile(r"[0-9a-f]{32}")
_SECONDS: Final = 300
_WRONG: Final = 400


class Arrived:
    """Hands the mark of a form back in a cookie once somebody who is signed in has sent it."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self._answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Return the answer, with the mark of what arrived unless something was wrong with it."""
        response = self._answer(request)
        if request.method != "POST" or response.status_code >= _WRONG:
            return response
        mark = request.POST.get(FIELD, "")
        if request.user.is_authenticated and _MARK.fullmatch(mark):
            # A script of ours reads it; it opens nothing.
            response.set_cookie(
                f"arrived-{mark}", "1", max_age=_SECONDS, samesite="Lax", secure=request.is_secure()
            )
        return response
