"""Writing into the ledger, which every action does within its own transaction."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from patto.kernel.instants import Instant
from patto.ledger.models import Entry


class Actor(NamedTuple):
    """Who acts: a reference that lasts, and a name as it is now."""

    ref: str
    name: str


ENGINE = Actor("engine", "Patto")
"""What happens because its time has come."""


def record(
    act: str,
    *,
    by: Actor,
    at: Instant,
    noun: str,
    key: object,
    customer: int | None = None,
    told: Mapping[str, object] | None = None,
) -> None:
    """Write down an act; it stands once the transaction does."""
    Entry.objects.create(
        at=at,
        actor=by.ref,
        who=by.name,
        act=act,
        noun=noun,
        key=str(key),
        customer=customer,
        told=dict(told or {}),
    )
