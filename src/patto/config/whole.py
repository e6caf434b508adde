"""Requests that reach their page whole.

What a browser sends is read here, beside the threads that make pages: whoever sends slowly holds
none of them up, and of what breaks off in the middle no page takes the first half for all.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from tempfile import SpooledTemporaryFile
from typing import IO, Any, Final, TypeAlias

from patto.home.files import LARGEST
from patto.look.trouble import spoken

Scope: TypeAlias = dict[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[dict[str, Any]]]
Send: TypeAlias = Callable[[dict[str, Any]], Awaitable[None]]
Application: TypeAlias = Callable[[Scope, Receive, Send], Awaitable[None]]

PATIENCE: Final = 30.0
"""Seconds that a piece may take to come."""
MOST: Final = 10 * LARGEST + 10 * 1024 * 1024
"""The bytes of a request that are kept: as many files as come with one act, and what is said."""
_FORM: Final = b"multipart/form-data"
_MOST_WITHOUT_FILES: Final = 6 * 1024 * 1024
_READ_AND_FORGET: Final = 4 * MOST
_IN_MEMORY: Final = 1024 * 1024
_PIECE: Final = 64 * 1024
_STATUS: Final = {"slow": 408, "full": 507}


class Whole:
    """Hands each request on once all of it has come."""

    def __init__(self, pages: Application) -> None:
        self._pages = pages

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request; one that breaks off is not answered."""
        headers = dict(scope["headers"])
        if not (b"content-length" in headers or b"transfer-encoding" in headers):
            await self._pages(_plain(scope), receive, send)
            return
        most = MOST if headers.get(b"content-type", b"").startswith(_FORM) else _MOST_WITHOUT_FILES
        with SpooledTemporaryFile(_IN_MEMORY) as kept:
            try:
                size = await _arrived(receive, kept, most)
            except TimeoutError:
                await _say(scope, send, "slow")
            except OSError:
                await _say(scope, send, "full")
            else:
                if size is not None:
                    kept.seek(0)
                    await self._pages(_plain(scope, size, most), _again(kept, receive), send)


async def _arrived(receive: Receive, kept: IO[bytes], most: int) -> int | None:
    """Keep what comes, up to the most; return how much came, `None` if it broke off.

    :raises TimeoutError: if a piece does not come
    :raises OSError: if there is no room for it
    """
    size, more = 0, True
    while more:
        message = await asyncio.wait_for(receive(), PATIENCE)
        if message["type"] != "http.request" or size > _READ_AND_FORGET:
            return None
        body = message.get("body", b"")
        size += len(body)
        if size <= most:
            kept.write(body)
        more = message.get("more_body", False)
    return size


def _again(kept: IO[bytes], receive: Receive) -> Receive:
    """Return what gives what came once more, and after it whatever comes next."""
    ended = False

    async def again() -> dict[str, Any]:
        nonlocal ended
        if ended:
            return await receive()
        body = kept.read(_PIECE)
        ended = len(body) < _PIECE
        return {"type": "http.request", "body": body, "more_body": not ended}

    return again


def _plain(scope: Scope, size: int = 0, most: int = 0) -> Scope:
    """Return a scope whose headers mean what they say: its length what came, no name in disguise.

    A name with an underscore would be read as that of a proxy's header with a dash. What came with
    more than is kept is said to be a plain form, which is turned away by its length, in words.
    """
    dropped = {b"content-length", b"transfer-encoding"} if size or most else set()
    dropped |= {b"content-type"} if size > most else set()
    headers = [(n, v) for n, v in scope["headers"] if b"_" not in n and n not in dropped]
    if size or most:
        headers.append((b"content-length", str(size).encode()))
    if size > most:
        headers.append((b"content-type", b"application/x-www-form-urlencoded"))
    return {**scope, "headers": headers}


async def _say(scope: Scope, send: Send, what: str) -> None:
    told = {name.decode("latin-1").title(): v.decode("latin-1") for name, v in scope["headers"]}
    words = spoken(told)
    text = "\n".join(words.say(f"desk.trouble.{one}") for one in (what, f"{what}-way", "kept"))
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"connection", b"close")]
    with suppress(OSError):
        await send({"type": "http.response.start", "status": _STATUS[what], "headers": headers})
        await send({"type": "http.response.body", "body": text.encode()})
