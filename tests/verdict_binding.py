"""How rows of targets bind one after the other, tick by tick; and the days of a calendar."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, NamedTuple

from patto.kernel.agreement.metrics import TargetRow
from patto.kernel.instants import DAY, HOUR, Duration, Instant
from verdict_life import Grid


class Judged(NamedTuple):
    """How a line stood at the end of a span, under which row."""

    missed: bool
    row: TargetRow | None
    due: Instant | None = None
    kept_until: Instant | None = None
    reason: str = ""


class Binding:
    """How rows bind together, lived through tick by tick."""

    def __init__(self, judgement: Any, level: int, since: Instant, end: Instant) -> None:
        self.judgement, self.level, self.since, self.end = judgement, level, since, end
        self.mode = judgement.life.metric.priority_change
        self.rows: list[TargetRow] = []
        self.now: TargetRow | str = "nothing"
        self.carried: tuple[TargetRow, Duration] | None = None
        self.left = Fraction(0)
        self.begun: tuple[Instant, Fraction] = (since, Fraction(0))
        self.broken = True

    def change(self, at: Instant, row: TargetRow | str, *, inclusive: bool = True) -> None:
        """Take in the row that holds at an instant."""
        self.now = row
        if self.mode == "retroactive":
            self.rows.clear()
        if not isinstance(row, TargetRow):
            self.broken = True
            return
        if row not in self.rows:
            self.rows.append(row)
        budget = self.judgement.budget(row, self.level, at, inclusive=inclusive)
        if self.mode != "from-now" or budget is None:
            self.broken = True
            return
        if self.carried is None:
            self.left = Fraction(budget)
        elif self.carried[0] == row:
            self.left += budget - self.carried[1]
        else:
            self.left = self.left / self.carried[1] * budget
        if self.broken or self.carried != (row, budget):
            self.begun = at, self.left
        self.carried, self.broken = (row, budget), False

    def live(self, at: Instant, row: TargetRow | str) -> None:
        """Live through a tick."""
        self.change(at, row)
        life = self.judgement.life
        carries = (
            self.mode == "from-now"
            and isinstance(row, TargetRow)
            and (row.levels[self.level].within is not None)
        )
        if carries and isinstance(row, TargetRow) and life.why(row.clock, at) == "counted":
            self.left -= life.tick

    def is_missed(self, until: Instant) -> bool:
        """Return whether the line is missed at the end of a tick."""
        judgement, level, now = self.judgement, self.level, self.now
        rows = [row for row in self.rows if self.mode != "from-now" or row == now]
        if now in ("unknown", "out") or not rows:
            return False
        if self.mode == "from-now" and rows[0].levels[level].within is not None:
            return self.left < 0
        return any(
            judgement.is_missed(row, level, self.since, until, inclusive=False) for row in rows
        )

    def judged(self, until: Instant, *, inclusive: bool) -> Judged | None:
        """Return how the line stands at an instant, `None` if nothing is promised."""
        if self.now == "unknown":
            return Judged(missed=False, row=None, reason="unknown-priority")
        rows = [] if self.now == "out" else self.rows
        if self.mode == "from-now":
            rows = [row for row in rows if row == self.now]
            carries = rows and rows[0].levels[self.level].within is not None
            if carries and isinstance(self.now, TargetRow):
                used = self.judgement.used_up(self.now.clock, *self.begun)
                return Judged(self.left < 0, self.now, *used)
        under = self.judgement.under
        held = [under(row, self.level, self.since, until, inclusive=inclusive) for row in rows]
        return self._strictest(held) if held else None

    def _strictest(self, held: list[Judged]) -> Judged:
        """Return the row that was missed first, or is due first; due and kept by all of them."""
        due = min((one.due for one in held if one.due is not None), default=None)
        last = min((one.kept_until for one in held if one.kept_until is not None), default=None)
        missed = [one for one in held if one.missed]
        if missed:
            binding = min(missed, key=lambda one: (one.kept_until is None, one.kept_until or 0))
        else:
            binding = min(held, key=lambda one: (one.due is None, one.due or 0))
        return binding._replace(due=due, kept_until=last)


class Days:
    """The days of a calendar, by reading its wall at every tick of the days around."""

    def __init__(self, grid: Grid, name: str) -> None:
        self._grid, self._name = grid, name

    def _wall(self, at: Instant) -> int:
        hours = self._grid.days(self._name)
        return hours.local_date(at).toordinal() * DAY + hours.local_time(at)

    def number(self, at: Instant) -> int:
        return self._wall(at) // DAY

    def reading(self, at: Instant) -> Duration:
        return self._wall(at) % DAY

    def _ticks(self, number: int) -> range:
        near = (number - 719163) * DAY
        return range(near - 3 * HOUR, near + 27 * HOUR, self._grid.tick)

    def _of(self, number: int) -> list[Instant]:
        return [at for at in self._ticks(number) if self.number(at) == number]

    def works(self, number: int) -> bool:
        return any(self._grid.calendar(self._name, at) for at in self._of(number))

    def end(self, number: int) -> Instant:
        opened = [at for at in self._of(number) if self._grid.calendar(self._name, at)]
        return opened[-1] + self._grid.tick

    def at(self, number: int, reading: Duration) -> Instant:
        return next(at for at in self._of(number) if self.reading(at) >= reading)
