"""What was entered late: when each event counts, whom its being earlier or later serves.

An event counts when it occurred. What the provider recorded later than agreed, and to its own
benefit, counts when it was recorded, unless the customer confirms it or did it (semantics 1.5).
Whose benefit it is follows from the metric: an earlier stop or pause serves the provider, and so
does a later start, reopening or end of a pause.

A correction is held to the same limit: one that came late and serves the provider does not count,
what it would correct stands; one to the provider's disadvantage counts whenever it comes. Of an
event that serves by being earlier, a late correction of anything but its time is refused too; the
provider can still retract the event. What was entered late and was over by then, such as a pause
that had been resumed or a resolution since reopened, counts for nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final, NamedTuple, TypeAlias

from patto.kernel import facts
from patto.kernel.agreement.metrics import (
    CountMetric,
    KeepInformedMetric,
    Metric,
    ResponseMetric,
    TicketMetric,
)
from patto.kernel.agreement.terms import Constraint
from patto.kernel.evaluation.milestones import may_stop, stop_kinds
from patto.kernel.evaluation.record import Amended, Fact, Form, customers_word
from patto.kernel.facts import Event
from patto.kernel.instants import Instant

SAYING: Final = frozenset({facts.REPORTED, facts.VALIDLY_LOGGED, facts.CLASSIFIED})
"""The kinds that say what a ticket is: its priority, type, service and the like."""

_ENDS_THE_PROMISE: Final = frozenset(
    {facts.WITHDRAWN, facts.MERGED, facts.OUT_OF_SCOPE, facts.COURTESY}
)
_BEGINS: Final = frozenset({facts.REPORTED, facts.VALIDLY_LOGGED, facts.REOPENED})

Lateness: TypeAlias = Callable[[Event], bool]
"""Whether an event was recorded later than agreed."""

Eases: TypeAlias = Callable[[Event, Sequence[Event]], bool]
"""Whether what an event says, after those before it, makes the ticket less pressing."""


@dataclass(frozen=True, slots=True)
class Serving:
    """Which kinds of events serve the provider by being earlier, which by being later.

    `stops` are those that stop the clock, `switches` pairs of what switches a constraint on and
    off. `response` says that they stop a response, which needs a person and no reopening undoes.
    """

    earlier: frozenset[str] = frozenset()
    later: frozenset[str] = frozenset()
    stops: frozenset[str] = frozenset()
    switches: frozenset[tuple[str, str]] = frozenset()
    response: bool = False

    def ends(self, event: Event, earlier: Event) -> bool:
        """Return whether an event ends what an earlier one began, or undoes it."""
        if event.kind == facts.RESUMED:
            return earlier.kind == facts.PAUSED and event.reason in ("", earlier.reason)
        if event.kind == facts.REOPENED:
            return not self.response and earlier.kind in self.stops
        if event.kind in self.stops and may_stop(event, response=self.response):
            return earlier.kind == facts.PAUSED or earlier.kind in {on for on, _ in self.switches}
        named = event.attribute("constraint")
        return (earlier.kind, event.kind) in self.switches and (
            named in ("", earlier.attribute("constraint"))
        )


CUSTOMERS: Final = Serving(
    earlier=frozenset({facts.MAINTENANCE_ANNOUNCED}),
    later=frozenset({facts.SITUATION_DECLARED, facts.MAINTENANCE_ENDED}),
)
"""For what is recorded of a customer beside its tickets."""


NOBODY: Final = Serving()
"""For where nothing was late, so that it makes no difference whom an event serves."""

REPORTS: Final = Serving(later=frozenset({facts.REPORTED}))
"""For when a ticket began, whatever the metric."""


def serving(metric: Metric, constraints: Sequence[Constraint]) -> Serving:
    """Return what serves the provider under a metric with these constraints."""
    if isinstance(metric, CountMetric):
        counts = frozenset[str](metric.counts)
        return Serving(earlier=counts) if metric.limit == "at-least" else Serving(later=counts)
    on = frozenset[str](c.switched_on_by for c in constraints)
    off = frozenset[str](c.switched_off_by for c in constraints if c.switched_off_by)
    stops = stop_kinds(metric)
    earlier = stops | on | _ENDS_THE_PROMISE | {facts.PAUSED} | _telling(metric)
    earlier -= {metric.start.event}
    return Serving(
        earlier=earlier,
        later=(off | _BEGINS | {facts.RESUMED, metric.start.event}) - earlier,
        stops=stops,
        switches=frozenset(
            (c.switched_on_by, c.switched_off_by) for c in constraints if c.switched_off_by
        ),
        response=isinstance(metric, ResponseMetric),
    )


def _telling(metric: TicketMetric) -> frozenset[str]:
    """Return the updates that a metric asks for, and the closing where it ends the evidence."""
    updates = frozenset(metric.updates if isinstance(metric, KeepInformedMetric) else ())
    gone = metric.evidence.gaps == "not-determined"
    return updates | {facts.CLOSED} if gone else updates


class Settled(NamedTuple):
    """The facts of a ticket in order, and those that were over before they were entered."""

    facts: tuple[Fact, ...]
    void: tuple[Fact, ...] = ()


class Settling:
    """What is known of a ticket or customer, ready to be settled metric by metric."""

    __slots__ = ("_at", "_eases", "_known", "_late", "_settled")

    def __init__(
        self, known: Sequence[Amended], *, at: Instant, too_late: Lateness, eases: Eases
    ) -> None:
        self._known = sorted(known, key=lambda entry: entry.event.order)
        self._at = at
        self._eases = eases
        confirmed = _confirmed(self._known, at)
        self._late = frozenset(
            id(form)
            for entry in self._known
            for form in entry.forms
            if form.role != facts.CUSTOMER
            and too_late(form.event)
            and not _is_confirmed(form, confirmed)
        )
        self._settled: dict[Serving, Settled] = {}

    def under(self, serves: Serving) -> Settled:
        """Return what counts by `at`: each fact in the form and at the instant at which it does."""
        key = serves if self._late else NOBODY
        if key not in self._settled:
            self._settled[key] = self._settle(key)
        return self._settled[key]

    def _settle(self, serves: Serving) -> Settled:
        said: list[Event] = []
        found: list[Fact] = []
        for entry in self._known:
            fact = self._fact(entry, serves, said)
            found.append(fact)
            if fact.kind in SAYING:
                said.append(entry.event)
        held = sorted((f for f in found if f.at <= self._at), key=lambda fact: fact.order)
        void = [f for f in held if f.not_accepted and _overtaken(f, held, serves)]
        return Settled(tuple(f for f in held if f not in void), tuple(void))

    def _fact(self, entry: Amended, serves: Serving, said: Sequence[Event]) -> Fact:
        first = entry.forms[0]
        refused = id(first) in self._late and self._serves_earlier(first.event, serves, said)
        at = first.event.recorded_at if refused else first.event.occurred_at
        fact = Fact(first.event, at, not_accepted=refused)
        for form in entry.forms[1:]:
            if id(form) in self._late and self._serves(form.event, fact, serves, said):
                fact = replace(fact, refused=form.event)
            else:
                fact = Fact(form.event, form.event.occurred_at, corrected=True)
        return fact

    def _serves_earlier(self, event: Event, serves: Serving, said: Sequence[Event]) -> bool:
        return event.kind in serves.earlier or (
            event.kind == facts.CLASSIFIED and self._eases(event, said)
        )

    def _serves(self, event: Event, fact: Fact, serves: Serving, said: Sequence[Event]) -> bool:
        """Return whether a correction of a fact serves the provider."""
        if event.kind in SAYING and self._eases(event, [*said, fact.event]):
            return True
        if self._serves_earlier(event, serves, said):
            return event.occurred_at <= fact.at
        later = event.kind in serves.later or event.kind == facts.CLASSIFIED
        return later and event.occurred_at > fact.event.occurred_at


def _overtaken(fact: Fact, held: Sequence[Fact], serves: Serving) -> bool:
    return any(
        fact.event.order < other.event.order
        and other.at <= fact.at
        and serves.ends(other.event, fact.event)
        for other in held
    )


def _confirmed(known: Sequence[Amended], at: Instant) -> dict[str, Instant]:
    """Return when the customer's consent to each record was recorded; an objection ends it."""
    given: dict[str, Instant] = {}
    for entry in known:
        event = entry.event
        word = customers_word(event) if event.occurred_at <= at else ""
        if word == facts.CONSENTED:
            given[event.refers_to] = event.recorded_at
        elif word == facts.OBJECTED:
            given.pop(event.refers_to, None)
    return given


def _is_confirmed(form: Form, confirmed: dict[str, Instant]) -> bool:
    """Return whether the customer has confirmed a form: by its record, or the event after it."""
    if form.record in confirmed:
        return True
    given = confirmed.get(form.event.event_id)
    return given is not None and given >= form.event.recorded_at
