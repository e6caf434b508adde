"""What stands still for each item of a metric: pauses, constraints, resolved time."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from patto.bulk.arrays import Int64s, Marks, Mask, joined, runs
from patto.bulk.clocks import Standstills
from patto.bulk.constraints import Constrained, Constraints
from patto.bulk.facts import Facts
from patto.bulk.items import Items
from patto.bulk.pausing import Pausing, Remarks
from patto.bulk.spells import Spells
from patto.kernel.agreement.metrics import TicketMetric


class Standing(NamedTuple):
    """What stands still for each item, what is to be told, and the items not to be decided."""

    still: Standstills
    remarks: Remarks
    constrained: Constrained
    unsure: Mask


def standing(
    facts: Facts,
    metric: TicketMetric,
    pausing: Pausing,
    constraints: Constraints,
    items: Items,
    stops: Marks,
    running: Mask,
    *,
    constrain: bool = True,
) -> Standing:
    """Return what stands still for each item under a metric, or would if nothing constrained it."""
    pauses, remarks = pausing.of(metric.pauses or (), items, stops, running)
    names = metric.constraints if constrain else None
    constrained = constraints.of(names, items, stops, running)
    item, start, end = (
        joined([own, other])
        for own, other in zip(_held(pauses), _held(constrained.spells), strict=True)
    )
    reopen = getattr(metric, "reopen", None)
    if reopen is not None and reopen.resolved_time == "does-not-count":
        gaps = items.gaps
        item = joined([item, gaps.item])
        start = joined([start, facts.at[gaps.stop]])
        end = joined([end, facts.at[gaps.reopened]])
    order = np.argsort(item, kind="stable")
    offsets: Int64s = runs(item[order], len(items))
    unsure = np.zeros(len(items), np.bool_)
    for spells in (pauses, constrained.spells):
        unsure[spells.item[spells.unknown > 0]] = True
    still = Standstills(offsets, start[order], end[order])
    return Standing(still, remarks, constrained, unsure)


def _held(spells: Spells) -> tuple[Int64s, Int64s, Int64s]:
    held = spells.last > spells.start
    return spells.item[held], spells.start[held], spells.last[held]
