"""`GET /health`: whether this installation is well, for whoever watches it."""

from __future__ import annotations

from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from patto import __version__
from patto.home.now import now
from patto.kernel.instants import SECOND
from patto.timers.queries import lateness

UNAVAILABLE = 503


@require_safe
def health(_request: HttpRequest) -> JsonResponse:
    """Return the status, the version, the database, and by how much the engine is late."""
    told = {"version": __version__, "database": connection.vendor}
    try:
        late = lateness(now()) / SECOND
    except DatabaseError:
        return JsonResponse({"status": "unwell", **told, "reachable": False}, status=UNAVAILABLE)
    return JsonResponse({"status": "well", **told, "reachable": True, "engine_late_s": late})
