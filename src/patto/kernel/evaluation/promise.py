"""A promise on one item: which rows of targets held when, and what each allows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from patto.kernel.agreement.matching import in_population, target_row
from patto.kernel.agreement.metrics import Deadline, ResponseMetric, TargetRow, TicketMetric
from patto.kernel.agreement.quantities import Budget
from patto.kernel.agreement.terms import StandsStill
from patto.kernel.errors import NeverReachedError
from patto.kernel.evaluation.classification import Classification, Said
from patto.kernel.evaluation.constraints import Modified, modifications
from patto.kernel.evaluation.course import Course, course
from patto.kernel.evaluation.deadlines import deadline, moved
from patto.kernel.evaluation.ground import Ground
from patto.kernel.evaluation.judge import Allowed, Judged, Stage, WithoutRow, judge
from patto.kernel.evaluation.lateness import SAYING
from patto.kernel.evaluation.milestones import Item, stop_test
from patto.kernel.evaluation.outcome import Note
from patto.kernel.evaluation.pauses import Maximum, Standstill, pauses
from patto.kernel.evaluation.record import Fact
from patto.kernel.instants import LATEST, Duration, Instant


class Leg(NamedTuple):
    """A span that is counted on one clock; on none, an empty name, where nothing was promised."""

    start: Instant
    end: Instant
    clock: str


class Promise:
    """A metric held against one item that has started, on its ground."""

    def __init__(
        self,
        ground: Ground,
        metric: TicketMetric,
        item: Item,
        start: Instant,
        until: Instant | None = None,
        constraints: Sequence[str] | None = None,
    ) -> None:
        """Hold a metric against an item; what was said of it after `until` changes nothing.

        `constraints` are those that may modify it, all that the metric names unless given.
        """
        self.ground = ground
        self.metric = metric
        self.item = item
        self.start = start
        self._until = until
        self._constraints = metric.constraints if constraints is None else constraints
        said, after = _said_by(item, start, until)
        self.classification = Classification(said, ground.agreement.priorities, after)
        self.running = item.running
        self.rows: list[TargetRow] = []
        self._courses: dict[str, Course] = {}
        self._stages: dict[tuple[Instant, Instant], tuple[Stage, ...]] = {}
        self._judged: dict[tuple[int, Instant, Instant], Judged | None] = {}

    def under(self, constraints: Sequence[str]) -> Promise:
        """Return the same promise where only some constraints may modify it."""
        return Promise(
            self.ground, self.metric, self.item, self.start, self._until, tuple(constraints)
        )

    @cached_property
    def modified(self) -> Modified:
        """What constraints change."""
        known = self.ground.constraints(self._constraints)
        if not known:
            return Modified()
        return modifications(
            self.running, known, self._constraint_maximum, stop_test(self.metric),
            start=self.start,
        )  # fmt: skip

    @cached_property
    def _pauses(self) -> tuple[tuple[Standstill, ...], tuple[Note, ...]]:
        return pauses(
            self.running,
            self.ground.pause_reasons(self.metric.pauses),
            lambda reason: self.ground.maximum(reason.maximum),
            stop_test(self.metric),
            start=self.start,
            at=self.ground.at,
        )

    @property
    def notes(self) -> tuple[Note, ...]:
        """What was declared and did not count, or not for as long as it was claimed."""
        return self._pauses[1] + self.modified.notes

    @cached_property
    def standstills(self) -> tuple[Standstill, ...]:
        """What stands still, the earliest declared first: pauses, constraints, resolved time."""
        reopen = None if isinstance(self.metric, ResponseMetric) else self.metric.reopen
        resolved = [
            Standstill(
                gap.stop.at, gap.reopened.at, "resolved",
                event_id=gap.stop.event.event_id, declared=gap.stop.order,
            )
            for gap in self.item.gaps
            if reopen is not None and reopen.resolved_time == "does-not-count"
        ]  # fmt: skip
        found = [*self._pauses[0], *self.modified.standstills, *resolved]
        return tuple(sorted(found, key=lambda still: still.declared))

    def course(self, clock: str) -> Course:
        """Return the course of the item on one of the agreement's clocks."""
        if clock not in self._courses:
            maintenance = () if self._maintenance_counts(clock) else self._maintenance()
            self._courses[clock] = course(
                self.start,
                self.ground.clock_within(clock),
                (*maintenance, *self.standstills),
                self.modified.access,
            )
        return self._courses[clock]

    def stages(self, since: Instant, until: Instant) -> tuple[Stage, ...]:
        """Return the rows that held one after the other from `since` to `until`.

        The time before the priority was first said is a stage of its own, and then part of the
        next one. What changes at the very end makes a last stage without length.
        """
        if (since, until) not in self._stages:
            self._stages[since, until] = self._stages_within(since, until)
        return self._stages[since, until]

    def _stages_within(self, since: Instant, until: Instant) -> tuple[Stage, ...]:
        cuts = {
            *self.classification.changes(since, until),
            *(start for start, _ in self.modified.more_time if since < start <= until),
        }
        ends = sorted({*cuts, until} - {since})
        found = [self._stage(first, last) for first, last in pairwise([since, *ends])]
        if not found or until in cuts:
            found.append(self._stage(until, until))
        graded = self.classification.graded
        if graded is None or graded <= since:
            return tuple(found)
        before = [stage for stage in found if stage.start < graded]
        provisional = [self._stage(s.start, s.end, provisional=True) for s in before]
        first, *later = found[len(before) :] or found[-1:]
        return (*provisional, replace(first, start=since), *later)

    def judged(self, level: int, since: Instant, until: Instant) -> Judged | None:
        """Return the judgement of one level between two instants."""
        key = (level, since, until)
        if key not in self._judged:
            self._judged[key] = self._judge(level, since, until)
        return self._judged[key]

    def _judge(self, level: int, since: Instant, until: Instant) -> Judged | None:
        def allowed(row: int, stage: Stage) -> Allowed:
            return self._allowed(row, level, since, stage)

        stages = self.stages(since, max(until, since))
        return judge(stages, self.metric.priority_change, allowed, since)

    def legs(self, since: Instant, until: Instant, clock: str) -> Iterator[Leg]:
        """Yield the spans that are counted, each with its clock.

        It is one on the given clock, save where a budget is carried from row to row: there each
        row counts on its own clock (semantics 4.7).
        """
        if self.metric.priority_change != "from-now":
            yield Leg(since, until, clock)
            return
        for stage in self.stages(since, until):
            if not stage.provisional and stage.start < stage.end:
                own = "" if stage.row is None else self.rows[stage.row].clock
                yield Leg(stage.start, stage.end, own)

    def is_stated(self, since: Instant, until: Instant, clock: str) -> bool:
        """Return whether the closed days of a whole span are stated (semantics 2.3)."""
        for leg in self.legs(since, until, clock):
            stated_end = self.ground.compiled.clock(leg.clock).stated_end if leg.clock else None
            if stated_end is not None and leg.end > stated_end:
                return False
        return True

    def elapsed(self, since: Instant, until: Instant, clock: str) -> Duration:
        """Return what counts of a span on the contractual clock."""
        if self.metric.priority_change != "from-now":
            return self.course(clock).elapsed(until, since)
        legs = self.legs(since, until, clock)
        return sum(self.course(leg.clock).elapsed(leg.end, leg.start) for leg in legs if leg.clock)

    def unpaused(self, since: Instant, until: Instant, clock: str) -> Duration:
        """Return what would count of a span if nothing had stood still and nothing been closed."""
        return sum(
            self.ground.compiled.clock(leg.clock).open.elapsed(leg.start, leg.end)
            for leg in self.legs(since, until, clock)
            if leg.clock
        )

    def _stage(self, start: Instant, end: Instant, *, provisional: bool = False) -> Stage:
        said = self.classification.at(start)
        if provisional:
            said = self.classification.before_grading(start)
        without = self._without(said)
        row = None if without else self._row(said)
        if row is None and not without:
            without = "nothing-promised"
        return Stage(start, end, row, without, provisional)

    def _without(self, said: Said) -> WithoutRow:
        """Return why no row can hold, empty where one may."""
        if not in_population(self.ground.of_any_priority(self.metric), said.all):
            return "not-in-population"
        if not in_population(self.metric.population, said.all):
            return "nothing-promised"
        return "" if said.priority in self.metric.targets else "unknown-priority"

    def _row(self, said: Said) -> int | None:
        """Return the number of the row that holds; which one depends on when the call came."""
        row = target_row(
            self.metric, said.priority, self.start, self.ground.compiled, self.ground.situations,
            said.attributes,
        )  # fmt: skip
        if row is None:
            return None
        if row not in self.rows:
            self.rows.append(row)
        return self.rows.index(row)

    def _allowed(self, number: int, level: int, since: Instant, stage: Stage) -> Allowed:
        row = self.rows[number]
        clock = self.ground.compiled.clock(row.clock)
        way = self.course(row.clock)
        terms = row.levels[level]
        if terms.by is not None:
            calendar = self.ground.compiled.calendar(terms.by.calendar)
            fixed = self._fixed(terms.by, way, row.clock, since)
            return Allowed(way, None, fixed, _earliest(clock.stated_end, calendar.stated_end))
        day = clock.business_day
        budget = 0 if terms.within is None else self.ground.length(terms.within, day)
        budget += sum(self.ground.length(more, day) for more in self._longer_by(stage))
        return Allowed(way, budget, None, clock.stated_end)

    def _fixed(self, terms: Deadline, way: Course, clock: str, since: Instant) -> Instant | None:
        """Return the last instant of a promise by date, `None` if it never comes."""
        compiled = self.ground.compiled
        try:
            fixed = deadline(terms, compiled.calendar(terms.calendar).hours, since)
            if terms.pauses == "do-not-move-it":
                return fixed
            return moved(fixed, way, compiled.clock(clock).open, since)
        except NeverReachedError:
            return None

    def _longer_by(self, stage: Stage) -> Iterator[Budget]:
        """Yield what has lengthened every target by a stage."""
        for start, more in self.modified.more_time:
            if start < stage.end or start == stage.start:
                yield more

    def _constraint_maximum(self, effect: StandsStill) -> Maximum:
        return self.ground.maximum(effect.maximum)

    def _maintenance_counts(self, clock: str) -> bool:
        return self.ground.compiled.clock(clock).maintenance_counts

    def _maintenance(self) -> tuple[Standstill, ...]:
        known = self.ground.maintenance
        return tuple(
            Standstill(span.start, span.end, "maintenance")
            for span in known
            if span.end > self.start
        )


def _said_by(item: Item, start: Instant, until: Instant | None) -> tuple[list[Fact], list[Fact]]:
    """Return what had been said by the stop, or by the start if that is later, and the rest.

    After the stop nothing changes (semantics 8.4), nor after an item is out of the count.
    """
    said, after = list(item.before), list[Fact]()
    last = LATEST if until is None else max(until, start)
    for fact in item.facts:
        if fact.kind in SAYING:
            in_time = item.stop is None or fact.order <= item.stop.order or fact.at <= start
            (said if in_time and fact.at <= last else after).append(fact)
    return said, after


def _earliest(*instants: Instant | None) -> Instant | None:
    return min((i for i in instants if i is not None), default=None)
