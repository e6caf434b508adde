"""Pages for when something is in the way: they say what to do, and ask no database for it."""

from __future__ import annotations

import errno
import sys
from collections.abc import Mapping
from typing import Any, Final

from django.core.exceptions import (
    DisallowedHost,
    RequestDataTooBig,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from patto.home.now import now
from patto.language.catalogue import SOURCE, matching
from patto.language.words import Words

_STATUS: Final = {
    "busy": 503, "full": 507, "large": 413, "old": 403, "broken": 500, "odd": 400, "host": 400,
}  # fmt: skip
_TOO_MUCH: Final = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)
_NO_ROOM: Final = frozenset({errno.ENOSPC, errno.EDQUOT})


def broken(request: HttpRequest) -> HttpResponse:
    """Return the page of whatever was not caught: a database that is away, a disk that is full."""
    error = sys.exc_info()[1]
    if isinstance(error, (OperationalError, InterfaceError)):
        return _page(request, "full" if "disk is full" in str(error) else "busy")
    if isinstance(error, OSError) and error.errno in _NO_ROOM:
        return _page(request, "full")
    return _page(request, "broken")


def refused(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Return the page of a request that is refused before any page sees it."""
    if isinstance(exception, DisallowedHost):
        return _page(request, "host")
    return _page(request, "large" if isinstance(exception, _TOO_MUCH) else "odd")


def too_old(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001  # Django's call
    """Return the page of a form that was opened before somebody signed in or out."""
    return _page(request, "old")


def _page(request: HttpRequest, what: str) -> HttpResponse:
    words: Any = getattr(request, "words", None) or spoken(request.headers)
    told = "broken" if what == "odd" else what
    shown = {
        "words": words,
        "now_ms": now() // 1000,
        "what": words.say(f"desk.trouble.{told}"),
        "way": words.say(f"desk.trouble.{told}-way"),
        "back": request.path if request.method == "GET" else "",
        "form": request.method == "POST",
    }
    answer = HttpResponse(render_to_string("look/trouble.html", shown), status=_STATUS[what])
    if what == "busy":
        answer.headers["Retry-After"] = "10"
    return answer


def spoken(headers: Mapping[str, str]) -> Words:
    """Return the words of the language that a browser asks for."""
    wanted = headers.get("Accept-Language", "").split(",")
    known = (matching(one.partition(";")[0].strip()) for one in wanted)
    return Words(next(filter(None, known), SOURCE))
