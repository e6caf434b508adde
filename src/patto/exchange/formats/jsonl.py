"""Our own events as JSON Lines: an object a line, fixed columns and attributes side by side."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from patto.exchange.importer import Found, Importer, Reading
from patto.exchange.problems import problem
from patto.exchange.records import event_of, record_of
from patto.exchange.text import lines
from patto.kernel.errors import InputError
from patto.kernel.facts import Event


class _RepeatedKeyError(ValueError):
    """An object holds a key twice."""


def read(reading: Reading) -> Iterator[Found]:
    """Yield the events of a file of JSON objects, a line at a time.

    :raises InputError: if it is empty or not UTF-8
    """
    report, position, number = reading.report, reading.first, 0
    rows_before = report.rows
    with reading.source.open() as stream:
        for number, line in enumerate(lines(stream, reading), 1):
            if not line.strip():
                report.blank_lines += 1
                continue
            report.rows += 1
            record = _record(line, reading, number)
            event = None if record is None else event_of(record, reading, number, position)
            if event is not None:
                position += 1
                yield event, number
    if not number:
        raise InputError([problem("export-empty", reading.source.place())])
    if report.rows == rows_before:
        report.found(problem("export-without-rows", reading.source.place()))


def _record(line: str, reading: Reading, number: int) -> dict[str, str] | None:
    """Return the texts of an object, or report why a line holds none."""
    place = reading.source.place(number)
    try:
        value = json.loads(line, object_pairs_hook=_object)
        # A surrogate that is only half of a character can be written in JSON, and nowhere else.
        line.encode() if "\\u" not in line else json.dumps(value, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        reading.report.drop(problem("row-malformed", place, reason=str(error)))
        return None
    if not isinstance(value, dict):
        reading.report.drop(problem("row-malformed", place, reason=type(value).__name__))
        return None
    return _texts(value, reading, number)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        names = [name for name, _ in pairs]
        repeated = next(name for name in names if names.count(name) > 1)
        raise _RepeatedKeyError(f"{repeated}: 2x")
    return made


def _texts(value: dict[str, Any], reading: Reading, number: int) -> dict[str, str] | None:
    place = reading.source.place(number)
    record: dict[str, str] = {}
    for name, given in value.items():
        if isinstance(given, str):
            record[name] = given
        elif isinstance(given, dict | list):
            ticket = value.get("ticket")
            nested = problem("row-value-nested", place, column=name)
            reading.report.drop(nested, ticket if isinstance(ticket, str) else "")
            return None
        elif given is not None:
            record[name] = json.dumps(given)
            told = {"column": name, "value": record[name], "read_as": record[name]}
            reading.report.found(problem("row-value-not-text", place, **told))
        if "\0" in record.get(name, "") or not name:
            reading.report.drop(problem("row-nul-byte", place, column=name))
            return None
    return record


def write(events: Iterable[Event], _attributes: Sequence[str], path: Path) -> None:
    """Write events, each as an object on a line, without what is empty.

    :raises InputError: if a text cannot be written, such as one with a NUL byte
    """
    with path.open("w", encoding="utf-8", newline="") as file:
        for event in events:
            file.write(json.dumps(record_of(event), ensure_ascii=False) + "\n")


IMPORTER = Importer("jsonl", (".jsonl", ".ndjson"), read, write=write)
