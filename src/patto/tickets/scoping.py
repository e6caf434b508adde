"""Saying that a call is not covered: with the customer's word on it, at a price, or by courtesy.

The statement and the customer's word are events of their own (semantics 4.9), written together.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from django.db import transaction

from patto.kernel import facts
from patto.kernel.facts import NO_ATTRIBUTES
from patto.kernel.instants import Instant
from patto.ledger.actions import Actor
from patto.tickets.actions import happen, log
from patto.tickets.acts import Act
from patto.tickets.drafts import Call
from patto.tickets.models import Happened

Outcome: TypeAlias = Literal["consented", "objected", "billable", "out-of-hours", "courtesy"]
"""What comes of it: out of scope with the customer's consent or under objection, out of scope and
paid for, done outside support hours at its price, or done by courtesy."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What was agreed on the spot about a call that is not covered.

    `reason` and `clause` say why it is not; `charge` and `price` are those that the customer
    agreed to, and `evidence` is what shows its word.
    """

    outcome: Outcome
    reason: str = ""
    clause: str = ""
    charge: str = ""
    price: str = ""
    evidence: str = ""


@transaction.atomic
def log_as(call: Call, decision: Decision, *, by: Actor, at: Instant) -> int:
    """Log a call together with what was decided about it, and return the number of its ticket.

    :raises NotTheirsError: if what the call names belongs to another customer
    :raises NotYetError: if it is said to have come later than now
    :raises MissingError: if the decision has no reason and needs one
    """
    ticket = log(call, by=by, at=at)
    decide(ticket, decision, by=by, at=at)
    return ticket


@transaction.atomic
def decide(
    ticket: int, decision: Decision, *, by: Actor, at: Instant, changes: int | None = None
) -> None:
    """Write down what was decided about a ticket: the statement, and the customer's word on it.

    Work outside support hours stays what it is and keeps its promises; the customer's word is on
    the price alone.

    :raises StaleError: if it has changed since the page was opened
    :raises NotNowError: if it is done already
    :raises MissingError: if the decision has no reason and needs one
    """
    if decision.outcome == "courtesy":
        happen(ticket, _statement(facts.COURTESY, decision), by=by, at=at, changes=changes)
    elif decision.outcome == "out-of-hours":
        reported = _last(ticket, facts.REPORTED)
        happen(ticket, _word(decision, reported), by=by, at=at, changes=changes)
    else:
        happen(ticket, _statement(facts.OUT_OF_SCOPE, decision), by=by, at=at, changes=changes)
        stated = _last(ticket, facts.OUT_OF_SCOPE)
        happen(ticket, _word(decision, stated), by=by, at=at)


def _statement(kind: str, decision: Decision) -> Act:
    attributes = {"clause": decision.clause} if decision.clause else NO_ATTRIBUTES
    return Act(kind=kind, reason=decision.reason, attributes=attributes)


def _word(decision: Decision, about: str) -> Act:
    told = {"charge": decision.charge, "price": decision.price}
    return Act(
        kind=facts.OBJECTED if decision.outcome == "objected" else facts.CONSENTED,
        side="customer",
        reason=decision.reason if decision.outcome == "out-of-hours" else "",
        evidence=decision.evidence,
        refers_to=about,
        attributes={name: value for name, value in told.items() if value},
    )


def _last(ticket: int, kind: str) -> str:
    """Return the number of the last thing of a kind that happened to a ticket."""
    rows = Happened.objects.filter(ticket_id=ticket, kind=kind).order_by("-id")
    return str(rows.values_list("pk", flat=True)[0])
