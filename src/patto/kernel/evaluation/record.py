"""The record of a ticket: which events there are, in the forms that corrections gave them.

What was recorded after `known_at` is not known. A correction gives an event its true time and
attributes, a retraction takes it away, and neither is ever lost: both are events themselves
(semantics 1.4).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from patto.kernel import facts
from patto.kernel.facts import Event
from patto.kernel.instants import Duration, Instant


@dataclass(frozen=True, slots=True)
class Form:
    """An event as one record states it: its own, or that of a correction.

    `record` is the id of that record and `role` the role of who made it.
    """

    event: Event
    record: str
    role: str


@dataclass(frozen=True, slots=True)
class Amended:
    """An event in the forms it has had: as first recorded, then as each correction left it."""

    forms: tuple[Form, ...]

    @property
    def event(self) -> Event:
        """The event as it stands."""
        return self.forms[-1].event


@dataclass(frozen=True, slots=True)
class Fact:
    """An event as it counts: in which form, and at which instant.

    `not_accepted` says that it was entered too late and counts when it was entered; `refused` is
    a correction that came too late to count, `corrected` says that one did.
    """

    event: Event
    at: Instant
    not_accepted: bool = False
    corrected: bool = False
    refused: Event | None = None

    @property
    def kind(self) -> str:
        """The kind of the event."""
        return self.event.kind

    @property
    def late_by(self) -> Duration:
        """How long after it occurred the event was recorded, in microseconds."""
        return late_by(self.event)

    @property
    def order(self) -> tuple[Instant, Instant, int]:
        """What facts are ordered by."""
        return (self.at, self.event.recorded_at, self.event.position)


def late_by(event: Event) -> Duration:
    """Return how long after it occurred an event was recorded, in microseconds."""
    return max(0, event.recorded_at - event.occurred_at)


def amended(events: Iterable[Event], known_at: Instant) -> list[Amended]:
    """Return what was known at an instant, with corrections and retractions applied.

    A correction replaces the instant at which the event occurred and every field it gives; one
    that refers to a correction stands for what that one referred to. An event whose retraction
    was itself retracted stands again. Of an id recorded twice the first record stands: what
    differs must be a correction.
    """
    known = sorted((e for e in events if e.recorded_at <= known_at), key=_as_recorded)
    gone = _retracted(known)
    forms: dict[object, list[Form]] = {}
    corrections: list[Event] = []
    for number, event in enumerate(known):
        if event.kind == facts.CORRECTED:
            corrections.append(event)
        elif event.kind != facts.RETRACTED and event.event_id not in gone:
            own = [Form(event, event.event_id, event.role)]
            forms.setdefault(event.event_id or number, own)
    meant: dict[str, str] = {}
    for correction in corrections:
        root = meant.get(correction.refers_to, correction.refers_to)
        meant[correction.event_id] = root
        if root in forms and correction.event_id not in gone:
            corrected = _corrected(forms[root][-1].event, correction)
            forms[root].append(Form(corrected, correction.event_id, correction.role))
    return [Amended(tuple(versions)) for versions in forms.values()]


def customers_word(event: Event) -> str:
    """Return the customer's consent or objection by its kind, empty if an event is neither.

    One given by somebody else in the customer's name is neither.
    """
    by_customer = event.role in ("", facts.CUSTOMER)
    return event.kind if by_customer and event.kind in (facts.CONSENTED, facts.OBJECTED) else ""


def _as_recorded(event: Event) -> tuple[Instant, int]:
    return (event.recorded_at, event.position)


def _retracted(known: Sequence[Event]) -> set[str]:
    gone: set[str] = set()
    for event in reversed(known):
        if event.kind == facts.RETRACTED and event.refers_to and event.event_id not in gone:
            gone.add(event.refers_to)
    return gone


def _corrected(event: Event, correction: Event) -> Event:
    return replace(
        event,
        occurred_at=correction.occurred_at,
        recorded_at=correction.recorded_at,
        by=correction.by or event.by,
        reason=correction.reason or event.reason,
        evidence=correction.evidence or event.evidence,
        attributes={**event.attributes, **correction.attributes},
    )
