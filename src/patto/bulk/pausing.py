"""Pauses in columns: which declarations stop a clock, and which do not (semantics 4.5)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from functools import partial
from typing import Final, NamedTuple

import numpy as np

from patto.bulk.arrays import FOREVER, NONE, NULL, Int64s, Marks, Mask, filled, joined
from patto.bulk.facts import Facts
from patto.bulk.items import Items
from patto.bulk.plan import Plan
from patto.bulk.spells import Spells, Switch, stacked
from patto.kernel import facts as kinds
from patto.kernel.agreement.terms import PauseReason

REFUSALS: Final = (
    "", "pause-not-agreed", "pause-not-theirs-to-declare", "pause-without-evidence",
)  # fmt: skip
PAST_MAXIMUM: Final = "pause-past-maximum"


class Remarks(NamedTuple):
    """Notes on declarations: on which fact, and at which fact it came to light.

    `code` is the place in `REFUSALS`, or beyond it for a pause past its maximum.
    """

    fact: Int64s
    when: Int64s
    code: Int64s


class Pausing:
    """The declarations of pauses among some facts, judged by the terms of each reason."""

    def __init__(self, facts: Facts, plan: Plan) -> None:
        reasons = tuple(plan.ground.agreement.pause_reasons or ())
        self.facts = facts
        self.clocks = plan.clocks
        self._paused = np.flatnonzero(facts.of([kinds.PAUSED]))
        resumed = np.flatnonzero(facts.of([kinds.RESUMED]))
        self._places = {reason.id: n for n, reason in enumerate(reasons)}
        table = facts.columns.texts["reason"].table(lambda word: self._places.get(word, NONE))
        self._reason = table[facts.texts("reason", self._paused)]
        self._refused = self._refusals(reasons)
        ends = facts.texts("reason", resumed)
        self._switches = {
            reason.id: Switch(
                self._paused[(self._reason == n) & (self._refused == 0)],
                Marks(resumed[(ends == 0) | (table[ends] == n)]),
                *plan.maxima[reason.id],
            )
            for n, reason in enumerate(reasons)
        }

    def _refusals(self, reasons: Sequence[PauseReason]) -> Int64s:
        """Return why each declaration stops nothing, were its reason listed; zero if it does."""
        texts = self.facts.columns.texts
        by_name, by_role = texts["declared_by"], texts["by"]
        name = self.facts.texts("declared_by", self._paused)
        role = self.facts.texts("by", self._paused)
        without = self.facts.texts("evidence", self._paused) == 0
        found = filled(self._paused.size, 1)
        for n, terms in enumerate(reasons):
            allowed = frozenset[str](terms.declared_by)
            named = by_name.among(allowed.__contains__)[name]
            acted = by_role.among(partial(_is_by, allowed))[role]
            theirs = np.where(name == 0, acted, named)
            lacking = without & (terms.evidence == "required")
            own = np.where(theirs, np.where(lacking, 3, 0), 2)
            found = np.where(self._reason == n, own, found)
        return found

    def of(
        self, names: Iterable[str], items: Items, stops: Marks, running: Mask
    ) -> tuple[Spells, Remarks]:
        """Return the pauses of items for some reasons, and the notes on declarations.

        `stops` are the facts that end every pause, `running` those while an item's clock ran.
        """
        listed = [name for name in self._places if name in names]
        found = stacked(
            [
                self._switches[name].spells(self.facts, self.clocks, items, stops, running)
                for name in listed
            ]
        )
        refused = self._not_accepted(listed, items, running)
        past = self._past_maximum(found)
        return found, Remarks(*(joined(parts) for parts in zip(refused, past, strict=True)))

    def _not_accepted(self, listed: Sequence[str], items: Items, running: Mask) -> Remarks:
        own = np.isin(self._reason, [self._places[name] for name in listed])
        code = np.where(own, self._refused, 1)
        told = np.flatnonzero((code != 0) & running[self._paused])
        told = told[items.start[items.of(self._paused[told])] != NULL]
        fact = self._paused[told]
        return Remarks(fact, fact, code[told])

    def _past_maximum(self, found: Spells) -> Remarks:
        until = np.where(found.end == FOREVER, self.clocks.ground.at, found.end)
        past = np.flatnonzero(found.last < until)
        code = filled(past.size, len(REFUSALS))
        return Remarks(found.fact[past], found.closer[past], code)


def _is_by(allowed: Collection[str], by: str) -> bool:
    return (by.partition(":")[0].strip() or kinds.PROVIDER) in allowed
