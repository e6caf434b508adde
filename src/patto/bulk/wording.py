"""The words that the agreement does not know, in columns: the kernel's `wording`."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

import numpy as np

from patto.bulk.arrays import NONE, Int64s, Mask
from patto.bulk.measurement import BulkMeasurement
from patto.kernel.evaluation.wording import NotAgreed, in_order, tickets_of_others


def words_not_agreed(
    found: BulkMeasurement, agreed: Mapping[str, Collection[str]]
) -> list[NotAgreed]:
    """Return the words of events that the agreement does not know, those of most tickets first."""
    columns, told = found.columns, list[NotAgreed]()
    apart: Mask | None = None
    for attribute, known in agreed.items():
        texts = columns.texts[attribute]
        unknown = ~texts.among(frozenset(("", *known)).__contains__)
        rows = np.flatnonzero(unknown[texts.codes] & (columns.ticket != NONE))
        if rows.size:
            apart = _of_others(found) if apart is None else apart
            saved = apart.copy()
            agreeing = texts.among(frozenset(known).__contains__)[texts.codes]
            saved[columns.ticket[agreeing & (columns.ticket != NONE)]] = True
            told += _counted(found, attribute, rows[~saved[columns.ticket[rows]]])
    return in_order(told)


def _counted(found: BulkMeasurement, attribute: str, rows: Int64s) -> Iterator[NotAgreed]:
    """Yield each word of some rows with how many tickets have it."""
    columns = found.columns
    texts, tickets = columns.texts[attribute], columns.ticket[rows]
    codes = texts.codes[rows]
    for code in np.unique(codes).tolist():
        own = tickets[codes == code]
        first = columns.tickets[int(own[0])]
        yield NotAgreed(attribute, texts.words[code - 1], int(np.unique(own).size), first)


def _of_others(found: BulkMeasurement) -> Mask:
    """Return which tickets are not the customer's, or of no version's time."""
    words, apart = found.found.vocabularies.words.values, found.found.apart
    why = np.array([word == "in-no-metric" for word in words], np.bool_)
    later = np.array([bool(word) for word in words], np.bool_)
    rows = np.flatnonzero(~why[apart.why])
    mask = np.zeros(len(found.columns.tickets), np.bool_)
    mask[apart.ticket[rows[~later[apart.suffix[rows]]]]] = True
    reopened = tickets_of_others(found.unmatched_tickets(rows[later[apart.suffix[rows]]]))
    if reopened:
        names = found.columns.tickets.all
        mask |= np.array([name in reopened for name in names], np.bool_)
    return mask
