"""Tallies: how many tickets of a line came out how, and what that says of the process."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt
from typing import Final

from patto.kernel.evaluation.outcome import ItemOutcome, Verdict

_Z: Final = 1.959963984540054
"""The normal deviate of a two-sided 95 % interval."""

FEWEST_FOR_A_SHARE: Final = 5
"""Below it no percentage is stated (semantics 5.6)."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How many tickets of a line came out how."""

    met: int = 0
    missed: int = 0
    not_determined: int = 0
    pending: int = 0
    excluded: int = 0
    outside: int = 0

    @property
    def counted(self) -> int:
        """How many tickets the share is taken of."""
        return self.met + self.missed + self.not_determined

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.met + other.met,
            self.missed + other.missed,
            self.not_determined + other.not_determined,
            self.pending + other.pending,
            self.excluded + other.excluded,
            self.outside + other.outside,
        )


def tally(items: Iterable[ItemOutcome], line: int) -> Tally:
    """Return the tally of one line over the items of a period."""
    found = dict.fromkeys(Verdict, 0)
    outside = 0
    for item in items:
        if item.outside_count:
            outside += 1
        else:
            found[item.levels[line].verdict] += 1
    return Tally(
        found[Verdict.MET], found[Verdict.MISSED], found[Verdict.NOT_DETERMINED],
        found[Verdict.PENDING], found[Verdict.EXCLUDED], outside,
    )  # fmt: skip


def wilson(successes: int, trials: int) -> tuple[float, float] | None:
    """Return Wilson's score interval at 95 % for a share, `None` below five trials.

    Source: E. B. Wilson, Journal of the American Statistical Association 22 (1927).
    """
    if trials < FEWEST_FOR_A_SHARE:
        return None
    share, squared = successes / trials, _Z * _Z
    centre = (share + squared / (2 * trials)) / (1 + squared / trials)
    spread = share * (1 - share) / trials + squared / (4 * trials * trials)
    half = _Z * sqrt(spread) / (1 + squared / trials)
    # At the ends the interval is exactly 0 or 1, which floats miss by a hair.
    low = 0.0 if successes == 0 else centre - half
    return low, 1.0 if successes == trials else centre + half
