"""Constraints under which a clock stands still, in columns (semantics 4.8).

Those that lengthen a target or narrow a clock are rarer, and their tickets go one by one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

import numpy as np

from patto.bulk.arrays import Int64s, Marks, Mask
from patto.bulk.facts import Facts
from patto.bulk.items import Items
from patto.bulk.plan import Plan
from patto.bulk.spells import Spells, Switch, stacked
from patto.kernel.agreement.terms import Constraint, StandsStill

UNKNOWN = "constraint-unknown"


class Constrained(NamedTuple):
    """The spells of constraints, the clause of each, and the facts that name an unknown one."""

    spells: Spells
    clauses: list[str]
    unknown: Int64s

    def several(self, items: int) -> Mask:
        """Return which of so many items were constrained more than once."""
        mask: Mask = np.bincount(self.spells.item, minlength=items) > 1
        return mask


class Constraints:
    """What switches constraints among some facts."""

    def __init__(self, facts: Facts, plan: Plan) -> None:
        self.facts = facts
        self.plan = plan
        self._known = {c.id: c for c in plan.ground.agreement.constraints or ()}
        self._switches: Mapping[str, Switch] = {
            name: self._switch(constraint)
            for name, constraint in self._known.items()
            if isinstance(constraint.effect, StandsStill)
        }

    def _switch(self, constraint: Constraint) -> Switch:
        on = self._naming({constraint.id}, constraint.switched_on_by)
        off = self._naming({constraint.id, ""}, constraint.switched_off_by)
        return Switch(np.flatnonzero(on), Marks.of(off), *self.plan.still[constraint.id])

    def _naming(self, names: Collection[str], kind: str | None) -> Mask:
        """Return the facts of a kind that name one of some constraints."""
        texts = self.facts.columns.texts["constraint"]
        table = texts.among(names.__contains__)
        of_kind = self.facts.of([] if kind is None else [kind])
        mask: Mask = of_kind & table[texts.codes[self.facts.row]]
        return mask

    def of(
        self, names: Iterable[str] | None, items: Items, stops: Marks, running: Mask
    ) -> Constrained:
        """Return the spells of a metric's constraints over items, in the order of their begin."""
        chosen = frozenset(names or ())
        listed = [name for name in self._known if name in chosen]
        found: list[Spells] = []
        clauses: list[str] = []
        for name in listed:
            if name in self._switches:
                spells = self._switches[name].spells(
                    self.facts, self.plan.clocks, items, stops, running
                )
                found.append(spells)
                clauses += [self._known[name].clause or name] * spells.item.size
        every = stacked(found)
        order = np.argsort(every.fact, kind="stable")
        ordered = Spells(*(values[order] for values in every))
        unknown = self._unknown(listed, running)
        return Constrained(ordered, [clauses[n] for n in order.tolist()], unknown)

    def _unknown(self, listed: Iterable[str], running: Mask) -> Int64s:
        """Return the facts that would switch a constraint on but name none that they can."""
        switching = self.facts.of({self._known[name].switched_on_by for name in listed})
        known = np.zeros(self.facts.size, np.bool_)
        for name in listed:
            known |= self._naming({name}, self._known[name].switched_on_by)
        return np.flatnonzero(switching & running & ~known)
