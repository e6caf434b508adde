"""Verdicts as JSON and CSV out of columns, some thousand tickets at a time.

The bytes are those that `encoding` gives for the same verdicts one by one. The layout is taken
from it: an item of marks is written once, and the values of every item are put in their places.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from json.encoder import encode_basestring
from typing import Any, Final

import numpy as np

from patto.bulk.arrays import Int64s
from patto.bulk.lists import BulkLists
from patto.bulk.rendered import Rendered, Values
from patto.cli import encoding
from patto.cli.evidence import as_document
from patto.exchange.report import Report
from patto.kernel.agreement.model import Agreement
from patto.kernel.evaluation.outcome import ItemOutcome, LevelOutcome, MetricOutcome, Verdict
from patto.language.words import Words

CHUNK: Final = 1 << 14
"""How many items are written at a time."""

_STEP: Final = 2
_NUMBERS: Final = frozenset({"version", "contractual_us", "wall_us", "unpaused_us", "target_us"})
_TRUTHS: Final = frozenset({"disputed", "outside_count"})


def csv_of(lists: BulkLists) -> Iterator[str]:
    """Yield all tickets as CSV: one row a ticket, metric and line."""
    yield _as_csv([encoding.COLUMNS])
    rendered, measurement = Rendered(lists.measurement), lists.measurement
    for rows in _chunks(lists.item_rows):
        items = dict(rendered.items(rows))
        for name in _TRUTHS:
            items[name] = ["true" if value else "false" for value in items[name]]
        notes = measurement.notes_of(rows)
        items["notes"] = [" ".join(n.code for n in notes.get(i, ())) for i in range(rows.size)]
        lines = [
            list(zip(*(({**items, **line})[name] for name in encoding.COLUMNS), strict=True))
            for line in rendered.lines(rows)
        ]
        yield _as_csv(one for every in zip(*lines, strict=True) for one in every if one[_VERDICT])


_VERDICT: Final = encoding.COLUMNS.index("verdict")


def _as_csv(rows: Iterable[Sequence[Any]]) -> str:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()


def json_of(
    lists: BulkLists, versions: Sequence[Agreement], report: Report, words: Words
) -> Iterator[str]:
    """Yield all verdicts as JSON: the heading, each metric with its tickets, and the evidence."""
    evidence = as_document(report, words)
    parts = {
        **encoding.heading(lists.at, lists.known_at, versions),
        "metrics": _listed((_metric(one, lists) for one in lists.metrics), _STEP),
        "unmatched": _listed((_unmatched(rows, lists) for rows in _one_by_one(lists)), _STEP),
        **encoding.ending(versions, evidence),
    }
    opening = "{\n"
    for name, part in parts.items():
        yield f"{opening}{' ' * _STEP}{encode_basestring(name)}: "
        if isinstance(part, Iterator):
            yield from part
        else:
            yield _indented(part, _STEP)
        opening = ",\n"
    yield "\n}\n"


def _metric(outcome: MetricOutcome, lists: BulkLists) -> Iterator[str]:
    """Yield a metric in a period, its items last as `encoding` has them."""
    depth = 2 * _STEP
    empty = _indented(encoding.metric(outcome), depth)
    head, found, tail = empty.rpartition("[]")
    yield head if found else empty
    items = (iter(chunk) for chunk in _items(lists.rows(outcome), lists, depth + 2 * _STEP))
    yield from _listed(items, depth + _STEP)
    yield tail


def _items(rows: Int64s, lists: BulkLists, depth: int) -> Iterator[Sequence[str]]:
    """Yield some thousand items at a time, as one text each thousand."""
    rendered, measurement = Rendered(lists.measurement), lists.measurement
    layouts = [_layout(n, depth) for n in range(measurement.most_lines + 1)]
    between = ",\n" + " " * depth
    for some in _chunks(rows):
        notes = measurement.notes_of(some)
        columns = dict(_fragments(rendered.items(some)))
        columns["notes"] = ["[]"] * some.size
        for place, own in notes.items():
            columns["notes"][place] = _indented([encoding.note(n) for n in own], depth + _STEP)
        lines = rendered.lines(some)
        count = np.sum([[v is not None for v in line["verdict"]] for line in lines], axis=0)
        for number, line in enumerate(lines):
            columns |= {f"{name}{number}": v for name, v in _fragments(line).items()}
            columns[f"modified_by{number}"] = [
                "[]" if not clauses else _indented(list(clauses), depth + 3 * _STEP)
                for clauses in line["modified_by"]
            ]
        texts = np.empty(some.size, object)
        for many in np.unique(count).tolist():
            layout, names = layouts[many]
            chosen = np.flatnonzero(count == many)
            values = zip(*(_some(columns[name], chosen) for name in names), strict=True)
            texts[chosen] = [layout % one for one in values]
        yield [between.join(texts.tolist())]


def _some(values: Values, chosen: Int64s) -> Values:
    return values if chosen.size == len(values) else [values[n] for n in chosen.tolist()]


def _fragments(columns: Mapping[str, Values]) -> dict[str, Values]:
    """Return columns as JSON has their values."""
    found: dict[str, Values] = {}
    for name, values in columns.items():
        if name in _NUMBERS:
            found[name] = ["null" if value is None else value for value in values]
        elif name in _TRUTHS:
            found[name] = ["true" if value else "false" for value in values]
        elif name != "modified_by":
            found[name] = ["null" if v is None else encode_basestring(v) for v in values]
    return found


def _layout(lines: int, depth: int) -> tuple[str, list[str]]:
    """Return how an item of so many lines is laid out, and the columns of its places in order."""
    level = LevelOutcome("", Verdict.MET, "", None, "", None, None)
    marked = encoding.item(
        ItemOutcome("", 0, "", "", "", "", 0, None, None, "", "", None, (level,) * lines, None)
    )
    names = [name for name in marked if name not in ("levels", "segments")]
    marked |= {name: f"{_MARK}{name}{_MARK}" for name in names}
    for number, own in enumerate(marked["levels"]):
        own |= {name: f"{_MARK}{name}{number}{_MARK}" for name in own}
    text = _indented(marked, depth)
    pieces = text.replace(f'"{_MARK}', _MARK).replace(f'{_MARK}"', _MARK).split(_MARK)
    return "%s".join(pieces[::2]), pieces[1::2]


_MARK: Final = "%"
"""What marks a place for a value; it stands in no name of a field."""


def _unmatched(rows: Int64s, lists: BulkLists) -> Iterator[str]:
    (one,) = lists.measurement.unmatched_tickets(rows)
    yield _indented(encoding.unmatched(one), 2 * _STEP)


def _one_by_one(lists: BulkLists) -> Iterator[Int64s]:
    return (lists.unmatched_rows[n : n + 1] for n in range(lists.unmatched_rows.size))


def _listed(parts: Iterable[Iterator[str]], depth: int) -> Iterator[str]:
    """Yield parts as a list of JSON, each on lines of its own."""
    opening = "[\n"
    for part in parts:
        yield opening + " " * (depth + _STEP)
        yield from part
        opening = ",\n"
    yield "[]" if opening == "[\n" else "\n" + " " * depth + "]"


def _indented(value: object, depth: int) -> str:
    """Return a value as JSON that begins at a depth of the document."""
    text = json.dumps(value, ensure_ascii=False, indent=_STEP)
    return text.replace("\n", "\n" + " " * depth)


def _chunks(rows: Int64s) -> Iterator[Int64s]:
    return (rows[first : first + CHUNK] for first in range(0, rows.size, CHUNK))
