"""Events in columns, and back: what a row says as an event of the kernel."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import numpy as np
from numpy.typing import NDArray

from patto.bulk.arrays import Int64s
from patto.bulk.texts import Texts, Words
from patto.kernel import facts
from patto.kernel.facts import NO_ATTRIBUTES, Event

TEXTS: Final = ("event", "customer", "by", "reason", "evidence", "refers_to")
"""The fixed columns of text that evaluation reads, beside `event_id` and `ticket`."""

ATTRIBUTES: Final = (
    "channel", "information", "type", "service", "item", "requester", "impact", "urgency",
    "priority", "declared_by", "constraint", "exclusion", "clause", "into", "situation", "from",
    "until",
)  # fmt: skip
"""The attributes that evaluation reads; a test holds this list against it."""


@dataclass(frozen=True)
class Columns:
    """Events, one a row, in the order of their file.

    `ticket` is the place of a row's ticket in `tickets`, which are in order of appearance, `NONE`
    for an event that concerns the customer. `texts` has the columns named above. `repeated` are the
    rows whose id another row has too.
    """

    ticket: NDArray[np.int32]
    tickets: Words
    event_ids: Words
    occurred: Int64s
    recorded: Int64s
    position: Int64s
    texts: Mapping[str, Texts]
    repeated: Int64s

    def __len__(self) -> int:
        return self.occurred.size

    def events(self, rows: Int64s) -> Iterator[Event]:
        """Yield the events of some rows, with the attributes that evaluation reads."""
        tickets = self.ticket[rows].astype(np.int64)
        named = np.flatnonzero(tickets >= 0)
        names = [""] * rows.size
        for place, name in zip(named.tolist(), self.tickets.some(tickets[named]), strict=True):
            names[place] = name
        given = [name for name in ATTRIBUTES if self.texts[name].codes[rows].any()]
        yield from map(
            _event,
            self.event_ids.some(rows),
            names,
            self.occurred[rows].tolist(),
            self.recorded[rows].tolist(),
            self.position[rows].tolist(),
            zip(*(self.texts[name].texts(rows) for name in TEXTS), strict=True),
            _attributes(given, [self.texts[name].texts(rows) for name in given], rows.size),
        )


def _attributes(
    names: list[str], columns: list[list[str]], rows: int
) -> Iterator[Mapping[str, str]]:
    if not names:
        yield from (NO_ATTRIBUTES for _ in range(rows))
        return
    for values in zip(*columns, strict=True):
        yield {name: value for name, value in zip(names, values, strict=True) if value}


def _event(
    event_id: str,
    ticket: str,
    occurred_at: int,
    recorded_at: int,
    position: int,
    texts: tuple[str, ...],
    attributes: Mapping[str, str],
) -> Event:
    kind, customer, by, reason, evidence, refers_to = texts
    return Event(
        event_id=event_id,
        ticket=ticket,
        kind=kind,
        occurred_at=occurred_at,
        recorded_at=recorded_at,
        customer=customer,
        by=by,
        reason=reason,
        evidence=evidence,
        refers_to=refers_to,
        position=position,
        attributes=MappingProxyType(dict(attributes)) if attributes else facts.NO_ATTRIBUTES,
    )
