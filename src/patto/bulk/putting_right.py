"""Records put right by the kernel: which form of an event counts, and when (semantics 1.4, 1.5).

Corrections, retractions and late entries are rare, and what they mean depends on the metric. The
kernel settles such a ticket; its facts then join the columns like all others.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from patto.bulk.arrays import Int64s, places
from patto.bulk.columns import Columns
from patto.bulk.facts import Facts, PutRight
from patto.bulk.plan import Plan
from patto.bulk.reading import columns_of
from patto.bulk.tickets import Tickets
from patto.kernel import facts as kinds
from patto.kernel.evaluation.lateness import Settled
from patto.kernel.evaluation.measure import Evaluation
from patto.kernel.evaluation.record import Amended, amended
from patto.kernel.facts import Event


class _Row(NamedTuple):
    """A fact: its ticket, its form's number, the row of its event, and what is said of it."""

    ticket: int
    form: int
    event_row: int
    at: int
    not_accepted: bool
    corrected: bool


@dataclass(slots=True)
class _Forms:
    """The forms in which events count, each once, and the facts by metric."""

    events: list[Event] = field(default_factory=list)
    numbers: dict[int, int] = field(default_factory=dict)
    rows: dict[int, list[_Row]] = field(default_factory=dict)

    def number(self, event: Event) -> int:
        """Return the number of a form, which is kept as long as this is."""
        number = self.numbers.setdefault(id(event), len(self.events))
        if number == len(self.events):
            self.events.append(event)
        return number


def put_right(
    tickets: Tickets, evaluation: Evaluation, plan: Plan, own: Int64s
) -> Mapping[int, Facts]:
    """Return the facts of some tickets by metric, and send away those that are rarer still."""
    forms = _Forms(rows={nth: [] for nth in range(len(plan.ground.agreement.measured))})
    for ticket, events, rows in _events(tickets, own):
        known = amended(events, evaluation.known_at)
        settled = _settled(tickets, evaluation, plan, ticket, known)
        if settled is None:
            tickets.send(np.array([ticket]), "void-or-refused")
            continue
        made: dict[int, list[_Row]] = {}
        for nth, each in enumerate(settled):
            if id(each) not in made:
                made[id(each)] = _rows(forms, ticket, each, rows)
            forms.rows[nth] += made[id(each)]
    columns = columns_of(forms.events)
    return {nth: _facts(columns, rows) for nth, rows in forms.rows.items()}


def _events(
    tickets: Tickets, own: Int64s
) -> Iterator[tuple[int, Sequence[Event], Mapping[str, int]]]:
    """Yield tickets with their events, and the row of each by its id."""
    chosen, offsets = places(tickets.offsets, own)
    rows = tickets.rows[chosen]
    events = list(tickets.columns.events(rows))
    bounds, numbers = offsets.tolist(), rows.tolist()
    for n, ticket in enumerate(own.tolist()):
        first, last = bounds[n], bounds[n + 1]
        of_ticket = events[first:last]
        by_id = {e.event_id: r for e, r in zip(of_ticket, numbers[first:last], strict=True)}
        yield ticket, of_ticket, by_id


def _settled(
    tickets: Tickets, evaluation: Evaluation, plan: Plan, ticket: int, known: Sequence[Amended]
) -> list[Settled] | None:
    """Return what the kernel settles for each metric, `None` if it must measure the ticket too."""
    ground = plan.ground
    begun = _earliest([entry.event for entry in known])
    # Where a correction moved its begin, which version governs hangs on whether that counts.
    moved = begun != _earliest([entry.forms[0].event for entry in known])
    if begun is None or begun > evaluation.at or moved:
        return None
    agreement = evaluation.history.governing(begun)
    if agreement is None or agreement.agreement.version != ground.agreement.agreement.version:
        return None
    if tickets.customer[ticket] and not any(entry.event.customer for entry in known):
        return None
    settling = ground.settling(known)
    settled = [settling.under(ground.serving(metric)) for metric in ground.agreement.measured]
    different = {id(each): each for each in settled}.values()
    return settled if all(_is_plain(plan, each) for each in different) else None


def _earliest(events: Sequence[Event]) -> int | None:
    reported = [event.occurred_at for event in events if event.kind == kinds.REPORTED]
    return min(reported or [event.occurred_at for event in events], default=None)


def _is_plain(plan: Plan, settled: Settled) -> bool:
    """Return whether columns can hold what was settled."""
    return not settled.void and not any(
        fact.refused is not None or plan.reshapes(fact.kind, fact.event.attribute("constraint"))
        for fact in settled.facts
    )


def _rows(forms: _Forms, ticket: int, settled: Settled, rows: Mapping[str, int]) -> list[_Row]:
    return [
        _Row(
            ticket, forms.number(fact.event), rows[fact.event.event_id], fact.at,
            fact.not_accepted, fact.corrected,
        )
        for fact in settled.facts
    ]  # fmt: skip


def _facts(columns: Columns, rows: Sequence[_Row]) -> Facts:
    table = np.array(rows, np.int64).reshape(len(rows), len(_Row._fields))
    ticket, form, event_row, at, not_accepted, corrected = table.T
    own, owner = np.unique(ticket, return_inverse=True)
    said = PutRight(event_row, at, not_accepted.astype(np.bool_), corrected.astype(np.bool_))
    return Facts(columns, own, owner, form, said)
