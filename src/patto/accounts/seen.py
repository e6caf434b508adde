"""When a session was last seen: noted now and then, so that looking at a page writes nothing."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Final

from allauth.usersessions.internal.usersessionkit import track_activity
from django.core.cache import cache
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse

log: Final = logging.getLogger(__name__)
EVERY: Final = 300
"""Seconds after which it is noted again that a session is in use."""


class Seen:
    """Notes from where and with what a session was last used.

    Done with every page, on SQLite each reader would wait for whoever writes.
    """

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self._answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Return the answer, the session having been noted if it was not lately."""
        key = request.session.session_key
        if key and request.user.is_authenticated and cache.add(f"seen:{key}", 1, EVERY):
            try:
                track_activity(request, user=request.user, session=request.session)
            except DatabaseError:
                log.warning("it could not be noted when a session was last seen")
        return self._answer(request)
