"""Fills a desk for its benchmark: one customer with an agreement, and many tickets, most done.

Django has to be set up by whoever imports it.
"""

from __future__ import annotations

from django.contrib.sessions.backends.db import SessionStore
from django.core.management import call_command

from desk.customers import MONTH, customer, put_in_force
from desk.people import BY, desk
from patto.home.now import now
from patto.kernel.instants import DAY, HOUR, MINUTE
from patto.tickets import actions
from patto.tickets.acts import Act
from patto.tickets.drafts import Call
from patto.tickets.models import Happened, Message, Promise, Ticket

ALWAYS = MONTH.replace("stated_until: 2026-12-31", "stated_until: 2099-12-31").replace(
    "end: 2027-01-01", "end: none"
)
OPEN = 200
LIFE = (("reported", 0), ("responded", HOUR), ("resolved", DAY), ("closed", 2 * DAY))


def fill(tickets: int) -> None:
    """Fill the home's database, and print a session, the customer and a ticket."""
    call_command("migrate", verbosity=0)
    owner = desk()
    key = customer()
    put_in_force(key, ALWAYS)
    at = now()
    found = [_log(key, at - n * MINUTE) for n in range(min(OPEN, tickets))]
    model = found[0]
    for said in ("Looking at it.", "The switch was off."):
        actions.happen(model, Act(kind="responded", text=said, public=True), by=BY, at=at)
    _many(key, tickets - len(found), at - 2 * HOUR)
    session = SessionStore()
    session["_auth_user_id"] = str(owner.pk)
    session["_auth_user_backend"] = "allauth.account.auth_backends.AuthenticationBackend"
    session["_auth_user_hash"] = owner.get_session_auth_hash()
    session.create()
    print(session.session_key, key, model)


def _log(customer: int, at: int) -> int:
    attributes = {"type": "incident", "priority": "P2"}
    call = Call(
        customer=customer,
        subject="The mail stands still",
        channel="phone",
        text="Since nine.",
        attributes=attributes,
    )
    return actions.log(call, by=BY, at=at)


def _many(customer: int, number: int, at: int) -> None:
    """Write tickets that are done, with what happened to them."""
    for first in range(0, number, 5000):
        rows = Ticket.objects.bulk_create(
            Ticket(
                customer_id=customer, subject=f"A thing of the past {n}", channel="phone",
                reported_at=at - n * HOUR, state="closed", is_open=False, priority="P3",
                next_metric="", folded=f"a thing of the past {n}",
            )
            for n in range(first, min(first + 5000, number))
        )  # fmt: skip
        Happened.objects.bulk_create(
            Happened(
                ticket=row, customer_id=customer, kind=kind, occurred_at=row.reported_at + after,
                recorded_at=row.reported_at + after, by="provider:Ivo Serra", source="desk",
                attributes={"type": "incident", "priority": "P3"},
            )
            for row in rows
            for kind, after in LIFE
        )  # fmt: skip
        Message.objects.bulk_create(
            Message(
                ticket=row, public=True, text="Done.", who="Ivo Serra", at=row.reported_at + DAY
            )
            for row in rows
        )
        Promise.objects.bulk_create(
            Promise(
                ticket=row, metric="response", title="First answer", item=str(row.pk),
                verdict="MET", reason="", target="4 h", due_at=row.reported_at + HOUR,
            )
            for row in rows
        )  # fmt: skip
