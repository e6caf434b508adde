"""Notes on how a ticket was recorded: what was entered late, corrected, or out of order."""

from __future__ import annotations

from typing import Final

from patto.kernel import facts
from patto.kernel.agreement.metrics import KeepInformedMetric, TicketMetric
from patto.kernel.evaluation.milestones import Item, stop_kinds
from patto.kernel.evaluation.outcome import Note
from patto.kernel.evaluation.record import Fact, late_by
from patto.kernel.facts import Event
from patto.kernel.instants import MINUTE

_MOVING: Final = frozenset({facts.PAUSED, facts.RESUMED, facts.REOPENED})


def entry_notes(metric: TicketMetric, item: Item) -> tuple[Note, ...]:
    """Return a note for each fact that was corrected, or that moves the clock and was late.

    Both times of a late entry are to be shown (semantics 1.5); what is less than a minute late is
    not told.
    """
    moving = {*stop_kinds(metric), metric.start.event, *_MOVING}
    if isinstance(metric, KeepInformedMetric):
        moving |= set(metric.updates)
    found = [_note("late-entry-void", fact.event) for fact in item.void]
    for fact in item.running:
        if fact.kind in moving or fact.event.event_id == item.start_event:
            found += _late(fact)
        if fact.corrected:
            found.append(Note("corrected", fact.event.event_id))
        if fact.refused is not None:
            found.append(_note("late-correction-not-accepted", fact.refused))
    return tuple(found)


def order_notes(item: Item) -> tuple[Note, ...]:
    """Return a note where an item was stopped before it started (semantics 4.3)."""
    stop = item.stop
    if stop is None or item.start is None or stop.at >= item.start:
        return ()
    return (Note("stop-before-start", stop.event.event_id),)


def _late(fact: Fact) -> list[Note]:
    if fact.not_accepted:
        return [_note("late-entry-not-accepted", fact.event)]
    if fact.late_by >= MINUTE and not fact.corrected:
        return [_note("late-entry", fact.event)]
    return []


def _note(code: str, event: Event) -> Note:
    return Note(code, event.event_id, {"late_us": str(late_by(event))})
