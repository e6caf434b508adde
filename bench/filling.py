"""Fills a desk for its benchmark: customers with an agreement, and many tickets, most of them done.

The past is written through the door for whole pasts, `tickets.loading`, and kept beside the other
results of this machine under `var/`, since it is the same each time. What is open is logged anew
for every run, and so runs when it is looked at. Django has to be set up by whoever imports it.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from django.contrib.sessions.backends.db import SessionStore
from django.core.management import call_command

from desk.customers import MONTH, customer, put_in_force
from desk.people import BY, desk
from patto.accounts.models import Person
from patto.customers.models import Customer
from patto.home.now import now
from patto.kernel.instants import DAY, HOUR, MINUTE, Instant
from patto.tickets import actions
from patto.tickets.acts import Act
from patto.tickets.drafts import Call
from patto.tickets.loading import Done, Past, load

ALWAYS = MONTH.replace("stated_until: 2026-12-31", "stated_until: 2099-12-31").replace(
    "end: 2027-01-01", "end: none"
)
CUSTOMERS = 20
OPEN = 200
YEAR = 365 * DAY
AT_ONCE = 5000
CALL = {"subject": "The mail stands still", "channel": "phone", "text": "Since nine."}
LIFE = (
    (HOUR, "responded", "Looking at it."),
    (DAY, "resolved", "The switch was off."),
    (2 * DAY, "closed", ""),
)


def past(tickets: int) -> None:
    """Fill the home's database with a year of tickets that are done."""
    call_command("migrate", verbosity=0)
    desk()
    customers = [customer(f"Customer {number}") for number in range(CUSTOMERS)]
    for one in customers:
        put_in_force(one, ALWAYS)
    at = now()
    pasts = _pasts(customers, tickets, at)
    while some := list(islice(pasts, AT_ONCE)):
        load(some, at=at)


def present() -> None:
    """Log what is open now, and print a session, a customer and a ticket."""
    call_command("migrate", verbosity=0)
    owner = Person.objects.get(email="marta@nordest.example")
    customers = list(Customer.objects.order_by("id").values_list("pk", flat=True))
    at = now()
    found = [_log(customers[n % len(customers)], at - n * MINUTE) for n in range(OPEN)]
    model = found[0]
    for said in ("Looking at it.", "The switch was off."):
        actions.happen(model, Act(kind="responded", text=said, public=True), by=BY, at=at)
    session = SessionStore()
    session["_auth_user_id"] = str(owner.pk)
    session["_auth_user_backend"] = "allauth.account.auth_backends.AuthenticationBackend"
    session["_auth_user_hash"] = owner.get_session_auth_hash()
    session.create()
    print(session.session_key, customers[0], model)


def _pasts(customers: list[int], tickets: int, at: Instant) -> Iterator[Past]:
    every = (YEAR - 3 * DAY) // max(tickets, 1)
    for number in range(tickets):
        logged = at - YEAR + number * every
        call = _call(customers[number % len(customers)], f"A thing of the past {number}", "P3")
        done = [
            Done(Act(kind=kind, text=text, public=True), BY, logged + after)
            for after, kind, text in LIFE
        ]
        yield Past(call, BY, logged, done)


def _log(customer: int, at: Instant) -> int:
    return actions.log(_call(customer, CALL["subject"], "P2"), by=BY, at=at)


def _call(customer: int, subject: str, priority: str) -> Call:
    attributes = {"type": "incident", "priority": priority}
    return Call(**{**CALL, "customer": customer, "subject": subject, "attributes": attributes})  # type: ignore[arg-type]
