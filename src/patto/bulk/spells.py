"""Spells: from when to when something held that events switch on and off, within its maximum.

A pause for a reason is one, and so is a constraint under which the clock stands still. What
switches it on while it is on adds nothing; the stop of the promise ends it (semantics 8.2).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from patto.bulk.arrays import FOREVER, NONE, NULL, Int64s, Marks, Mask, filled, joined
from patto.bulk.clocks import Clocks
from patto.bulk.facts import Facts
from patto.bulk.items import Items
from patto.kernel.instants import Duration


class Spells(NamedTuple):
    """Spells of items, by the fact that began each.

    `end` is where it ended, or would have without its maximum, `FOREVER` where nothing ended it;
    `last` is where it ended within its maximum. `closer` is the fact that ended it, `FOREVER` for
    none. `unknown` marks those whose maximum the array clock does not reach.
    """

    item: Int64s
    fact: Int64s
    closer: Int64s
    start: Int64s
    end: Int64s
    last: Int64s
    unknown: Int64s


@dataclass(frozen=True, slots=True)
class Switch:
    """What switches something on, what switches it off, and how long it may hold for an item."""

    on: Int64s
    off: Marks
    line: int
    maximum: Duration

    def spells(
        self, facts: Facts, clocks: Clocks, items: Items, stops: Marks, running: Mask
    ) -> Spells:
        """Return the spells of items that have started, that last at all, in order.

        `stops` are the facts that end every spell, `running` those while an item's clock ran.
        """
        fact = self.on[running[self.on]]
        fact = fact[items.start[items.of(fact)] != NULL]
        item = items.of(fact)
        closer = self._closers(fact, items.end[item], stops)
        opens = np.ones(fact.size, np.bool_)
        opens[1:] = (item[1:] != item[:-1]) | (closer[:-1] < fact[1:])
        fact, item, closer = fact[opens], item[opens], closer[opens]
        start = np.maximum(facts.at[fact], items.start[item])
        ended = closer != FOREVER
        end = filled(fact.size, FOREVER)
        end[ended] = facts.at[closer[ended]]
        lasts = end > start
        last, unknown = self._cut(clocks, item[lasts], start[lasts], end[lasts])
        return Spells(
            item[lasts], fact[lasts], closer[lasts], start[lasts], end[lasts], last, unknown
        )

    def _closers(self, fact: Int64s, end: Int64s, stops: Marks) -> Int64s:
        """Return the fact that ends each spell, `FOREVER` where none does."""
        found = (marks.first(fact + 1, end) for marks in (self.off, stops))
        off, stopped = (np.where(place == NONE, FOREVER, place) for place in found)
        return np.minimum(off, stopped)

    def _cut(
        self, clocks: Clocks, item: Int64s, start: Int64s, end: Int64s
    ) -> tuple[Int64s, Int64s]:
        """Return where spells end within the maximum, which is cumulative for an item."""
        ended = end != FOREVER
        used = filled(item.size, 0)
        used[ended] = clocks.elapsed(start[ended], end[ended], self.line)
        before = np.cumsum(used) - used
        left = np.maximum(self.maximum - (before - before[np.searchsorted(item, item)]), 0)
        reached = np.flatnonzero(~ended | (used >= left))
        limit = clocks.due(start[reached], left[reached], self.line)
        unknown = np.zeros(item.size, np.bool_)
        unknown[reached] = limit == NULL
        last = end.copy()
        last[reached] = np.where(limit == NULL, end[reached], np.minimum(limit, end[reached]))
        return last, unknown.astype(np.int64)


def stacked(spells: Sequence[Spells]) -> Spells:
    """Return several kinds of spells as one."""
    if not spells:
        return Spells(*(filled(0, 0) for _ in Spells._fields))
    return Spells(*(joined(parts) for parts in zip(*spells, strict=True)))
