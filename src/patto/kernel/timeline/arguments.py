"""What callers hand in: checked once, and brought into the one form that the look-ups take."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from patto.kernel.errors import EndBeforeStartError, InvalidArrayError, NegativeBudgetError
from patto.kernel.instants import told
from patto.kernel.timeline.arrays import NULL, Int32s, Int64s, sealed
from patto.kernel.timeline.pauses import Pauses

Times: TypeAlias = ArrayLike
"""Whole microseconds: int64, or datetime64 and timedelta64 of that unit, whose NaT is the null."""


def microseconds(name: str, values: Times) -> Int64s:
    """Return values as a flat int64 array that cannot be written to, uncopied where it can be.

    :raises InvalidArrayError: if they are not whole microseconds
    """
    given = np.asarray(values)
    if not given.size:
        given = given.astype(np.int64)
    if given.dtype.kind in "mM" and np.datetime_data(given.dtype) == ("us", 1):
        given = given.view(np.int64)
    if given.dtype.kind not in "iu" or not np.can_cast(given.dtype, np.int64):
        message = f"{name}: {given.dtype} is not int64, datetime64[us] or timedelta64[us]"
        raise InvalidArrayError(message)
    return sealed(np.atleast_1d(given).astype(np.int64, copy=False))


def aligned(**columns: Times) -> list[Int64s]:
    """Return columns of whole microseconds as arrays of one length, single values repeated.

    :raises InvalidArrayError: if they are not whole microseconds, or differ in length
    """
    arrays = {name: microseconds(name, values) for name, values in columns.items()}
    rows = next((array.size for array in arrays.values() if array.size != 1), 1)
    for name, array in arrays.items():
        _check_rows(name, array, rows)
    return [sealed(np.broadcast_to(array, rows)) for array in arrays.values()]


def calendar_ids(values: ArrayLike, rows: int, count: int) -> Int32s:
    """Return the calendar of each row as int32, or the one of all.

    :raises InvalidArrayError: if they are not whole numbers, of another length, or not there
    """
    given = np.atleast_1d(np.asarray(values))
    if given.size and given.dtype.kind not in "iu":
        raise InvalidArrayError(f"calendar: {given.dtype} is not int32")
    _check_rows("calendar", given, rows)
    if given.size and (given.min() < 0 or given.max() >= count):
        wrong = int(np.flatnonzero((given < 0) | (given >= count))[0])
        message = f"calendar: row {wrong} names calendar {given[wrong]} of {count}"
        raise InvalidArrayError(message)
    return sealed(given.astype(np.int32, copy=False))


def pauses_of(tickets: int, offsets: Times, starts: Times, ends: Times) -> Pauses:
    """Return the pauses of tickets from flat columns: of ticket `i`, `offsets[i]:offsets[i + 1]`.

    :raises InvalidArrayError: if a column is not whole microseconds, or not of its length
    """
    begins, until = aligned(pause_start=starts, pause_end=ends)
    bounds = microseconds("offsets", offsets)
    fits = bounds.size == tickets + 1 and bounds[0] == 0 and bounds[-1] == begins.size
    if not fits or (np.diff(bounds) < 0).any():
        message = f"offsets: must rise from 0 to {begins.size} in {tickets + 1} rows"
        raise InvalidArrayError(message)
    return Pauses(bounds, begins, until)


def result(out: Int64s | None, columns: Sequence[Int64s]) -> Int64s:
    """Return where to write the result of columns: what the caller hands in, or a new array.

    :raises InvalidArrayError: if that is not an int64 array of their length apart from them
    """
    rows = columns[0].size
    if out is None:
        return np.empty(rows, np.int64)
    fits = out.dtype == np.int64 and out.shape == (rows,) and out.flags.carray
    if not fits or any(np.may_share_memory(out, column) for column in columns):
        message = f"out: must be a contiguous int64 array of {rows} rows, apart from the others"
        raise InvalidArrayError(message)
    return out


def check_order(row: int, starts: Int64s, ends: Int64s) -> None:
    """Check rows, of which the first is row `row` of all.

    :raises EndBeforeStartError: if an end comes before its start
    """
    backward = ends < starts
    if backward.any():
        backward &= ends != NULL
    if backward.any():
        i = int(np.argmax(backward))
        message = f"row {row + i}: {told(int(ends[i]))} comes before {told(int(starts[i]))}"
        raise EndBeforeStartError(message)


def check_budgets(row: int, _: Int64s, budgets: Int64s) -> None:
    """Check rows, of which the first is row `row` of all.

    :raises NegativeBudgetError: if a budget is below zero
    """
    negative = budgets < 0
    if negative.any():
        negative &= budgets != NULL
    if negative.any():
        i = int(np.argmax(negative))
        message = f"row {row + i}: a budget of {budgets[i]} us is below zero"
        raise NegativeBudgetError(message)


def _check_rows(name: str, array: NDArray[np.generic], rows: int) -> None:
    if array.ndim > 1 or array.size not in {1, rows}:
        raise InvalidArrayError(f"{name}: has the shape {array.shape}, not {rows} rows")
