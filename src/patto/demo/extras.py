"""What else a desk has after a year: ready answers, files, tickets that belong together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from patto.demo.cast import told
from patto.kernel import facts
from patto.kernel.instants import Instant
from patto.ledger.actions import Actor
from patto.tickets import actions, beside, queries
from patto.tickets.acts import Act
from patto.tickets.attaching import Sent

_WITH_FILES: Final = 2
"""How many of a customer's open tickets have a file."""


def add_extras(
    customers: Sequence[int], spoken: Sequence[str], language: str, *, by: Actor, at: Instant
) -> None:
    """Add the ready answers of a language, and for the first customers files and a link.

    `spoken` is the language of each customer.
    """
    for one in told(language)["ready"]:
        beside.keep_answer(one["title"], one["text"], by=by, at=at)
    for customer, theirs in zip(customers, spoken, strict=True):
        found = [one.id for one in queries.queue(customer=customer, most=_WITH_FILES)]
        for key, file in zip(found, told(theirs)["files"], strict=False):
            _attach(key, file, by, at)
        if len(found) > 1:
            beside.link(found[0], found[1], by=by, at=at)


def _attach(ticket: int, file: Any, by: Actor, at: Instant) -> None:
    sent = Sent(file["name"], [file["content"].encode("utf-8")])
    act = Act(kind=facts.NOTED, text=file["note"])
    actions.happen(ticket, act, by=by, at=at, files=[sent])
