"""Who else looks at a ticket: kept in memory, for as long as a page asks again."""

from __future__ import annotations

from typing import Final

from django.core.cache import cache

from patto.kernel.instants import MINUTE, Instant

SEEN: Final = MINUTE
"""How long somebody who does not ask again is said to be there."""


def looks(ticket: int, person: int, name: str, at: Instant) -> tuple[str, ...]:
    """Write down that a person looks at a ticket, and return who else does."""
    key = f"looks:{ticket}"
    there: dict[int, tuple[str, Instant]] = cache.get(key, {})
    there = {who: one for who, one in there.items() if at - one[1] <= SEEN}
    there[person] = (name, at)
    cache.set(key, there, SEEN // 1_000_000)
    return tuple(sorted(one[0] for who, one in there.items() if who != person))
