"""The tightest target that would have been kept, and what the times say of the next ones.

Each item is missed under every target that is shorter than the time it needed. Under any other it
is met; or, where it was still open or taken out of the count by then, it is not counted; or it is
not determined. So what becomes of it under a target that it was not measured against is known
exactly, also of those that never came to an end (semantics 5.1, 5.5).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from fractions import Fraction
from functools import cached_property
from math import ceil, log
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from patto.kernel.feasibility.binomial import at_least, at_most
from patto.kernel.instants import Duration

Int64s = NDArray[np.int64]

_DOUBT: Final = 0.025
"""The probability that is left out at each end of a two-sided 95 % interval."""


class After(IntEnum):
    """What an item is once a target is no shorter than the time it needed."""

    MET = 0
    OUT = 1
    UNKNOWN = 2


class Interval(NamedTuple):
    """From where to where the tightest target lies, `None` where the times set no end."""

    low: Duration | None
    high: Duration | None


@dataclass(frozen=True, eq=False)
class Times:
    """The times that items needed, in microseconds, and what each is `after` that (`After`)."""

    needed: Int64s
    after: Int64s

    def __len__(self) -> int:
        return int(self.needed.size)

    def some(self, chosen: NDArray[np.bool_] | Int64s) -> Times:
        """Return some of them."""
        return Times(self.needed[chosen], self.after[chosen])

    @cached_property
    def ended(self) -> int:
        """How many came to an end that counts."""
        return int((self.after == After.MET).sum())

    @cached_property
    def targets(self) -> Int64s:
        """The targets under which anything changes: each time that was needed, in order.

        None is zero, for a promise needs a budget above it (semantics 3.2).
        """
        return self._ordered[self._last]

    @cached_property
    def _order(self) -> Int64s:
        return np.argsort(self.needed, kind="stable")

    @cached_property
    def _ordered(self) -> Int64s:
        return np.maximum(self.needed[self._order], 1)

    @cached_property
    def _last(self) -> Int64s:
        """The place of the last item that needed each of the targets, once they are in order."""
        if not len(self):
            return self._order
        return np.flatnonzero(np.append(self._ordered[1:] != self._ordered[:-1], True))

    @cached_property
    def _counts(self) -> tuple[Int64s, Int64s, Int64s]:
        """Under each target how many are met, missed, and not determined."""
        after = self.after[self._order]
        met, unknown = (np.cumsum(after == kind)[self._last] for kind in (After.MET, After.UNKNOWN))
        return met, len(self) - 1 - self._last, unknown

    def tightest(self, share: Fraction, *, or_uncounted: bool = False) -> Duration | None:
        """Return the shortest target under which the share would have been kept, `None` if none.

        What is not determined counts against it: missing evidence is never met. No share is kept
        by nothing; `or_uncounted` asks for the shortest target under which it is kept, or nothing
        is counted.
        """
        met, missed, unknown = self._counts
        counted = met + missed + unknown
        kept = (met * share.denominator >= counted * share.numerator) & (
            or_uncounted | (counted > 0)
        )
        return int(self.targets[kept.argmax()]) if kept.any() else None

    def interval(self, share: Fraction) -> Interval:
        """Return the two-sided 95 % interval of the tightest target, free of any distribution.

        It has in it every target that a binomial test does not refuse. Where all items came to an
        end these are the order statistics of H. A. David and H. N. Nagaraja, "Order Statistics",
        3rd edition (2003), section 7.1; where some did not, each target is tested on what it
        would have counted. What is not determined is read either way, whichever is wider.
        """
        chance = float(share)
        met, missed, unknown = self._counts
        counted = met + missed + unknown

        def not_too_short(place: int) -> bool:
            return at_most(int(met[place] + unknown[place]), int(counted[place]), chance) > _DOUBT

        def long_enough(place: int) -> bool:
            return at_least(int(met[place]), int(counted[place]), chance) <= _DOUBT

        if not len(self):
            return Interval(None, None)
        open_below = at_most(int((self.after == After.UNKNOWN).sum()), len(self), chance) > _DOUBT
        low = None if open_below else self._first(not_too_short)
        return Interval(low, self._first(long_enough))

    def _first(self, holds: Callable[[int], bool]) -> Duration | None:
        """Return the first target of which something holds that holds of all longer ones too."""
        first, last = 0, int(self.targets.size)
        while first < last:
            middle = (first + last) // 2
            if holds(middle):
                last = middle
            else:
                first = middle + 1
        return int(self.targets[first]) if first < self.targets.size else None


def fewest(share: Fraction) -> int | None:
    """Return how many items it takes to bound the tightest target from above, `None` if no number.

    With fewer, even the longest of the times may well be too short: `share ** n` is above 2.5 %.
    """
    if share >= 1:
        return None
    return max(1, ceil(log(_DOUBT) / log(float(share))))
