"""Arrays as this package uses them: what stands for nothing, and steps that NumPy lacks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from patto.kernel.timeline import NULL

Int64s: TypeAlias = NDArray[np.int64]
Codes: TypeAlias = NDArray[Any]
"""Small whole numbers that stand for words."""
Mask: TypeAlias = NDArray[np.bool_]

NONE: Final = -1
"""Stands for no place, no row, no fact."""

FOREVER: Final = 2**62
"""Stands for an instant that never comes; later than any other."""

__all__ = [
    "FOREVER",
    "NONE",
    "NULL",
    "Codes",
    "Int64s",
    "Marks",
    "Mask",
    "filled",
    "joined",
    "places",
    "runs",
]  # fmt: skip


class Marks:
    """Places in a row of facts, in order: the first from one on, the last before one."""

    __slots__ = ("_after", "_before", "_places")

    def __init__(self, marked: Int64s) -> None:
        self._places = marked
        self._after = np.append(marked, FOREVER)
        self._before = np.append(NONE, marked)

    @classmethod
    def of(cls, mask: Mask) -> Marks:
        """Return the places that a mask marks."""
        return cls(np.flatnonzero(mask))

    def first(self, begin: Int64s, end: Int64s) -> Int64s:
        """Return the first marked place of each `[begin, end)`, `NONE` if there is none."""
        found = self._after[np.searchsorted(self._places, begin)]
        return np.where(found < end, found, NONE)

    def last(self, begin: Int64s, end: Int64s) -> Int64s:
        """Return the last marked place of each `[begin, end)`, `NONE` if there is none."""
        found = self._before[np.searchsorted(self._places, end)]
        return np.where(found >= begin, found, NONE)


def filled(size: int, value: int) -> Int64s:
    """Return an array of one value."""
    return np.full(size, value, np.int64)


def joined(parts: Sequence[NDArray[Any]]) -> NDArray[Any]:
    """Return arrays one after the other; of a single one itself."""
    return parts[0] if len(parts) == 1 else np.concatenate(parts)


def places(offsets: Int64s, of: Int64s) -> tuple[Int64s, Int64s]:
    """Return the places of some runs one after the other, and where each run then begins.

    Run `i` has the places `offsets[i]:offsets[i + 1]`.
    """
    counts = offsets[of + 1] - offsets[of]
    begins = np.zeros(of.size + 1, np.int64)
    np.cumsum(counts, out=begins[1:])
    shift = np.repeat(offsets[of] - begins[:-1], counts)
    return shift + np.arange(begins[-1]), begins


def runs(owners: Int64s, count: int) -> Int64s:
    """Return the offsets of the runs of each of `count` owners, who come in order."""
    return np.searchsorted(owners, np.arange(count + 1))
