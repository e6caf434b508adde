"""The sheet of the tape, which pages share with the report and the contract."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe


@require_safe
@cache_control(max_age=3600, public=True)
def tape(_request: HttpRequest) -> HttpResponse:
    """Send the sheet with which the documents draw a tape."""
    return HttpResponse(_tape(), content_type="text/css")


@cache
def _tape() -> bytes:
    return (files("patto.documents") / "templates" / "tape.css").read_bytes()
