"""What happened as a list tells it: each thing as it stands, with all that was said of it since."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from patto.kernel import facts
from patto.kernel.evaluation.record import amended
from patto.kernel.facts import Event
from patto.kernel.instants import Instant
from patto.tickets.acts import DISPUTED, SETTLED
from patto.tickets.amending import AMENDING
from patto.tickets.queries import HappenedRow


@dataclass(frozen=True, slots=True)
class Told:
    """Something that happened: as it was first written down, and as it stands.

    `amendments` are the corrections and retractions of it, those that were retracted themselves
    among them; `stands` is `False` once it was retracted.
    """

    first: HappenedRow
    stands: bool
    occurred_at: Instant
    reason: str
    evidence: str
    attributes: Mapping[str, Any]
    amendments: tuple[Amendment, ...]

    @property
    def moved(self) -> bool:
        """Whether it stands at another moment than was first written down."""
        return self.occurred_at != self.first.occurred_at


@dataclass(frozen=True, slots=True)
class Amendment:
    """A correction or a retraction; one that does not stand was retracted itself."""

    row: HappenedRow
    stands: bool

    @property
    def why(self) -> str:
        """Why it was made."""
        if self.row.kind == facts.RETRACTED:
            return self.row.reason
        return str(self.row.attributes.get("because", ""))

    @property
    def told(self) -> Mapping[str, Any]:
        """What it says beside the moment and why."""
        return {name: one for name, one in self.row.attributes.items() if name != "because"}


def told(happened: Iterable[HappenedRow], at: Instant) -> tuple[Told, ...]:
    """Return what happened to a ticket as of an instant, in the order in which it stands."""
    rows = sorted(happened, key=lambda one: (one.recorded_at, one.id))
    events = [as_event(one) for one in rows]
    standing = {one.event.event_id: one.event for one in amended(events, at)}
    gone = _retracted(rows)
    about = _about(rows)
    found = [
        _told(one, standing.get(str(one.id)), [r for r in rows if about.get(r.id) == one.id], gone)
        for one in rows
        if one.kind not in AMENDING
    ]
    return tuple(sorted(found, key=lambda one: (one.occurred_at, one.first.recorded_at)))


def unsettled(happened: Iterable[HappenedRow], at: Instant) -> tuple[Told, ...]:
    """Return the disputes about a ticket that nobody has settled as of an instant."""
    known = [one for one in told(happened, at) if one.stands]
    settled = {one.first.refers_to for one in known if one.first.kind == SETTLED}
    return tuple(
        one for one in known
        if one.first.kind == DISPUTED and str(one.first.id) not in settled
    )  # fmt: skip


def _told(
    row: HappenedRow, event: Event | None, said: Sequence[HappenedRow], gone: set[int]
) -> Told:
    amendments = tuple(Amendment(one, one.id not in gone) for one in said)
    if event is None:
        return Told(row, False, row.occurred_at, row.reason, row.evidence, row.attributes,  # noqa: FBT003  # the fields are in order
                    amendments)  # fmt: skip
    return Told(
        row, row.id not in gone, event.occurred_at, event.reason, event.evidence,
        event.attributes, amendments,
    )  # fmt: skip


def _about(rows: Iterable[HappenedRow]) -> dict[int, int]:
    """Return what each correction and retraction is about in the end."""
    about: dict[int, int] = {}
    for one in rows:
        if one.kind in AMENDING and one.refers_to.isdecimal():
            named = int(one.refers_to)
            about[one.id] = about.get(named, named)
    return about


def _retracted(rows: Sequence[HappenedRow]) -> set[int]:
    gone: set[int] = set()
    for one in reversed(rows):
        if one.kind == facts.RETRACTED and one.id not in gone and one.refers_to.isdecimal():
            gone.add(int(one.refers_to))
    return gone


def as_event(row: HappenedRow) -> Event:
    """Return something that happened as the kernel knows it."""
    return Event(
        str(row.id), "", row.kind, row.occurred_at, row.recorded_at, "", "", row.by, row.reason,
        row.evidence, row.refers_to, row.id, row.attributes,
    )  # fmt: skip
