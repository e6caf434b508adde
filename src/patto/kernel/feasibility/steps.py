"""Round lengths: what people would write into an agreement."""

from __future__ import annotations

from typing import Final

from patto.kernel.agreement.quantities import Budget
from patto.kernel.instants import HOUR, MINUTE, Duration

_STEPS: Final = (
    (15 * MINUTE, MINUTE),
    (2 * HOUR, 5 * MINUTE),
    (8 * HOUR, 15 * MINUTE),
    (24 * HOUR, 30 * MINUTE),
)
"""Up to which length, which step."""

_QUARTERS: Final = ("", ".25", ".5", ".75")


def rounded_up(length: Duration, business_day: Duration | None = None) -> Budget:
    """Return the next round target that is no shorter: 1, 5, 15 or 30 min apart, from 24 h on 1 h.

    With the length of a business day it is given in these, half of one apart.
    """
    if business_day is not None:
        days, half = divmod(-(-2 * length // business_day), 2)
        unit = "business day" if (days, half) == (1, 0) else "business days"
        return Budget.parse(f"{days}{'.5' if half else ''} {unit}")
    step = next((step for most, step in _STEPS if length <= most), HOUR)
    minutes = -(-length // step) * step // MINUTE
    if minutes <= 120:
        return Budget.parse(f"{minutes} min")
    hours, quarters = divmod(minutes // 15, 4)
    return Budget.parse(f"{hours}{_QUARTERS[quarters]} h")
