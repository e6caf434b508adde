"""What waits on one person: words that are owed, words that were given, pauses to look at again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import Final, Literal

from patto.kernel import facts
from patto.kernel.errors import PattoError
from patto.kernel.evaluation.record import amended
from patto.kernel.facts import Event
from patto.kernel.instants import Instant, parse
from patto.tickets.models import Happened, State
from patto.tickets.moments import NEXT_UPDATE, REMIND_AT
from patto.tickets.queries import TicketRow, row_of, rows_of
from patto.tickets.standing import event_of

MOST: Final = 200
"""How many open tickets of one person are looked at."""
_TELLING: Final = frozenset({facts.RESPONDED, facts.UPDATED, facts.RESOLVED})
_KEPT: Final = frozenset({facts.ON_SITE, facts.SCHEDULED})


@dataclass(frozen=True, slots=True)
class Owed:
    """A ticket on which the customer waits for a word: since when, and whether for the first."""

    row: TicketRow
    since: Instant
    first: bool


@dataclass(frozen=True, slots=True)
class Given:
    """A word that was given about a ticket: to tell something again, or to come."""

    row: TicketRow
    kind: Literal["update", "visit"]
    at: Instant


@dataclass(frozen=True, slots=True)
class Follow:
    """A ticket that is paused: since when, for what, and when to look at it again, if set."""

    row: TicketRow
    since: Instant
    reason: str
    remind_at: Instant | None


@dataclass(frozen=True, slots=True)
class Duties:
    """What waits on one person, each in the order of its time."""

    owed: tuple[Owed, ...]
    given: tuple[Given, ...]
    follow: tuple[Follow, ...]


def duties(person: int, *, at: Instant) -> Duties:
    """Return what waits on somebody by what is known of their open tickets at an instant."""
    order = rows_of().filter(is_open=True, assignee_id=person).order_by("next_due_at", "id")
    mine = {one.pk: row_of(one) for one in order[:MOST]}
    happened = Happened.objects.filter(ticket_id__in=mine).order_by("ticket_id", "id")
    owed: list[Owed] = []
    given: list[Given] = []
    follow: list[Follow] = []
    for key, found in groupby(happened, attrgetter("ticket_id")):
        row, known = mine[key], _known(map(event_of, found), at)
        if row.state == State.PAUSED:
            follow += _paused(row, known)
        else:
            owed += _owed(row, known)
        given += _given(row, known)
    return Duties(
        tuple(sorted(owed, key=attrgetter("since"))),
        tuple(sorted(given, key=attrgetter("at"))),
        tuple(sorted(follow, key=lambda one: one.remind_at or one.since)),
    )


def _known(own: Iterable[Event], at: Instant) -> list[Event]:
    found = [one.event for one in amended(list(own), at)]
    return sorted(found, key=lambda event: event.order)


def _owed(row: TicketRow, known: Sequence[Event]) -> Iterator[Owed]:
    ours = [n for n, event in enumerate(known) if event.kind in _TELLING and _is_ours(event)]
    since = [event for event in known[ours[-1] + 1 if ours else 0 :] if not _is_ours(event)]
    theirs = [event for event in since if event.role == facts.CUSTOMER]
    if theirs:
        yield Owed(row, theirs[0].occurred_at, not ours)


def _given(row: TicketRow, known: Sequence[Event]) -> Iterator[Given]:
    for number, event in enumerate(known):
        later = known[number + 1 :]
        told = any(one.kind in _TELLING and _is_ours(one) for one in later)
        update = _instant(event.attribute(NEXT_UPDATE))
        if update is not None and not told:
            yield Given(row, "update", update)
        visit = _instant(event.attribute("from")) if event.kind == facts.SCHEDULED else None
        if visit is not None and not any(one.kind in _KEPT for one in later):
            yield Given(row, "visit", visit)


def _paused(row: TicketRow, known: Sequence[Event]) -> Iterator[Follow]:
    begun = [event for event in known if event.kind == facts.PAUSED]
    for last in begun[-1:]:
        remind_at = _instant(last.attribute(REMIND_AT))
        yield Follow(row, last.occurred_at, last.reason, remind_at)


def _is_ours(event: Event) -> bool:
    return event.role in {"", facts.PROVIDER}


def _instant(text: str) -> Instant | None:
    try:
        return parse(text) if text else None
    except PattoError:
        return None
