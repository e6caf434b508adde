"""The events of a ticket in words: when, what, by whom, on what evidence, and how late."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from patto.documents.titles import Titles
from patto.kernel.facts import Event
from patto.kernel.instants import MINUTE


@dataclass(frozen=True, slots=True)
class EventRow:
    """One event: its id, when it occurred, what it was, what was said with it, who, from where."""

    event_id: str
    when: str
    kind: str
    told: tuple[str, ...]
    late: str
    by: str
    source: str


def event_rows(events: Sequence[Event], titles: Titles) -> tuple[EventRow, ...]:
    """Return events in words, in the order in which they are given."""
    return tuple(_row(event, titles) for event in events)


def _row(event: Event, titles: Titles) -> EventRow:
    words = titles.words
    late = event.recorded_at - event.occurred_at
    return EventRow(
        event_id=event.event_id,
        when=titles.moment(event.occurred_at, seconds=True),
        kind=words.term("event", event.kind),
        told=_told(event, titles),
        late=words.say("document.event.late", late_us=str(late)) if late >= MINUTE else "",
        by=titles.actor(event.by),
        source=event.source,
    )


def _told(event: Event, titles: Titles) -> tuple[str, ...]:
    words = titles.words
    reason = titles.pause_reasons.get(event.reason)
    priority = event.attribute("priority")
    grades = [g for n in ("impact", "urgency") if (g := event.attribute(n))]
    minutes = event.attribute("minutes")
    said = [
        words.say("unit.min", number=minutes) if minutes else "",
        event.attribute("text"),
        reason.title if reason is not None else event.reason,
        words.say("document.event.evidence", evidence=event.evidence) if event.evidence else "",
        titles.priority(priority) if priority else " / ".join(grades),
        titles.clause(event.attribute("clause")),
        event.attribute("into"),
    ]
    return tuple(text for text in said if text)
