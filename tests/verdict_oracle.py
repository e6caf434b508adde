"""The slow oracle of verdicts: one ticket under one metric, judged tick by tick.

It knows nothing of the evaluation. Each tick of an item's life either counts on a clock or does
not; a target is missed at the first tick at whose end more has been counted than it allows, under
the terms that held in that tick. Everything must happen on whole ticks.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import Any

from patto.kernel.agreement.metrics import KeepInformedMetric, ResponseMetric, TargetRow
from patto.kernel.agreement.terms import MoreTime
from patto.kernel.facts import Event
from patto.kernel.instants import Duration, Instant
from verdict_binding import Binding, Days, Judged
from verdict_life import Grid, Life, is_a_persons, stops
from verdict_record import Happened, Record, limit_of

NO_PROMISE = "no-promise"


@dataclass(frozen=True)
class Line:
    """What the oracle says of one line of an item."""

    verdict: str
    reason: str = ""
    due: Instant | None = None
    kept_until: Instant | None = None


@dataclass(frozen=True)
class Told:
    """What the oracle says of an item; `tape` is why each tick counted or not, from `since` on."""

    item: str
    priority: str
    stop: Instant | None
    lines: tuple[Line, ...]
    figures: tuple[Duration, Duration, Duration] | None
    tape: tuple[str, ...]
    disputed: bool


@dataclass
class Oracle:
    """One ticket under one metric, at an instant and by what was known."""

    grid: Grid
    metric: Any
    events: Sequence[Event]
    at: Instant
    known_at: Instant
    declared: Sequence[Event] = ()

    def items(self, ticket: str = "T1") -> list[Told]:
        """Return what is said of each item of the ticket about which something is promised."""
        found: list[Told | None] = []
        happened = self.record(self.metric, self.events)
        declared = self.record(None, self.declared)
        for number, (begin, end) in enumerate(self._cuts(happened), 1):
            own = happened[begin:end]
            life = Life(self.grid, self.metric, happened[:begin], own, self.at, declared)
            name = ticket if number == 1 else f"{ticket}#{number}"
            found.append(Judgement(life).told(name) if life.begins else None)
        return [told for told in found if told is not None]

    def record(self, metric: Any, events: Sequence[Event]) -> list[Happened]:
        """Return what counts of events under a metric."""
        agreement, grid = self.grid.agreement, self.grid
        limit = limit_of(agreement, grid.length)
        return Record(
            agreement, metric, events, self.at, self.known_at, grid.elapsed, limit
        ).happened()

    def _cuts(self, happened: Sequence[Happened]) -> Iterable[tuple[int, int]]:
        """Yield where in the ticket's history each item begins and ends."""
        begin, stopped = 0, None
        for place, one in enumerate(happened):
            if stopped is None:
                stopped = one.at if stops(self.metric, one) else None
            elif one.kind == "reopened" and not isinstance(self.metric, ResponseMetric):
                if not self._continues(stopped, one.at):
                    yield begin, place
                    begin = place
                stopped = None
        if happened:
            yield begin, len(happened)

    def _continues(self, stopped: Instant, reopened: Instant) -> bool:
        if self.metric.reopen is None:
            return False
        clock, window = self.grid.length(self.metric.reopen.within)
        return self.grid.elapsed(clock, stopped, reopened) <= window


@dataclass
class Judgement:
    """What is said of one item that was lived through."""

    life: Life
    _fixed: dict[tuple[Any, ...], Instant] = field(default_factory=dict)

    def told(self, name: str) -> Told | None:
        """Return all that is said of the item, `None` if nothing is promised about it."""
        life, start = self.life, self.life.start
        until, verdict, reason, disputed = self.ending
        first = next(r for r in life.metric.targets.values() if r)[0]
        lines = [self._judged(level, until) for level in range(len(first.levels))]
        binding = next((one for one in lines if one is not None), None)
        if binding is None:
            return None
        excluded = self._exclusion()
        said: list[Line] = []
        for one in lines:
            if one is None:
                said.append(Line("EXCLUDED", excluded or NO_PROMISE))
                continue
            outcome = verdict, reason
            if excluded:
                outcome = "EXCLUDED", excluded
            elif one.missed:
                outcome = "MISSED", ""
            elif verdict != "EXCLUDED" and one.reason:
                outcome = "NOT DETERMINED", one.reason
            said.append(Line(*outcome, one.due, one.kept_until))
        end = max(start, until if life.stop is None else life.stop.at)
        figures, tape = self._figures(binding.row, end)
        priority = life.said(max(until, start), until)["priority"]
        stop = None if life.stop is None else life.stop.at
        return Told(name, priority, stop, tuple(said), figures, tape, disputed)

    @cached_property
    def ending(self) -> tuple[Instant, str, str, bool]:
        """Up to when it is judged, what it is if not missed by then, why, whether disputed."""
        life, disputed = self.life, False
        for one in life.running:
            if one.kind == "out-of-scope":
                if self._consented(one):
                    return one.at, "EXCLUDED", "out-of-scope", disputed
                disputed = True
            if one.kind in ("courtesy", "withdrawn"):
                return one.at, "EXCLUDED", one.kind, disputed
            if one.kind == "merged" and life.metric.related.merged == "parent-counts":
                return one.at, "EXCLUDED", "merged", disputed
        if life.stop is not None:
            return life.stop.at, "MET", "", disputed
        since_reopened = list(life.own)
        for place, one in enumerate(life.own):
            if one.kind == "reopened":
                since_reopened = life.own[place:]
        closed = next((one for one in since_reopened if one.kind == "closed"), None)
        if closed and life.metric.evidence.gaps == "not-determined":
            return closed.at, "NOT DETERMINED", "closed-without-stop", disputed
        return life.at, "PENDING", "", disputed

    def _consented(self, statement: Happened) -> bool:
        words = [
            one.kind
            for one in self.life.own
            if one.kind in ("consented", "objected")
            and one.event.role in ("", "customer")
            and one.order > statement.order
            and one.event.refers_to in ("", statement.event.event_id)
        ]
        return words[-1:] == ["consented"]

    def _exclusion(self) -> str:
        known = {e.id: e for e in self.life.agreement.exclusions or ()}
        for one in self.life.own:
            name = one.event.attribute("exclusion")
            if one.kind != "excluded" or name not in (self.life.metric.exclusions or ()):
                continue
            shown = known[name].evidence == "none" or one.event.evidence
            if shown and (known[name].consent == "not-required" or self._consented(one)):
                return name
        return ""

    def _spans(self, until: Instant) -> list[tuple[Instant, Instant]]:
        """Return the spans that are judged: the whole, or from one message to the next."""
        life, marks = self.life, [self.life.start]
        if isinstance(life.metric, KeepInformedMetric):
            for one in life.running:
                told = one.kind in life.metric.updates and is_a_persons(one)
                resolved = any(one is stop for stop, _ in life.gaps)
                if (told or resolved) and marks[-1] < one.at < until:
                    marks.append(one.at)
        return list(zip(marks, [*marks[1:], until], strict=True))

    def _judged(self, level: int, until: Instant) -> Judged | None:
        judged: Judged | None = None
        for since, end in self._spans(until):
            judged = self._span(level, since, max(since, end), until)
            if judged is not None and judged.missed:
                return judged
        return judged

    def _span(self, level: int, since: Instant, until: Instant, end: Instant) -> Judged | None:
        """Return how a line stood at the end of a span: the first miss in it, else the end."""
        life, tick = self.life, self.life.tick
        graded = life.graded(end)
        first = since if graded is None else min(max(graded, since), until)
        if graded is not None and graded > since:
            for at in range(since, first, tick):
                said = life.said(at, end) | {"priority": life.agreement.priorities.default}
                row = life.row(said)
                if isinstance(row, TargetRow) and self.is_missed(
                    row, level, since, at + tick, inclusive=False
                ):
                    return self.under(row, level, since, at + tick, inclusive=False)
        binding = Binding(self, level, since, end)
        for at in range(since, until, tick):
            binding.live(at, life.row(life.said(max(at, first), end)))
            if at >= first and binding.is_missed(at + tick):
                return binding.judged(at + tick, inclusive=False)
        binding.change(until, life.row(life.said(until, end)))
        return binding.judged(until, inclusive=True)

    def is_missed(
        self, row: TargetRow, level: int, since: Instant, until: Instant, *, inclusive: bool
    ) -> bool:
        """Return whether a line is missed if one row holds for the whole span."""
        budget = self.budget(row, level, until, inclusive=inclusive)
        if budget is None:
            return until > self.fixed(row, level, since)
        return self.life.elapsed(row.clock, since, until) > budget

    def under(
        self, row: TargetRow, level: int, since: Instant, until: Instant, *, inclusive: bool
    ) -> Judged:
        """Return how a line stands if one row holds for the whole span."""
        missed = self.is_missed(row, level, since, until, inclusive=inclusive)
        budget = self.budget(row, level, until, inclusive=inclusive)
        if budget is None:
            fixed = self.fixed(row, level, since)
            return Judged(missed, row, fixed, fixed)
        return Judged(missed, row, *self.used_up(row.clock, since, Fraction(budget)))

    def budget(
        self, row: TargetRow, level: int, until: Instant, *, inclusive: bool
    ) -> Duration | None:
        """Return what a row allows, with all that has lengthened it; `None` if it is by date."""
        within = row.levels[level].within
        if within is None:
            return None
        day = self.life.grid.business_day(row.clock)
        holding = [
            more.more_time.length(day)
            for begins, more in self._longer
            if begins < until or (inclusive and begins == until)
        ]
        return within.length(day) + sum(holding)

    @cached_property
    def _longer(self) -> list[tuple[Instant, MoreTime]]:
        """What has lengthened the targets, and from when."""
        life, found, on = self.life, list[tuple[Instant, MoreTime]](), set[str]()
        for one in life.running:
            named = one.event.attribute("constraint")
            for terms in life.constraints.values():
                off = one.kind == terms.switched_off_by and named in ("", terms.id)
                if off or stops(life.metric, one):
                    on.discard(terms.id)
                if one.kind == terms.switched_on_by and named == terms.id and terms.id not in on:
                    on.add(terms.id)
                    if isinstance(terms.effect, MoreTime):
                        found.append((max(one.at, life.start), terms.effect))
        return found

    def used_up(
        self, clock: str, since: Instant, budget: Fraction
    ) -> tuple[Instant | None, Instant | None]:
        """Return the first and the last instant at which so much has been counted."""
        life, due, left = self.life, None, Fraction(int(budget))
        if not left:
            due = since
        last = life.start + len(life.ways) * life.tick
        for at in range(since, last, life.tick):
            if life.why(clock, at) != "counted":
                continue
            if due is None and life.tick >= left:
                due = at + int(left)
            if life.tick > left:
                return due, at + int(left)
            left -= life.tick
        return due, None

    def fixed(self, row: TargetRow, level: int, call: Instant) -> Instant:
        """Return the last instant of a deadline by date, however it was moved on."""
        key = (row.clock, row.levels[level].by, call)
        if key not in self._fixed:
            self._fixed[key] = self._walk_days(row, level, call)
        return self._fixed[key]

    def _walk_days(self, row: TargetRow, level: int, call: Instant) -> Instant:
        """Return a deadline, found by walking the days of its calendar."""
        terms, life = row.levels[level].by, self.life
        assert terms is not None
        days = Days(life.grid, terms.calendar)
        number = days.number(call)
        if terms.cut_off is not None and days.reading(call) > terms.cut_off.since_midnight:
            number += 1
        last = call
        while last <= call:
            while not days.works(number):
                number += 1
            ahead = terms.working_day
            if terms.day_of_call == "counts" and ahead:
                ahead -= 1
            day = number
            while ahead:
                day += 1
                ahead -= days.works(day)
            last = (
                days.end(day)
                if terms.time == "end-of-hours"
                else days.at(day, terms.time.since_midnight)
            )
            number += 1
        return self._moved(row.clock, last, call) if terms.pauses == "move-it" else last

    def _moved(self, clock: str, fixed: Instant, call: Instant) -> Instant:
        """Return a deadline moved on, tick for tick, by what stood still before it."""
        life, last, at = self.life, fixed, call
        while at < last:
            if life.grid.open(clock, at) and life.stands_still(clock, at):
                while not life.grid.open(clock, last):
                    last += life.tick
                last += life.tick
            at += life.tick
        return last

    def _figures(
        self, row: TargetRow | None, end: Instant
    ) -> tuple[tuple[Duration, Duration, Duration] | None, tuple[str, ...]]:
        """Return the three durations and the tape of the longest span, on the row's clock."""
        if row is None:
            return None, ()
        best: tuple[Duration, Duration, Duration] | None = None
        tape: tuple[str, ...] = ()
        for since, until in self._spans(end):
            clocks = [self._clock(row, at) for at in range(since, until, self.life.tick)]
            ticks = range(since, until, self.life.tick)
            whys = tuple(
                self.life.why(c, at) if c else "stands-still"
                for at, c in zip(ticks, clocks, strict=True)
            )
            counted = whys.count("counted") * self.life.tick
            opened = sum(
                self.life.tick for at, c in zip(ticks, clocks, strict=True)
                if c and self.life.grid.open(c, at)
            )  # fmt: skip
            if best is None or counted > best[0]:
                best, tape = (counted, until - since, opened), whys
        return best, tape

    def _clock(self, row: TargetRow, at: Instant) -> str:
        """Return the clock that counts at a tick: where budgets are carried each row's own."""
        life = self.life
        if life.metric.priority_change != "from-now":
            return row.clock
        end = self.ending[0]
        graded = life.graded(end)
        held = life.row(life.said(at if graded is None else max(at, graded), end))
        return held.clock if isinstance(held, TargetRow) else ""
