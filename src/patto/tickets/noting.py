"""What a reader should know of an entry: that it came too late to count, that a pause held nothing.

It is what the report says under a ticket, beside the entry that it is about.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from patto.kernel.evaluation.outcome import ItemOutcome, Note, Still
from patto.kernel.instants import Instant
from patto.tickets.moments import Moment
from patto.tickets.queries import TicketPage
from patto.tickets.standing import promised_to, standing
from patto.tickets.telling import as_event

TOO_LATE = frozenset({"late-entry-not-accepted", "late-correction-not-accepted", "late-entry-void"})
"""The notes of what was entered later than the agreement allows."""


class Noted(NamedTuple):
    """A note, and the promises that it is about; none where it is about all of them."""

    note: Note
    metrics: tuple[str, ...]


class Looked(NamedTuple):
    """A ticket as of an instant: the notes on its entries by number, what is still to come."""

    notes: Mapping[int, tuple[Noted, ...]]
    ahead: tuple[Moment, ...]
    stills: Mapping[tuple[str, str], Still]
    """What holds the clock of each promise, by its metric and item, that stands still."""


def looked(found: TicketPage, at: Instant) -> Looked:
    """Return what a reader should know of a ticket as of an instant."""
    promised = promised_to(found.row.customer, at)
    events = sorted(map(as_event, found.happened), key=lambda one: one.position)
    now = standing(str(found.row.id), events, promised, at)
    ahead = tuple(one for one in now.moments if one.since > at) if now.is_open else ()
    stills = {(one.metric, one.item): one.still for one, _ in now.running if one.still is not None}
    return Looked(_by_entry(now.outcomes), ahead, stills if now.is_open else {})


def _by_entry(outcomes: Sequence[ItemOutcome]) -> Mapping[int, tuple[Noted, ...]]:
    about: dict[tuple[str, str], tuple[Note, list[str]]] = {}
    for outcome in outcomes:
        for note in outcome.notes:
            key = (note.event_id, note.code)
            about.setdefault(key, (note, []))[1].append(outcome.metric)
    every = {outcome.metric for outcome in outcomes}
    by_entry: dict[int, list[Noted]] = defaultdict(list)
    for note, metrics in about.values():
        if note.event_id.isdecimal():
            told = () if every <= set(metrics) else tuple(dict.fromkeys(metrics))
            by_entry[int(note.event_id)].append(Noted(note, told))
    return {entry: tuple(told) for entry, told in by_entry.items()}
