"""`GET /health`: whether this installation is well, for whoever watches it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from typing import Final

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from patto import __version__
from patto.home.now import now, set_back
from patto.kernel.instants import SECOND
from patto.timers.queries import lateness

UNAVAILABLE: Final = 503
LEAST_ROOM: Final = 64
"""Megabytes without which the next write may find no room."""
LATEST: Final = 300
"""Seconds by which the engine may be late, as after a day switched off."""
BEHIND: Final = 5
"""Seconds by which the clock may have been set back, as it is by a time server."""


@require_safe
def health(_request: HttpRequest) -> JsonResponse:
    """Return the status and what it is made of, without anything secret.

    That is the version, the database, by how much the engine is late and the clock was set back,
    and the room on the disk of the home; `troubles` names what is wrong.
    """
    told: dict[str, object] = {"version": __version__, "database": connection.vendor}
    told |= {"clock_behind_s": set_back() / SECOND, "disk_free_mb": _room()}
    try:
        told |= {"reachable": True, "engine_late_s": lateness(now()) / SECOND}
    except DatabaseError:
        told |= {"reachable": False, "engine_late_s": None}
    troubles = list(_troubles(told))
    found = {"status": "unwell" if troubles else "well", **told, "troubles": troubles}
    return JsonResponse(found, status=UNAVAILABLE if troubles else 200)


def _room() -> int:
    """Return the megabytes that are left, 0 if the home cannot be written to."""
    place = settings.HOME.path
    try:
        free = shutil.disk_usage(place).free
    except OSError:
        return 0
    return free // 1024**2 if os.access(place, os.W_OK) else 0


def _troubles(told: dict[str, object]) -> Iterator[str]:
    if not told["reachable"]:
        yield "database"
    if _over(told["engine_late_s"], LATEST):
        yield "engine"
    if _over(told["clock_behind_s"], BEHIND):
        yield "clock"
    if not _over(told["disk_free_mb"], LEAST_ROOM):
        yield "disk"


def _over(value: object, most: float) -> bool:
    return isinstance(value, int | float) and value > most
