"""Which outcomes a report shows: those of a period, in the order of the agreement."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from patto.kernel.evaluation.outcome import MetricOutcome

_LABEL: Final = re.compile(r"(\d{4})(?:-(?:(\d\d)|Q([1-4])|H([12])))?", re.ASCII)


def selected(outcomes: Sequence[MetricOutcome], period: str | None) -> tuple[MetricOutcome, ...]:
    """Return the outcomes whose period lies in one, or has it in itself; all for `None`.

    They are ordered by period, then as they come, which is the order of the agreement.
    """
    found = [o for o in outcomes if period is None or _touch(o.period.label, period)]
    return tuple(sorted(found, key=lambda o: (o.period.start, o.version)))


def _touch(label: str, period: str) -> bool:
    one, other = _months(label), _months(period)
    return one.start < other.stop and other.start < one.stop


def _months(label: str) -> range:
    """Return the months of a period, counted from the year 0; none for what is no period."""
    match = _LABEL.fullmatch(label)
    if match is None:
        return range(0)
    year, month, quarter, half = match.groups()
    first = int(year) * 12
    if month:
        return range(first + int(month) - 1, first + int(month))
    if quarter:
        return range(first + 3 * int(quarter) - 3, first + 3 * int(quarter))
    if half:
        return range(first + 6 * int(half) - 6, first + 6 * int(half))
    return range(first, first + 12)
