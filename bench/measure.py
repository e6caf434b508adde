"""A million tickets measured in columns, as a multiple of DuckDB reading the same file.

    .venv/bin/python bench/measure.py [--tickets 100000 1000000] [--rounds 2] [--workers]

The yardstick: DuckDB, on one thread, reads all columns of the file and computes `lead()` by
ticket, stored in a table or hashed value by value, whichever is faster. Ours reads the same file
and says every verdict of six metrics, on one thread too. Each is a process of its own, in turn,
and the least processor time of the rounds counts. The file is drawn by `generate.py` once and kept
in `var/`.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from patto.bulk import measure_columns
from patto.kernel.agreement.reading import read
from patto.kernel.agreement.versions import History
from patto.kernel.instants import parse

HERE: Final = Path(__file__).parent
VAR: Final = HERE.parent / "var"
AT: Final = parse("2026-02-01T00:00:00Z")

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


def patto(file: Path, workers: int = 1) -> dict[str, Any]:
    """Return the time that measuring takes, with what it needed and found."""
    import pyarrow as pa  # noqa: PLC0415  # only this process is held to one thread

    pa.set_cpu_count(1)
    agreement = read((HERE / "agreement.yaml").read_text(encoding="utf-8")).agreement
    if agreement is None:
        raise SystemExit("bench/agreement.yaml is not sound")
    begun, wall = time.process_time(), time.perf_counter()
    found = measure_columns(History([agreement]), file, at=AT, known_at=AT, workers=workers)
    table = found.table
    return {
        "seconds": time.process_time() - begun,
        "wall": time.perf_counter() - wall,
        "verdicts": table.num_rows,
        "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6,
        "events": len(found.columns),
        "in_columns": found.paths.in_columns,
        "put_right": found.paths.put_right,
        "one_by_one": found.paths.one_by_one,
    }


WORK: Final[dict[str, Callable[[Path], dict[str, Any]]]] = {
    "duckdb": duckdb,
    "patto": patto,
    "patto-workers": lambda file: patto(file, workers=2),
}


def of(name: str, file: Path) -> dict[str, Any]:
    """Return what a process of its own says of some work on a file."""
    command = [sys.executable, __file__, "--work", name, str(file)]
    ended = subprocess.run(command, check=False, capture_output=True, text=True)
    if ended.returncode:
        raise SystemExit(ended.stderr)
    answer: dict[str, Any] = json.loads(ended.stdout)
    return answer


def drawn(tickets: int) -> Path:
    """Return the file of so many tickets, drawn anew only if the generator has changed."""
    seal = sha256((HERE / "generate.py").read_bytes()).hexdigest()[:8]
    file = VAR / f"bench-{tickets}-{seal}.parquet"
    if not file.exists():
        VAR.mkdir(exist_ok=True)
        print(f"drawing {tickets:,} tickets ...")
        command = [sys.executable, str(HERE / "generate.py"), str(tickets), str(file)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return file


def least(answers: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the answer that took the least time."""
    return min(answers, key=lambda answer: float(answer["seconds"]))


def bench(tickets: int, rounds: int, *, workers: bool) -> tuple[bool, float]:
    """Print how ours compares on a file, and return whether it keeps its budget, and its time."""
    file = drawn(tickets)
    pairs = [(of("duckdb", file), of("patto", file)) for _ in range(rounds)]
    yardstick, ours = least([a for a, _ in pairs]), least([b for _, b in pairs])
    ratio = ours["seconds"] / yardstick["seconds"]
    within = ratio <= MOST_TIMES and ours["peak"] <= MOST_GIGABYTES
    told = f"{tickets:,} tickets, {ours['events']:,} events, {ours['verdicts']:,} outcomes"
    print(f"{told}\n  DuckDB ({yardstick['how']})  {yardstick['seconds']:7.2f} s")
    print(f"  measured         {ours['seconds']:7.2f} s   {ours['wall']:.2f} s on the wall")
    print(f"  ratio            {ratio:7.2f} x   budget {MOST_TIMES:.0f} x")
    print(f"  peak memory      {ours['peak']:7.2f} GB  budget {MOST_GIGABYTES:.0f} GB")
    shares = ("in_columns", "put_right", "one_by_one")
    paths = ", ".join(f"{name} {ours[name] / tickets:.2%}" for name in shares)
    print(f"  tickets          {paths}   {'within' if within else 'OVER'}")
    if workers:
        two = of("patto-workers", file)
        print(f"  by two processes {two['wall']:7.2f} s on the wall")
    return within, ours["seconds"] / tickets


def main() -> int:
    """Print every ratio and whether each is within its budget."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--tickets", type=int, nargs="+", default=[100_000, 1_000_000])
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--workers", action="store_true", help="measure by two processes as well")
    parser.add_argument("--work", nargs=2, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.work:
        name, file = asked.work
        print(json.dumps(WORK[name](Path(file))))
        return 0
    found = [bench(n, asked.rounds, workers=asked.workers) for n in sorted(asked.tickets)]
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
