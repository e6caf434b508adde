"""The comparison that timeline.py runs: ours and the rivals' times, ratios and budgets."""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass
from functools import partial
from importlib.util import find_spec
from time import perf_counter

import numpy as np
from bench.timeline_rivals import DuckDB, Workclock, least
from bench.timeline_work import HORIZON, Column, many_calendars, one_calendar, work_of

from patto.kernel.timeline import Timeline

INTERVALS = 10_000_000
TICKETS = 1_000_000
SAMPLE = 100_000
"""How many rows are held against the rivals' answers, and given to workclock to be timed: its time
a row is the same for any number."""


@dataclass(frozen=True)
class Budgets:
    """How many times faster than a rival we must be."""

    duckdb: float
    workclock: float
    limit: float
    numpy: float
    pauses: float


ELAPSED = {1: Budgets(100, 300, 1 / 5, 15, 50), 500: Budgets(30, 100, 0, 5, 20)}
DUE = {1: Budgets(100 / 3, 100, 1 / 15, 0, 0), 500: Budgets(10, 100 / 3, 0, 0, 0)}


class Report:
    """The table of ratios, and the budgets missed."""

    def __init__(self) -> None:
        self.missed: list[str] = []
        print(f"{'figure':<38}{'ns':>8}  {'against':<12}{'ns':>10}{'ratio':>9}{'budget':>9}")

    def line(self, figure: str, ours: float, rival: str, theirs: float, budget: float = 0) -> None:
        ratio = theirs / ours
        verdict = "" if not budget else "pass" if ratio >= budget else "MISSED"
        wanted = f"{budget:9.3g}" if budget else f"{'-':>9}"
        print(f"{figure:<38}{ours:8.2f}  {rival:<12}{theirs:10.2f}{ratio:9.3g}{wanted}  {verdict}")
        sys.stdout.flush()
        if verdict == "MISSED":
            self.missed.append(f"{figure} against {rival}")


class Comparison:
    """One set of calendars: our answers and the rivals'."""

    def __init__(self, count: int, args: argparse.Namespace, report: Report) -> None:
        calendars = one_calendar() if count == 1 else many_calendars(count)
        self.count, self.runs, self.report = count, args.runs, report
        self.name = "1 calendar" if count == 1 else f"{count} calendars"
        self.work = work_of(calendars, args.intervals, args.tickets)
        self.sample = self.work.first(SAMPLE)
        began = perf_counter()
        self.numba = Timeline.compile(calendars, HORIZON, engine="numba")
        took = perf_counter() - began
        self.numpy = Timeline.compile(calendars, HORIZON, engine="numpy")
        size = sum(each.nbytes for each in self.numba.table if isinstance(each, np.ndarray))
        print(f"# {self.name}: compiled in {took * 1e3:.0f} ms, {size / 1e6:.1f} MB")
        self.duckdb = DuckDB(self.work)
        self.workclock = Workclock(self.sample) if find_spec("workclock") else None

    def run(self) -> None:
        work, out = self.work, np.empty(self.work.start.size, np.int64)
        limit = least(lambda: np.subtract(work.end, work.start, out=out), out.size, self.runs)
        self.of_intervals("elapsed", work.end, limit, ELAPSED[self.count])
        self.of_intervals("due", work.budget, limit, DUE[self.count])
        self.of_tickets()

    def of_intervals(self, figure: str, second: Column, limit: float, budgets: Budgets) -> None:
        """Measure a figure of each interval, by all, and hold all to the same answers."""
        arguments, size = (self.work.start, second, self.work.ids), second.size
        out = np.empty((2, size), np.int64)
        look_ups = [
            partial(getattr(line, figure), *arguments, out=row)
            for line, row in zip((self.numba, self.numpy), out, strict=True)
        ]
        fast, plain = (least(look_up, size, self.runs) for look_up in look_ups)
        same("numba and NumPy", *out)
        query, told = getattr(self.duckdb, figure)(), f"{self.name}, {figure}"
        self.check_sample(figure, out[0])
        duckdb = self.duckdb.time(query, size, self.runs)
        self.report.line(f"{told}, numba", fast, "DuckDB", duckdb, budgets.duckdb)
        if self.workclock:
            run = getattr(self.workclock, figure)
            same("workclock", run(), out[0, : self.sample.start.size])
            library = least(run, self.sample.start.size, self.runs)
            self.report.line(f"{told}, numba", fast, "workclock", library, budgets.workclock)
        self.report.line(f"{told}, numba", fast, "np.subtract", limit, budgets.limit)
        self.report.line(f"{told}, NumPy", plain, "DuckDB", duckdb, budgets.numpy)

    def of_tickets(self) -> None:
        """Measure tickets whose pauses overlap, merged by us and by DuckDB."""
        work, query = self.work, self.duckdb.elapsed_net()
        ids = 0 if self.count == 1 else work.calendar[: work.tickets]
        pauses = ids, work.offsets, work.pause_start, work.pause_end
        start, budget = work.start[: work.tickets], work.budget[: work.tickets]
        duckdb = self.duckdb.time(query, work.tickets, self.runs)
        out = np.empty((2, work.tickets), np.int64)
        lines = ((self.numba, "numba", ELAPSED[self.count].pauses), (self.numpy, "NumPy", 0))
        for row, (line, engine, budgeted) in zip(out, lines, strict=True):
            net = partial(line.elapsed_net, start, work.ticket_end, *pauses, out=row)
            ours = least(net, work.tickets, self.runs)
            told = f"{self.name}, less pauses, {engine}"
            self.report.line(told, ours, "DuckDB", duckdb, budgeted)
        same("numba and NumPy", *out)
        self.check_sample("elapsed_net", out[0])
        due = partial(self.numba.due_net, start, budget, *pauses)
        told = f"{self.name}, due less pauses, numba"
        print(f"{told:<38}{least(due, work.tickets, self.runs):8.2f}")

    def check_sample(self, figure: str, ours: Column) -> None:
        """Hold our first figures against DuckDB's, one by one."""
        rival = DuckDB(self.sample)
        same("DuckDB", rival.figures(getattr(rival, figure)()), ours[: self.sample.start.size])


def same(who: str, theirs: Column, ours: Column) -> None:
    if not np.array_equal(theirs, ours):
        row = int(np.flatnonzero(theirs != ours)[0])
        sys.exit(f"{who} differ in row {row}: {theirs[row]} and {ours[row]}")


def main() -> int:
    parser = argparse.ArgumentParser(prog="timeline.py")
    parser.add_argument("--intervals", type=int, default=INTERVALS)
    parser.add_argument("--tickets", type=int, default=TICKETS)
    parser.add_argument("--runs", type=int, default=5)
    args = parser.parse_args()
    if not find_spec("workclock"):
        print("# workclock is not installed and its lines are left out: pip install workclock")
    report = Report()
    for count in ELAPSED:
        Comparison(count, args, report).run()
    print(f"# {len(report.missed)} budgets missed", *report.missed, sep="\n# ")
    if args.intervals < INTERVALS or args.tickets < TICKETS:
        print(f"# the budgets are for {INTERVALS:,} intervals and {TICKETS:,} tickets")
        return 0
    return 1 if report.missed else 0


if __name__ == "__main__":
    sys.exit(main())
