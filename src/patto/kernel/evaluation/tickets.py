"""Tickets under an agreement's history: which version governs each, and what is said of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple, Protocol, TypeAlias

from patto.kernel import facts
from patto.kernel.agreement.compiled import Compiled
from patto.kernel.agreement.metrics import CountMetric, Metric, TicketMetric
from patto.kernel.agreement.model import Agreement
from patto.kernel.evaluation.counts import Counted, counted
from patto.kernel.evaluation.ground import Ground
from patto.kernel.evaluation.lateness import REPORTS, Settling
from patto.kernel.evaluation.milestones import Item, first_item, followed, later_item, with_void
from patto.kernel.evaluation.moments import Shares
from patto.kernel.evaluation.outcome import ItemOutcome
from patto.kernel.evaluation.record import Amended, amended
from patto.kernel.evaluation.ticket import item_outcome
from patto.kernel.facts import Event
from patto.kernel.instants import Instant

WhyUnmatched: TypeAlias = Literal["no-agreement-in-force", "other-customer", "in-no-metric"]


class Versions(Protocol):
    """An agreement with its history: which version governs an instant."""

    @property
    def versions(self) -> Sequence[Agreement]:
        """The versions, oldest first."""
        ...

    def governing(self, instant: Instant) -> Agreement | None:
        """Return the version in force at an instant."""
        ...


@dataclass(frozen=True, slots=True)
class Timeless:
    """One version of an agreement, in force whatever the date: what a worked example is about."""

    agreement: Agreement

    @property
    def versions(self) -> Sequence[Agreement]:
        """The version."""
        return (self.agreement,)

    def governing(self, _instant: Instant) -> Agreement:
        """Return the version."""
        return self.agreement


@dataclass(frozen=True, slots=True)
class Unmatched:
    """A ticket, or what a reopening made of it, about which nothing is promised, and why."""

    ticket: str
    opened: Instant
    why: WhyUnmatched
    customer: str = ""


class _Measured(NamedTuple):
    """An item, and the version and metric that it is measured under."""

    ground: Ground
    metric: TicketMetric
    item: Item


class Evaluation:
    """One look at tickets: the grounds are compiled once and shared.

    `compiled` holds versions, by their numbers, that an earlier look has compiled already.
    """

    def __init__(
        self,
        history: Versions,
        customer_events: Iterable[Event],
        at: Instant,
        known_at: Instant,
        compiled: Mapping[int, Compiled] | None = None,
    ) -> None:
        self.history = history
        self.at = at
        self.known_at = known_at
        self._customer_events = amended(customer_events, known_at)
        self._compiled: dict[int, Compiled] = dict(compiled or {})
        self._grounds: dict[tuple[int, str], Ground] = {}

    def ground(self, agreement: Agreement, customer: str = "") -> Ground:
        """Return the ground for a version of the agreement, with what was declared of a customer.

        Under an agreement with anybody each customer's declarations are its own.
        """
        anybody = agreement.parties.customer.known_as == "any"
        key = (agreement.agreement.version, customer if anybody else "")
        if key not in self._grounds:
            known = [
                entry
                for entry in self._customer_events
                if _is_customer(agreement, entry.event.customer)
                and (not anybody or entry.event.customer in ("", customer))
            ]
            if key[0] not in self._compiled:
                self._compiled[key[0]] = Compiled(agreement)
            self._grounds[key] = Ground(agreement, known, self.at, self._compiled[key[0]])
        return self._grounds[key]

    def ticket(
        self,
        ticket: str,
        events: Iterable[Event],
        *,
        explained: bool = False,
        warn_at: Shares | None = None,
    ) -> tuple[list[ItemOutcome], list[Counted], Unmatched | None]:
        """Return what is said of one ticket: its items, what is counted of it, or why not.

        With shares of a target at which to warn, items have the moments at which people are told.
        A ticket that was reopened when no agreement was in force has both: what was said of it
        before, and why nothing is said of what the reopening began.
        """
        known = amended(events, self.known_at)
        begun, agreement = self._begun(known)
        if begun is None or begun > self.at:
            return [], [], None
        if agreement is None:
            return [], [], Unmatched(ticket, begun, "no-agreement-in-force")
        customer = _customer(known)
        if not _is_customer(agreement, customer):
            return [], [], Unmatched(ticket, begun, "other-customer", customer)
        ground = self.ground(agreement, customer)
        return self._under(ground, ticket, begun, known, explained=explained, warn_at=warn_at)

    def items(
        self, ticket: str, events: Iterable[Event]
    ) -> Iterator[tuple[Ground, TicketMetric, Item]]:
        """Yield each item of a ticket with the ground and the metric that it is measured under."""
        known = amended(events, self.known_at)
        begun, agreement = self._begun(known)
        if begun is None or begun > self.at or agreement is None:
            return
        customer = _customer(known)
        if not _is_customer(agreement, customer):
            return
        ground = self.ground(agreement, customer)
        settling = ground.settling(known)
        for metric in agreement.measured:
            if not isinstance(metric, CountMetric):
                found = self._items(ground, metric, ticket, known, settling)
                yield from (one for one in found if isinstance(one, _Measured))

    def _begun(self, known: Sequence[Amended]) -> tuple[Instant | None, Agreement | None]:
        """Return when a ticket began, and the version in force then (semantics 4.2, 8.1).

        Where a correction moved it, the limit for late entry says whether that counts.
        """
        claimed = _earliest([entry.event for entry in known])
        first = _earliest([entry.forms[0].event for entry in known])
        if claimed is None or first is None:
            return None, None
        agreement = self.history.governing(claimed) or self.history.governing(first)
        if agreement is None or claimed == first:
            return claimed, agreement
        ground = self.ground(agreement, _customer(known))
        counting = ground.settling(known).under(REPORTS).facts
        begun = min((f.at for f in counting if f.kind == facts.REPORTED), default=claimed)
        return begun, self.history.governing(begun)

    def _under(
        self,
        ground: Ground,
        ticket: str,
        begun: Instant,
        known: list[Amended],
        *,
        explained: bool,
        warn_at: Shares | None,
    ) -> tuple[list[ItemOutcome], list[Counted], Unmatched | None]:
        settling = ground.settling(known)
        outcomes: list[ItemOutcome] = []
        happened: list[Counted] = []
        why: Unmatched | None = None
        in_one = False
        for metric in ground.agreement.measured:
            own = settling.under(ground.serving(metric)).facts
            in_one = in_one or not own
            if isinstance(metric, CountMetric):
                found, among = counted(ground, metric, ticket, own)
                happened += found
                in_one = in_one or among
                continue
            for item in self._items(ground, metric, ticket, known, settling):
                if isinstance(item, Unmatched):
                    why = item
                    continue
                outcome = item_outcome(*item, ticket, explained=explained, warn_at=warn_at)
                outcomes += [] if outcome is None else [outcome]
        if not (outcomes or happened or in_one or why):
            why = Unmatched(ticket, begun, "in-no-metric")
        return outcomes, happened, why

    def _items(
        self,
        ground: Ground,
        metric: TicketMetric,
        ticket: str,
        known: list[Amended],
        settling: Settling,
    ) -> Iterator[_Measured | Unmatched]:
        """Yield the items of a ticket under a metric, in order: `ID`, then `ID#2` and so on.

        One begun by a reopening is under the version in force then, and its metric of the same
        name (semantics 8.1); where that has none, nothing is promised about it.
        """
        settled = settling.under(ground.serving(metric))
        if not settled.facts:
            return
        begun, number = first_item(ticket, settled.facts), 1
        while True:
            item, again = followed(
                begun, metric, ground.agreement.validly_logged, ground.window(metric)
            )
            yield _Measured(ground, metric, with_void(item, settled.void, again))
            if again is None:
                return
            number += 1
            name = f"{ticket}#{number}"
            agreement = self.history.governing(again.at)
            if agreement is None:
                yield Unmatched(name, again.at, "no-agreement-in-force")
                return
            later = metric_named(agreement, metric.id)
            if later is None or isinstance(later, CountMetric):
                return
            ground, metric = self.ground(agreement, _customer(known)), later
            settled = ground.settling(known).under(ground.serving(metric))
            begun = later_item(name, settled.facts, again)


def metric_named(agreement: Agreement, name: str) -> Metric | None:
    """Return the metric of an agreement that has a name, if it has one."""
    return next((metric for metric in agreement.measured if metric.id == name), None)


def _earliest(events: Sequence[Event]) -> Instant | None:
    """Return when a ticket was first reported, or where that is not recorded its first instant."""
    reported = [event.occurred_at for event in events if event.kind == facts.REPORTED]
    return min(reported or [event.occurred_at for event in events], default=None)


def _customer(known: Sequence[Amended]) -> str:
    """Return the customer that the earliest event names one for; empty if none does."""
    naming = [k.event for k in known if k.event.customer]
    return min(naming, key=lambda event: event.order).customer if naming else ""


def _is_customer(agreement: Agreement, customer: str) -> bool:
    known_as = agreement.parties.customer.known_as
    return known_as == "any" or not customer or customer in known_as
