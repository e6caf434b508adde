"""The rows that have held of a promise whose strictest row binds (semantics 4.7)."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from patto.bulk.arrays import NONE, Int64s, Mask


class Held:
    """The rows that have held in each span, each once, in the order in which they first did."""

    def __init__(self, spans: int, stages: int) -> None:
        self._rows = np.full((stages, spans), NONE, np.int64)
        self._count = np.zeros(spans, np.int64)

    def add(self, spans: Int64s, row: Int64s) -> None:
        """Add the rows that hold in some spans; a negative one is none."""
        new = (row >= 0) & ~(self._rows[:, spans] == row).any(axis=0)
        chosen = spans[new]
        self._rows[self._count[chosen], chosen] = row[new]
        self._count[chosen] += 1

    def several(self, spans: Int64s, row: Int64s) -> Mask:
        """Return in which spans another row binds beside the one that holds now."""
        mask: Mask = self._count[spans] > (row >= 0)
        return mask

    def rows(self, spans: Int64s) -> Iterator[Int64s]:
        """Yield the first row of each span, then the second and so on; `NONE` for none left."""
        for nth in range(int(self._count[spans].max())):
            yield self._rows[nth, spans]
