"""Ids that are given twice, found among millions without a dictionary of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from patto.bulk.arrays import Int64s
from patto.bulk.texts import Words

_PRIME: Final = np.uint64(0x9E3779B97F4A7C15)


def repeated(ids: Words, rows: Int64s) -> Iterator[tuple[int, int]]:
    """Yield each of some rows whose id stands in an earlier one, after the first that has it."""
    hashes = _hashes(ids.array)[rows]
    ordered = np.sort(hashes)
    twice = ordered[1:][ordered[1:] == ordered[:-1]]
    if not twice.size:
        return
    suspects = rows[np.isin(hashes, twice)]
    seen: dict[str, int] = {}
    for row, text in zip(suspects.tolist(), ids.some(suspects), strict=True):
        if text in seen:
            yield seen[text], row
        seen.setdefault(text, row)


def _hashes(array: Any) -> NDArray[np.uint64]:
    """Return a number for each text of a large string array, the same for the same text."""
    _, offsets, data = array.buffers()
    bounds = np.frombuffer(offsets, np.int64)[array.offset : array.offset + len(array) + 1]
    text = np.frombuffer(data, np.uint8) if data is not None else np.zeros(0, np.uint8)
    lengths = np.diff(bounds)
    hashes = lengths.astype(np.uint64)
    for length in np.unique(lengths[lengths > 0]).tolist():
        rows = np.flatnonzero(lengths == length)
        hashes[rows] = _mixed(text, bounds[rows], length)
    return hashes


def _mixed(text: NDArray[np.uint8], begins: Int64s, length: int) -> NDArray[np.uint64]:
    """Return a number for each text of one length, eight of its bytes at a time."""
    mixed = np.full(begins.size, length, np.uint64)
    for first in range(0, length, 8):
        word = np.zeros((begins.size, 8), np.uint8)
        for place in range(min(8, length - first)):
            word[:, place] = text[begins + (first + place)]
        mixed = (mixed ^ word.view(np.uint64)[:, 0]) * _PRIME
        mixed ^= mixed >> np.uint64(29)
    return mixed
