"""What happened: the events of tickets, and the declarations of a customer.

A fact is never rewritten. Each says when it occurred (what is claimed) and when it was recorded
(when we were told); a correction or a retraction is an event that refers to another
(semantics 1.4). The list of kinds is open: a kind that is not of the closed core below is kept,
shown and measured by nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from patto.kernel.instants import Instant

REPORTED: Final = "reported"
VALIDLY_LOGGED: Final = "validly-logged"
ACKNOWLEDGED: Final = "acknowledged"
RESPONDED: Final = "responded"
UPDATED: Final = "updated"
ASSIGNED: Final = "assigned"
TAKEN_IN_CHARGE: Final = "taken-in-charge"
DIAGNOSED: Final = "diagnosed"
PLAN_AGREED: Final = "plan-agreed"
SCHEDULED: Final = "scheduled"
CLASSIFIED: Final = "classified"
PAUSED: Final = "paused"
RESUMED: Final = "resumed"
NEEDS_VISIT: Final = "needs-visit"
ON_SITE: Final = "on-site"
PART_NEEDED: Final = "part-needed"
PART_AVAILABLE: Final = "part-available"
PART_FITTED: Final = "part-fitted"
LOAN_DEVICE: Final = "loan-device"
RESTORED: Final = "restored"
WORKAROUND: Final = "workaround"
WORKAROUND_ACCEPTED: Final = "workaround-accepted"
RESOLVED: Final = "resolved"
REOPENED: Final = "reopened"
CONFIRMED: Final = "confirmed"
CLOSED: Final = "closed"
WITHDRAWN: Final = "withdrawn"
MERGED: Final = "merged"
OUT_OF_SCOPE: Final = "out-of-scope"
CONSENTED: Final = "consented"
OBJECTED: Final = "objected"
COURTESY: Final = "courtesy"
EXCLUDED: Final = "excluded"
WORKED: Final = "worked"
CORRECTED: Final = "corrected"
RETRACTED: Final = "retracted"
DETECTED: Final = "detected"
OCCURRED: Final = "occurred"
CUSTOMER_CHANGE: Final = "customer-change"
NOTED: Final = "noted"

SITUATION_DECLARED: Final = "situation-declared"
OBLIGATION_KEPT: Final = "obligation-kept"
OBLIGATION_BROKEN: Final = "obligation-broken"
MAINTENANCE_ANNOUNCED: Final = "maintenance-announced"
MAINTENANCE_ENDED: Final = "maintenance-ended"

TICKET_KINDS: Final[frozenset[str]] = frozenset(
    {
        REPORTED, VALIDLY_LOGGED, ACKNOWLEDGED, RESPONDED, UPDATED, ASSIGNED, TAKEN_IN_CHARGE,
        DIAGNOSED, PLAN_AGREED, SCHEDULED, CLASSIFIED, PAUSED, RESUMED, NEEDS_VISIT, ON_SITE,
        PART_NEEDED, PART_AVAILABLE, PART_FITTED, LOAN_DEVICE, RESTORED, WORKAROUND,
        WORKAROUND_ACCEPTED, RESOLVED, REOPENED, CONFIRMED, CLOSED, WITHDRAWN, MERGED,
        OUT_OF_SCOPE, CONSENTED, OBJECTED, COURTESY, EXCLUDED, WORKED, CORRECTED, RETRACTED,
        DETECTED, OCCURRED, CUSTOMER_CHANGE, NOTED,
    }
)  # fmt: skip
"""The closed core: what may happen to a ticket."""

CUSTOMER_KINDS: Final[frozenset[str]] = frozenset(
    {
        SITUATION_DECLARED, OBLIGATION_KEPT, OBLIGATION_BROKEN, MAINTENANCE_ANNOUNCED,
        MAINTENANCE_ENDED, CORRECTED, RETRACTED,
    }
)  # fmt: skip
"""What may be recorded of a customer beside its tickets; such an event names no ticket."""

COLUMNS: Final[tuple[str, ...]] = (
    "event_id", "ticket", "customer", "event", "occurred_at", "recorded_at", "source", "by",
    "reason", "evidence", "refers_to",
)  # fmt: skip
"""The fixed columns of an event file, in order."""

ATTRIBUTES: Final[tuple[str, ...]] = (
    "channel", "information", "type", "service", "item", "site", "requester", "impact", "urgency",
    "priority", "assignee", "declared_by", "constraint", "exclusion", "clause", "into", "minutes",
    "where", "travel_minutes", "situation", "obligation", "from", "until", "text",
)  # fmt: skip
"""The attributes that the core knows, in the order in which files hold them; others are kept."""

PROVIDER: Final = "provider"
CUSTOMER: Final = "customer"
SUPPLIER: Final = "supplier"
AUTOMATIC: Final = "automatic"

NO_ATTRIBUTES: Final[Mapping[str, str]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened, as it was recorded.

    `by` is a role, `provider`, `customer`, `supplier` or `automatic`, which a colon and a name
    may follow. `position` is the event's place in its file and settles the order of events that
    occurred and were recorded at the same instants.
    """

    event_id: str
    ticket: str
    kind: str
    occurred_at: Instant
    recorded_at: Instant
    customer: str = ""
    source: str = ""
    by: str = ""
    reason: str = ""
    evidence: str = ""
    refers_to: str = ""
    position: int = 0
    attributes: Mapping[str, str] = field(default_factory=lambda: NO_ATTRIBUTES)

    @property
    def role(self) -> str:
        """The role of who did it, without the name; empty if not recorded."""
        return self.by.partition(":")[0].strip()

    @property
    def order(self) -> tuple[Instant, Instant, int]:
        """What events are ordered by: occurred, recorded, position (semantics 1.4)."""
        return (self.occurred_at, self.recorded_at, self.position)

    def attribute(self, name: str) -> str:
        """Return an attribute's value, empty where it was not given."""
        return self.attributes.get(name, "")


def by_ticket(events: Iterable[Event]) -> dict[str, list[Event]]:
    """Return the events of each ticket, tickets in order of appearance.

    Events that name no ticket concern the customer and stand under the empty string.
    """
    tickets: dict[str, list[Event]] = {}
    for event in events:
        tickets.setdefault(event.ticket, []).append(event)
    return tickets
