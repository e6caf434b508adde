"""Open tickets of a customer that may be about the same as a call."""

from __future__ import annotations

from typing import Final, NamedTuple

from patto.customers.folding import folded
from patto.tickets import queries
from patto.tickets.queries import TicketRow

_LOOKED_AT: Final = 60
_SHORT: Final = 3
"""Words up to this length say little about what a call is about."""


class Alike(NamedTuple):
    """An open ticket, and whether it may be about the same."""

    row: TicketRow
    same: bool


def alike(customer: int, system: int | None, typed: str, *, most: int = 5) -> list[Alike]:
    """Return open tickets of a customer, those that may be about the same first.

    They are about the same system, or a longer word of what was typed stands in their subject.
    """
    words = {one for one in folded(typed).split() if len(one) > _SHORT}
    ranked = []
    for row in queries.queue(customer=customer, most=_LOOKED_AT):
        shared = len(words.intersection(folded(row.subject).split()))
        about = system is not None and row.system_id == system
        ranked.append((about, shared, row))
    ranked.sort(key=lambda one: (-one[0], -one[1]))
    return [Alike(row, bool(about or shared)) for about, shared, row in ranked[:most]]
