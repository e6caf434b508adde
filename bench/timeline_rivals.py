"""What the timeline is measured against: an as-of join in DuckDB, and the library workclock."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import time
from itertools import pairwise
from time import process_time
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
from bench.timeline_work import HORIZON, Column, Work

from patto.kernel.hours import Calendar, Interval
from patto.kernel.instants import HOUR, MINUTE


def least(run: Callable[[], object], rows: int, runs: int) -> float:
    """Return the nanoseconds a row of the fastest of some runs, after a first one.

    Of processor time, all threads together: what else the machine does is not counted.
    """
    run()
    took = []
    for _ in range(runs):
        began = process_time()
        run()
        took.append(process_time() - began)
    return min(took) / rows * 1e9


class DuckDB:
    """As-of joins of instants with the calendars' spans, which carry their running totals."""

    POSITION = "{1}.total + least({0}, {1}.closes) - {1}.opens"

    def __init__(self, work: Work) -> None:
        self.key = "" if len(work.calendars) == 1 else "{0}.calendar = {1}.calendar and "
        self.connection = duckdb.connect(config={"threads": 1})
        self._load("spans", **_spans(work.calendars))
        intervals: dict[str, Any] = {"calendar": work.calendar, "a": work.start, "n": work.budget}
        self._load("intervals", number=np.arange(work.start.size), z=work.end, **intervals)
        number = np.arange(work.tickets)
        tickets = {name: column[: work.tickets] for name, column in intervals.items()}
        self._load("tickets", number=number, z=work.ticket_end, **tickets)
        ticket = np.repeat(number, np.diff(work.offsets))
        self._load("pauses", number=ticket, a=work.pause_start, z=work.pause_end)

    def time(self, query: str, rows: int, runs: int) -> float:
        """Return the time of a query whose figures are stored or summed, whichever is faster."""
        stored = f"create or replace temp table result as select figure from ({query})"
        summed = f"select sum(figure) from ({query})"
        return min(
            least(lambda: self.connection.execute(stored).fetchall(), rows, runs),
            least(lambda: self.connection.execute(summed).fetchall(), rows, runs),
        )

    def figures(self, query: str) -> Column:
        """Return the figures of a query, row by row."""
        ordered = f"select figure from ({query}) order by number"
        columns = self.connection.execute(ordered).fetchnumpy()
        figures: Column = columns["figure"].astype(np.int64)
        return figures

    def elapsed(self) -> str:
        figure, source = self._between("intervals")
        return f"select intervals.number, {figure} as figure {source}"

    def due(self) -> str:
        position = self.POSITION.format("i.a", "x")
        join = f"asof join spans x on {self.key.format('i', 'x')}i.a >= x.opens"
        return f"""with reached as (
                select i.number, i.calendar, {position} + i.n as y from intervals i {join})
            select reached.number, s.opens + y - s.total as figure from reached
            asof join spans s on {self.key.format("reached", "s")}y > s.total"""

    def elapsed_net(self) -> str:
        """Return a query that cuts pauses to their ticket and has each begin where others end."""
        paused, pauses = self._between("apart")
        whole, tickets = self._between("tickets")
        return f"""with cut as (
                select p.number, t.calendar, greatest(p.a, t.a) as a, least(p.z, t.z) as z
                from pauses p join tickets t using (number)),
            apart as (
                select number, calendar, z, greatest(a, coalesce(max(z) over (
                    partition by number order by a
                    rows between unbounded preceding and 1 preceding), a)) as a
                from cut where z > a),
            off as (select apart.number, sum({paused}) as taken {pauses}
                where apart.z > apart.a group by apart.number),
            whole as (select tickets.number, {whole} as figure {tickets})
            select number, figure - coalesce(taken, 0) as figure
            from whole left join off using (number)"""

    def _load(self, name: str, **columns: Any) -> None:
        self.connection.register("given", pa.table(columns))
        self.connection.execute(f"create table {name} as select * from given")

    def _between(self, table: str) -> tuple[str, str]:
        """Return the open time between `a` and `z` of a table, and the joins that it needs."""
        x, y = self.POSITION.format(f"{table}.a", "x"), self.POSITION.format(f"{table}.z", "y")
        joins = "".join(
            f" asof join spans {s} on {self.key.format(table, s)}{table}.{c} >= {s}.opens"
            for s, c in (("x", "a"), ("y", "z"))
        )
        return f"({y}) - ({x})", f"from {table}{joins}"


def _spans(calendars: Sequence[Calendar]) -> dict[str, Column]:
    """Return the spans of calendars, before each calendar's first an empty one."""
    columns: list[Column] = []
    for number, calendar in enumerate(calendars):
        bounds = np.array(calendar.spans(HORIZON).bounds, np.int64)
        opens = np.concatenate([[HORIZON.start], bounds[::2]])
        closes = np.concatenate([[HORIZON.start], bounds[1::2]])
        total = np.concatenate([[0], np.cumsum(closes - opens)[:-1]])
        columns.append(np.stack([np.full(opens.size, number), opens, closes, total]))
    return dict(zip(("calendar", "opens", "closes", "total"), np.hstack(columns), strict=True))


class Workclock:
    """Its array calls, calendar by calendar."""

    def __init__(self, work: Work) -> None:
        import workclock  # noqa: PLC0415  # only where someone has installed it for this

        self.schedules = [_schedule(workclock, calendar) for calendar in work.calendars]
        self.order = np.argsort(work.calendar, kind="stable")
        counts = np.bincount(work.calendar, minlength=len(self.schedules))
        self.groups = np.concatenate([[0], np.cumsum(counts)]).tolist()
        self.starts = work.start[self.order].view("M8[us]")
        self.ends = work.end[self.order].view("M8[us]")
        self.budgets = work.budget[self.order].view("m8[us]")

    def elapsed(self) -> Column:
        return self._figures("between_many", self.ends)

    def due(self) -> Column:
        return self._figures("add_many", self.budgets)

    def _figures(self, call: str, second: Any) -> Column:
        out = np.empty(self.order.size, np.int64)
        for schedule, (low, high) in zip(self.schedules, pairwise(self.groups), strict=True):
            figures = getattr(schedule, call)(self.starts[low:high], second[low:high])
            out[self.order[low:high]] = figures.view(np.int64)
        return out


def _schedule(workclock: Any, calendar: Calendar) -> Any:
    rules = [
        workclock.WorkDay(_time(opens), _time(closes), days=weekdays)
        for (opens, closes), weekdays in _by_interval(calendar)
    ]
    holidays = workclock.Holidays(sorted(calendar.closed_days))
    return workclock.Schedule([*rules, holidays], time_zone=calendar.zone)


def _by_interval(calendar: Calendar) -> Iterator[tuple[Interval, list[int]]]:
    """Yield each interval of the week with its weekdays: fewer rules are faster."""
    for interval in {interval: None for day in calendar.weekly for interval in day}:
        yield interval, [n for n, day in enumerate(calendar.weekly) if interval in day]


def _time(of_day: int) -> time:
    return time(of_day // HOUR % 24, of_day % HOUR // MINUTE)
