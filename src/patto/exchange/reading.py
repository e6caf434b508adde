"""From exports to events, and from events to files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, Final

from patto.exchange.consistency import Consistency
from patto.exchange.discovery import importer_for, importer_named, writer_for
from patto.exchange.importer import Importer, Reading, Source
from patto.exchange.problems import problem
from patto.exchange.records import attribute_names, in_file_order
from patto.exchange.report import Report
from patto.kernel.errors import InputError, Place, Problem
from patto.kernel.facts import Event

MOST_EVENTS: Final = 3_000_000
"""The most events that `read` holds at once: about two gigabytes of memory."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of reading exports: the events in order of their rows, and the report.

    There are no events if a file could not be used; `problems` says why.
    """

    events: tuple[Event, ...]
    report: Report

    @property
    def problems(self) -> tuple[Problem, ...]:
        """The examples of everything found, by place."""
        return self.report.problems

    @property
    def refused(self) -> bool:
        """Whether a file could not be used."""
        return any(finding.fate == "refused" for finding in self.report.findings.values())


def read(
    paths: Sequence[Path],
    importer: str | Path | None = None,
    *,
    zone: str | None = None,
    most: int = MOST_EVENTS,
) -> Imported:
    """Return all events of some files, and what was found in them.

    `importer` is the name of one, or a mapping's file; without it, each file's suffix and header
    say. `zone` is suggested for local times whose zone neither an export nor a mapping states.
    Nothing is raised for a file, whatever it holds; more than `most` events are refused.
    """
    report = Report()
    events: list[Event] = []
    try:
        for event in _events(paths, importer, report, zone):
            events.append(event)
            if len(events) > most:
                return _too_many(report, most)
    except InputError as error:
        for found in error.problems:
            report.found(found)
        return Imported((), report)
    return Imported(tuple(events), report)


def _too_many(report: Report, most: int) -> Imported:
    place = Place(report.files[-1][0])
    report.found(problem("export-too-many-events", place, limit=str(most)))
    return Imported((), report)


def stream(
    paths: Sequence[Path], importer: str | Path | None = None, *, zone: str | None = None
) -> tuple[Iterator[Event], Report]:
    """Return the events of some files one at a time, and the report that fills with them.

    The iterator raises `InputError` where a file cannot be used.
    """
    report = Report()
    return _events(paths, importer, report, zone), report


def read_events(
    origin: Path | BinaryIO,
    report: Report,
    importer: str | Path | None = None,
    *,
    name: str = "-",
    zone: str | None = None,
) -> Iterator[Event]:
    """Yield the events of a file or of an open binary stream, in the memory of a row or batch.

    A stream is read as the importer named, or as CSV; `name` is what its places are told by.

    :raises InputError: if it cannot be used
    """
    if isinstance(origin, Path):
        yield from _events([origin], importer, report, zone)
        return
    chosen = importer_named(importer or "csv")
    if chosen.rereads and not origin.seekable():
        origin = BytesIO(origin.read())
    consistency = Consistency(report)
    yield from _read(Reading(Source(name, origin), report, zone=zone), chosen, consistency)
    consistency.finish()


def _events(
    paths: Sequence[Path], importer: str | Path | None, report: Report, zone: str | None
) -> Iterator[Event]:
    consistency = Consistency(report)
    named = None if importer is None else importer_named(importer)
    reading = Reading(Source("", Path()), report, zone=zone)
    for path in paths:
        source = Source(str(path), Path(path))
        reading = replace(reading, source=source)
        last = reading.first - 1
        for event in _read(reading, named or importer_for(source), consistency):
            last = max(last, event.position)
            yield event
        reading = replace(reading, first=last + 1)
    consistency.finish()


def _read(reading: Reading, importer: Importer, consistency: Consistency) -> Iterator[Event]:
    reading.report.files.append((reading.source.name, importer.name))
    yield from consistency.passing(importer.read(reading), reading.source)


def write(events: Iterable[Event], path: Path, attributes: Sequence[str] | None = None) -> None:
    """Write events to a file, whose suffix says the format; an older file is replaced at the end.

    `attributes` are the columns after the fixed ones; without them, those that the events hold,
    for which the events are kept in memory.

    :raises InputError: if there is no such format, or an event cannot be written in it
    """
    write_to = writer_for(path)
    if attributes is None:
        events = tuple(events)
        attributes = attribute_names(events)
    unfinished = path.with_name(f".{path.name}.unfinished")
    try:
        write_to(events, attributes, unfinished)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def convert(
    sources: Sequence[Path],
    target: Path,
    importer: str | Path | None = None,
    *,
    zone: str | None = None,
) -> Report:
    """Write the events of some files to another, and return what was found in them.

    The files are read twice, first for the columns that the target needs, so that no more than
    a batch of events is ever held. Nothing is written if a file cannot be used.

    :raises InputError: if a file cannot be used, or the target cannot be written
    """
    writer_for(target)
    events, report = stream(sources, importer, zone=zone)
    met: dict[str, None] = {}
    for event in events:
        met.update(dict.fromkeys(event.attributes))
    again, _ = stream(sources, importer, zone=zone)
    write(again, target, in_file_order(met))
    return report
