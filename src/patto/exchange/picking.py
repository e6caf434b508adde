"""A few tickets out of Parquet files of any size: only their rows become events."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from patto.exchange.consistency import Consistency
from patto.exchange.formats import parquet
from patto.exchange.importer import Found, Reading, Source
from patto.exchange.reading import Imported
from patto.exchange.report import Report
from patto.exchange.stored import rows_with
from patto.kernel.facts import Event


def tickets_of(paths: Sequence[Path], tickets: Collection[str]) -> Imported:
    """Return the events of some tickets, the same as if all had been read, and what was found.

    The empty name stands for what concerns the customer. Rows that share the id of an event with
    one of theirs are read as well: which of them counts is for the first of all to say.

    :raises InputError: if a file is no Parquet file of ours
    """
    own = [rows_with(path, "ticket", tickets) for path in paths]
    ids = {event.event_id for event in _events(paths, own, Report())}
    shared = [rows_with(path, "event_id", ids) for path in paths] if ids else own
    rows = [sorted({*one, *other}) for one, other in zip(own, shared, strict=True)]
    report = Report(files=[(str(path), parquet.IMPORTER.name) for path in paths])
    events = _events(paths, rows, report)
    return Imported(tuple(event for event in events if event.ticket in tickets), report)


def _events(
    paths: Sequence[Path], rows: Sequence[Sequence[int]], report: Report
) -> Iterator[Event]:
    consistency, reading = Consistency(report), Reading(Source("", Path()), report)
    for path, some in zip(paths, rows, strict=True):
        reading = replace(reading, source=Source(str(path), path))
        last = reading.first - 1
        found: Iterator[Found] = parquet.read_rows(reading, some)
        for event in consistency.passing(found, reading.source):
            last = max(last, event.position)
            yield event
        reading = replace(reading, first=last + 1)
