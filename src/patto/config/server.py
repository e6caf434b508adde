"""The one process: the pages in threads, the engine beside them."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, cast

from a2wsgi import WSGIMiddleware
from django.core.wsgi import get_wsgi_application

from patto.engine.running import Engine


@asynccontextmanager
async def _running() -> AsyncIterator[None]:
    engine = Engine()
    engine.start()
    try:
        yield
    finally:
        engine.stop()


def application() -> Any:
    """Return the ASGI application: Django in threads, and the engine for as long as it runs."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "patto.config.settings")
    wsgi = get_wsgi_application()
    from django.conf import settings  # noqa: PLC0415  # there are none before Django is set up

    pages: Any = WSGIMiddleware(cast("Any", wsgi), workers=int(settings.STATED["threads"]))

    from patto.config.stream import PATH, Changes  # noqa: PLC0415  # the same

    changes: list[Changes] = []

    async def asgi(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "lifespan":
            changes.append(Changes())
            await _lifespan(receive, send)
            changes[0].stop()
        elif scope["path"] == PATH:
            await changes[0].stream(scope, receive, send)
        else:
            await pages(scope, receive, send)

    return asgi


async def _lifespan(receive: Any, send: Any) -> None:
    await receive()
    async with _running():
        await send({"type": "lifespan.startup.complete"})
        await receive()
    await send({"type": "lifespan.shutdown.complete"})
