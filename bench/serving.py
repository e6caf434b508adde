"""The desk against the plainest server there is, in one run.

    .venv/bin/python bench/serving.py [--tickets 100000] [--seconds 5] [--postgresql]

The yardstick: the standard library's HTTP server doing one SQLite insert and commit a POST, in WAL
with the same `synchronous` as ours. A call logged through the web form, with its agreement, clocks
and timers set, is counted against its rate; the queue and the ticket page against so many of its
requests, with a thousand tickets and with many more. Memory is that of the one process, idle.

The tickets that are done are written once through the door for whole pasts and kept under `var/`;
what is open is logged anew for each run. `--postgresql` keeps both desks on a server of its own;
the yardstick stays what it is.

Pages are told in processor time, which a busy machine disturbs little; so is the call, beside its
rate, since a disk that is slow to commit makes all servers alike.
"""

from __future__ import annotations

import argparse
import atexit
import hashlib
import http.client
import os
import re
import shutil
import socket
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode

ROOT: Final = Path(__file__).parent.parent
KEPT: Final = ROOT / "var" / "bench"
SYNCHRONOUS: Final = "FULL"

MOST_SLOWER: Final = 25.0
"""A call logged may take so many times a request of the yardstick."""
MOST_TICKET: Final = 80.0
MOST_QUEUE: Final = 150.0
MOST_GROWTH: Final = 1.5
MOST_MEGABYTES: Final = 250.0


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def yardstick(file: str, port: int) -> ThreadingHTTPServer:
    """Return the plainest server: a row and a commit a POST."""
    local = threading.local()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            body = self.rfile.read(length)
            if not hasattr(local, "connection"):
                local.connection = sqlite3.connect(file, timeout=20)
                local.connection.execute(f"pragma synchronous={SYNCHRONOUS}")
            with local.connection as connection:
                connection.execute("insert into calls (body) values (?)", (body,))
            self.send_response(200)
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"ok")

        def log_message(self, *_: Any) -> None:
            pass

    with sqlite3.connect(file) as connection:
        connection.execute("pragma journal_mode=wal")
        connection.execute("create table calls (id integer primary key, body blob)")
    return ThreadingHTTPServer(("127.0.0.1", port), Handler)


def prepared(home: Path, tickets: int, database: str = "") -> dict[str, str]:
    """Return the environment of a desk with so many tickets, and the cookie of its owner."""
    environ = {
        **os.environ,
        "PATTO_HOME": str(home),
        "DATABASE_URL": database,
        "PYTHONPATH": os.pathsep.join(
            [str(ROOT / "src"), str(ROOT / "tests"), str(ROOT / "bench")]
        ),
        "DJANGO_SETTINGS_MODULE": "patto.config.settings",
    }
    if database:
        _filled(environ, f"past({tickets})")
    else:
        shutil.copytree(_past(environ, tickets), home)
    session, customer, ticket = _filled(environ, "present()").split()[-3:]
    return {**environ, "session": session, "customer": customer, "ticket": ticket}


def _past(environ: dict[str, str], tickets: int) -> Path:
    """Return a home whose tickets are done, filled once until what it is filled from changes.

    Its tables may be older than the code: they are brought up to date in the copy.
    """
    made_of = [
        ROOT / "bench/filling.py",
        *(ROOT / "tests" / "desk" / name for name in ("customers.py", "people.py")),
        ROOT / "examples/month/agreement.yaml",
    ]
    digest = hashlib.sha256(b"".join(one.read_bytes() for one in made_of)).hexdigest()[:12]
    kept = KEPT / f"desk-{tickets}-{digest}"
    if not kept.exists():
        KEPT.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=KEPT) as folder:
            begun = time.perf_counter()
            _filled({**environ, "PATTO_HOME": f"{folder}/home"}, f"past({tickets})")
            print(f"{tickets} tickets written in {time.perf_counter() - begun:.0f} s")
            Path(folder, "home").rename(kept)
    return kept


def _filled(environ: dict[str, str], call: str) -> str:
    script = f"import django; django.setup(); import filling; filling.{call}"
    return subprocess.check_output([sys.executable, "-c", script], env=environ, text=True)


class Desk:
    """A desk that is served, and a client of it."""

    def __init__(self, environ: dict[str, str]) -> None:
        self.environ, self.port = environ, free_port()
        command = [sys.executable, "-m", "patto.cli", "serve", "--port", str(self.port)]
        own = {name: value for name, value in environ.items() if name.isupper()}
        self.process = subprocess.Popen(command, env=own, stdout=subprocess.DEVNULL)
        atexit.register(self.process.kill)
        self.until_it_answers()

    def until_it_answers(self) -> None:
        for _ in range(200):
            try:
                client = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
                client.request("GET", "/health")
                # What was logged as of hours ago has moments that the engine works through first.
                if client.getresponse().status == 200:
                    return
            except OSError:
                pass
            time.sleep(0.5)
        raise SystemExit("the desk does not answer")

    def client(self) -> Callable[[str, str, str], tuple[int, bytes]]:
        """Return what asks the desk over one connection that is kept."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        cookies = {"sessionid": self.environ["session"]}

        def asked(method: str, path: str, body: str = "") -> tuple[int, bytes]:
            headers = {
                "Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items()),
                "Content-Type": "application/x-www-form-urlencoded",
            }
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            for name, value in answer.getheaders():
                if name.lower() == "set-cookie":
                    key, _, rest = value.partition("=")
                    cookies[key] = rest.partition(";")[0]
            # What was said about an act is read on the page after it, and so is gone by the next.
            cookies.pop("messages", None)
            return answer.status, answer.read()

        return asked

    def megabytes(self) -> float:
        """Return the memory that the process holds by itself."""
        text = Path(f"/proc/{self.process.pid}/smaps_rollup").read_text()
        return int(re.findall(r"^Pss:\s+(\d+)", text, re.MULTILINE)[0]) / 1000

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(20)


def processor_seconds(pid: int) -> float:
    """Return the processor time that a process has taken."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def rate(clients: int, seconds: float, make: Callable[[], Callable[[], bool]]) -> tuple[float, int]:
    """Return the requests a second that so many clients get through, and how many failed."""
    done, failed = [0] * clients, [0] * clients
    until = time.perf_counter() + seconds

    def work(number: int) -> None:
        ask = make()
        while time.perf_counter() < until:
            if ask():
                done[number] += 1
            else:
                failed[number] += 1

    threads = [threading.Thread(target=work, args=(n,)) for n in range(clients)]
    begun = time.perf_counter()
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return sum(done) / (time.perf_counter() - begun), sum(failed)


def poster(port: int) -> Callable[[], bool]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def ask() -> bool:
        connection.request("POST", "/", b"x" * 200)
        answer = connection.getresponse()
        answer.read()
        return answer.status == 200

    return ask


def logger(desk: Desk) -> Callable[[], bool]:
    """Return what logs a call through the form."""
    asked = desk.client()
    path = f"/log/{desk.environ['customer']}/"
    _, page = asked("GET", path, "")
    found = re.search(rb'name="csrfmiddlewaretoken" value="(\w+)"', page)
    if found is None:
        raise SystemExit("there is no form")
    body = urlencode({
        "csrfmiddlewaretoken": found[1].decode(), "subject": "The mail stands still",
        "channel": "phone", "type": "incident", "priority": "P2", "text": "Nobody can send.",
    })  # fmt: skip
    return lambda: asked("POST", path, body)[0] == 302


def page_seconds(desk: Desk, path: str, times: int = 20) -> float:
    """Return the processor time that the server takes for a page."""
    asked = desk.client()
    begun = processor_seconds(desk.process.pid)
    for _ in range(times):
        status, _ = asked("GET", path, "")
        if status != 200:
            raise SystemExit(f"{path} answers {status}")
    return (processor_seconds(desk.process.pid) - begun) / times


def line(name: str, value: float, most: float, unit: str) -> bool:
    mark = "within" if value <= most else "OVER"
    print(f"{name:<58} {value:8.1f} {unit:<12} budget {most:g}   {mark}")
    return value <= most


def times(desks: Sequence[Desk], rounds: int = 8) -> list[dict[str, float]]:
    """Return the processor time that each page takes of each desk, in turn; the fastest rounds."""
    found = [dict.fromkeys(("ticket", "queue"), float("inf")) for _ in desks]
    for _ in range(rounds):
        for desk, own in zip(desks, found, strict=True):
            pages = {"ticket": f"/tickets/{desk.environ['ticket']}/", "queue": "/queue/"}
            for name, path in pages.items():
                own[name] = min(own[name], page_seconds(desk, path))
    return found


@dataclass
class Logged:
    """How calls were logged, against the yardstick in turn: rates, processor time, failures."""

    plainest: float
    alone: float
    eight: float
    failed: int
    plain_seconds: float
    log_seconds: float


def logged(plain: tuple[int, int], desk: Desk, seconds: float) -> Logged:
    """Log calls, in turn with the yardstick of a process and port, then eight at a time."""
    rates: dict[str, list[float]] = {"plain": [], "log": []}
    worked: dict[str, float] = {"plain": 0.0, "log": 0.0}
    failed = 0
    for _ in range(3):
        for name, pid, make in (
            ("plain", plain[0], lambda: poster(plain[1])),
            ("log", desk.process.pid, lambda: logger(desk)),
        ):
            begun = processor_seconds(pid)
            found, wrong = rate(1, seconds / 2, make)
            failed += wrong
            rates[name].append(found)
            worked[name] += (processor_seconds(pid) - begun) / (found * seconds / 2) / 3
    eight, wrong = rate(8, seconds, lambda: logger(desk))
    return Logged(
        statistics.median(rates["plain"]), statistics.median(rates["log"]), eight,
        failed + wrong, worked["plain"], worked["log"],
    )  # fmt: skip


def databases(*, on: bool) -> tuple[str, str]:
    """Return the addresses of the two databases: none, which is SQLite, or of one PostgreSQL."""
    if not on:
        return "", ""
    sys.path.insert(0, str(ROOT / "tests"))
    import psycopg  # noqa: PLC0415  # only where it is asked for

    import postgresql  # noqa: PLC0415  # the same

    address = postgresql.started()
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("create database large")
    return address, address.rpartition("/")[0] + "/large"


def told(found: Logged, before: dict[str, float], after: dict[str, float], crowded: float,
         memory: tuple[float, float], tickets: int) -> bool:  # fmt: skip
    """Print each figure beside its budget, and return whether all are within."""
    request = found.plain_seconds
    print(f"yardstick: {found.plainest:.0f} requests/s, synchronous={SYNCHRONOUS}")
    print(f"a call logged: {found.alone:.0f}/s with one client, {found.eight:.0f}/s with eight")
    print(f"processor time: {request * 1e3:.2f} ms a request of the yardstick, "
          f"{found.log_seconds * 1e3:.2f} ms a call logged, {after['queue'] * 1e3:.1f} ms the "
          f"queue, {after['ticket'] * 1e3:.1f} ms a ticket")  # fmt: skip
    lines = [
        ("a call logged, by the clock", found.plainest / found.alone, MOST_SLOWER, "x"),
        ("a call logged, by processor time", found.log_seconds / request, MOST_SLOWER, "x"),
        ("calls that failed, one client and eight", float(found.failed), 0.0, ""),
    ]
    for name, most in (("ticket", MOST_TICKET), ("queue", MOST_QUEUE)):
        lines.append((f"the {name} page, times a request", after[name] / request, most, "x"))
        growth = after[name] / before[name]
        lines.append((f"the {name} page, {tickets} tickets against 1000", growth, MOST_GROWTH, "x"))
    lines += [
        ("the queue with all calls that were logged open", crowded / request, MOST_QUEUE, "x"),
        ("memory, idle", memory[0], MOST_MEGABYTES, "MB"),
        ("memory, idle after the work", memory[1], MOST_MEGABYTES, "MB"),
    ]
    within = [line(*one) for one in lines]
    return all(within)


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--tickets", type=int, default=100_000)
    parser.add_argument("--seconds", type=float, default=5.0)
    parser.add_argument("--postgresql", action="store_true")
    parser.add_argument("--yardstick", nargs=2, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.yardstick:
        yardstick(asked.yardstick[0], int(asked.yardstick[1])).serve_forever()
    first, second = databases(on=asked.postgresql)
    with tempfile.TemporaryDirectory() as folder:
        port = free_port()
        command = [sys.executable, __file__, "--yardstick", f"{folder}/plain.sqlite3", str(port)]
        plain = subprocess.Popen(command)
        atexit.register(plain.kill)
        small = Desk(prepared(Path(folder, "small"), 1000, first))
        idle = small.megabytes()
        large = Desk(prepared(Path(folder, "large"), asked.tickets, second))
        before, after = times((small, large))
        large.stop()
        found = logged((plain.pid, port), small, asked.seconds)
        crowded = min(page_seconds(small, "/queue/") for _ in range(4))
        memory = idle, small.megabytes()
        small.stop()
        plain.terminate()
    return 0 if told(found, before, after, crowded, memory, asked.tickets) else 1


if __name__ == "__main__":
    sys.exit(main())
