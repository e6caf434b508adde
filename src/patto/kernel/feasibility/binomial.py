"""The binomial distribution: how often so many of so many come out well by chance.

Sums of single terms, from the asked-about number away from the mean, where each is smaller than
the one before: as exact as floats are, whatever the size.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise
from math import exp, lgamma, log, log1p
from typing import Final

_NEGLIGIBLE: Final = 1e-18
"""Below this share of the sum the terms that follow, each smaller still, change no float."""


def at_most(number: int, trials: int, chance: float) -> float:
    """Return the probability of at most so many successes; the chance lies above 0, up to 1."""
    if number < 0:
        return 0.0
    if number >= trials:
        return 1.0
    if chance >= 1:
        return 0.0
    if number < trials * chance:
        return _down_from(number, trials, chance)
    return 1.0 - _down_from(trials - number - 1, trials, 1 - chance)


def at_least(number: int, trials: int, chance: float) -> float:
    """Return the probability of at least so many successes; the chance lies above 0, up to 1."""
    if number <= 0:
        return 1.0
    if number > trials:
        return 0.0
    if chance >= 1:
        return 1.0
    if number > trials * chance:
        return _down_from(trials - number, trials, 1 - chance)
    return 1.0 - _down_from(number - 1, trials, chance)


@lru_cache(maxsize=1 << 16)
def _down_from(number: int, trials: int, chance: float) -> float:
    """Return the probability of at most so many successes, a number below the mean.

    Remembered: variants of a draft ask the same of the same times.
    """
    odds = (1 - chance) / chance
    term = total = _exactly(number, trials, chance)
    for above, below in pairwise(range(number, -1, -1)):
        term *= above / (trials - below) * odds
        total += term
        if term <= total * _NEGLIGIBLE:
            break
    return min(total, 1.0)


def _exactly(number: int, trials: int, chance: float) -> float:
    ways = lgamma(trials + 1) - lgamma(number + 1) - lgamma(trials - number + 1)
    return exp(ways + number * log(chance) + (trials - number) * log1p(-chance))
