"""Exports for tests: written to a folder, read, and summed up."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from patto.exchange import Imported, read
from patto.kernel.facts import COLUMNS, Event
from patto.kernel.instants import Instant, parse

HEADER = ",".join(COLUMNS)
ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared" / "data" / "tickets"


def row(event_id: str, event: str, at: str, ticket: str = "A", **others: str) -> str:
    """Return a row of our own CSV, recorded when it occurred unless it says otherwise."""
    values = {"event_id": event_id, "ticket": ticket, "event": event, "occurred_at": at}
    values |= {"recorded_at": at} | others
    return ",".join(values.get(column, "") for column in COLUMNS)


def of(tmp_path: Path, *lines: str, name: str = "events.csv", header: str = HEADER) -> Imported:
    """Return what comes of an export of these lines under a header."""
    path = tmp_path / name
    path.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
    return read([path])


def mapped(tmp_path: Path, mapping: str, export: str | bytes) -> Imported:
    """Return what comes of an export read by a mapping."""
    desk, data = tmp_path / "desk.yaml", tmp_path / "export.csv"
    desk.write_text(mapping, encoding="utf-8")
    data.write_bytes(export if isinstance(export, bytes) else export.encode())
    return read([data], desk)


def codes(imported: Imported) -> dict[str, int]:
    """Return how often each code was met."""
    return {code: finding.count for code, finding in imported.report.findings.items()}


def told(imported: Imported, code: str) -> dict[str, str]:
    """Return the parameters of the first problem of a code."""
    return dict(imported.report.findings[code].examples[0].parameters)


def lines_of(imported: Imported, code: str) -> list[int]:
    """Return the lines at which a code was met."""
    return [example.place.line for example in imported.report.findings[code].examples]


def kinds(events: Iterable[Event]) -> list[str]:
    """Return the kinds of events, in order."""
    return [event.kind for event in events]


def instant(text: str) -> Instant:
    """Return an instant in UTC: `2026-03-10 09:00`."""
    return parse(f"{text}Z")
