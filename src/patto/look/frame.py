"""What the frame around every page shows."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from patto.accounts.models import Person
from patto.accounts.queries import is_demonstration
from patto.accounts.roles import ACTS, may
from patto.home.now import now


def frame(request: HttpRequest) -> dict[str, Any]:
    """Return what every template may use: the words, the zone, and what the person may do."""
    person = request.user if hasattr(request, "user") else None
    role = person.role if isinstance(person, Person) else ""
    return {
        "words": getattr(request, "words", None),
        "now_ms": now() // 1000,
        "zone": getattr(request, "zone", "UTC"),
        "person": person if isinstance(person, Person) else None,
        # Not called here: only a page with a frame asks.
        "demonstration": is_demonstration,
        "may": {act: may(role, act) for act in ACTS},
    }
