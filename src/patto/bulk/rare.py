"""Tickets of a rare shape, sent through the kernel one by one before anything is measured."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np

from patto.bulk.arrays import Int64s, Mask
from patto.bulk.plan import Plan
from patto.bulk.tickets import Tickets
from patto.kernel import facts as kinds


def send_rare(tickets: Tickets, plan: Plan, rows: Int64s, owner: Int64s) -> None:
    """Send away the tickets of a batch whose events, known by their rows, are of a rare kind.

    They switch a constraint on that is more than a standstill, or lie beyond the horizon. Where
    some were entered later than agreed and that may matter, the record is put right first.
    """
    columns, clocks = tickets.columns, plan.clocks
    occurred, recorded = columns.occurred[rows], columns.recorded[rows]
    beyond = ~(clocks.within(occurred) & clocks.within(recorded))
    tickets.send(np.unique(owner[beyond]), "beyond-the-horizon")
    constraint = columns.texts["constraint"]
    for name, kind in plan.reshaping.items():
        named = constraint.among(name.__eq__)[constraint.codes[rows]]
        tickets.send(np.unique(owner[named & _of(tickets, rows, {kind})]), "constraint")
    if plan.late is not None:
        line, allowed = plan.late
        late = np.flatnonzero((recorded - occurred > allowed) & ~beyond)
        late = late[_serves(tickets, plan, rows[late])]
        used = clocks.elapsed(occurred[late], recorded[late], line)
        tickets.put_right(np.unique(owner[late[used > allowed]]))


def _of(tickets: Tickets, rows: Int64s, wanted: Collection[str]) -> Mask:
    kind = tickets.columns.texts["event"]
    return kind.among(wanted.__contains__)[kind.codes[rows]]


def _serves(tickets: Tickets, plan: Plan, rows: Int64s) -> Mask:
    """Return which events serve the provider by counting earlier, and are not the customer's."""
    earlier = {kinds.CLASSIFIED}
    for metric in plan.ground.agreement.measured:
        earlier |= plan.ground.serving(metric).earlier
    by = tickets.columns.texts["by"]
    theirs = by.among(lambda word: word.partition(":")[0].strip() == kinds.CUSTOMER)
    return _of(tickets, rows, earlier) & ~theirs[by.codes[rows]]
