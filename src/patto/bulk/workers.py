"""Batches by several processes, which share the columns by having been forked."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_all_start_methods, get_context

from patto.bulk.arrays import Int64s
from patto.bulk.batch import Run
from patto.bulk.outcomes import Found

_shared: list[Run] = []
"""The run that forked processes find in their memory."""


def each_found(run: Run, size: int, workers: int) -> list[Found]:
    """Return what is said of each batch of so many tickets, in the order of the batches.

    Where processes cannot be forked, one does it all.
    """
    batches = list(run.tickets.batches(size))
    if workers == 1 or len(batches) == 1 or "fork" not in get_all_start_methods():
        return [run.found(number, tickets) for number, tickets in batches]
    _shared.append(run)
    try:
        return list(_by_processes(run, batches, workers))
    finally:
        _shared.clear()


def _by_processes(run: Run, batches: list[tuple[int, Int64s]], workers: int) -> Iterator[Found]:
    with ProcessPoolExecutor(workers, get_context("fork")) as pool:
        for (_, tickets), (found, way) in zip(
            batches, pool.map(_found, *zip(*batches, strict=True)), strict=True
        ):
            run.tickets.way[tickets] = way
            yield found


def _found(number: int, tickets: Int64s) -> tuple[Found, Int64s]:
    """Return what is said of a batch and which way its tickets went, in a forked process."""
    (run,) = _shared
    found = run.found(number, tickets)
    return found, run.tickets.way[tickets]
