"""What must hold of events whatever export they came from, and is told where it does not.

Events pass through one at a time, in the order of their rows. What needs the whole export, such
as an event before its ticket was reported, is told at the end. Nothing is changed here: a doubtful
event is kept as it stands, only a repeated one is dropped.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from patto.exchange.histories import Histories
from patto.exchange.importer import Found, Source
from patto.exchange.nearest import nearest
from patto.exchange.problems import problem
from patto.exchange.report import Report
from patto.exchange.seen import Met, Seen
from patto.kernel.errors import MalformedTimeError, Place
from patto.kernel.facts import CUSTOMER_KINDS, TICKET_KINDS, Event
from patto.kernel.instants import Instant, parse, render

_KINDS: Final = TICKET_KINDS | CUSTOMER_KINDS
_MINUTES: Final = re.compile(r"\d{1,9}(\.\d{1,6})?", re.ASCII)
_SPAN: Final = ("from", "until")
_CHECKED: Final = (*_SPAN, "minutes", "travel_minutes")


class Consistency:
    """Holds the events of one reading, of one file or of several, against each other."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._seen = Seen()
        self._histories = Histories()
        self._references: list[tuple[str, str, Place]] = []

    def passing(self, found: Iterable[Found], source: Source) -> Iterator[Event]:
        """Yield the events of one source that are not repeated, and account for their rows."""
        report = self._report
        row, kept = 0, True
        for event, line in found:
            if line != row:
                self._account(row, kept=kept)
                row, kept = line, False
            if self._new(event, source, line):
                kept = True
                self._check(event, source, line)
                report.events[event.kind] += 1
                yield event
        self._account(row, kept=kept)

    def finish(self) -> None:
        """Tell what only the whole export shows."""
        for found in self._histories.doubts():
            self._report.found(found)
        for event_id, refers_to, place in self._references:
            if refers_to not in self._seen:
                told = {"event_id": event_id, "refers_to": refers_to}
                self._report.found(problem("refers-to-unknown", place, **told))

    def _account(self, row: int, *, kept: bool) -> None:
        if not row:
            return
        if kept:
            self._report.eventful += 1
        else:
            self._report.dropped += 1

    def _new(self, event: Event, source: Source, line: int) -> bool:
        """Return whether an event was not met before; tell if it was."""
        content = (
            event.ticket, event.kind, event.occurred_at, event.recorded_at, event.customer,
            event.by, event.reason, event.evidence, event.refers_to,
            frozenset(event.attributes.items()),
        )  # fmt: skip
        met = self._seen.meet(event.event_id, content)
        if met is Met.NEW:
            return True
        code = "event-repeated" if met is Met.SAME else "event-id-reused"
        again = problem(code, source.place(line), event_id=event.event_id)
        self._report.found(again, event.ticket)
        return False

    def _check(self, event: Event, source: Source, line: int) -> None:
        if event.kind not in _KINDS:
            near = nearest(event.kind, _KINDS)
            found = problem("kind-unknown", source.place(line), kind=event.kind, nearest=near)
            self._report.found(found)
        if event.recorded_at < event.occurred_at:
            told = {
                "event_id": event.event_id,
                "event": event.kind,
                "occurred_at": render(event.occurred_at),
                "recorded_at": render(event.recorded_at),
            }
            self._report.found(problem("recorded-before-occurred", source.place(line), **told))
        if event.refers_to:
            self._references.append((event.event_id, event.refers_to, source.place(line)))
        if event.attributes:
            self._check_attributes(event.attributes, source, line)
        if event.ticket:
            self._histories.add(event, source.name, line)

    def _check_attributes(self, attributes: Mapping[str, str], source: Source, line: int) -> None:
        spans: dict[str, Instant] = {}
        for name in _CHECKED:
            value = attributes.get(name)
            if value is None:
                continue
            read = _instant(value) if name in _SPAN else _MINUTES.fullmatch(value)
            if read is None:
                told = {"attribute": name, "value": value}
                self._report.found(problem("attribute-malformed", source.place(line), **told))
            elif isinstance(read, int):
                spans[name] = read
        if len(spans) == len(_SPAN) and spans["until"] < spans["from"]:
            told = {"since": attributes["from"], "until": attributes["until"]}
            self._report.found(problem("until-before-from", source.place(line), **told))


def _instant(text: str) -> Instant | None:
    try:
        return parse(text)
    except MalformedTimeError:
        return None
