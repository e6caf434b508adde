"""What a page may load: what this server sends, and nothing else from anywhere."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponse, QueryDict

POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'"
)
"""The policy of every page; Tabler's sheet has its small drawings in `data:`."""
_NO_DEVICES: Final = "camera=(), geolocation=(), microphone=()"


_NUL: Final = "\x00"


class WithoutNul:
    """Takes out of what was sent a character that no keyboard has and no database keeps."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self._answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Return the answer to the same without it."""
        if "%00" in request.META.get("QUERY_STRING", ""):
            request.GET = _without_nul(request.GET)  # type: ignore[assignment]  # nobody changes it
        return self._answer(request)

    def process_view(self, request: HttpRequest, *_view: object) -> None:
        """Take it out of a form, once it is known that the form is one of ours."""
        if request.method == "POST":
            request.POST = _without_nul(request.POST)  # type: ignore[assignment]  # the same


def _without_nul(given: QueryDict) -> QueryDict:
    if not any(_NUL in value for _, values in given.lists() for value in values):
        return given
    cleaned = given.copy()
    for name, values in given.lists():
        cleaned.setlist(name, [value.replace(_NUL, "") for value in values])
    return cleaned


class ContentSecurityPolicy:
    """Sends the policy with every answer that states none of its own."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self._answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Return the answer with the policy."""
        response = self._answer(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("Permissions-Policy", _NO_DEVICES)
        # Nobody who sits down here later finds a page of ours; what was typed is kept by itself.
        response.headers.setdefault("Cache-Control", "private, no-store")
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response
