"""Clauses: dates that follow each other, counts that can be reached."""

from __future__ import annotations

from collections.abc import Iterator

from patto.kernel.agreement.choices import settled
from patto.kernel.agreement.consistency.draft import Draft
from patto.kernel.errors import Problem


def dates_follow(draft: Draft) -> Iterator[Problem]:
    """Yield a problem if the time of stabilisation ends before it starts."""
    conditions = settled(draft.agreement.start_conditions)
    if conditions is None or conditions.stabilisation is None:
        return
    start, end = conditions.stabilisation.start, conditions.stabilisation.end
    if end <= start:
        yield draft.problem(
            "dates-reversed",
            ("start_conditions", "stabilisation"),
            start=start.isoformat(),
            end=end.isoformat(),
        )


def chronic_failure_can_be(draft: Draft) -> Iterator[Problem]:
    """Yield a problem if more months must be missed than are looked at."""
    remedies = settled(draft.agreement.remedies)
    chronic = None if remedies is None else remedies.chronic
    if chronic is not None and chronic.missed > chronic.of:
        yield draft.problem(
            "chronic-impossible",
            ("remedies", "chronic", "missed"),
            missed=str(chronic.missed),
            of=str(chronic.of),
        )
