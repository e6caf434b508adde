"""Which constraints modified a target: those without which it would be used up at another moment.

A constraint in force that took nothing off the clock by then modified nothing (semantics 4.8).
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

from patto.kernel.evaluation.judge import Judged
from patto.kernel.evaluation.promise import Promise


class Modifying:
    """A promise on one item beside the same with fewer and fewer of its constraints."""

    def __init__(self, promise: Promise) -> None:
        self.promise = promise
        in_force = {entry.constraint.id: entry.clause for entry in promise.modified.in_force}
        known = promise.ground.constraints(in_force)
        self._clauses = [in_force[name] for name in known]
        fewer = [promise.under(list(known)[:number]) for number in range(len(known))]
        self._promises = [*fewer, promise]

    def clauses(self, judged: Callable[[Promise], Judged | None]) -> tuple[str, ...]:
        """Return the clauses that moved what `judged` says of a line, in the agreement's order.

        Where two took off the same time it is the first that did.
        """
        if not self._clauses:
            return ()
        ends = [_used_up(judged(promise)) for promise in self._promises]
        steps = zip(self._clauses, pairwise(ends), strict=True)
        return tuple(dict.fromkeys(clause for clause, (before, now) in steps if before != now))


def _used_up(judged: Judged | None) -> object:
    return None if judged is None else (judged.target, judged.due, judged.kept_until)
