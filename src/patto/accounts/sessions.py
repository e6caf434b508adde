"""Where people are signed in: seen by themselves and by those who may, and ended."""

from __future__ import annotations

from dataclasses import dataclass

from allauth.usersessions.models import UserSession
from django.db import transaction

from patto.kernel.instants import Instant, from_datetime
from patto.ledger.actions import Actor, record


@dataclass(frozen=True, slots=True)
class SessionRow:
    """A place where a person is signed in; the key of the session itself is told to nobody."""

    id: int
    since: Instant
    seen: Instant
    address: str
    agent: str
    is_this: bool


def sessions(person: int, *, this: str = "") -> tuple[SessionRow, ...]:
    """Return where a person is signed in, the last seen first; `this` is the reader's own key."""
    rows = [one for one in UserSession.objects.filter(user_id=person) if not one.purge()]
    found = (
        SessionRow(
            one.pk, from_datetime(one.created_at), from_datetime(one.last_seen_at), one.ip,
            one.user_agent, one.session_key == this,
        )
        for one in rows
    )  # fmt: skip
    return tuple(sorted(found, key=lambda one: (not one.is_this, -one.seen, one.id)))


@transaction.atomic
def end(person: int, *, by: Actor, at: Instant, only: int | None = None, this: str = "") -> int:
    """Sign a person out, everywhere but in `this` or in `only` one place, and return of how many.

    What was signed out is so with its next request.
    """
    rows = UserSession.objects.filter(user_id=person).exclude(session_key=this)
    ended = list(rows if only is None else rows.filter(pk=only))
    for one in ended:
        one.end()
    if ended:
        told = {"sessions": len(ended)}
        record("people.sign-out", by=by, at=at, noun="person", key=person, told=told)
    return len(ended)
