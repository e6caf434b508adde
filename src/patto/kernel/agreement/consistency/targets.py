"""Targets: one for every priority, lines that agree with each other, times that can be reached."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from itertools import pairwise

from patto.kernel.agreement.compiled import Compiled
from patto.kernel.agreement.consistency.draft import Draft, Row
from patto.kernel.agreement.consistency.leaves import leaves
from patto.kernel.agreement.metrics import AllowMisses, Deadline, TargetLevel
from patto.kernel.agreement.nodes import Path
from patto.kernel.agreement.quantities import Budget, ClockedBudget
from patto.kernel.agreement.terms import MoreTime, StandsStill
from patto.kernel.errors import NeverReachedError, Problem
from patto.kernel.instants import DAY, Duration

_FEWEST_EXAMPLES = 2


def every_priority_has_a_target(draft: Draft) -> Iterator[Problem]:
    """Yield a problem for each priority for which a metric says neither a target nor `none`."""
    for number, metric in draft.ticket_metrics:
        path: Path = ("metrics", number, "targets")
        for priority in draft.agreement.priorities.order:
            if priority.id not in metric.targets:
                yield draft.problem("target-missing", path, metric=metric.id, priority=priority.id)
        if metric.targets and not any(metric.targets.values()):
            yield draft.problem("metric-without-target", path, metric=metric.id)


def rows_end_with_always(draft: Draft) -> Iterator[Problem]:
    """Yield a problem where no row may hold for a call, or a row never can."""
    for number, metric in draft.ticket_metrics:
        for priority, rows in metric.targets.items():
            told = {"metric": metric.id, "priority": priority}
            path: Path = ("metrics", number, "targets", priority)
            conditions = [row.when for row in rows or ()]
            if conditions and conditions[-1] != "always":
                yield draft.problem("rows-without-always", path, **told)
            if "always" in conditions[:-1]:
                after = conditions.index("always") + 1
                yield draft.problem("row-never-applies", (*path, after), **told)


def lines_agree(draft: Draft) -> Iterator[Problem]:
    """Yield a problem where rows of a metric differ in their shares, which are the metric's."""
    lines: dict[str, tuple[Fraction, ...]] = {}
    for row in draft.rows:
        shares = tuple(level.share.fraction for level in row.row.levels)
        expected = lines.setdefault(row.metric.id, shares)
        if shares != expected:
            yield draft.problem(
                "lines-differ",
                (*row.path, "levels"),
                metric=row.metric.id,
                priority=row.priority,
                shares=shares_told(shares),
                expected=shares_told(expected),
            )
    for number, metric in draft.ticket_metrics:
        known = lines.get(metric.id, ())
        rule = metric.small_sample
        if rule is not None and known and rule.line.fraction not in known:
            yield draft.problem(
                "small-sample-line-unknown",
                ("metrics", number, "small_sample", "line"),
                metric=metric.id,
                line=rule.line.text,
                lines=shares_told(known),
            )


def small_samples_promise(draft: Draft) -> Iterator[Problem]:
    """Yield a problem where a rule for few tickets allows more misses than its share ever does.

    One miss is the least that such a rule can allow, and never too much.
    """
    for number, metric in draft.ticket_metrics:
        rule = metric.small_sample
        if not isinstance(rule, AllowMisses):
            continue
        if rule.misses > 1 and rule.misses > (1 - rule.line.fraction) * rule.below:
            yield draft.problem(
                "small-sample-hollow",
                ("metrics", number, "small_sample", "misses"),
                metric=metric.id,
                line=rule.line.text,
                below=str(rule.below),
                misses=str(rule.misses),
            )


def levels_rise(draft: Draft, clocks: Iterable[str], compiled: Compiled) -> Iterator[Problem]:
    """Yield a problem where a larger share is not promised within a longer time."""
    sound = frozenset(clocks)
    for row in draft.rows:
        day = compiled.clock(row.row.clock).business_day if row.row.clock in sound else None
        levels = row.row.levels
        for index, (lower, upper) in enumerate(pairwise(levels), start=1):
            if lower.share.fraction >= upper.share.fraction or not _longer(lower, upper, day):
                yield draft.problem(
                    "levels-not-rising",
                    (*row.path, "levels", index),
                    metric=row.metric.id,
                    priority=row.priority,
                )


def business_days_have_a_length(
    draft: Draft, clocks: Iterable[str], compiled: Compiled
) -> Iterator[Problem]:
    """Yield a problem for each time in business days on a clock that gives them no length."""
    sound = frozenset(clocks)
    for budget, clock, path in _budgets(draft):
        unknown = clock not in sound or compiled.clock(clock).business_day is not None
        if budget.unit == "business days" and not unknown:
            yield draft.problem("business-day-missing", path, value=budget.text, clock=clock)


def shares_told(shares: Iterable[Fraction]) -> str:
    """Return shares as people write them, one after another."""
    return ", ".join(f"{float(share * 100):g} %" for share in shares)


def targets_are_reached(
    draft: Draft, clocks: Iterable[str], compiled: Compiled
) -> Iterator[Problem]:
    """Yield a problem for each target that ten years of its clock do not reach."""
    sound = frozenset(clocks)
    for row in draft.rows:
        if row.row.clock not in sound:
            continue
        clock = compiled.clock(row.row.clock)
        for index, level in enumerate(row.row.levels):
            budget = _length(level.within, clock.business_day)
            if level.within is None or budget is None:
                continue
            try:
                clock.open.due(draft.first_instant, budget)
            except NeverReachedError:
                yield draft.problem(
                    "target-never-reached",
                    (*row.path, "levels", index, "within"),
                    metric=row.metric.id,
                    priority=row.priority,
                    within=level.within.text,
                    clock=row.row.clock,
                )


def metrics_have_examples(draft: Draft) -> Iterator[Problem]:
    """Yield a problem for each metric with fewer than two worked examples."""
    for number, metric in enumerate(draft.agreement.metrics):
        count = len(metric.examples)
        if count < _FEWEST_EXAMPLES:
            path: Path = ("metrics", number, "examples")
            yield draft.problem("examples-too-few", path, metric=metric.id, count=str(count))


def _length(budget: Budget | None, business_day: Duration | None) -> Duration | None:
    """Return the length of a budget, `None` where it has none or is none."""
    if budget is None or (budget.unit == "business days" and business_day is None):
        return None
    return budget.length(business_day)


def _longer(lower: TargetLevel, upper: TargetLevel, business_day: Duration | None) -> bool:
    """Return whether the upper level allows more than the lower; so it does if none can tell."""
    if lower.by is not None and upper.by is not None:
        differ = lower.by.calendar != upper.by.calendar
        return differ or _on_the_day(lower.by) < _on_the_day(upper.by)
    shorter, longer = (_length(level.within, business_day) for level in (lower, upper))
    return shorter is None or longer is None or shorter < longer


def _on_the_day(deadline: Deadline) -> tuple[int, Duration]:
    time = deadline.time
    return deadline.working_day, DAY if time == "end-of-hours" else time.since_midnight


def _budgets(draft: Draft) -> Iterator[tuple[Budget, str, Path]]:
    """Yield every time with the clock that it is counted on, and its path."""
    for row in draft.rows:
        yield from _of_row(row)
        for index, constraint in enumerate(draft.agreement.constraints or ()):
            more = constraint.effect
            if isinstance(more, MoreTime) and constraint.id in (row.metric.constraints or ()):
                path: Path = ("constraints", index, "effect", "more_time")
                yield more.more_time, row.row.clock, path
    for clocked, path in _clocked(draft):
        if isinstance(clocked, ClockedBudget):
            yield clocked.budget, clocked.clock, path


def _of_row(row: Row) -> Iterator[tuple[Budget, str, Path]]:
    for index, level in enumerate(row.row.levels):
        if level.within is not None:
            yield level.within, row.row.clock, (*row.path, "levels", index, "within")


def _clocked(draft: Draft) -> Iterator[tuple[object, Path]]:
    """Yield what may be a time with a clock of its own, and its path."""
    agreement = draft.agreement
    yield agreement.recording.late_entry, ("recording", "late_entry")
    for index, reason in enumerate(agreement.pause_reasons or ()):
        yield reason.maximum, ("pause_reasons", index, "maximum")
    for index, constraint in enumerate(agreement.constraints or ()):
        if isinstance(constraint.effect, StandsStill):
            yield constraint.effect.maximum, ("constraints", index, "effect", "maximum")
    for index, situation in enumerate(agreement.situations or ()):
        yield situation.notice, ("situations", index, "notice")
    if agreement.maintenance is not None:
        yield agreement.maintenance.notice, ("maintenance", "notice")
        yield agreement.maintenance.monthly_cap, ("maintenance", "monthly_cap")
    for number, metric in draft.ticket_metrics:
        reopen = getattr(metric, "reopen", None)
        if reopen is not None:
            yield reopen.within, ("metrics", number, "reopen", "within")
    yield from leaves(draft)
