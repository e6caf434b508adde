"""The judgement of one level of a promise between two instants.

The rows of targets that held, one after the other, are stages. How they bind together is the
agreement's word (semantics 4.7): `retroactive` puts the whole history on the last row,
`from-now` carries the unused share of the budget from row to row, `keep-stricter` asks every row
that held. A miss is not undone by a later stage (semantics 5.2).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Final, Literal, Protocol, TypeAlias

from patto.kernel.evaluation.course import Course
from patto.kernel.instants import LATEST, Duration, Instant

Mode: TypeAlias = Literal["retroactive", "from-now", "keep-stricter"]

WithoutRow: TypeAlias = Literal[
    "", "not-in-population", "nothing-promised", "unknown-priority"
]  # fmt: skip
"""Why a stage has no row of targets: the metric does not count such tickets, it promises nothing
for their priority, or the agreement does not know that priority."""


@dataclass(frozen=True, slots=True)
class Stage:
    """A span in which one row of targets held, known by its number, or none, and why not.

    `provisional` is the time before a priority was first said: its row binds nobody later, but
    what it saw missed is missed. `start` and `end` are one instant where something changed at the
    very end.
    """

    start: Instant
    end: Instant
    row: int | None
    without: WithoutRow = ""
    provisional: bool = False


@dataclass(frozen=True, slots=True)
class Allowed:
    """What a row allows for one level: a budget on its course, or a fixed last instant.

    `fixed` is `None` where that instant never comes. `stated_end` is where the closed days of the
    row's calendars cease to be stated.
    """

    course: Course
    budget: Duration | None
    fixed: Instant | None
    stated_end: Instant | None


AllowedBy: TypeAlias = Callable[[int, Stage], Allowed]
"""What a row allows, by its number, as the constraints stood in a stage."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What became of one level, and under which row.

    `unknown` is the reason why it is not determined, empty if it is. `target` is on the course,
    `None` for a deadline. `due_after` is the end of the stated days where it is due beyond them.
    """

    row: int | None
    missed: bool
    unknown: str
    target: Duration | None
    due: Instant | None
    kept_until: Instant | None
    due_after: Instant | None = None


UNKNOWN: Final = Judged(
    None, missed=False, unknown="unknown-priority", target=None, due=None, kept_until=None
)
"""What is said where no row can be named."""


class _Binding(Protocol):
    def after(self, stage: Stage) -> Judged | None:
        """Return the judgement at the end of a stage, `None` if nothing is promised."""
        ...


def judge(stages: Sequence[Stage], mode: Mode, allowed: AllowedBy, since: Instant) -> Judged | None:
    """Return the judgement over stages that follow one another, `None` if nothing was promised.

    The first stage that ends in a miss settles it; else the last stage speaks.
    """
    binding: _Binding = _Held(mode, allowed, since)
    if mode == "from-now":
        binding = _Carried(allowed)
    settled: Judged | None = None
    for stage in stages:
        if stage.provisional and stage.row is not None:
            settled = _under(stage.row, allowed(stage.row, stage), since, stage.end)
        elif stage.without == "unknown-priority":
            settled = UNKNOWN
        elif stage.without == "not-in-population":
            settled = None
        else:
            settled = binding.after(stage)
        if settled is not None and settled.missed:
            return settled
    return settled


@dataclass(slots=True)
class _Held:
    """Rows that bind for the whole history: the last one, or every one that held."""

    mode: Mode
    allowed: AllowedBy
    since: Instant
    rows: dict[int, None] = field(default_factory=dict)

    def after(self, stage: Stage) -> Judged | None:
        if self.mode == "retroactive":
            self.rows.clear()
        if stage.row is not None:
            self.rows[stage.row] = None
        judged = [_under(row, self.allowed(row, stage), self.since, stage.end) for row in self.rows]
        if len(judged) == 1:
            return judged[0]
        return _strictest(judged) if judged else None


@dataclass(slots=True)
class _Carried:
    """The unused share of a budget, carried from row to row.

    More time for a row that goes on is added to what is left; time without a promise uses nothing.
    `left` was left, and `spent` already counted, at `begin`, where the present row and budget
    began to hold; since then `used` has been counted up to `end`. What is left of a budget whose
    days were not all stated is not known, nor is anything after it; `last` was said before.
    """

    allowed: AllowedBy
    row: int | None = None
    budget: Duration = 0
    begin: Instant = 0
    end: Instant = 0
    left: Fraction = Fraction(0)
    spent: Duration = 0
    used: Duration = 0
    last: Judged = UNKNOWN

    def after(self, stage: Stage) -> Judged | None:
        if stage.row is None:
            return None
        terms = self.allowed(stage.row, stage)
        if terms.budget is None:
            return _by_date(stage.row, terms, stage.end)
        if (stage.row, terms.budget, stage.start) != (self.row, self.budget, self.end):
            if self.row is not None and self.last.unknown:
                return replace(self.last, row=stage.row, target=None, due=None, kept_until=None)
            self.left = self._left(stage.row, terms.budget)
            self.spent += self.used
            self.row, self.budget, self.begin = stage.row, terms.budget, stage.start
        self.end = stage.end
        self.used = terms.course.elapsed(self.end, self.begin)
        judged = _by_budget(stage.row, terms, int(self.left), self.begin, self.end)
        self.last = replace(judged, target=self.spent + int(self.left))
        return self.last

    def _left(self, row: int, budget: Duration) -> Fraction:
        """Return what is left as another row, or another budget, begins to hold."""
        if self.row is None:
            return Fraction(budget)
        rest = self.left - self.used
        return rest + budget - self.budget if row == self.row else rest / self.budget * budget


def _under(row: int, terms: Allowed, since: Instant, until: Instant) -> Judged:
    if terms.budget is None:
        return _by_date(row, terms, until)
    return _by_budget(row, terms, terms.budget, since, until)


def _by_date(row: int, terms: Allowed, until: Instant) -> Judged:
    fixed = _stated(terms.fixed, terms.stated_end)
    missed = fixed is not None and until > fixed
    unknown = _unknown(until, terms.stated_end) if fixed is None else ""
    after = terms.stated_end if _beyond(terms.fixed, terms.stated_end) else None
    return Judged(row, missed, unknown, None, fixed, fixed, after)


def _by_budget(
    row: int, terms: Allowed, budget: Duration, since: Instant, until: Instant
) -> Judged:
    known_until = min(until, terms.stated_end) if terms.stated_end is not None else until
    missed = known_until > since and terms.course.elapsed(known_until, since) > budget
    due = terms.course.due(budget, since)
    after = terms.stated_end if _beyond(due, terms.stated_end) else None
    due = _stated(due, terms.stated_end)
    kept_until = _stated(terms.course.kept_until(budget, since), terms.stated_end)
    unknown = "" if missed else _unknown(until, terms.stated_end)
    return Judged(row, missed, unknown, budget, due, kept_until, after)


def _strictest(judged: Sequence[Judged]) -> Judged:
    """Return the judgement that binds: the row missed first, or else the one due first.

    It is kept only if every row is. So it is due when the first of them is due, whichever that is,
    and kept until the first of them is used up.
    """
    missed = [one for one in judged if one.missed]
    binding = min(missed or judged, key=_last if missed else _due)
    return replace(
        binding,
        unknown="" if missed else next((one.unknown for one in judged if one.unknown), ""),
        due=min(judged, key=_due).due,
        kept_until=min(judged, key=_last).kept_until,
    )


def _due(judged: Judged) -> Instant:
    return LATEST if judged.due is None else judged.due


def _last(judged: Judged) -> Instant:
    return LATEST if judged.kept_until is None else judged.kept_until


def _unknown(until: Instant, stated_end: Instant | None) -> str:
    return "closed-days-not-fixed" if _beyond(until, stated_end) else ""


def _beyond(instant: Instant | None, stated_end: Instant | None) -> bool:
    return instant is not None and stated_end is not None and instant > stated_end


def _stated(instant: Instant | None, stated_end: Instant | None) -> Instant | None:
    return None if _beyond(instant, stated_end) else instant
