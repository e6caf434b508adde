"""Making the events of a mapped export: what every shape does alike."""

from __future__ import annotations

from collections.abc import Mapping

from patto.exchange.mapping.sheet import Row, Sheet
from patto.kernel.facts import NO_ATTRIBUTES, Event
from patto.kernel.instants import Instant


class Maker:
    """Makes events of rows, numbered in the order in which they are made."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet
        self._position = sheet.reading.first - 1

    def make(  # noqa: PLR0913  # an event has as many parts
        self,
        row: Row,
        event_id: str,
        ticket: str,
        kind: str,
        *,
        occurred: Instant,
        recorded: Instant,
        by: str = "",
        reason: str = "",
        evidence: str = "",
        attributes: Mapping[str, str] = NO_ATTRIBUTES,
    ) -> Event:
        """Return an event of a row, with the row as its source."""
        self._position += 1
        return Event(
            event_id=event_id,
            ticket=ticket,
            kind=kind,
            occurred_at=occurred,
            recorded_at=recorded,
            customer=self._sheet.customer(row),
            source=self._sheet.source(row),
            by=by,
            reason=reason,
            evidence=evidence,
            position=self._position,
            attributes=attributes,
        )
