"""Past tickets replayed under ten variants of a draft, as a multiple of one measurement.

    .venv/bin/python bench/replay.py [--tickets 100000] [--variants 10] [--rounds 2]

The yardstick: `measure_columns` on the same file, once. Ours reads the file, takes the census, lays
each variant over the past, says every verdict of six metrics under each, and works out the tightest
targets with their intervals. Variants have the same calendars, pauses, starts and stops; each has
targets of its own in every row. Each is a process of its own, in turn, on one thread, and the least
processor time of the rounds counts. The file is drawn by `generate.py`.
"""

from __future__ import annotations

import argparse
import json
import re
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from patto.bulk import measure_columns
from patto.bulk.reading import read as read_columns
from patto.bulk.replay import replay_columns
from patto.bulk.replaying.census import census_of
from patto.kernel.agreement.model import Agreement
from patto.kernel.agreement.reading import read
from patto.kernel.agreement.versions import History
from patto.kernel.feasibility.finding import findings
from patto.kernel.feasibility.laying import lay
from patto.kernel.instants import parse

HERE: Final = Path(__file__).parent
VAR: Final = HERE.parent / "var"
AT: Final = parse("2026-02-01T00:00:00Z")

MOST_TIMES: Final = 3.0

TARGET: Final = re.compile(r"within: (\d+) (min|h|business days?)(?=[,}])")


def variant(number: int) -> Agreement:
    """Return the agreement of the bench with every target longer by so many of its unit."""
    text = (HERE / "agreement.yaml").read_text(encoding="utf-8")
    longer = TARGET.sub(lambda found: f"within: {int(found[1]) + number} {found[2]}", text)
    draft = read(longer).draft
    if draft is None:
        raise SystemExit("bench/agreement.yaml is not sound")
    return draft


def measured(file: Path, _variants: int) -> dict[str, Any]:
    """Return the time that one measurement takes."""
    terms = variant(0)
    begun = time.process_time()
    found = measure_columns(History([terms]), file, at=AT, known_at=AT)
    seconds = time.process_time() - begun
    return {"seconds": seconds, "outcomes": len(found)}


def replayed(file: Path, variants: int) -> dict[str, Any]:
    """Return the time that replaying the variants takes, with what it needed and found."""
    drafts = [variant(number) for number in range(variants)]
    begun = time.process_time()
    columns, _ = read_columns(file)
    seen = census_of(columns, at=AT, known_at=AT)
    found = replay_columns([lay(d, seen) for d in drafts], columns, at=AT, known_at=AT)
    rows = [row for one in found for row in findings(one)]
    return {
        "seconds": time.process_time() - begun,
        "missed": [len(one.missed) for one in found],
        "rows": len(rows),
        "bounded": sum(not row.too_few for row in rows),
        "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6,
    }


WORK: Final[dict[str, Callable[[Path, int], dict[str, Any]]]] = {
    "measured": measured,
    "replayed": replayed,
}


def of(name: str, file: Path, variants: int) -> dict[str, Any]:
    """Return what a process of its own says of some work on a file."""
    command = [sys.executable, __file__, "--work", name, str(file), "--variants", str(variants)]
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


def main() -> int:
    """Print the ratio and whether it is within its budget."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--tickets", type=int, default=100_000)
    parser.add_argument("--variants", type=int, default=10)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--work", nargs=2, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.work:
        import pyarrow as pa  # noqa: PLC0415  # only this process is held to one thread

        pa.set_cpu_count(1)
        name, file = asked.work
        print(json.dumps(WORK[name](Path(file), asked.variants)))
        return 0
    file = drawn(asked.tickets)
    pairs = [
        (of("measured", file, asked.variants), of("replayed", file, asked.variants))
        for _ in range(asked.rounds)
    ]
    yardstick, ours = least([one for one, _ in pairs]), least([other for _, other in pairs])
    ratio = ours["seconds"] / yardstick["seconds"]
    within = ratio <= MOST_TIMES
    print(f"{asked.tickets:,} tickets, {yardstick['outcomes']:,} outcomes")
    print(f"  measured once     {yardstick['seconds']:7.2f} s")
    print(f"  {asked.variants:2} variants       {ours['seconds']:7.2f} s")
    print(f"  ratio             {ratio:7.2f} x   budget {MOST_TIMES:.0f} x")
    print(f"  peak memory       {ours['peak']:7.2f} GB")
    print(f"  missed            {max(ours['missed']):,} to {min(ours['missed']):,}")
    told = f"{ours['rows']} rows of targets, {ours['bounded']} with an upper end"
    print(f"  tightest          {told}   {'within' if within else 'OVER'}")
    return 0 if within else 1


if __name__ == "__main__":
    sys.exit(main())
