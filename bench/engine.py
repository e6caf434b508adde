"""The engine against one commit: how soon after its moment a thing is told, with 20,000 armed.

    .venv/bin/python bench/engine.py [--armed 20000] [--moments 60] [--backlog 200]

`patto serve` runs as it is shipped, on a home with so many armed timers. Moments of open tickets
come one by one; how late each is told is read from when its row can be seen by another process.
Then it is switched off until many have come at once, and works through them. The yardstick is one
commit of one row in the same kind of file, WAL with the same `synchronous`, in the same run: on a
machine whose disk is slow both are.
"""

from __future__ import annotations

import argparse
import os
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).parent.parent
PORT: Final = 18450
SYNCHRONOUS: Final = "FULL"

MOST_SECONDS: Final = 1.0
"""What is told is told so soon after its moment: the promise."""
MOST_COMMITS: Final = 50.0
"""A moment of a backlog may take so many times a commit."""

FILLING: Final = """
import django; django.setup()
import sys
from django.core.management import call_command
call_command("migrate", verbosity=0)
from desk.people import BY, desk
from desk.customers import customer, put_in_force
from filling import ALWAYS
from patto.home.now import now
from patto.kernel.instants import DAY
from patto.tickets import actions
from patto.tickets.drafts import Call
from patto.timers import actions as timers
armed, moments = map(int, sys.argv[1:])
desk()
one = customer()
put_in_force(one, ALWAYS)
at = now()
timers.arm_all("bench.later", {n: at + 365 * DAY + n for n in range(armed)})
attributes = {"type": "incident", "priority": "P3"}
call = Call(customer=one, subject="No mail", channel="phone", attributes=attributes)
for n in range(moments):
    actions.log(call, by=BY, at=at)
"""


def commit_seconds(folder: Path) -> float:
    """Return how long the yardstick's commit takes, the median of many."""
    with sqlite3.connect(folder / "plain.sqlite3", isolation_level=None) as database:
        database.execute("pragma journal_mode=wal")
        database.execute(f"pragma synchronous={SYNCHRONOUS}")
        database.execute("create table calls (id integer primary key, body blob)")
        taken = []
        for _ in range(200):
            begun = time.perf_counter()
            database.execute("insert into calls (body) values (?)", (b"x" * 200,))
            taken.append(time.perf_counter() - begun)
    return statistics.median(taken)


def served(environ: dict[str, str]) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "patto.cli", "serve", "--port", str(PORT)]
    return subprocess.Popen(command, env=environ, stdout=subprocess.DEVNULL, text=True)


class Home:
    """The database of a home, read and set from outside as another process sees it."""

    def __init__(self, folder: Path) -> None:
        self.database = sqlite3.connect(folder / "patto.sqlite3", timeout=20, isolation_level=None)

    def ask(self, query: str, *given: Any) -> list[tuple[Any, ...]]:
        return self.database.execute(query, given).fetchall()

    def promise(self, ticket: int, at: int) -> None:
        """Promise the customer a word by an instant, and arm that: the next moment of a ticket."""
        self.ask("update tickets_happened set attributes = json_set(attributes, '$.next_update', ?)"
                 " where ticket_id = ?", _told(at), ticket)  # fmt: skip
        self.ask("insert into timers_timer (kind, key, due_at, leased_until, tries)"
                 " values ('tickets.moment', ?, ?, 0, 0) on conflict (kind, key)"
                 " do update set due_at = excluded.due_at", str(ticket), at)  # fmt: skip

    def told(self) -> int:
        return int(self.ask("select count(*) from tickets_signal")[0][0])

    def waits(self) -> bool:
        return bool(self.ask("select 1 from timers_timer where due_at < ? limit 1", now()))


def _told(at: int) -> str:
    whole = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(at // 1_000_000))
    return f"{whole}.{at % 1_000_000:06d}Z"


def now() -> int:
    return time.time_ns() // 1000


def latencies(home: Home, tickets: list[int]) -> list[float]:
    """Return how many seconds after its moment each thing could be read as told."""
    found = []
    for ticket in tickets:
        before, at = home.told(), now() + 700_000
        home.promise(ticket, at)
        while home.told() == before:
            if now() - at > 30_000_000:
                raise SystemExit("nothing is told")
            time.sleep(0.002)
        found.append((now() - at) / 1e6)
    return found


def backlog(home: Home, environ: dict[str, str], tickets: list[int]) -> float:
    """Return how many seconds a moment takes of many that came while the desk was off."""
    at = now() - 30 * 86_400_000_000
    for number, ticket in enumerate(tickets):
        home.ask("update tickets_happened set occurred_at = ?, recorded_at = ? where ticket_id = ?",
                 at - 1000, at - 1000, ticket)  # fmt: skip
        home.promise(ticket, at + number)
    before, process = home.told(), served(environ)
    try:
        while home.told() == before:
            time.sleep(0.002)
        begun, first = time.perf_counter(), home.told()
        while home.waits():
            time.sleep(0.005)
        return (time.perf_counter() - begun) / (home.told() - first)
    finally:
        process.terminate()
        process.wait(20)


def line(name: str, value: float, most: float, unit: str) -> bool:
    mark = "within" if value <= most else "OVER"
    print(f"{name:<58} {value:8.3f} {unit:<10} budget {most:g}   {mark}")
    return value <= most


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--armed", type=int, default=20_000)
    parser.add_argument("--moments", type=int, default=60)
    parser.add_argument("--backlog", type=int, default=200)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        environ = {
            **os.environ,
            "PATTO_HOME": str(folder / "home"),
            "DATABASE_URL": "",
            "PYTHONPATH": os.pathsep.join(str(ROOT / name) for name in ("src", "tests", "bench")),
            "DJANGO_SETTINGS_MODULE": "patto.config.settings",
        }
        wanted = [str(asked.armed), str(asked.moments + asked.backlog)]
        subprocess.run([sys.executable, "-c", FILLING, *wanted], env=environ, check=True)
        commit = commit_seconds(folder)
        home = Home(folder / "home")
        tickets = [row[0] for row in home.ask("select id from tickets_ticket order by id")]
        process = served(environ)
        try:
            time.sleep(8)
            late = sorted(latencies(home, tickets[: asked.moments]))
        finally:
            process.terminate()
            process.wait(20)
        each = backlog(home, environ, tickets[asked.moments :])
    print(f"yardstick: {commit * 1e3:.2f} ms a commit, synchronous={SYNCHRONOUS}; "
          f"{asked.armed} timers armed")  # fmt: skip
    print(f"after its moment: median {statistics.median(late) * 1e3:.0f} ms, "
          f"slowest {late[-1] * 1e3:.0f} ms of {len(late)}; "
          f"{each * 1e3:.1f} ms a moment of a backlog of {asked.backlog} tickets")  # fmt: skip
    within = line("the slowest to be told, after its moment", late[-1], MOST_SECONDS, "s")
    within &= line("a moment of a backlog, times a commit", each / commit, MOST_COMMITS, "x")
    return 0 if within else 1


if __name__ == "__main__":
    sys.exit(main())
