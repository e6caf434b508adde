"""The desk against the plainest server there is, in one run.

    .venv/bin/python bench/serving.py [--tickets 100000] [--seconds 5]

The yardstick: the standard library's HTTP server doing one SQLite insert and commit a POST, in WAL
with the same `synchronous` as ours. A call logged through the web form, with its agreement, clocks
and timers set, is counted against its rate; the queue and the ticket page against so many of its
requests, with a thousand tickets and with many more. Memory is that of the one process, idle.

Pages are told in processor time, which a busy machine disturbs little; so is the call, beside its
rate, since a disk that is slow to commit makes all servers alike.
"""

from __future__ import annotations

import argparse
import atexit
import http.client
import os
import re
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode

ROOT: Final = Path(__file__).parent.parent
SYNCHRONOUS: Final = "FULL"
YARDSTICK_PORT: Final = 18430

MOST_SLOWER: Final = 25.0
"""A call logged may take so many times a request of the yardstick."""
MOST_TICKET: Final = 80.0
MOST_QUEUE: Final = 150.0
MOST_GROWTH: Final = 1.5
MOST_MEGABYTES: Final = 250.0


def yardstick(file: str) -> ThreadingHTTPServer:
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
    return ThreadingHTTPServer(("127.0.0.1", YARDSTICK_PORT), Handler)


def prepared(home: Path, tickets: int) -> dict[str, str]:
    """Return the environment of a desk with so many tickets, and the cookie of its owner."""
    environ = {
        **os.environ,
        "PATTO_HOME": str(home),
        "PYTHONPATH": os.pathsep.join(
            [str(ROOT / "src"), str(ROOT / "tests"), str(ROOT / "bench")]
        ),
        "DJANGO_SETTINGS_MODULE": "patto.config.settings",
    }
    script = f"import django; django.setup(); import filling; filling.fill({tickets})"
    told = subprocess.check_output([sys.executable, "-c", script], env=environ, text=True)
    session, customer, ticket = told.split()[-3:]
    return {**environ, "session": session, "customer": customer, "ticket": ticket}


class Desk:
    """A desk that is served, and a client of it."""

    def __init__(self, environ: dict[str, str], port: int) -> None:
        self.environ, self.port = environ, port
        command = [sys.executable, "-m", "patto.cli", "serve", "--port", str(port)]
        own = {name: value for name, value in environ.items() if name.isupper()}
        self.process = subprocess.Popen(command, env=own, stdout=subprocess.DEVNULL)
        atexit.register(self.process.kill)
        self.until_it_answers()

    def until_it_answers(self) -> None:
        for _ in range(200):
            try:
                client = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
                client.request("GET", "/health")
                if client.getresponse().read():
                    return
            except OSError:
                time.sleep(0.1)
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


def page_seconds(desk: Desk, path: str, times: int = 60) -> float:
    """Return the processor time that the server takes for a page."""
    asked = desk.client()
    for warm in (True, False):
        begun = processor_seconds(desk.process.pid)
        for _ in range(5 if warm else times):
            status, _ = asked("GET", path, "")
            if status != 200:
                raise SystemExit(f"{path} answers {status}")
    return (processor_seconds(desk.process.pid) - begun) / times


def line(name: str, value: float, most: float, unit: str) -> bool:
    mark = "within" if value <= most else "OVER"
    print(f"{name:<58} {value:8.1f} {unit:<12} budget {most:g}   {mark}")
    return value <= most


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--tickets", type=int, default=100_000)
    parser.add_argument("--seconds", type=float, default=5.0)
    parser.add_argument("--yardstick", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.yardstick:
        yardstick(asked.yardstick).serve_forever()
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, __file__, "--yardstick", f"{folder}/plain.sqlite3"]
        plain = subprocess.Popen(command)
        atexit.register(plain.kill)
        port = YARDSTICK_PORT
        small = Desk(prepared(Path(folder, "small"), 1000), 18431)
        idle = small.megabytes()
        rates: dict[str, list[float]] = {"plain": [], "log": []}
        failed = 0
        worked: dict[str, float] = {"plain": 0.0, "log": 0.0}
        for _ in range(3):
            for name, pid, make in (
                ("plain", plain.pid, lambda: poster(port)),
                ("log", small.process.pid, lambda: logger(small)),
            ):
                begun = processor_seconds(pid)
                found = rate(1, asked.seconds / 2, make)[0]
                rates[name].append(found)
                worked[name] += (processor_seconds(pid) - begun) / (found * asked.seconds / 2) / 3
        eight, failed = rate(8, asked.seconds, lambda: logger(small))
        request = worked["plain"]
        pages = {"ticket": f"/tickets/{small.environ['ticket']}/", "queue": "/"}
        before = {name: page_seconds(small, path) for name, path in pages.items()}
        small.stop()
        large = Desk(prepared(Path(folder, "large"), asked.tickets), 18432)
        pages["ticket"] = f"/tickets/{large.environ['ticket']}/"
        after = {name: page_seconds(large, path) for name, path in pages.items()}
        large.stop()
        plain.terminate()
    plainest = statistics.median(rates["plain"])
    print(f"yardstick: {plainest:.0f} requests/s, synchronous={SYNCHRONOUS}")
    print(f"a call logged: {statistics.median(rates['log']):.0f}/s with one client, {eight:.0f}/s "
          f"with eight, {failed} errors")  # fmt: skip
    slower = plainest / statistics.median(rates["log"])
    print(f"processor time: {request * 1e3:.2f} ms a request of the yardstick, "
          f"{worked['log'] * 1e3:.2f} ms a call logged")  # fmt: skip
    within = line("a call logged, by the clock", slower, MOST_SLOWER, "x")
    within &= line("a call logged, by processor time", worked["log"] / request, MOST_SLOWER, "x")
    for name, most in (("ticket", MOST_TICKET), ("queue", MOST_QUEUE)):
        within &= line(f"the {name} page, times a request", after[name] / request, most, "x")
        growth = after[name] / before[name]
        told = f"the {name} page, {asked.tickets} tickets against 1000"
        within &= line(told, growth, MOST_GROWTH, "x")
    within &= line("memory, idle", idle, MOST_MEGABYTES, "MB")
    return 0 if within and not failed else 1


if __name__ == "__main__":
    sys.exit(main())
