"""The agreed targets of a metric as a table: what was promised for which priority, in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from patto.documents.titles import Titles
from patto.kernel.agreement.metrics import (
    InCalendar,
    InSituation,
    TargetLevel,
    TargetRow,
    TicketMetric,
)
from patto.kernel.evaluation.lists import InTime, Tickets


@dataclass(frozen=True, slots=True)
class Target:
    """One row: the priority, when it applies, what each line allows, on which clock.

    `result` says how many of the priority's tickets were in time, on the first row of each.
    """

    priority: str
    when: str
    within: tuple[str, ...]
    clock: str
    result: str


def targets(metric: TicketMetric, tickets: Tickets, titles: Titles) -> tuple[Target, ...]:
    """Return the rows for every priority, the most pressing first."""
    in_time = tickets.in_time()
    order = [priority.id for priority in titles.agreement.priorities.order]
    return tuple(
        row
        for name in order
        if name in metric.targets
        for row in _of_priority(name, metric.targets[name], in_time.get(name), titles)
    )


def clocks(metric: TicketMetric, titles: Titles) -> tuple[str, ...]:
    """Return what each clock that the targets are counted on is called, with its business day."""
    names = dict.fromkeys(
        row.clock for rows in metric.targets.values() for row in rows or () if _by_clock(row)
    )
    return tuple(_clock(name, titles) for name in names)


def _of_priority(
    name: str,
    rows: Sequence[TargetRow] | None,
    in_time: InTime | None,
    titles: Titles,
) -> Iterator[Target]:
    words, priority = titles.words, titles.priority(name)
    if rows is None:
        yield Target(priority, "", (words.say("document.targets.nothing"),), "", "")
        return
    others = len(rows) > 1
    result = _result(name, in_time, titles, together=others)
    for row in rows:
        within = tuple(_level(level, titles) for level in row.levels)
        when = _when(row, titles) or (words.say("document.targets.otherwise") if others else "")
        yield Target(priority, when, within, _clock(row.clock, titles), result)
        priority, result = "", ""


def _result(name: str, in_time: InTime | None, titles: Titles, *, together: bool) -> str:
    """Return how many tickets of a priority were in time, and if `together` that it is of all."""
    if in_time is None:
        return titles.words.say("document.count.none")
    key, told = "together" if together else "short", {"priority": name} if together else {}
    return titles.words.say(f"document.count.{key}", met=in_time.met, count=in_time.counted, **told)


def _when(row: TargetRow, titles: Titles) -> str:
    words = titles.words
    if isinstance(row.when, InCalendar):
        return words.say("document.targets.in-calendar", calendar=titles.clock(row.when.calendar))
    if isinstance(row.when, InSituation):
        known = {s.id: s for s in titles.agreement.situations or ()}
        situation = known[row.when.situation]
        title, clause = situation.title, titles.clause(situation.clause)
        return words.say("document.targets.in-situation", situation=title, clause=clause)
    return ""


def _level(level: TargetLevel, titles: Titles) -> str:
    if level.within is not None:
        return titles.budget(level.within.text)
    return titles.deadline(level.by) if level.by is not None else ""


def _by_clock(row: TargetRow) -> bool:
    return any(level.within is not None for level in row.levels)


def _clock(name: str, titles: Titles) -> str:
    """Return what a clock is called, with the length of its business day where it has one."""
    day = titles.business_day(name)
    return titles.words.say("document.clock", title=titles.clock(name), day=day)
