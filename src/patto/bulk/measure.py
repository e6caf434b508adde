"""Measuring in columns: an agreement's history and a table of events in, every verdict out.

The same as the kernel's `measure`, ticket for ticket and field for field: tickets of a common
shape are measured in columns, the others one by one by the kernel itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from patto.bulk.arrays import NONE, filled
from patto.bulk.batch import Run
from patto.bulk.columns import Columns
from patto.bulk.measurement import BulkMeasurement, Paths
from patto.bulk.outcomes import Apart, Found, Rows, Vocabularies, in_order, pooled
from patto.bulk.reading import Events, read
from patto.bulk.stated import nothing_stated
from patto.bulk.tallies import metric_outcomes
from patto.bulk.tickets import (
    IN_COLUMNS,
    OTHER_CUSTOMER,
    PUT_RIGHT,
    WHY,
    WITHOUT_AGREEMENT,
    Tickets,
    tickets_of,
)
from patto.bulk.workers import each_found
from patto.kernel.agreement.metrics import CountMetric
from patto.kernel.agreement.model import Agreement
from patto.kernel.evaluation.measure import Evaluation, Versions
from patto.kernel.evaluation.ticket import lines
from patto.kernel.instants import DAY, EARLIEST, LATEST, Instant
from patto.kernel.spans import Span

BATCH: Final = 1 << 16
"""The most tickets in a batch, so that memory grows with what is said and not with the work."""

_PAST, _AHEAD, _ROOM = 40 * 366 * DAY, 10 * 366 * DAY, 500 * DAY


def measure_columns(
    history: Versions,
    source: Events,
    *,
    at: Instant,
    known_at: Instant,
    including: Instant | None = None,
    batch: int = BATCH,
    workers: int = 1,
) -> BulkMeasurement:
    """Return what is said of all tickets, and of every metric in every period they fall into.

    `source` is the path of a Parquet file or those of several, an Arrow table or events;
    `including` adds the period that it lies in. `at` is when we look, `known_at` what had been
    recorded by then. Tickets are measured in batches of `batch`, by so many `workers`, processes
    where there are several.

    :raises InputError: if the source cannot be used
    """
    columns, account = read(source)
    run = run_of(columns, history, at, known_at)
    parts = each_found(run, batch, workers)
    apart = _apart(run.tickets, run.known, run.lines)
    found = _whole(pooled([apart, *parts]))
    metrics = metric_outcomes(history, found, columns, at, including)
    return BulkMeasurement(
        at, known_at, tuple(metrics), _paths(run.tickets), account, found, columns
    )


def _whole(found: Found) -> Found:
    """Return what was found in the order of tickets, in which batches of one ground come."""
    outcomes, counts, apart = found.outcomes.ticket, found.counts.ticket, found.apart
    if (np.diff(outcomes) < 0).any() or (np.diff(counts) < 0).any():
        return in_order(found)
    return replace(found, apart=apart.taken(np.argsort(apart.ticket, kind="stable")))


def run_of(columns: Columns, history: Versions, at: Instant, known_at: Instant) -> Run:
    """Return a run over all tickets, which knows whose rows are whose and which way each goes."""
    declared = np.flatnonzero(columns.ticket == NONE)
    customers = columns.texts["customer"]
    by_customer = np.zeros(len(customers.words) + 1, np.bool_)
    by_customer[customers.codes[declared]] = True
    by_customer[0] = False
    tickets = tickets_of(columns, history, by_customer, at=at, known_at=known_at)
    evaluation = Evaluation(history, columns.events(declared), at, known_at)
    return Run(tickets, evaluation, _horizon(columns, at), _most_lines(history.versions))


def _horizon(columns: Columns, at: Instant) -> Span:
    """Return a span that holds all instants, save those that are decades away."""
    instants = (columns.occurred, columns.recorded)
    first = min((int(each.min()) for each in instants if each.size), default=at)
    last = max((int(each.max()) for each in instants if each.size), default=at)
    start = max(min(first, at), at - _PAST) - DAY
    end = min(max(last, at), at + _AHEAD) + _ROOM
    return Span(max(start, EARLIEST), min(end, LATEST))


def _most_lines(versions: Sequence[Agreement]) -> int:
    return max(
        (
            len(lines(metric))
            for version in versions
            for metric in version.measured
            if not isinstance(metric, CountMetric)
        ),
        default=1,
    )


def _apart(tickets: Tickets, known: Vocabularies, most_lines: int) -> Found:
    """Return the tickets that no agreement is in force for, and those of other customers."""
    found = nothing_stated(known, most_lines)
    words = tickets.columns.texts["customer"]
    parts = [found.apart]
    for way, why in (
        (WITHOUT_AGREEMENT, "no-agreement-in-force"),
        (OTHER_CUSTOMER, "other-customer"),
    ):
        own = np.flatnonzero(tickets.way == way)
        empty = customer = filled(own.size, known.words.number(""))
        if way == OTHER_CUSTOMER:
            table = words.table(known.words.number) if own.size else filled(0, 0)
            customer = table[tickets.customer[own]]
        code = filled(own.size, known.words.number(why))
        parts.append(Apart(own, empty, tickets.begun[own], code, customer))
    return replace(found, apart=Rows.stacked(parts).narrowed())


def _paths(tickets: Tickets) -> Paths:
    why = Counter(tickets.way[tickets.way > IN_COLUMNS].tolist())
    return Paths(
        int((tickets.way == IN_COLUMNS).sum()),
        int((tickets.way == PUT_RIGHT).sum()),
        sum(why.values()),
        {WHY[code]: count for code, count in why.most_common()},
    )
