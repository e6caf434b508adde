"""A ticket of the plan: a call, and what was done since."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from patto.kernel.instants import Instant
from patto.tickets.acts import Act


@dataclass(frozen=True, slots=True)
class PlannedAct:
    """An act, by which person of the cast, written down when."""

    act: Act
    by: int
    at: Instant


@dataclass(frozen=True, slots=True)
class PlannedTicket:
    """A call of a customer's, logged by a person of the cast, and what was done since."""

    customer: int
    contact: int
    system: int | None
    subject: str
    text: str
    channel: str
    attributes: Mapping[str, str]
    reported: Instant
    logged: Instant
    by: int
    done: tuple[PlannedAct, ...]

    def until(self, at: Instant) -> PlannedTicket:
        """Return what is known of it at an instant."""
        return replace(self, done=tuple(one for one in self.done if one.at <= at))
