"""An item lived through tick by tick: which clocks run, what stands in the way, what is said.

At each tick the clock on the wall is read, and what has happened by then is taken in.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeAlias

from oracle import Walk
from patto.kernel.agreement.compiled import Compiled
from patto.kernel.agreement.metrics import InCalendar, InSituation, ResponseMetric, TargetRow
from patto.kernel.agreement.model import Agreement
from patto.kernel.agreement.terms import StandsStill, WithinAccess
from patto.kernel.hours import Calendar
from patto.kernel.instants import DAY, MINUTE, Duration, Instant, parse, to_datetime
from patto.kernel.zones import zone
from verdict_record import RESOLVING, SAYING, Happened, is_counted, said_of

FURTHER = 14 * DAY
"""How far beyond its end an item is lived on, to see when its targets would be used up."""


Readings: TypeAlias = dict[tuple[str, Instant, bool], bool]
"""Whether a calendar was open at a tick, with its exceptions or without."""


class Grid:
    """Which clocks run at a tick: read off the wall, and kept for the next time it is asked."""

    def __init__(
        self, agreement: Agreement, tick: Duration = MINUTE, read: Readings | None = None
    ) -> None:
        """Read the clocks of an agreement; `read` is what others with its calendars have read."""
        self.agreement = agreement
        self.tick = tick
        self._compiled = Compiled(agreement)
        self._read: Readings = {} if read is None else read
        self._open: dict[tuple[str, Instant], bool] = {}

    def calendar(self, name: str, at: Instant, *, exceptions: bool = True) -> bool:
        key = (name, at, exceptions)
        if key not in self._read:
            hours = self.days(name)
            if not exceptions:
                hours = type(hours)(hours.zone, hours.weekly)
            self._read[key] = Walk(hours, tick=self.tick).is_open(at)
        return self._read[key]

    def days(self, name: str) -> Calendar:
        return self._compiled.calendar(name).hours

    def hours(self, clock: str, at: Instant, *, exceptions: bool = True) -> bool:
        written = (self.agreement.clocks or {}).get(clock)
        named = clock if written is None else written.hours
        if isinstance(named, str):
            return self.calendar(named, at, exceptions=exceptions)
        every, parts = (all, named.all_of) if hasattr(named, "all_of") else (any, named.any_of)
        return every(self.calendar(part, at, exceptions=exceptions) for part in parts)

    def open(self, clock: str, at: Instant) -> bool:
        if (clock, at) not in self._open:
            written = (self.agreement.clocks or {}).get(clock)
            site = (written.site_access or ()) if written else ()
            let_in = all(self.calendar(part, at) for part in site)
            self._open[clock, at] = let_in and self.hours(clock, at)
        return self._open[clock, at]

    def elapsed(self, clock: str, start: Instant, end: Instant) -> Duration:
        return sum(self.tick for at in range(start, end, self.tick) if self.open(clock, at))

    def length(self, budget: Any) -> tuple[str, Duration]:
        return budget.clock, budget.budget.length(self.business_day(budget.clock))

    def business_day(self, clock: str) -> Duration | None:
        return self._compiled.clock(clock).business_day

    def maintenance(self, declared: Sequence[Happened]) -> set[Instant]:
        """Return the ticks of agreed maintenance: announced in time, in its windows, under cap."""
        terms, found = self.agreement.maintenance, set[Instant]()
        for one in declared:
            if one.kind != "maintenance-announced" or terms is None:
                continue
            start, end = (parse(one.event.attribute(name)) for name in ("from", "until"))
            ends = [o.at for o in declared if o.event.refers_to == one.event.event_id]
            clock, needed = self.length(terms.notice)
            if one.at <= start and self.elapsed(clock, one.at, start) >= needed:
                found.update(range(start, min([end, *ends]), self.tick))
        if terms is None:
            return found
        cap_clock, cap = self.length(terms.monthly_cap)
        used: dict[str, Duration] = {}
        kept = set[Instant]()
        for at in sorted(at for at in found if self.open(terms.windows, at)):
            month = f"{to_datetime(at).astimezone(zone(self.agreement.agreement.zone)):%Y-%m}"
            if used.get(month, 0) < cap:
                kept.add(at)
                used[month] = used.get(month, 0) + self.tick * self.open(cap_clock, at)
        return kept


def stops(metric: Any, one: Happened) -> bool:
    """Return whether something stops a metric's clock."""
    if isinstance(metric, ResponseMetric):
        return one.kind in {*metric.stop.events, *RESOLVING} and is_a_persons(one)
    told = one.kind in ("responded", "updated")
    return one.kind in metric.stop.events and (is_a_persons(one) or not told)


def is_a_persons(one: Happened) -> bool:
    """Return whether something is a person's act, and where it tells something the provider's."""
    silent = {"automatic", "customer"} if one.kind in ("responded", "updated") else {"automatic"}
    return one.event.role not in silent


@dataclass
class On:
    """What is on at a tick: pauses and constraints with their declarations, the time resolved."""

    paused: dict[str, tuple[int, int, int]] = field(default_factory=dict)
    held: dict[str, tuple[int, int, int]] = field(default_factory=dict)
    resolved: tuple[int, int, int] | None = None


class Life:
    """One item, lived through from its start."""

    def __init__(
        self,
        grid: Grid,
        metric: Any,
        before: list[Happened],
        own: list[Happened],
        at: Instant,
        declared: Sequence[Happened],
    ) -> None:
        self.grid, self.metric, self.at, self.declared = grid, metric, at, declared
        self.agreement, self.tick = grid.agreement, grid.tick
        self.before, self.own = before, own
        self.maintenance = grid.maintenance(declared)
        starts = [one.at for one in own if one.kind == self.metric.start.event]
        starts = [own[0].at] if before else starts
        self.begins = bool(starts)
        self.start = starts[0] if starts else 0
        self.stop: Happened | None = None
        self.running: list[Happened] = []
        self.gaps: list[tuple[Happened, Happened]] = []
        for one in own:
            if self.stop is not None:
                if one.kind != "reopened" or isinstance(self.metric, ResponseMetric):
                    continue
                self.gaps.append((self.stop, one))
                self.stop = None
            self.running.append(one)
            self.stop = one if stops(metric, one) else None
        self.constraints = {
            c.id: c
            for c in self.agreement.constraints or ()
            if c.id in (self.metric.constraints or ())
        }
        self._sums: dict[str, list[Duration]] = {}
        self._said: dict[tuple[int, Instant], dict[str, str]] = {}
        self._saying = [h for h in (*before, *own) if h.kind in SAYING]

    # What stands in the way, tick by tick.

    @cached_property
    def ways(self) -> list[tuple[tuple[str, str] | None, frozenset[str]]]:
        """What stands in the way at each tick, and which calendars narrow the clock."""
        on, used, queue = On(), dict[str, Duration](), list(self.running)
        reasons = {r.id: r for r in self.agreement.pause_reasons or ()}
        last = self.at if self.stop is None else self.stop.at
        found: list[tuple[tuple[str, str] | None, frozenset[str]]] = []
        for at in range(self.start, max(self.start, last) + FURTHER, self.tick):
            while queue and queue[0].at <= at:
                self._take(on, queue.pop(0))
            standing = [(on.resolved, "resolved", "")] if on.resolved else []
            narrow: set[str] = set()
            for name, order in on.paused.items():
                if self._uses(used, name, reasons[name].maximum, at):
                    standing.append((order, "pause", name))
            for name, order in on.held.items():
                effect = self.constraints[name].effect
                if isinstance(effect, WithinAccess):
                    narrow |= set(effect.within)
                elif isinstance(effect, StandsStill) and self._uses(used, name, effect.maximum, at):
                    standing.append((order, "stands-still", name))
            found.append((min(standing)[1:] if standing else None, frozenset(narrow)))
        return found

    def _take(self, on: On, one: Happened) -> None:
        if any(one is again for _, again in self.gaps):
            on.resolved = None
        named = one.event.attribute("constraint")
        for name in [n for n in on.held if named in ("", n)]:
            if self.constraints[name].switched_off_by == one.kind:
                del on.held[name]
        if named in self.constraints and self.constraints[named].switched_on_by == one.kind:
            on.held.setdefault(named, one.order)
        if one.kind == "paused" and self._is_allowed(one):
            on.paused.setdefault(one.event.reason, one.order)
        if one.kind == "resumed":
            for name in [n for n in on.paused if one.event.reason in ("", n)]:
                del on.paused[name]
        if stops(self.metric, one):
            on.paused.clear()
            on.held.clear()
            reopen = getattr(self.metric, "reopen", None)
            if reopen and reopen.resolved_time == "does-not-count":
                on.resolved = one.order if any(one is stop for stop, _ in self.gaps) else None

    def _is_allowed(self, one: Happened) -> bool:
        for terms in self.agreement.pause_reasons or ():
            if terms.id == one.event.reason and terms.id in (self.metric.pauses or ()):
                by = one.event.attribute("declared_by") or one.event.role or "provider"
                shown = terms.evidence == "none" or bool(one.event.evidence)
                return by in terms.declared_by and shown
        return False

    def _uses(self, used: dict[str, Duration], name: str, maximum: Any, at: Instant) -> bool:
        """Return whether a maximum is not used up yet, and use a tick of it."""
        clock, most = self.grid.length(maximum)
        if used.get(name, 0) >= most:
            return False
        used[name] = used.get(name, 0) + self.tick * self.grid.open(clock, at)
        return True

    def why(self, clock: str, at: Instant) -> str:
        """Return whether a tick counts on a clock, or the first reason why not."""
        grid, (still, narrow) = self.grid, self.ways[(at - self.start) // self.tick]
        if not grid.hours(clock, at):
            weekly = grid.hours(clock, at, exceptions=False)
            return "closure" if weekly else "outside-hours"
        if not grid.open(clock, at) or not all(grid.open(name, at) for name in narrow):
            return "no-access"
        if self._is_maintained(clock, at):
            return "maintenance"
        return " ".join(still).strip() if still else "counted"

    def _is_maintained(self, clock: str, at: Instant) -> bool:
        terms = (self.agreement.clocks or {}).get(clock)
        takes_off = terms is not None and terms.maintenance == "does-not-count"
        return takes_off and at in self.maintenance

    def stands_still(self, clock: str, at: Instant) -> bool:
        """Return whether something stands still at a tick, be the clock open or not."""
        still, _ = self.ways[(at - self.start) // self.tick]
        return still is not None or self._is_maintained(clock, at)

    def elapsed(self, clock: str, since: Instant, until: Instant) -> Duration:
        """Return what was counted on a clock between two ticks."""
        if clock not in self._sums:
            sums = [0]
            for number in range(len(self.ways)):
                counts = self.why(clock, self.start + number * self.tick) == "counted"
                sums.append(sums[-1] + self.tick * counts)
            self._sums[clock] = sums
        total = self._sums[clock]
        first, last = ((at - self.start) // self.tick for at in (since, until))
        return total[last] - total[first]

    # What is said of the ticket, and which row of targets follows.

    def said(self, at: Instant, until: Instant) -> dict[str, str]:
        """Return what was said at an instant, the first words of each kind holding from before."""
        by_end = [h for h in self._saying if self._is_by(h, until)]
        number = sum(h.at <= at for h in by_end)
        if (number, until) not in self._said:
            self._said[number, until] = self._say(by_end, number)
        return self._said[number, until]

    def _say(self, by_end: list[Happened], number: int) -> dict[str, str]:
        now = said_of([h.event for h in by_end[:number]], self.agreement)
        for later in self._saying:
            for name, value in said_of([later.event], self.agreement).items():
                if name not in ("priority", "graded"):
                    now.setdefault(name, value)
        if not now["graded"]:
            steps = [said_of([h.event for h in by_end[:n]], self.agreement) for n in range(99)]
            now["priority"] = next((s for s in steps if s["graded"]), now)["priority"]
        return now

    def _is_by(self, one: Happened, until: Instant) -> bool:
        if one.at > max(until, self.start):
            return False
        return self.stop is None or one.order <= self.stop.order or one.at <= self.start

    def graded(self, until: Instant) -> Instant | None:
        """Return when a priority was first said, if that was not at once."""
        facts = [h for h in (*self.before, *self.own) if h.kind in SAYING and self._is_by(h, until)]
        for n, one in enumerate(facts, 1):
            if said_of([h.event for h in facts[:n]], self.agreement)["graded"]:
                return one.at if one.at > facts[0].at else None
        return None

    def row(self, said: dict[str, str]) -> TargetRow | str:
        """Return the row of targets for what is said, or why there is none."""
        if not is_counted(self.metric, said, priorities=False):
            return "out"
        if not is_counted(self.metric, said):
            return "nothing"
        if said["priority"] not in self.metric.targets:
            return "unknown"
        rows = self.metric.targets[said["priority"]] or ()
        return next((row for row in rows if self._holds(row.when)), "nothing")

    def _holds(self, when: Any) -> bool:
        if isinstance(when, InCalendar):
            return self.grid.open(when.calendar, self.start)
        return self._is_in(when.situation) if isinstance(when, InSituation) else True

    def _is_in(self, situation: str) -> bool:
        """Return whether the item started in a situation that had been declared in time."""
        terms = next(s for s in self.agreement.situations or () if s.id == situation)
        for one in self.declared:
            if one.event.attribute("situation") != situation:
                continue
            start, end = (parse(one.event.attribute(name)) for name in ("from", "until"))
            clock, notice = ("24x7", 0) if terms.notice is None else self.grid.length(terms.notice)
            early = terms.notice is None or (
                one.at <= start and self.grid.elapsed(clock, one.at, start) >= notice
            )
            shown = terms.evidence == "none" or bool(one.event.evidence)
            if early and shown and max(start, one.at) <= self.start < end:
                return True
        return False
