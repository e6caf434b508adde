"""How a ticket stands, computed from what happened by the same evaluation that makes the report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from patto.agreements import queries as agreements
from patto.kernel import facts
from patto.kernel.agreement.compiled import Compiled
from patto.kernel.agreement.versions import History
from patto.kernel.evaluation.ground import Ground
from patto.kernel.evaluation.outcome import ItemOutcome, LevelOutcome, Verdict
from patto.kernel.evaluation.record import amended
from patto.kernel.evaluation.tickets import Evaluation, Unmatched
from patto.kernel.facts import Event
from patto.kernel.instants import Instant
from patto.tickets.models import Happened, Scope, State
from patto.tickets.moments import WARN_AT, Moment, moments

_STATES: Final = {
    facts.PAUSED: State.PAUSED,
    facts.RESUMED: State.OPEN,
    facts.RESOLVED: State.RESOLVED,
    facts.REOPENED: State.OPEN,
    facts.CLOSED: State.CLOSED,
    facts.WITHDRAWN: State.WITHDRAWN,
    facts.MERGED: State.MERGED,
}
_SCOPES: Final = {
    facts.OUT_OF_SCOPE: Scope.OUT,
    facts.COURTESY: Scope.COURTESY,
}
_ENDED: Final = frozenset({State.RESOLVED, State.CLOSED, State.WITHDRAWN, State.MERGED})


@dataclass(frozen=True, slots=True)
class Standing:
    """How a ticket stands at an instant."""

    state: State
    scope: Scope
    priority: str
    outcomes: tuple[ItemOutcome, ...]
    unmatched: Unmatched | None
    type: str
    moments: tuple[Moment, ...] = ()
    """The instants at which something about it is told, come or still to come."""

    @property
    def is_open(self) -> bool:
        """Whether anybody still has something to do."""
        return self.state not in _ENDED

    @property
    def running(self) -> tuple[tuple[ItemOutcome, LevelOutcome], ...]:
        """The promises that can still be kept, each with the line that falls due first."""
        return tuple(
            (outcome, level)
            for outcome in self.outcomes
            for level in outcome.levels[:1]
            if level.verdict is Verdict.PENDING and level.due is not None
        )

    @property
    def going(self) -> tuple[tuple[ItemOutcome, LevelOutcome], ...]:
        """Those of the promises that can still be kept whose clock does not stand still."""
        return tuple(one for one in self.running if one[0].still is None)

    @property
    def stands_still(self) -> bool:
        """Whether it is paused or held up, and no promise that is still to be kept runs."""
        held = self.state is State.PAUSED or bool(self.running)
        return self.is_open and held and not self.going

    @property
    def runs_on_at(self) -> Instant | None:
        """When the first clock that stands still runs on by itself, `None` if none does."""
        stills = (outcome.still for outcome, _ in self.running)
        ends = (one.until for one in stills if one is not None and one.until is not None)
        return min(ends, default=None) if self.is_open else None

    def of(self, ticket: str) -> Standing:
        """Return the same of a new ticket that has been given its number since."""
        return replace(
            self,
            outcomes=tuple(replace(one, item=ticket) for one in self.outcomes),
            moments=tuple(one._replace(item=one.item and ticket) for one in self.moments),
        )

    @property
    def overdue(self) -> bool:
        """Whether a promise was missed and what it was about is still to be done."""
        return bool(self._late)

    @property
    def overdue_since(self) -> Instant | None:
        """When the first promise was due that was missed and is still to be done."""
        dues = (one.levels[0].due for one in self._late)
        return min((due for due in dues if due is not None), default=None)

    @property
    def _late(self) -> list[ItemOutcome]:
        return [one for one in self.outcomes if one.verdict is Verdict.MISSED and one.stop is None]

    def warned(self, at: Instant) -> Instant | None:
        """Return since when a promise that runs is so far used up that it is told, if one is."""
        runs = {(outcome.metric, outcome.item) for outcome, _ in self.running}
        told = (
            one.at
            for one in self.moments
            if one.kind in {"warning", "due"} and one.since <= at and (one.metric, one.item) in runs
        )
        return min(told, default=None)


def standing(
    ticket: str, own: Sequence[Event], promised: Evaluation | None, at: Instant
) -> Standing:
    """Return how a ticket stands at an instant by what its customer was promised, if anything."""
    known = _known(own, at)
    outcomes: list[ItemOutcome] = []
    unmatched: Unmatched | None = None
    if promised is not None:
        outcomes, _, unmatched = promised.ticket(ticket, own, warn_at=WARN_AT)
    covered = promised is not None and (unmatched is None or unmatched.why == "in-no-metric")
    return Standing(
        _state(known),
        _scope(known) if covered else Scope.NO_AGREEMENT,
        next((one.priority for one in outcomes), _last(known, "priority")),
        tuple(outcomes),
        unmatched,
        _last(known, "type"),
        moments(outcomes, known, _ground(promised, known)),
    )


def event_of(row: Happened) -> Event:
    """Return what happened as the kernel knows it."""
    return Event(
        str(row.pk), "" if row.ticket_id is None else str(row.ticket_id), row.kind,
        row.occurred_at, row.recorded_at, "", row.source, row.by, row.reason, row.evidence,
        row.refers_to, row.pk or 0, row.attributes,
    )  # fmt: skip


def events_of(ticket: int) -> list[Event]:
    """Return everything that happened to a ticket."""
    return [event_of(row) for row in Happened.objects.filter(ticket_id=ticket).order_by("id")]


def declarations_of(customer: int) -> list[Event]:
    """Return what was declared of a customer as a whole."""
    rows = Happened.objects.filter(customer_id=customer, ticket=None).order_by("id")
    return [event_of(row) for row in rows]


def promised_to(customer: int, at: Instant) -> Evaluation | None:
    """Return what every ticket of a customer is held against, read once for all of them.

    `None` if the customer has no agreement.
    """
    history = agreements.history(customer)
    if history is None:
        return None
    # What is done at an instant is in force just after it.
    return Evaluation(history, declarations_of(customer), at + 1, at, _compiled(history))


def state_of(own: Sequence[Event], at: Instant) -> State:
    """Return where a ticket is on its way at an instant, by what happened to it."""
    return _state(_known(own, at))


def _known(own: Sequence[Event], at: Instant) -> list[Event]:
    known = [entry.event for entry in amended(own, at) if entry.event.occurred_at <= at]
    return sorted(known, key=lambda event: event.order)


@lru_cache(maxsize=256)
def _compiled(history: History) -> dict[int, Compiled]:
    return {one.agreement.version: Compiled(one) for one in history.versions}


def _ground(promised: Evaluation | None, known: Sequence[Event]) -> Ground | None:
    """Return the ground of a ticket that has been paused, which alone needs it."""
    if promised is None or not any(one.kind == facts.PAUSED for one in known):
        return None
    governing = promised.history.governing(known[0].occurred_at)
    return None if governing is None else promised.ground(governing)


def _state(known: Sequence[Event]) -> State:
    paused: set[str] = set()
    state = State.OPEN
    for event in known:
        if event.kind == facts.PAUSED:
            paused.add(event.reason)
        elif event.kind == facts.RESUMED:
            paused = paused - {event.reason} if event.reason else set()
        elif event.kind in _STATES:
            state = _STATES[event.kind]
            paused = set()
    return State.PAUSED if state is State.OPEN and paused else state


def _scope(known: Sequence[Event]) -> Scope:
    said = [_SCOPES[event.kind] for event in known if event.kind in _SCOPES]
    return said[-1] if said else Scope.COVERED


def _last(known: Sequence[Event], name: str) -> str:
    said = [event.attribute(name) for event in known if event.attribute(name)]
    return said[-1] if said else ""
