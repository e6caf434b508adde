"""The clocks of a ticket as its page shows them: whether each runs, and else what holds it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from patto.kernel.agreement.model import Agreement
from patto.kernel.evaluation.outcome import Still
from patto.kernel.instants import Instant
from patto.language.titles import Titles
from patto.language.words import Words
from patto.tickets.queries import PromiseRow, TicketPage


@dataclass(frozen=True, slots=True)
class Clock:
    """A promise, and where its clock stands still: what that is called, why, until when."""

    row: PromiseRow
    still: str = ""
    why: str = ""
    until: Instant | None = None

    @property
    def runs(self) -> bool:
        """Whether it can still be kept, and its clock does not stand still."""
        return self.row.verdict == "PENDING" and self.row.due_at is not None and not self.still


def clocks(
    found: TicketPage,
    stills: Mapping[tuple[str, str], Still],
    agreement: Agreement | None,
    words: Words,
) -> list[Clock]:
    """Return the clock of every promise about a ticket, by what holds those that stand still."""
    titles = None if agreement is None else Titles(agreement, words)
    return [_clock(one, stills.get((one.metric, one.item)), titles) for one in found.promises]


def _clock(row: PromiseRow, still: Still | None, titles: Titles | None) -> Clock:
    if still is None or titles is None:
        return Clock(row)
    terms = titles.pause_reasons.get(still.detail) or titles.constraints.get(still.detail)
    why = still.detail if terms is None else terms.title
    name = "paused" if still.why == "pause" else "held"
    return Clock(row, titles.words.say(f"ticket.clock.{name}"), why, still.until)
