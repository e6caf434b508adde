"""Order: rows by ticket, and the facts of each ticket by when they count (semantics 1.4)."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from patto.bulk.arrays import Int64s, Mask


def by_ticket(tickets: NDArray[Any], count: int) -> tuple[Int64s, Int64s]:
    """Return the rows of `count` tickets, ticket by ticket and in file order, and their offsets.

    `tickets` has the number of each row's ticket; rows of a negative one belong to none.
    """
    rows = _sorted(tickets, count)
    sizes = np.bincount(tickets[tickets >= 0], minlength=count)
    offsets = np.zeros(count + 1, np.int64)
    np.cumsum(sizes, out=offsets[1:])
    return rows[rows.size - offsets[-1] :], offsets


def _sorted(tickets: NDArray[Any], count: int) -> Int64s:
    """Return the stable order of numbers below `count`, sixteen bits at a time from the lowest."""
    shifted = (tickets + 1).astype(np.uint32)
    rows = np.argsort(shifted.astype(np.uint16), kind="stable")
    if count >> 16:
        high = (shifted >> np.uint32(16)).astype(np.uint16)
        rows = rows[np.argsort(high[rows], kind="stable")]
    return rows


def by_time(owner: Int64s, keys: tuple[Int64s, ...]) -> Int64s | None:
    """Return the order of rows by their keys, the first before all, within each owner.

    Owners come in order. `None` where everything is in order already; else only the rows of the
    owners that are not are sorted.
    """
    odd = _out_of_order(owner, keys)
    if not odd.any():
        return None
    disordered = np.zeros(int(owner[-1]) + 1, np.bool_)
    disordered[owner[1:][odd]] = True
    rows = np.flatnonzero(disordered[owner])
    order = np.arange(owner.size)
    order[rows] = rows[np.lexsort((*(key[rows] for key in reversed(keys)), owner[rows]))]
    return order


def _out_of_order(owner: Int64s, keys: tuple[Int64s, ...]) -> Mask:
    """Return for each row but the first whether it comes before the one above it."""
    before = np.zeros(max(owner.size - 1, 0), np.bool_)
    equal = owner[1:] == owner[:-1]
    for key in keys:
        before |= equal & (key[1:] < key[:-1])
        equal &= key[1:] == key[:-1]
    return before
