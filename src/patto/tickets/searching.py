"""Finding a ticket by its number, by what it is about, who called and what was reported."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from django.db.models import Q

from patto.customers.folding import can_slip, folded, fragments, near
from patto.tickets.models import Reported, Ticket
from patto.tickets.queries import TicketRow, row_of, rows_of

_LONGEST: Final = 200
"""How many letters of a query are read."""
_DIGITS: Final = 18
"""A number of more digits is no ticket's."""
_WORDS: Final = 100
"""How many words a fragment may stand for, and tickets of callers that are weighed."""
_LATEST: Final = 2000
"""Of how many of the latest tickets the words are read that one may have meant."""


def numbered(query: str) -> int | None:
    """Return the number of a ticket that a query may be, `#4` or `4`; `None` if it is none."""
    said = query.strip().removeprefix("#")
    return int(said) if said.isascii() and said.isdigit() and len(said) <= _DIGITS else None


def search(query: str, *, most: int = 12, further: bool = False) -> tuple[TicketRow, ...]:
    """Return the tickets that a query finds: the one of that number, then the last logged.

    Every fragment stands in the title or with the caller. What was reported takes longer to look
    through: that is done where nothing is found otherwise, or `further`, and comes after. Where
    nothing holds the fragments, one stands for words that it is nearly.
    """
    number = numbered(query)
    rows = [] if number is None else list(rows_of().filter(pk=number))
    asked = [] if query.strip().startswith("#") else fragments(query[:_LONGEST])
    plainly = [{one} for one in asked]
    if asked:
        rows += _titled(plainly, most)
    if asked and len(rows) < most and (further or not rows):
        rows += _reported(plainly, most)
    if not rows and any(map(can_slip, asked)):
        words = _latest_words()
        nearly = [{one} | near(one, words) for one in asked]
        rows = [*_titled(nearly, most), *_reported(nearly, most)]
    return tuple(map(row_of, {one.pk: one for one in rows}.values()))[:most]


def callers(query: str, *, most: int = 5) -> tuple[TicketRow, ...]:
    """Return the last ticket of each caller who is no contact and whom a query finds."""
    asked = fragments(query[:_LONGEST])
    if not asked:
        return ()
    rows = rows_of().exclude(caller="").filter(_each([{one} for one in asked]))
    found: dict[tuple[int, str], Ticket] = {}
    for row in rows.filter(customer__retired_on=None).order_by("-id")[:_WORDS]:
        name = folded(row.caller)
        if all(one in name for one in asked):
            found.setdefault((row.customer_id, name), row)
    return tuple(map(row_of, found.values()))[:most]


def _titled(meant: Sequence[set[str]], most: int) -> list[Ticket]:
    """Return tickets whose title or caller holds one of the words for each fragment."""
    return list(rows_of().filter(_each(meant)).order_by("-id")[:most])


def _reported(meant: Sequence[set[str]], most: int) -> list[Ticket]:
    """Return tickets that were reported with one of the words for each fragment."""
    said = Reported.objects.filter(_each(meant)).order_by("-ticket_id")
    keys = list(said.values_list("ticket_id", flat=True)[:most])
    return list(rows_of().filter(pk__in=keys).order_by("-id"))


def _each(meant: Sequence[set[str]]) -> Q:
    every = Q()
    for words in meant:
        some = Q(pk__in=[])
        for one in sorted(words)[:_WORDS]:
            some |= Q(folded__contains=one)
        every &= some
    return every


def _latest_words() -> set[str]:
    titles = Ticket.objects.order_by("-id").values_list("folded", flat=True)[:_LATEST]
    said = Reported.objects.order_by("-ticket_id").values_list("folded", flat=True)[:_LATEST]
    return set(" ".join([*titles, *said]).split())
