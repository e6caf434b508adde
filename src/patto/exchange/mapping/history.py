"""One ticket's snapshots in order, and the events that their differences are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from patto.exchange.importer import Found
from patto.exchange.mapping.making import Maker
from patto.exchange.mapping.model import CLASSIFICATION, Doer, Paused, SnapshotsMapping
from patto.exchange.mapping.sheet import Row, Sheet
from patto.exchange.mapping.tickets import meaning_of, pause_reason
from patto.kernel.facts import (
    ASSIGNED,
    CLASSIFIED,
    CLOSED,
    NO_ATTRIBUTES,
    PAUSED,
    REOPENED,
    REPORTED,
    RESOLVED,
    RESUMED,
    WITHDRAWN,
    Event,
)
from patto.kernel.instants import Instant, render

ASSIGNEE: Final = "assignee"
"""The attribute of an `assigned` event that says to whom."""

_OPEN: Final = "open"
_OVER: Final = frozenset({RESOLVED, CLOSED, WITHDRAWN})


@dataclass(frozen=True, slots=True)
class _Step:
    """A snapshot, its number in its ticket's order, and when its change happened."""

    order: int
    row: Row
    at: Instant


class History:
    """Walks the snapshots of one ticket, and remembers how it stands."""

    def __init__(self, terms: SnapshotsMapping, sheet: Sheet, maker: Maker, ticket: str) -> None:
        self._terms, self._sheet, self._maker, self._ticket = terms, sheet, maker, ticket
        self._last: _Step | None = None
        self._state, self._reason = _OPEN, ""
        self._assignee = ""
        self._class: Mapping[str, str] = NO_ATTRIBUTES
        self._counted: int | None = None  # the desk's count of reopenings when last shown
        self._seen: dict[str, Instant] = {}

    def events(self, order: int, row: Row) -> Iterator[Found]:
        """Yield what a snapshot shows that the one before did not."""
        last = self._last
        at = self._sheet.instant(row, self._terms.at.column, None if last is None else last.at)
        if at is None:
            return
        if last is not None and at < last.at:
            told = {"at": render(at), "before": render(last.at)}
            self._sheet.tell("time-backwards", row, ticket=self._ticket, order=str(order), **told)
        step = _Step(order, row, at)
        made = [] if last is not None else [self._reported(step)]
        made += [*self._classified(step), *self._assigned(step), *self._moved(step)]
        self._last = step
        if not made:
            self._sheet.report.unchanged += 1
        for event in made:
            yield event, row.line

    def finish(self) -> None:
        """Compare the columns that know the future with what the snapshots showed."""
        if self._last is None:
            return
        row = self._last.row
        future = self._terms.backfilled
        for kind, stated_in in ((RESOLVED, future.resolved), (CLOSED, future.closed)):
            seen = self._seen.get(kind)
            if seen is None or stated_in is None:
                continue
            column = stated_in.column
            told = {"ticket": self._ticket, "event": kind, "column": column, "seen": render(seen)}
            stated = self._sheet.instant_if_any(row, column)
            if stated is None:
                self._sheet.tell("backfilled-missing", row, **told)
            elif stated != seen:
                self._sheet.tell("backfilled-differs", row, **told, stated=render(stated))

    def _reported(self, step: _Step) -> Event:
        """Return the report: it occurred when the desk says, and was recorded with the first row.

        Where the desk says when the ticket was entered, it was recorded then.
        """
        sheet, opened = self._sheet, self._terms.opened
        occurred = sheet.instant_if_any(step.row, opened.column)
        if occurred is None:
            occurred = step.at
            told = {"column": opened.column, "event": REPORTED, "read_as": render(step.at)}
            sheet.tell("opening-unknown", step.row, ticket=self._ticket, **told)
        entered = None
        if opened.recorded is not None:
            entered = sheet.instant_if_any(step.row, opened.recorded.column)
        self._class = sheet.attributes(step.row, CLASSIFICATION)
        return self._maker.make(
            step.row,
            self._id(step, REPORTED),
            self._ticket,
            REPORTED,
            occurred=occurred,
            recorded=step.at if entered is None else entered,
            by=sheet.doer(step.row, opened.by or self._terms.by),
            attributes=sheet.attributes(step.row),
        )

    def _classified(self, step: _Step) -> Iterator[Event]:
        if self._last is None:
            return
        now = {**self._class, **self._sheet.attributes(step.row, CLASSIFICATION)}
        if now != self._class:
            self._class = now
            yield self._make(step, CLASSIFIED, attributes=MappingProxyType(now))

    def _assigned(self, step: _Step) -> Iterator[Event]:
        if self._terms.assigned is None:
            return
        before = self._assignee
        self._assignee = self._sheet.value(step.row, self._terms.assigned.column)
        if self._assignee and self._assignee != before:
            told = MappingProxyType({ASSIGNEE: self._assignee})
            yield self._make(step, ASSIGNED, attributes=told)
        elif before and not self._assignee:
            self._sheet.tell("assignment-withdrawn", step.row, ticket=self._ticket)

    def _moved(self, step: _Step) -> Iterator[Event]:
        """Yield what the change from one state to the next means."""
        was, why = self._state, self._reason
        self._state, self._reason = state, reason = self._standing(step)
        changed = (was, why) != (state, reason)
        if was == PAUSED and changed:
            yield self._make(step, RESUMED, why)
        left = was in _OVER and (state not in _OVER or (was != RESOLVED and state == RESOLVED))
        hidden = self._hidden_reopening(step, left=left)
        if left or hidden:
            yield self._make(step, REOPENED)
        if state == PAUSED and changed:
            yield self._make(step, PAUSED, reason, evidence=self._evidence(step))
        if state in _OVER and (changed or hidden):
            self._seen[state] = step.at
            yield self._make(step, state)

    def _evidence(self, step: _Step) -> str:
        """Return what the snapshot that shows a pause holds as its evidence."""
        terms = self._terms.state
        meaning = terms.words.get(self._sheet.value(step.row, terms.column))
        return self._sheet.cell(step.row, meaning.evidence) if isinstance(meaning, Paused) else ""

    def _standing(self, step: _Step) -> tuple[str, str]:
        """Return the state that a snapshot shows, or the one before where it shows none."""
        terms = self._terms.state
        word = self._sheet.value(step.row, terms.column)
        meaning = meaning_of(word, terms.words, terms.column, self._sheet, step.row)
        if meaning is None:
            return self._state, self._reason
        if isinstance(meaning, Paused):
            return PAUSED, pause_reason(meaning, self._sheet, step.row)
        return meaning, ""

    def _hidden_reopening(self, step: _Step, *, left: bool) -> bool:
        """Return whether the desk counts a reopening that no change of state shows."""
        if self._terms.reopened is None:
            return False
        column = self._terms.reopened.column
        number = self._sheet.value(step.row, column)
        if not number.isdecimal():
            return False
        before, now = self._counted, int(number)
        # A reopening may be counted with the snapshot that shows it, or with a later one.
        shown = now if before is None else before + left
        self._counted = max(now, shown)
        if now <= shown:
            return False
        told = {"ticket": self._ticket, "column": column, "at": render(step.at)}
        self._sheet.tell("reopening-inferred", step.row, **told)
        return True

    def _make(
        self,
        step: _Step,
        kind: str,
        reason: str = "",
        evidence: str = "",
        attributes: Mapping[str, str] = NO_ATTRIBUTES,
    ) -> Event:
        return self._maker.make(
            step.row,
            self._id(step, kind),
            self._ticket,
            kind,
            occurred=step.at,
            recorded=step.at,
            by=self._sheet.doer(step.row, self._doer()),
            reason=reason,
            evidence=evidence,
            attributes=attributes,
        )

    def _doer(self) -> Doer | None:
        """Return where the export says who made the change at hand."""
        entered = self._terms.opened.entered_by if self._last is None else None
        return entered or self._terms.by

    def _id(self, step: _Step, kind: str) -> str:
        return f"{self._ticket}/{step.order}/{kind}"
