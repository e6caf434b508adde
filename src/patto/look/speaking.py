"""In which language and zone a page is: the person's own; before signing in, the browser's."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import translation

from patto.accounts.models import Person
from patto.language.catalogue import SOURCE, matching
from patto.language.words import Words


class Speaking:
    """Gives every request its words and its zone."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self._answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Return the answer in the reader's language."""
        language, zone = _of(request)
        request.words = Words(language)  # type: ignore[attr-defined]  # what our pages read
        request.zone = zone  # type: ignore[attr-defined]  # what our pages read
        with translation.override(language):
            response = self._answer(request)
        response.headers.setdefault("Content-Language", language)
        return response


def _of(request: HttpRequest) -> tuple[str, str]:
    person = request.user
    if isinstance(person, Person):
        return person.language, person.zone
    wanted = request.headers.get("Accept-Language", "").split(",")
    known = (matching(one.partition(";")[0].strip()) for one in wanted)
    return next(filter(None, known), SOURCE), "UTC"
