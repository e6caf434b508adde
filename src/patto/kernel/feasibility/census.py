"""What the events say of their tickets, before any agreement is held against them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from patto.kernel import facts
from patto.kernel.evaluation.lateness import SAYING
from patto.kernel.facts import Event
from patto.kernel.instants import Instant

SAID: Final = ("priority", "impact", "urgency", "service")
"""The attributes whose values an agreement has to know."""


class Said(NamedTuple):
    """A value that is said of tickets of one customer."""

    attribute: str
    value: str
    customer: str


@dataclass(frozen=True)
class Census:
    """Of how many tickets what is said, from the first event known to the last.

    `customers` counts tickets by the customer that their earliest event names, empty for none.
    """

    customers: Mapping[str, int] = field(default_factory=Counter)
    said: Mapping[Said, int] = field(default_factory=Counter)
    first: Instant | None = None
    last: Instant | None = None

    @property
    def tickets(self) -> int:
        """How many tickets there are."""
        return sum(self.customers.values())


def census(events: Iterable[Event], *, at: Instant, known_at: Instant) -> Census:
    """Return the census of the events that had occurred and were known."""
    known = [e for e in events if e.ticket and e.recorded_at <= known_at and e.occurred_at <= at]
    customers: Counter[str] = Counter()
    said: Counter[Said] = Counter()
    for own in facts.by_ticket(known).values():
        naming = [event for event in own if event.customer]
        customer = min(naming, key=lambda event: event.order).customer if naming else ""
        customers[customer] += 1
        said.update(
            {
                Said(name, value, customer)
                for event in own
                if event.kind in SAYING
                for name in SAID
                if (value := event.attribute(name))
            }
        )
    instants = [event.occurred_at for event in known]
    return Census(customers, said, min(instants, default=None), max(instants, default=None))
