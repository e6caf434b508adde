"""The periods that instants lie in, numbered (semantics 5.4)."""

from __future__ import annotations

import numpy as np

from patto.bulk.arrays import Int64s, filled
from patto.bulk.texts import Vocabulary
from patto.kernel.agreement.part import Every
from patto.kernel.evaluation.outcome import Period
from patto.kernel.evaluation.periods import periods_between


def numbered(instants: Int64s, every: Every, zone: str, periods: Vocabulary[Period]) -> Int64s:
    """Return the number of the period that each instant lies in."""
    if not instants.size:
        return filled(0, 0)
    first, last = int(instants.min()), int(instants.max())
    known = list(periods_between(first, last + 1, every, zone))
    begins = np.array([period.start for period in known])
    place = np.searchsorted(begins, instants, side="right") - 1
    used = np.unique(place)
    numbers = filled(len(known), 0)
    for each in used.tolist():
        numbers[each] = periods.number(known[each])
    return numbers[place]
