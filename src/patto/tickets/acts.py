"""What can be done with a ticket, and when: a rule for each kind of act."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final, Literal, TypeAlias

from patto.kernel import facts
from patto.kernel.facts import NO_ATTRIBUTES
from patto.kernel.instants import Instant
from patto.tickets.models import State

Need: TypeAlias = Literal[
    "text", "reason", "evidence", "refers_to", "because", "minutes", "assignee", "into",
    "exclusion", "supplier", "disputes", "outcome",
]  # fmt: skip
"""What an act must be given: a field of it, or an attribute."""

Side: TypeAlias = Literal["provider", "customer", "supplier"]
"""Whose act it is."""

DISPUTED: Final = "disputed"
"""Somebody disagrees with a figure, a classification or with what is covered."""
SETTLED: Final = "dispute-settled"
"""What came of it."""
REFERRED: Final = "referred"
"""A supplier was called in."""

_STILL_OPEN: Final = frozenset({State.OPEN, State.PAUSED})
_NOT_AWAY: Final = frozenset(State) - {State.MERGED}
_DONE: Final = frozenset({State.RESOLVED, State.CLOSED})


@dataclass(frozen=True, slots=True)
class Rule:
    """In which states an act may be done, what it must be given, whose act it usually is."""

    states: frozenset[State]
    needs: tuple[Need, ...] = ()
    side: Side = "provider"


RULES: Final[Mapping[str, Rule]] = MappingProxyType({
    facts.VALIDLY_LOGGED: Rule(_STILL_OPEN),
    facts.RESPONDED: Rule(_NOT_AWAY, ("text",)),
    facts.UPDATED: Rule(_NOT_AWAY, ("text",)),
    facts.NOTED: Rule(frozenset(State), ("text",)),
    facts.TAKEN_IN_CHARGE: Rule(_STILL_OPEN),
    facts.ASSIGNED: Rule(_STILL_OPEN, ("assignee",)),
    facts.CLASSIFIED: Rule(_NOT_AWAY),
    facts.DIAGNOSED: Rule(_STILL_OPEN, ("text",)),
    facts.PLAN_AGREED: Rule(_STILL_OPEN, ("text",)),
    facts.SCHEDULED: Rule(_STILL_OPEN),
    facts.PAUSED: Rule(_STILL_OPEN, ("reason",)),
    facts.RESUMED: Rule(frozenset({State.PAUSED})),
    facts.NEEDS_VISIT: Rule(_STILL_OPEN),
    facts.ON_SITE: Rule(_STILL_OPEN),
    facts.PART_NEEDED: Rule(_STILL_OPEN),
    facts.PART_AVAILABLE: Rule(_STILL_OPEN),
    facts.PART_FITTED: Rule(_STILL_OPEN),
    facts.LOAN_DEVICE: Rule(_STILL_OPEN),
    REFERRED: Rule(_STILL_OPEN, ("supplier",)),
    facts.CUSTOMER_CHANGE: Rule(_STILL_OPEN, ("text",), "customer"),
    facts.WORKED: Rule(_NOT_AWAY, ("minutes",)),
    facts.RESTORED: Rule(_STILL_OPEN),
    facts.WORKAROUND: Rule(_STILL_OPEN),
    facts.WORKAROUND_ACCEPTED: Rule(_STILL_OPEN, (), "customer"),
    facts.RESOLVED: Rule(_STILL_OPEN, ("text",)),
    facts.REOPENED: Rule(_DONE),
    facts.CONFIRMED: Rule(_DONE, (), "customer"),
    facts.CLOSED: Rule(frozenset({State.RESOLVED})),
    facts.WITHDRAWN: Rule(_STILL_OPEN, (), "customer"),
    facts.MERGED: Rule(_STILL_OPEN, ("into",)),
    facts.OUT_OF_SCOPE: Rule(_STILL_OPEN, ("reason",)),
    facts.CONSENTED: Rule(_NOT_AWAY, (), "customer"),
    facts.OBJECTED: Rule(_NOT_AWAY, (), "customer"),
    facts.COURTESY: Rule(_STILL_OPEN),
    facts.EXCLUDED: Rule(_NOT_AWAY, ("exclusion",)),
    DISPUTED: Rule(_NOT_AWAY, ("text", "disputes"), "customer"),
    SETTLED: Rule(_NOT_AWAY, ("refers_to", "outcome", "text")),
    facts.CORRECTED: Rule(frozenset(State), ("refers_to", "because")),
    facts.RETRACTED: Rule(frozenset(State), ("refers_to", "reason")),
})  # fmt: skip
"""The acts, each with its rule; reporting begins a ticket and is no act on one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """Something done with a ticket.

    `side` is whose act it is: the provider's own, or one of the customer's that the provider
    writes down. `occurred_at` is when it was done, where that is not when it is written down.
    A correction says in its attribute `because` why it is made: its `reason` is the reason that
    what it refers to should have had.
    """

    kind: str
    side: Side = "provider"
    occurred_at: Instant | None = None
    reason: str = ""
    evidence: str = ""
    refers_to: str = ""
    attributes: Mapping[str, str] = field(default_factory=lambda: NO_ATTRIBUTES)
    text: str = ""
    public: bool = False

    def missing(self) -> tuple[Need, ...]:
        """Return what the rule of the act asks for and was not given."""
        return tuple(need for need in RULES[self.kind].needs if not self._given(need).strip())

    def _given(self, need: Need) -> str:
        return str(getattr(self, need) if hasattr(self, need) else self.attributes.get(need, ""))


class RefusedError(Exception):
    """An act on a ticket is refused; `code` says why, and has words."""

    code = "refused"


class NotNowError(RefusedError):
    """The act does not fit the state that the ticket is in."""

    code = "not-now"


class MissingError(RefusedError):
    """The act was not given what its rule asks for."""

    code = "missing"

    def __init__(self, needs: tuple[Need, ...]) -> None:
        self.needs = needs
        super().__init__(", ".join(needs))


class EvidenceError(MissingError):
    """The agreement takes the act for nothing without evidence, and it was given none."""

    code = "needs-evidence"

    def __init__(self) -> None:
        super().__init__(("evidence",))


class StaleError(RefusedError):
    """The ticket changed since the page was opened from which the act comes."""

    code = "stale"


class NotYetError(RefusedError):
    """The act is said to have been done later than now, or before the ticket was reported."""

    code = "not-yet"


class PassedError(RefusedError):
    """What is to come by the act, a next word or another look, is said to be before it."""

    code = "passed"


class UnknownError(RefusedError):
    """What the act names is not there: an entry, a ticket of that customer, a person."""

    code = "unknown"


class ReportError(RefusedError):
    """The report of a ticket cannot be retracted: who reported it withdraws it."""

    code = "report"


class CycleError(RefusedError):
    """The ticket would be merged, by way of others, into itself."""

    code = "cycle"


class NotTodayError(RefusedError):
    """Something can be blacked out only on the day on which it was written down."""

    code = "not-today"
