"""One row a ticket: columns say when things happened, the state how the ticket stands at last.

What such an export does not hold (earlier pauses, a resolution before a reopening) cannot be
known, and the report says so. Where the last state tells more than the columns do, the event is
dated as of when the state is known, which is the latest that it can have been, and is doubtful.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from patto.exchange.importer import Found, Reading
from patto.exchange.mapping.making import Maker
from patto.exchange.mapping.model import (
    CellPart,
    ColumnPart,
    LastState,
    Meaning,
    Paused,
    TicketsMapping,
)
from patto.exchange.mapping.reading import Mapping
from patto.exchange.mapping.sheet import Row, Sheet, opened
from patto.exchange.problems import problem
from patto.kernel.facts import (
    CLOSED,
    NO_ATTRIBUTES,
    PAUSED,
    REOPENED,
    REPORTED,
    RESOLVED,
    WITHDRAWN,
)
from patto.kernel.instants import Instant, render


def read(mapping: Mapping, terms: TicketsMapping, reading: Reading) -> Iterator[Found]:
    """Yield the events of each ticket's row, in the order in which the mapping names them.

    :raises InputError: if the export cannot be read, or lacks a column of the mapping
    """
    met: dict[str, tuple[int, int]] = {}
    with opened(mapping, reading) as (sheet, rows):
        maker = Maker(sheet)
        sheet.report.found(problem("last-state-only", reading.source.place()))
        tell_recorded(terms.recorded, sheet)
        for row in rows:
            ticket = sheet.value(row, terms.ticket.column)
            if not ticket:
                sheet.drop("row-value-missing", row, column=terms.ticket.column)
                continue
            content = hash(row.cells)
            if ticket in met:
                before, first = met[ticket]
                code = "ticket-repeated" if before == content else "ticket-contradicts"
                sheet.drop(code, row, ticket=ticket, first=str(first), line=str(row.line))
                continue
            met[ticket] = content, row.line
            yield from _Ticket(terms, sheet, maker, row, ticket).events()


@dataclass(slots=True)
class _Ticket:
    """The events of one row, as they come together."""

    terms: TicketsMapping
    sheet: Sheet
    maker: Maker
    row: Row
    ticket: str

    def events(self) -> Iterator[Found]:
        terms, sheet, row = self.terms, self.sheet, self.row
        reported = sheet.instant(row, terms.instants[REPORTED].column)
        if reported is None:
            return
        happened: dict[str, Instant] = {REPORTED: reported}
        for kind, stamp in terms.instants.items():
            if kind != REPORTED:
                instant = sheet.instant_if_any(row, stamp.column)
                if instant is not None:
                    happened[kind] = instant
        meaning = self._meaning()
        for kind in terms.instants:
            if kind in happened:
                withdrawn = kind == CLOSED and meaning == WITHDRAWN
                yield self._stamped(kind, WITHDRAWN if withdrawn else kind, happened[kind])
        if meaning is not None and terms.state is not None:
            yield from self._by_state(terms.state, meaning, happened)

    def _meaning(self) -> Meaning | None:
        state = self.terms.state
        if state is None:
            return None
        word = self.sheet.value(self.row, state.column)
        return meaning_of(word, state.words, state.column, self.sheet, self.row)

    def _stamped(self, column: str, kind: str, occurred: Instant) -> Found:
        """Return the event that a column of instants tells."""
        stamp = self.terms.instants[column]
        terms = stamp.recorded or self.terms.recorded
        event = self.maker.make(
            self.row,
            f"{self.ticket}/{kind}",
            self.ticket,
            kind,
            occurred=occurred,
            recorded=recorded_at(terms, self.sheet, self.row, occurred),
            by=self.sheet.doer(self.row, stamp.by or self.terms.by),
            attributes=self.sheet.attributes(self.row) if kind == REPORTED else NO_ATTRIBUTES,
        )
        return event, self.row.line

    def _by_state(
        self, state: LastState, meaning: Meaning, happened: dict[str, Instant]
    ) -> Iterator[Found]:
        """Yield what the state tells beyond the columns."""
        word = self.sheet.value(self.row, state.column)
        as_of = self.sheet.instant_if_any(self.row, state.as_of.column)
        if as_of is None:
            return
        over = [happened[kind] for kind in (RESOLVED, CLOSED, WITHDRAWN) if kind in happened]
        standing = isinstance(meaning, Paused) or meaning == "open"
        if standing and over and happened.get(REOPENED, max(over) - 1) < max(over):
            yield self._late(REOPENED, word, as_of)
        if isinstance(meaning, Paused):
            reason = pause_reason(meaning, self.sheet, self.row)
            evidence = self.sheet.cell(self.row, meaning.evidence)
            yield self._late(PAUSED, word, as_of, reason, evidence)
        elif meaning != "open" and not {meaning, CLOSED} & happened.keys():
            yield self._late(meaning, word, as_of)

    def _late(
        self, kind: str, word: str, as_of: Instant, reason: str = "", evidence: str = ""
    ) -> Found:
        """Return what the state tells, dated as of when it is known."""
        told = {"ticket": self.ticket, "event": kind, "value": word, "read_as": render(as_of)}
        self.sheet.tell("state-dated-late", self.row, **told)
        event = self.maker.make(
            self.row,
            f"{self.ticket}/{kind}-by-state",
            self.ticket,
            kind,
            occurred=as_of,
            recorded=as_of,
            by=self.sheet.doer(self.row, self.terms.by),
            reason=reason,
            evidence=evidence,
        )
        return event, self.row.line


def meaning_of(
    word: str, words: dict[str, Meaning], column: str, sheet: Sheet, row: Row
) -> Meaning | None:
    """Return what a state means; none, and told, if it is junk or the mapping lacks it."""
    if not word:
        return None
    meaning = words.get(word)
    if meaning is None or meaning == "junk":
        code = "state-unknown" if meaning is None else "state-junk"
        sheet.tell(code, row, column=column, value=word)
        return None
    return meaning


def pause_reason(meaning: Paused, sheet: Sheet, row: Row) -> str:
    """Return for what the desk waits in a state."""
    paused = meaning.paused
    return sheet.cell(row, paused) if isinstance(paused, CellPart) else paused


def recorded_at(terms: ColumnPart | str, sheet: Sheet, row: Row, occurred: Instant) -> Instant:
    """Return when a row was recorded, as far as the export says; else when it occurred."""
    if isinstance(terms, str):
        return occurred
    recorded = sheet.instant_if_any(row, terms.column)
    return occurred if recorded is None else recorded


def tell_recorded(terms: ColumnPart | str, sheet: Sheet) -> None:
    """Tell, once an export, that it does not say when things were recorded."""
    if isinstance(terms, str):
        sheet.report.found(problem("recorded-when-occurred", sheet.reading.source.place()))
