"""The stream of changes: an open page hears within a second that something is no longer as shown.

It says that something changed, never what: the page asks again, and gets what its reader may see.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from http.cookies import CookieError, SimpleCookie
from typing import Any, Final, TypeAlias
from urllib.parse import parse_qs

from asgiref.sync import sync_to_async
from django.conf import settings
from django.contrib.auth import get_user
from django.contrib.sessions.backends.db import SessionStore
from django.db import DatabaseError, close_old_connections
from django.http import HttpRequest

from patto.accounts.queries import is_screen
from patto.ledger.queries import latest as latest_entry
from patto.tickets.queries import latest_signal

_LOOK: Final = 0.5
_ALIVE: Final = 20.0
"""Seconds after which a line is sent even if nothing changed, so that no proxy hangs up."""

Scope: TypeAlias = dict[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[dict[str, Any]]]
Send: TypeAlias = Callable[[dict[str, Any]], Awaitable[None]]


class Changes:
    """What looks for changes, once for all who listen, and not at all while nobody does."""

    def __init__(self) -> None:
        self._listening = 0
        self._changed = asyncio.Event()
        self._looking: asyncio.Task[None] | None = None
        self._stopped = False

    async def stream(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request for the stream, until whoever listens goes away or may not any more."""
        if self._stopped or not await sync_to_async(_may_listen)(scope):
            await send({"type": "http.response.start", "status": 403, "headers": []})
            await send({"type": "http.response.body", "body": b""})
            return
        headers = [
            (b"content-type", b"text/event-stream"),
            (b"cache-control", b"no-store"),
            (b"x-accel-buffering", b"no"),
        ]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        gone = asyncio.create_task(_gone(receive))
        self._listening += 1
        self._look()
        try:
            await self._send_until(gone, scope, send)
        finally:
            self._listening -= 1
            gone.cancel()

    def stop(self) -> None:
        """Look no more, and let everybody who listens go."""
        self._stopped = True
        self._changed.set()
        if self._looking is not None:
            self._looking.cancel()

    async def _send_until(self, gone: asyncio.Task[None], scope: Scope, send: Send) -> None:
        line = b"retry: 2000\n\n"
        while not (gone.done() or self._stopped):
            await send({"type": "http.response.body", "body": line, "more_body": True})
            changed = asyncio.create_task(self._changed.wait())
            done, _ = await asyncio.wait(
                {changed, gone}, timeout=_ALIVE, return_when=asyncio.FIRST_COMPLETED
            )
            changed.cancel()
            line = b"data: changed\n\n" if changed in done else b"event: alive\ndata:\n\n"
            if not done:
                self._look()
                if not await sync_to_async(_may_listen)(scope):
                    break
        await send({"type": "http.response.body", "body": b""})

    def _look(self) -> None:
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(self._looks())

    async def _looks(self) -> None:
        known = await sync_to_async(_newest)()
        while self._listening:
            await asyncio.sleep(_LOOK)
            newest = await sync_to_async(_newest)()
            # A database that is away for a moment has not changed.
            if newest is not None and newest != known:
                known = newest
                self._changed.set()
                self._changed = asyncio.Event()


def _newest() -> tuple[int, int] | None:
    with _connected(), suppress(DatabaseError):
        return latest_entry(), latest_signal()
    return None


def _may_listen(scope: Scope) -> bool:
    """Return whether a request comes from somebody who is signed in, or from a screen."""
    asked = parse_qs(scope.get("query_string", b"").decode("latin-1"))
    with _connected(), suppress(DatabaseError):
        if "screen" in asked:
            return is_screen(asked["screen"][0])
        asks = HttpRequest()
        asks.session = SessionStore(_cookie(scope))
        return bool(get_user(asks).is_authenticated)
    return False


@contextmanager
def _connected() -> Iterator[None]:
    """Let a thread ask the database, and hold no connection afterwards."""
    close_old_connections()
    try:
        yield
    finally:
        close_old_connections()


def _cookie(scope: Scope) -> str:
    for name, value in scope["headers"]:
        if name == b"cookie":
            with suppress(CookieError):
                found = SimpleCookie(value.decode("latin-1")).get(settings.SESSION_COOKIE_NAME)
                return "" if found is None else found.value
    return ""


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
