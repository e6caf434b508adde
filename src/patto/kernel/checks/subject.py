"""The agreement under review, with all that rules ask of it worked out once."""

from __future__ import annotations

from datetime import timedelta
from functools import cached_property
from typing import Final

from patto.kernel.agreement.compiled import Compiled
from patto.kernel.agreement.consistency.draft import Draft, Row
from patto.kernel.agreement.dates import day_start
from patto.kernel.agreement.metrics import TicketMetric
from patto.kernel.agreement.model import Agreement
from patto.kernel.agreement.nodes import Path, Places
from patto.kernel.checks.context import NO_CONTEXT, Context, with_its_own
from patto.kernel.checks.texts import text_parts
from patto.kernel.checks.wording.all_texts import Texts
from patto.kernel.instants import Instant, to_datetime
from patto.kernel.spans import Span, SpanSet
from patto.kernel.zones import zone

_LOOKED_AT: Final = timedelta(days=366)


class Subject:
    """An agreement, its places, and what is known beside it.

    What needs hours to be laid out may be asked of a sound agreement only.
    """

    def __init__(self, agreement: Agreement, places: Places, context: Context = NO_CONTEXT) -> None:
        self.agreement = agreement
        self.places = places
        self.context = with_its_own(agreement, context)
        self.compiled = Compiled(agreement)
        self._open: dict[str, SpanSet] = {}

    @cached_property
    def texts(self) -> Texts:
        """Every text for people, the agreement's own and those beside it."""
        return Texts(text_parts(self.agreement, self.places), self.context, self.places)

    @cached_property
    def ticket_metrics(self) -> tuple[tuple[int, TicketMetric], ...]:
        """The metrics that measure tickets, with their positions."""
        return tuple(self._draft.ticket_metrics)

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """Every row of targets."""
        return tuple(self._draft.rows)

    @cached_property
    def first_year(self) -> Span:
        """The first year of the agreement, or all of it if it is shorter."""
        identity = self.agreement.agreement
        start = identity.effective.start
        end = min(start + _LOOKED_AT, identity.effective.end or start + _LOOKED_AT)
        return Span.of(day_start(identity.zone, start), day_start(identity.zone, end))

    def open(self, clock: str) -> SpanSet:
        """Return what a clock or calendar counts in the first year."""
        if clock not in self._open:
            self._open[clock] = self.compiled.clock(clock).open.spans(self.first_year)
        return self._open[clock]

    def clock_title(self, name: str) -> str:
        """Return what people call a clock or calendar."""
        terms = (self.agreement.clocks or {}).get(name) or self.agreement.calendars.get(name)
        return name if terms is None else terms.title

    def on_the_wall(self, instant: Instant) -> str:
        """Return a moment as the wall of the agreement's zone shows it: `2026-03-06 16:55`."""
        shown = to_datetime(instant).astimezone(zone(self.agreement.agreement.zone))
        return shown.strftime("%Y-%m-%d %H:%M")

    def says(self, path: Path, *labels: str) -> bool:
        """Return whether the text under a path has a phrase of some class that nothing negates."""
        wording = self.texts.at(path)
        return wording is not None and any(
            not wording.negated(match) for label in labels for match in wording.all(label)
        )

    def mentions(self, path: Path, *labels: str) -> bool:
        """Return whether the text under a path has a phrase of some class, negated or not."""
        wording = self.texts.at(path)
        return wording is not None and any(any(wording.all(label)) for label in labels)

    def unsettled(self, path: Path) -> bool:
        """Return whether the text under a path only holds the place of what is still to be said."""
        wording = self.texts.at(path)
        return wording is not None and any(
            2 * match.length >= len(wording.tokens) for match in wording.all("general.unsettled")
        )

    @property
    def is_formal(self) -> bool:
        """Whether the agreement is drawn up to be signed: its law and signing are settled."""
        return self.agreement.legal is not None

    @property
    def _draft(self) -> Draft:
        return Draft(self.agreement, self.places)
