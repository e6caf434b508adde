"""The identity of the agreement and how calls are ordered: dates, releases, the matrix."""

from __future__ import annotations

from collections.abc import Iterator

from patto.kernel.agreement.consistency.draft import Draft
from patto.kernel.agreement.nodes import Path
from patto.kernel.errors import Problem
from patto.kernel.zones import TZDATA_RELEASE


def identity_holds(draft: Draft) -> Iterator[Problem]:
    """Yield a problem if the version ends before it starts or knows other time-zone data."""
    identity = draft.agreement.agreement
    start, end = identity.effective.start, identity.effective.end
    if end is not None and end <= start:
        yield draft.problem(
            "effective-reversed",
            ("agreement", "effective"),
            start=start.isoformat(),
            end=end.isoformat(),
        )
    if identity.tzdata != TZDATA_RELEASE:
        yield draft.problem(
            "tzdata-differs",
            ("agreement", "tzdata"),
            stated=identity.tzdata,
            installed=TZDATA_RELEASE,
        )


def matrix_complete(draft: Draft) -> Iterator[Problem]:
    """Yield a problem for each pair of impact and urgency from which no priority follows."""
    terms = draft.agreement.priorities
    path: Path = ("priorities", "matrix")
    if terms.matrix is None:
        if terms.impacts is not None or terms.urgencies is not None:
            yield draft.problem("matrix-missing", path)
        return
    if terms.impacts is None or terms.urgencies is None:
        yield draft.problem("matrix-without-levels", path)
        return
    for impact in terms.impacts:
        row = terms.matrix.get(impact.id, {})
        for urgency in terms.urgencies:
            if urgency.id not in row:
                yield draft.problem(
                    "matrix-incomplete", (*path, impact.id), impact=impact.id, urgency=urgency.id
                )
