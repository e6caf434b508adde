"""A desk that is set up, for the tests, and its people."""

from __future__ import annotations

from patto.accounts import actions
from patto.accounts.models import Person
from patto.accounts.roles import Role
from patto.kernel.instants import parse
from patto.ledger.actions import Actor

AT = parse("2026-03-02T08:00:00Z")
PASSWORD = "correct horse battery"
BY = Actor("person:1", "Marta Zanella")


def desk() -> Person:
    """Return the owner of a desk that has just been set up."""
    return actions.set_up(
        at=AT, provider="Nordest Informatica", language="en", zone="Europe/Rome",
        name="Marta Zanella", email="marta@nordest.example", password=PASSWORD,
    )  # fmt: skip


def another(role: Role, name: str = "Ivo Serra") -> Person:
    """Return another person, of a role."""
    first = name.partition(" ")[0].lower()
    return actions.add_person(
        by=BY, at=AT, name=name, email=f"{first}@nordest.example", role=role,
        language="it", zone="Europe/Rome", password=PASSWORD,
    )  # fmt: skip
