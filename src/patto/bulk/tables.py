"""Outcomes as Arrow tables: texts as dictionaries, instants as timestamps, durations as such.

The ids of events and tickets are dictionaries over the texts that were read, so that nothing is
copied.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import pyarrow as pa

from patto.bulk.arrays import NONE, NULL, Codes, Int64s
from patto.bulk.columns import Columns
from patto.bulk.outcomes import VERDICTS, Apart, Found, Outcomes

INSTANT: Final = pa.timestamp("us", "UTC")
DURATION: Final = pa.duration("us")


def outcome_table(found: Found, columns: Columns) -> Any:
    """Return the outcomes, a row an item and metric.

    What is said of a metric's further lines stands in the columns that end in `_2` and so on;
    they are null where a metric has no such line.
    """
    own, word = found.outcomes, _words(found)
    table: dict[str, Any] = {
        "ticket": _ticket(own.ticket, columns),
        "item": _items(own, found, columns),
        "metric": word(own.metric),
        "version": pa.array(own.version),
        "priority": word(own.priority),
        "clock": word(own.clock),
        "opened": _typed(own.opened, INSTANT),
        "start": _typed(own.start, INSTANT),
        "stop": _typed(own.stop, INSTANT),
        "start_event": _texts(own.start_row, columns.event_ids.array),
        "stop_event": _texts(own.stop_row, columns.event_ids.array),
        "contractual": _typed(own.contractual, DURATION),
        "wall": _typed(own.wall, DURATION),
        "unpaused": _typed(own.unpaused, DURATION),
        "period": _period(own.period, found),
        "disputed": pa.array(own.disputed),
        "outside_count": pa.array(own.outside),
    }
    for line in range(own.verdict.shape[0]):
        table |= _line(found, line)
    return pa.table(table)


def _line(found: Found, line: int) -> dict[str, Any]:
    """Return the columns of one line, null where a metric has no such line."""
    own, word = found.outcomes, _words(found)
    verdicts = pa.array([verdict.value for verdict in VERDICTS], pa.large_string())
    has = own.verdict[line] != NONE
    columns = {
        "share": word(np.where(has, own.share[line], NONE)),
        "verdict": _texts(own.verdict[line], verdicts),
        "reason": word(np.where(has, own.reason[line], NONE)),
        "target": _typed(own.target[line], DURATION),
        "target_text": word(np.where(has, own.target_text[line], NONE)),
        "due": _typed(own.due[line], INSTANT),
        "kept_until": _typed(own.kept_until[line], INSTANT),
        "modified_by": _clauses(np.where(has, own.modified[line], NONE), found),
    }
    end = f"_{line + 1}" if line else ""
    return {f"{name}{end}": column for name, column in columns.items()}


def note_table(found: Found, columns: Columns) -> Any:
    """Return the notes on outcomes, a row a parameter: `row` is that of the outcome in its table.

    `note` counts the notes of a row from zero; `name` and `value` are null for a note without
    parameters.
    """
    own, word = found.notes, _words(found)
    texts = np.array([*found.vocabularies.words.values, ""], object)[own.value]
    numbers = own.number != NULL
    texts[numbers] = own.number[numbers].astype(str)
    return pa.table(
        {
            "row": pa.array(own.outcome),
            "note": pa.array(own.order),
            "code": word(own.code),
            "event_id": _texts(own.event_row, columns.event_ids.array),
            "name": word(own.name),
            "value": pa.array(texts, pa.large_string(), mask=own.name == NONE),
        }
    )


def count_table(found: Found, columns: Columns) -> Any:
    """Return the events that metrics count, a row each."""
    own, word = found.counts, _words(found)
    return pa.table(
        {
            "ticket": _ticket(own.ticket, columns),
            "metric": word(own.metric),
            "version": pa.array(own.version),
            "event_id": _texts(own.event_row, columns.event_ids.array),
            "at": _typed(own.at, INSTANT),
            "period": _period(own.period, found),
        }
    )


def unmatched_table(found: Found, columns: Columns) -> Any:
    """Return the tickets about which nothing is promised, and why."""
    own, word = found.apart, _words(found)
    return pa.table(
        {
            "ticket": _ticket(own.ticket, columns),
            "item": _items(own, found, columns),
            "opened": _typed(own.opened, INSTANT),
            "why": word(own.why),
            "customer": word(own.customer),
        }
    )


def _words(found: Found) -> Any:
    words = pa.array(found.vocabularies.words.values, pa.large_string())
    return lambda codes: _texts(codes, words)


def _texts(codes: Codes, words: Any) -> Any:
    indices = codes.astype(np.int32, copy=False)
    return pa.DictionaryArray.from_arrays(pa.array(indices, mask=indices == NONE), words)


def _ticket(codes: Codes, columns: Columns) -> Any:
    return _texts(codes, columns.tickets.array)


def _items(own: Outcomes | Apart, found: Found, columns: Columns) -> Any:
    """Return the names of items: that of the ticket, and what follows it for a later item."""
    suffixes = found.vocabularies.words.values
    first = [number for number, suffix in enumerate(suffixes) if not suffix]
    later = np.flatnonzero(~np.isin(own.suffix, first))
    names = columns.tickets.some(own.ticket[later].astype(np.int64))
    named = [n + suffixes[s] for n, s in zip(names, own.suffix[later].tolist(), strict=True)]
    codes = own.ticket.astype(np.int32)
    codes[later] = len(columns.tickets) + np.arange(later.size)
    words = columns.tickets.array
    if later.size:
        words = pa.concat_arrays([words, pa.array(named, pa.large_string())])
    return _texts(codes, words)


def _typed(values: Int64s, kind: Any) -> Any:
    return pa.array(values, pa.int64(), mask=values == NULL).cast(kind)


def _period(codes: Codes, found: Found) -> Any:
    labels = [period.label for period in found.vocabularies.periods.values]
    return _texts(codes, pa.array(labels, pa.large_string()))


def _clauses(codes: Codes, found: Found) -> Any:
    known: Sequence[tuple[str, ...]] = found.vocabularies.clauses.values
    words = pa.array([list(clauses) for clauses in known], pa.list_(pa.string()))
    return words.take(pa.array(codes, mask=codes == NONE))
