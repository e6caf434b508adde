"""A million tickets measured by the command, as a multiple of DuckDB reading the same file.

    .venv/bin/python bench/measure.py [--tickets 100000 1000000] [--rounds 2]
                                      [--forms text csv json html] [--library]

The yardstick: DuckDB, on one thread, reads all columns of the file and computes `lead()` by
ticket, stored in a table or hashed value by value, whichever is faster; only the query is timed.
Ours is the command as it is typed, `patto measure AGREEMENT FILE`, from its start to its answer on
disk: every verdict of six metrics and the account of the evidence. Both run in turn, each in a
process of its own. What counts is the least processor time of the rounds, all threads together,
and the most memory that the command's process ever held. `--forms` has other answers written as
well, `--library` measures the call alone, with the ways that tickets went. The file is drawn by
`generate.py` once and kept in `var/`.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

import pyarrow.parquet as pq

from patto.bulk import measure_columns
from patto.kernel.agreement.reading import read
from patto.kernel.agreement.versions import History
from patto.kernel.instants import parse

HERE: Final = Path(__file__).parent
VAR: Final = HERE.parent / "var"
AGREEMENT: Final = HERE / "agreement.yaml"
AT: Final = "2026-02-01T00:00:00Z"

MOST_TIMES: Final = 15.0
MOST_GIGABYTES: Final = 4.0
MOST_PER_TICKET: Final = 1.25
"""How much more a ticket of the largest file may cost than one of the smallest."""

QUERIES: Final = {
    "stored": "create or replace temp table found as select * from ({windowed})",
    "hashed": "select max(hash(columns(*))) from ({windowed})",
}
WINDOWED: Final = (
    "select *, lead(occurred_at) over (partition by ticket order by occurred_at) as next "
    "from read_parquet('{file}')"
)


@dataclass(frozen=True, slots=True)
class Run:
    """What a process took: processor time, time on the wall, and memory at its most."""

    seconds: float
    wall: float
    gigabytes: float
    answer: int
    """How many bytes it wrote."""


def duckdb(file: Path) -> dict[str, Any]:
    """Return the processor time of the faster query."""
    import duckdb as engine  # noqa: PLC0415  # only the yardstick's process loads it

    times = {}
    for name, query in QUERIES.items():
        connection = engine.connect(config={"threads": 1})
        begun = time.process_time()
        connection.execute(query.format(windowed=WINDOWED.format(file=file))).fetchmany()
        times[name] = time.process_time() - begun
        connection.close()
    return {"seconds": min(times.values()), "how": min(times, key=times.__getitem__)}


def library(file: Path, workers: int = 1) -> dict[str, Any]:
    """Return the time that measuring alone takes, with the ways that tickets went."""
    agreement = read(AGREEMENT.read_text(encoding="utf-8")).agreement
    if agreement is None:
        raise SystemExit("bench/agreement.yaml is not sound")
    at = parse(AT)
    begun, wall = time.process_time(), time.perf_counter()
    found = measure_columns(History([agreement]), file, at=at, known_at=at, workers=workers)
    return {
        "seconds": time.process_time() - begun,
        "wall": time.perf_counter() - wall,
        "outcomes": len(found),
        "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6,
        "in columns": found.paths.in_columns,
        "put right": found.paths.put_right,
        "one by one": found.paths.one_by_one,
    }


WORK: Final[dict[str, Callable[[Path], dict[str, Any]]]] = {
    "duckdb": duckdb,
    "library": library,
    "workers": lambda file: library(file, workers=2),
}


def of(name: str, file: Path) -> dict[str, Any]:
    """Return what a process of its own says of some work on a file."""
    command = [sys.executable, __file__, "--work", name, str(file)]
    ended = subprocess.run(command, check=False, capture_output=True, text=True)
    if ended.returncode:
        raise SystemExit(ended.stderr)
    answer: dict[str, Any] = json.loads(ended.stdout)
    return answer


def command(*arguments: object) -> Run:
    """Return what a run of `patto` took; its answer is written to a file that is then dropped."""
    with tempfile.NamedTemporaryFile(dir=VAR) as answer:
        asked = [sys.executable, "-m", "patto.cli", *map(str, arguments), "-o", answer.name]
        begun = time.perf_counter()
        child = subprocess.Popen(asked)
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        wall = time.perf_counter() - begun
        if child.returncode:
            raise SystemExit(f"{' '.join(asked)} ended with {child.returncode}")
        size = Path(answer.name).stat().st_size
    return Run(used.ru_utime + used.ru_stime, wall, used.ru_maxrss / 1e6, size)


def measured(file: Path, form: str) -> Run:
    """Return what measuring a file by the command took."""
    return command("measure", AGREEMENT, file, "--at", AT, "--format", form)


def drawn(tickets: int) -> Path:
    """Return the file of so many tickets, drawn anew only if the generator has changed."""
    seal = sha256((HERE / "generate.py").read_bytes()).hexdigest()[:8]
    file = VAR / f"bench-{tickets}-{seal}.parquet"
    if not file.exists():
        VAR.mkdir(exist_ok=True)
        print(f"drawing {tickets:,} tickets ...")
        generate = [sys.executable, str(HERE / "generate.py"), str(tickets), str(file)]
        subprocess.run(generate, check=True, stdout=subprocess.DEVNULL)
    return file


def bench(tickets: int, asked: argparse.Namespace) -> tuple[bool, float]:
    """Print how ours compares on a file, and return whether it keeps its budget, and its time."""
    file = drawn(tickets)
    yardsticks: list[dict[str, Any]] = []
    runs: dict[str, list[Run]] = {form: [] for form in asked.forms}
    for _ in range(asked.rounds):
        yardsticks.append(of("duckdb", file))
        for form in asked.forms:
            runs[form].append(measured(file, form))
    yardstick = min(yardsticks, key=lambda one: float(one["seconds"]))
    print(f"{tickets:,} tickets, {pq.read_metadata(file).num_rows:,} events")
    print(f"  DuckDB ({yardstick['how']})   {yardstick['seconds']:8.2f} s")
    kept = [_told(form, own, float(yardstick["seconds"])) for form, own in runs.items()]
    one = command("explain", AGREEMENT, file, f"INC{tickets // 2:07}", "--at", AT)
    print(f"  explain one ticket {one.seconds:7.2f} s {one.seconds / yardstick['seconds']:7.2f} x")
    if asked.library:
        _library(file, tickets)
    first = min(run.seconds for run in runs[asked.forms[0]])
    return all(kept), first / tickets


def _told(form: str, runs: list[Run], yardstick: float) -> bool:
    """Print what the command took for a form of its answer, and return whether that is within."""
    best, most = min(runs, key=lambda run: run.seconds), max(run.gigabytes for run in runs)
    ratio = best.seconds / yardstick
    within = ratio <= MOST_TIMES and most <= MOST_GIGABYTES
    print(
        f"  measure, {form:8}  {best.seconds:8.2f} s {ratio:7.2f} x {most:6.2f} GB"
        f"   {best.wall:.0f} s on the wall, {best.answer / 1e6:,.1f} MB written"
        f"   {'within' if within else 'OVER'}"
    )
    return within


def _library(file: Path, tickets: int) -> None:
    own, two = of("library", file), of("workers", file)
    shares = ", ".join(
        f"{name} {own[name] / tickets:.2%}" for name in ("in columns", "put right", "one by one")
    )
    print(f"  the call alone    {own['seconds']:8.2f} s   {own['outcomes']:,} outcomes; {shares}")
    print(f"  by two processes  {two['wall']:8.2f} s on the wall, {own['wall']:.2f} s by one")


def main() -> int:
    """Print every ratio and whether each is within its budget."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--tickets", type=int, nargs="+", default=[100_000, 1_000_000])
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--forms", nargs="+", default=["text"])
    parser.add_argument("--library", action="store_true", help="measure the call alone as well")
    parser.add_argument("--work", nargs=2, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.work:
        name, file = asked.work
        print(json.dumps(WORK[name](Path(file))))
        return 0
    print(f"budget {MOST_TIMES:.0f} x, {MOST_GIGABYTES:.0f} GB")
    found = [bench(number, asked) for number in sorted(asked.tickets)]
    growth = found[-1][1] / found[0][1]
    within = all(kept for kept, _ in found) and growth <= MOST_PER_TICKET
    if len(found) > 1:
        print(
            f"a ticket of the largest file costs {growth:.2f} x one of the smallest"
            f"   budget {MOST_PER_TICKET} x   {'within' if growth <= MOST_PER_TICKET else 'OVER'}"
        )
    return 0 if within else 1


if __name__ == "__main__":
    sys.exit(main())
