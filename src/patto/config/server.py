"""The one process: the pages in threads, the engine beside them."""

from __future__ import annotations

import gc
import logging
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, Final, cast

from a2wsgi import WSGIMiddleware
from asgiref.sync import sync_to_async
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections

from patto.config.whole import Whole
from patto.engine.running import Engine
from patto.home.now import not_before

if TYPE_CHECKING:
    from patto.config.stream import Changes

_EVENTS: Final = "/events"
log: Final = logging.getLogger(__name__)


@asynccontextmanager
async def _running() -> AsyncIterator[None]:
    await sync_to_async(_go_on_from_what_was_written)()
    engine = Engine()
    engine.start()
    try:
        yield
    finally:
        engine.stop()


def _go_on_from_what_was_written() -> None:
    """Let time go on from the last entry, if the clock was set back since."""
    from patto.ledger.queries import latest_at  # noqa: PLC0415  # not before Django is set up

    written = latest_at()
    if not not_before(written):
        log.warning("the clock of this machine is more than a day behind the last entry")
    close_old_connections()


class Serving:
    """The pages, the stream of changes and the engine, as one ASGI application."""

    def __init__(self, pages: Whole, changes: Changes) -> None:
        self._pages = pages
        self._changes = changes

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer a request, or run the engine for as long as the server does."""
        if scope["type"] == "lifespan":
            await _lifespan(receive, send)
        elif scope["path"] == _EVENTS:
            await self._changes.stream(scope, receive, send)
        else:
            await self._pages(scope, receive, send)

    def stop(self) -> None:
        """Let the pages go that are open and listen, which a server that stops would wait for."""
        self._changes.stop()


def application() -> Serving:
    """Return the ASGI application: Django in threads, and the engine for as long as it runs."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "patto.config.settings")
    wsgi = get_wsgi_application()
    from django.conf import settings  # noqa: PLC0415  # there are none before Django is set up

    from patto.config.stream import Changes  # noqa: PLC0415  # the same

    pages = Whole(
        cast("Any", WSGIMiddleware(cast("Any", wsgi), workers=int(settings.STATED["threads"])))
    )
    _leave_what_stays()
    return Serving(pages, Changes())


def _leave_what_stays() -> None:
    """Let the collector pass over what was imported, which lives as long as the process does.

    A page makes many objects that are gone when it is sent; looking for circles among them every
    700 takes a tenth of its time.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


async def _lifespan(receive: Any, send: Any) -> None:
    await receive()
    async with _running():
        await send({"type": "lifespan.startup.complete"})
        await receive()
    await send({"type": "lifespan.shutdown.complete"})
