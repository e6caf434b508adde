"""Where a promise starts and stops on a ticket, and which items its reopenings make of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from typing import Final, Literal, TypeAlias

from patto.kernel import facts
from patto.kernel.agreement.desk import Logging
from patto.kernel.agreement.metrics import ResponseMetric, TicketMetric
from patto.kernel.evaluation.record import Fact
from patto.kernel.facts import Event
from patto.kernel.instants import Instant

Missing: TypeAlias = Literal["", "not-logged", "no-start", "not-begun"]
"""Why a promise has no start: the call was never validly logged, its start is not recorded, or
what it starts from has not happened, so that nothing is promised yet."""

ALWAYS_HAPPENS: Final = frozenset({facts.REPORTED, facts.OCCURRED, facts.DETECTED})
"""Starts that every ticket has, so that a ticket without one lacks evidence."""

ON_THE_WAY: Final = frozenset({facts.ACKNOWLEDGED, facts.TAKEN_IN_CHARGE, facts.DIAGNOSED})
"""Starts that a ticket has passed once it has come to its stop, recorded or not."""

ENDINGS: Final = frozenset(
    {
        facts.RESTORED, facts.WORKAROUND, facts.WORKAROUND_ACCEPTED, facts.RESOLVED,
        facts.CONFIRMED, facts.PART_FITTED,
    }
)  # fmt: skip
"""What is also a response where a person does it (semantics 4.4)."""

TELLING: Final = frozenset({facts.RESPONDED, facts.UPDATED})
"""What tells the customer something, and so is never the customer's own act."""

WithinWindow: TypeAlias = Callable[[Instant, Instant], bool]
"""Whether a reopening at the second instant continues what stopped at the first."""


@dataclass(frozen=True, slots=True)
class Gap:
    """The time between a stop and the reopening that continued the item."""

    stop: Fact
    reopened: Fact


@dataclass(frozen=True)
class Item:
    """What a promise is measured on: a ticket, or what a reopening after the window began.

    `before` is what had happened to the ticket before that reopening; `void` what was entered so
    late that it no longer counts.
    """

    name: str
    opened: Instant
    facts: tuple[Fact, ...]
    start: Instant | None
    start_event: str
    missing: Missing = ""
    stop: Fact | None = None
    gaps: tuple[Gap, ...] = ()
    before: tuple[Fact, ...] = ()
    void: tuple[Fact, ...] = ()

    @cached_property
    def running(self) -> tuple[Fact, ...]:
        """The facts while the clock ran: not after a stop, unless it was reopened."""
        stops = {id(self.stop), *(id(gap.stop) for gap in self.gaps)}
        reopenings = {id(gap.reopened) for gap in self.gaps}
        found: list[Fact] = []
        stopped = False
        for fact in self.facts:
            stopped = stopped and id(fact) not in reopenings
            if not stopped:
                found.append(fact)
                stopped = id(fact) in stops
        return tuple(found)


def validly_logged(ticket_facts: Sequence[Fact], logging: Logging) -> tuple[Instant, str] | None:
    """Return when a call was validly logged and the event that made it so, or `None`.

    Every act must have been done on one of its channels, each by an event of its own, and all
    information given; the last of these is the moment. An event `validly-logged` without a channel
    is the desk's own statement that all is done (semantics 4.3).
    """
    wanted = set(logging.information or ())
    channels: list[str] = []
    for fact in ticket_facts:
        channel = fact.event.attribute("channel")
        if fact.kind == facts.VALIDLY_LOGGED and not channel:
            return fact.at, fact.event.event_id
        if fact.kind in (facts.REPORTED, facts.VALIDLY_LOGGED):
            channels.append(channel)
        wanted -= {name.strip() for name in fact.event.attribute("information").split(";")}
        if not wanted and _all_done([act.channels for act in logging.acts], channels):
            return fact.at, fact.event.event_id
    return None


def _all_done(acts: Sequence[tuple[str, ...]], channels: Sequence[str]) -> bool:
    """Return whether each act can be given a channel of its own out of those that were used."""
    if not acts:
        return True
    return any(
        channel in acts[0] and _all_done(acts[1:], [*channels[:n], *channels[n + 1 :]])
        for n, channel in enumerate(channels)
    )


def by_a_person(event: Event) -> bool:
    """Return whether an event is a person's act, and where it tells something not the customer's.

    A robot answers nobody (semantics 4.4), and nobody is kept informed by his own messages.
    """
    others = (facts.AUTOMATIC, facts.CUSTOMER) if event.kind in TELLING else (facts.AUTOMATIC,)
    return event.role not in others


def may_stop(event: Event, *, response: bool) -> bool:
    """Return whether an event of a kind that stops a promise does so, be it a program's.

    A response needs a person, and so does what tells something; any other promise stops at the
    event that the agreement names, whoever brought it about (semantics 4.4).
    """
    needs_a_person = response or event.kind in TELLING
    return by_a_person(event) or not needs_a_person


def stop_kinds(metric: TicketMetric) -> frozenset[str]:
    """Return the kinds of events that stop a metric's clock.

    A response is also stopped by a resolution (semantics 4.4).
    """
    return _stop_kinds(metric.stop.events, response=isinstance(metric, ResponseMetric))


@cache
def _stop_kinds(events: tuple[str, ...], *, response: bool) -> frozenset[str]:
    return frozenset(events) | ENDINGS if response else frozenset(events)


def stop_test(metric: TicketMetric) -> Callable[[Fact], bool]:
    """Return the test of whether a fact stops a metric's clock."""
    kinds, response = stop_kinds(metric), isinstance(metric, ResponseMetric)

    def stops(fact: Fact) -> bool:
        return fact.kind in kinds and may_stop(fact.event, response=response)

    return stops


def first_item(ticket: str, ticket_facts: Sequence[Fact]) -> Item:
    """Return the item that a ticket begins as, not followed to its end yet."""
    opened = next((f for f in ticket_facts if f.kind == facts.REPORTED), ticket_facts[0])
    return Item(ticket, opened.at, tuple(ticket_facts), None, "")


def later_item(name: str, ticket_facts: Sequence[Fact], reopened: Fact) -> Item:
    """Return the item that a reopening after the window begins: measured from it."""
    own = tuple(fact for fact in ticket_facts if fact.order >= reopened.order)
    before = tuple(fact for fact in ticket_facts if fact.order < reopened.order)
    return Item(name, reopened.at, own, reopened.at, reopened.event.event_id, before=before)


def with_void(item: Item, void: Sequence[Fact], again: Fact | None) -> Item:
    """Return an item with what was entered too late for it: from its opening to its end."""
    if not void:
        return item
    own = tuple(
        fact
        for fact in void
        if (not item.before or item.opened <= fact.event.occurred_at)
        and (again is None or fact.event.occurred_at < again.at)
    )
    return replace(item, void=own)


def followed(
    begun: Item, metric: TicketMetric, logging: Logging, within_window: WithinWindow | None
) -> tuple[Item, Fact | None]:
    """Return an item followed to its end, and the reopening after the window that ends it, if any.

    `within_window` is `None` where no reopening concerns the metric: its first stop ends it.
    """
    stops, stop, gaps = stop_test(metric), None, list[Gap]()
    own, again = begun.facts, None
    for place, fact in enumerate(begun.facts):
        if stop is None:
            stop = fact if stops(fact) else None
        elif within_window and fact.kind == facts.REOPENED:
            if not within_window(stop.at, fact.at):
                own, again = begun.facts[:place], fact
                break
            gaps.append(Gap(stop, fact))
            stop = None
    start, event_id, missing = begun.start, begun.start_event, begun.missing
    if start is None:
        start, event_id, missing = _start(own, metric, logging, stopped=stop is not None)
    ended = replace(
        begun, facts=own, start=start, start_event=event_id, missing=missing, stop=stop,
        gaps=tuple(gaps),
    )  # fmt: skip
    return ended, again


def _start(
    own: Sequence[Fact], metric: TicketMetric, logging: Logging, *, stopped: bool
) -> tuple[Instant | None, str, Missing]:
    """Return when a clock started and by which event, or why it has no start."""
    wanted = metric.start.event
    if wanted == facts.VALIDLY_LOGGED:
        logged = validly_logged(own, logging)
        return (None, "", "not-logged") if logged is None else (*logged, "")
    for fact in own:
        if fact.kind == wanted:
            return fact.at, fact.event.event_id, ""
    passed = stopped and wanted in ON_THE_WAY
    return None, "", "no-start" if passed or wanted in ALWAYS_HAPPENS else "not-begun"
