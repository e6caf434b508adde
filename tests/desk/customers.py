"""A customer with an agreement in force, for the tests."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from desk.people import AT, BY
from patto.agreements import actions as agreements
from patto.agreements.signatures import Signatory
from patto.customers import actions as customers
from patto.customers.drafts import CustomerDraft

MONTH = (Path(__file__).parents[2] / "examples/month/agreement.yaml").read_text("utf-8")


def customer(name: str = "Studio Ferri") -> int:
    """Return a customer without an agreement."""
    draft = CustomerDraft(name=name, language="en", zone="Europe/Rome")
    return customers.add_customer(draft, by=BY, at=AT)


def with_agreement(text: str = MONTH) -> int:
    """Return a customer with an agreement that is in force."""
    key = customer()
    put_in_force(key, text)
    return key


def put_in_force(customer: int, text: str) -> int:
    """Put a version of an agreement in force, and return its number."""
    version = agreements.upload(text, customer=customer, by=BY, at=AT)
    signed = [
        Signatory("provider", "Marta Zanella", "sole director"),
        Signatory("customer", "Ada Ferri", "owner"),
    ]
    agreements.agree(version, by=BY, at=AT, on=date(2026, 1, 2), signatories=signed)
    agreements.put_in_force(version, by=BY, at=AT)
    return version
