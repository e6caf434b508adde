"""Which version of an agreement governs, for many instants at once (semantics 4.2)."""

from __future__ import annotations

import numpy as np

from patto.bulk.arrays import NONE, Int64s
from patto.kernel.evaluation.measure import Versions
from patto.kernel.evaluation.wall import first_at


class Governed:
    """The instants at which another version may come to govern, and which then does.

    What the history says changes at the effective dates of its versions only.
    """

    def __init__(self, history: Versions) -> None:
        edges: set[int] = set()
        for version in history.versions:
            identity = version.agreement
            for day in (identity.effective.start, identity.effective.end):
                if day is not None:
                    edges.add(first_at(identity.zone, day))
        self._edges = np.array(sorted(edges), np.int64)
        asked = [min(edges) - 1, *sorted(edges)] if edges else []
        governing = [history.governing(instant) for instant in asked]
        self._versions = np.array(
            [NONE if each is None else each.agreement.version for each in governing], np.int64
        )

    def version(self, instants: Int64s) -> Int64s:
        """Return the number of the version that governs at each instant, `NONE` for none."""
        return self._versions[np.searchsorted(self._edges, instants, side="right")]
