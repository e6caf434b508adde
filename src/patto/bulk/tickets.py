"""The tickets of a source: whose rows are whose, which version governs each, which way each goes.

A ticket goes through the kernel one by one where its record is of a rare shape: what is known of
it was corrected, or entered too late, or says two things of one. All others are measured in
columns, batch by batch of one ground.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np

from patto.bulk.arrays import FOREVER, NONE, Int64s, Mask, filled
from patto.bulk.columns import Columns
from patto.bulk.governed import Governed
from patto.bulk.order import by_ticket
from patto.kernel import facts as kinds
from patto.kernel.agreement.model import Agreement
from patto.kernel.evaluation.measure import Versions
from patto.kernel.instants import Instant

IN_COLUMNS, SILENT, WITHOUT_AGREEMENT, OTHER_CUSTOMER, PUT_RIGHT = 0, -1, -2, -3, -4
"""The ways of tickets that do not go one by one: in columns; nothing is said of it; two of which
nothing is promised; in columns once the kernel has put the record right."""

WHY: Final = (
    "", "id-repeated", "several-customers", "beyond-the-horizon", "constraint", "undecided",
    "in-no-metric", "void-or-refused",
)  # fmt: skip
"""Why a ticket goes one by one, in the order of the codes of its way."""


class GroundKey(NamedTuple):
    """A version of the agreement, and the customer whose declarations count for it."""

    agreement: Agreement
    customer: str


@dataclass
class Tickets:
    """All tickets with their known rows; those of ticket `i` are `rows[offsets[i]:offsets[i + 1]]`.

    `way` says which way each goes: a code of `WHY`, or one of the negative ones above. `ground` is
    the number of its ground among `grounds`, `begun` when it began, `customer` the code of its
    customer.
    """

    columns: Columns
    rows: Int64s
    offsets: Int64s
    way: Int64s
    begun: Int64s
    customer: Int64s
    ground: Int64s
    grounds: Sequence[GroundKey]

    def send(self, tickets: Int64s, why: str) -> None:
        """Send tickets through the kernel one by one, those that are still in columns."""
        chosen = tickets[np.isin(self.way[tickets], (IN_COLUMNS, PUT_RIGHT))]
        self.way[chosen] = WHY.index(why)

    def put_right(self, tickets: Int64s) -> None:
        """Have the kernel put the record of tickets right before they are measured in columns."""
        self.way[tickets[self.way[tickets] == IN_COLUMNS]] = PUT_RIGHT

    def batches(self, size: int) -> Iterator[tuple[int, Int64s]]:
        """Yield grounds with so many of their tickets that go in columns or one by one."""
        measured = np.flatnonzero((self.way >= IN_COLUMNS) | (self.way == PUT_RIGHT))
        ground = self.ground[measured]
        for number in np.unique(ground).tolist():
            own = measured[ground == number]
            for first in range(0, own.size, size):
                yield number, own[first : first + size]


def tickets_of(
    columns: Columns, history: Versions, declared: Mask, *, at: Instant, known_at: Instant
) -> Tickets:
    """Return the tickets of the events known at an instant, and which way each goes.

    `declared` says of each code of a customer whether anything was declared of it.
    """
    number = np.where(columns.recorded <= known_at, columns.ticket, NONE)
    rows, offsets = by_ticket(number, len(columns.tickets))
    count = offsets.size - 1
    way = np.where(np.diff(offsets) > 0, IN_COLUMNS, SILENT)
    found = Tickets(
        columns, rows, offsets, way, filled(count, 0), filled(count, 0), filled(count, 0), ()
    )
    if rows.size:
        _look(found, history, declared, at)
    return found


def _look(found: Tickets, history: Versions, declared: Mask, at: Instant) -> None:
    some = np.flatnonzero(found.way == IN_COLUMNS)
    first = found.offsets[some]
    kind = found.columns.texts["event"]
    owner = np.repeat(np.arange(found.way.size), np.diff(found.offsets))
    codes = kind.codes[found.rows]
    revised = kind.among({kinds.CORRECTED, kinds.RETRACTED}.__contains__)[codes]
    found.put_right(np.unique(owner[revised]))
    repeated = np.isin(found.rows, found.columns.repeated)
    found.send(np.unique(owner[repeated]), "id-repeated")
    occurred = found.columns.occurred[found.rows]
    reported = kind.among(kinds.REPORTED.__eq__)[codes]
    begun = np.minimum.reduceat(np.where(reported, occurred, FOREVER), first)
    earliest = np.minimum.reduceat(occurred, first)
    found.begun[some] = np.where(begun == FOREVER, earliest, begun)
    _customers(found, some, first)
    plain = found.way == IN_COLUMNS
    found.way[plain & (found.begun > at)] = SILENT
    _versions(found, history, declared)


def _customers(found: Tickets, some: Int64s, first: Int64s) -> None:
    """Note each ticket's customer; one for which several are named goes one by one."""
    codes = found.columns.texts["customer"].codes[found.rows].astype(np.int64)
    most = np.maximum.reduceat(codes, first)
    least = np.minimum.reduceat(np.where(codes == 0, FOREVER, codes), first)
    found.customer[some] = most
    found.send(some[(most != least) & (most > 0)], "several-customers")


def _versions(found: Tickets, history: Versions, declared: Mask) -> None:
    """Note the ground of each ticket, and which have no agreement, or another's."""
    version = Governed(history).version(found.begun)
    words = found.columns.texts["customer"].words
    plain = found.way == IN_COLUMNS
    found.way[plain & (version == NONE)] = WITHOUT_AGREEMENT
    found.send(np.flatnonzero(version == NONE), "undecided")
    grounds: list[GroundKey] = []
    for agreement in history.versions:
        governs = version == agreement.agreement.version
        going = (found.way >= IN_COLUMNS) | (found.way == PUT_RIGHT)
        own = np.flatnonzero(governs & going)
        known_as = agreement.parties.customer.known_as
        if known_as == "any":
            customer = np.where(declared[found.customer[own]], found.customer[own], 0)
        else:
            named = found.columns.texts["customer"].among(frozenset(("", *known_as)).__contains__)
            theirs = named[found.customer[own]]
            customer = filled(own.size, 0)
            other = own[~theirs]
            found.way[other[found.way[other] == IN_COLUMNS]] = OTHER_CUSTOMER
            found.send(other, "undecided")
        for code in np.unique(customer).tolist():
            found.ground[own[customer == code]] = len(grounds)
            grounds.append(GroundKey(agreement, words[code - 1] if code else ""))
    found.grounds = grounds
