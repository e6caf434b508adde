"""What comes before and after the look-ups: loops over columns of instants and positions."""

from __future__ import annotations

from typing import Final

import numpy as np

from patto.kernel.clock import TEN_YEARS
from patto.kernel.spans import Span
from patto.kernel.timeline.arrays import NULL, Int32s, Int64s

_at: Final = np.uint64


def subtract(ones: Int64s, others: Int64s, out: Int64s) -> None:
    """Write by how much the ones are larger than the others."""
    for i in range(out.size):
        out[i] = ones[i] - others[i]


def null_outside(horizon: Span, starts: Int64s, ends: Int64s, out: Int64s) -> bool:
    """Put null where a start or an end lies outside the horizon.

    Returns whether an end comes before its start.
    """
    first, last = horizon
    backward = False
    for i in range(out.size):
        start, end = starts[i], ends[i]
        backward |= (end < start) & (end != NULL)
        known = (start >= first) & (start <= end) & (end <= last)
        out[i] = out[i] if known else NULL
    return backward


def target(
    horizon: Span,
    totals: Int64s,
    calendars: Int32s,
    begins: Int64s,
    starts: Int64s,
    budgets: Int64s,
    out: Int64s,
) -> None:
    """Write the position at which each budget above zero is used up, null if it is not."""
    first, last = horizon
    for i in range(out.size):
        budget, room = budgets[i], totals[_at(calendars[i])] - begins[i]
        fits = (budget > 0) & (budget <= room) & (starts[i] >= first) & (starts[i] <= last)
        out[i] = begins[i] + budget if fits else NULL


def settle(horizon: Span, starts: Int64s, budgets: Int64s, targets: Int64s, due: Int64s) -> None:
    """Put null for what is not reached within ten years, and the start for a budget of zero."""
    first, last = horizon
    for i in range(due.size):
        start = starts[i]
        at_once = (budgets[i] == 0) & (start >= first) & (start <= last)
        reached = (targets[i] > 0) & (due[i] - TEN_YEARS <= start)
        otherwise = due[i] if reached else NULL
        due[i] = start if at_once else otherwise
