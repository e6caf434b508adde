"""The census of events in columns: the kernel's `census` for millions."""

from __future__ import annotations

from collections import Counter

import numpy as np

from patto.bulk.arrays import NONE, Int64s
from patto.bulk.columns import Columns
from patto.kernel.evaluation.lateness import SAYING
from patto.kernel.feasibility.census import SAID, Census, Said
from patto.kernel.instants import Instant


def census_of(columns: Columns, *, at: Instant, known_at: Instant) -> Census:
    """Return the census of the events that had occurred and were known."""
    known = (columns.ticket != NONE) & (columns.recorded <= known_at) & (columns.occurred <= at)
    rows = np.flatnonzero(known)
    if not rows.size:
        return Census()
    customers = columns.texts["customer"]
    names = ["", *customers.words.all]
    of_ticket = _customers(columns, rows)
    tickets = np.unique(columns.ticket[rows])
    codes, counts = np.unique(of_ticket[tickets], return_counts=True)
    says = columns.texts["event"].among(SAYING.__contains__)[columns.texts["event"].codes[rows]]
    said: Counter[Said] = Counter()
    for attribute in SAID:
        texts = columns.texts[attribute]
        own = rows[says & (texts.codes[rows] != 0)]
        values = ["", *texts.words.all]
        pairs = np.unique(
            np.stack([columns.ticket[own].astype(np.int64), texts.codes[own].astype(np.int64)]),
            axis=1,
        )
        keys, numbers = np.unique(
            np.stack([pairs[1], of_ticket[pairs[0]]]), axis=1, return_counts=True
        )
        for value, customer, number in zip(*keys.tolist(), numbers.tolist(), strict=True):
            said[Said(attribute, values[value], names[customer])] += number
    occurred = columns.occurred[rows]
    by_customer = zip((names[code] for code in codes.tolist()), counts.tolist(), strict=True)
    return Census(Counter(dict(by_customer)), said, int(occurred.min()), int(occurred.max()))


def _customers(columns: Columns, rows: Int64s) -> Int64s:
    """Return for each ticket the code of the customer that its earliest event names, if any."""
    codes = columns.texts["customer"].codes
    naming = rows[codes[rows] != 0]
    found = np.zeros(len(columns.tickets), np.int64)
    # Of several the last one written stands, so that the earliest is written last.
    keys = (columns.position[naming], columns.recorded[naming], columns.occurred[naming])
    naming = naming[np.lexsort(keys)[::-1]]
    found[columns.ticket[naming]] = codes[naming]
    return found
