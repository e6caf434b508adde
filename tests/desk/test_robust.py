"""What goes wrong around a desk that runs: it waits, it says so, it loses nothing, it goes on.

Each test has a server in a process of its own, and makes the trouble itself.
"""

from __future__ import annotations

import os
import resource
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.parse
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

import postgresql
from desk.served import Browser, Server, filled, serving

CALL = {"subject": "No mail", "channel": "phone", "type": "incident", "priority": "P1"}
LONG = "A long answer, typed with care."


def rows(home: Path, query: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(home / "patto.sqlite3", timeout=60)) as database:
        return database.execute(query).fetchall()


def messages(home: Path) -> list[object]:
    return [text for (text,) in rows(home, "SELECT text FROM tickets_message ORDER BY id")]


@contextmanager
def at_work(home: Path, **environ: str) -> Iterator[tuple[Server, Browser, int, str]]:
    """Serve a desk with a customer and a ticket; give where its acts are sent."""
    session, customer = filled(home, **environ)
    with serving(home, more=environ) as server:
        browser = Browser(server.port, session)
        status, way = browser.post(f"/log/{customer}/", CALL)
        assert status == 302, way
        yield server, browser, customer, f"{way}act/"


def test_a_database_that_is_locked_for_ten_seconds_loses_no_act_and_pages_are_read_meanwhile(
    tmp_path,
):
    home = tmp_path / "home"
    with at_work(home) as (server, browser, customer, act), ThreadPoolExecutor(8) as many:
        assert browser.get("/")[0] == 200
        with closing(sqlite3.connect(home / "patto.sqlite3", isolation_level=None)) as other:
            other.execute("BEGIN EXCLUSIVE")
            began = time.monotonic()
            call = many.submit(browser.post, f"/log/{customer}/", CALL)
            note = many.submit(browser.post, act, {"kind": "noted", "text": LONG})
            status, page = browser.get("/")
            assert (status, time.monotonic() - began < 5) == (200, True)
            assert "No mail" in page
            time.sleep(max(0, 10 - (time.monotonic() - began)))
            assert not call.done()
            other.execute("ROLLBACK")
        assert call.result()[0] == note.result()[0] == 302
        assert messages(home) == [LONG]
        assert rows(home, "SELECT count(*) FROM tickets_ticket") == [(2,)]
        server.wait_for_health()


def test_a_database_that_stays_locked_is_told_in_words_that_say_what_to_do(tmp_path):
    home = tmp_path / "home"
    # The patience of a page, made shorter for whoever waits for this test.
    impatient = (sys.executable, "-c", (
        "import patto.config.settings as told\n"
        "told.DATABASES['default']['OPTIONS']['timeout'] = 1\n"
        "import sys; sys.argv[0] = 'patto'\n"
        "from patto.cli import main; main()"
    ), "serve", "--port")  # fmt: skip
    session, customer = filled(home)
    with serving(home, command=impatient) as server:
        browser = Browser(server.port, session)
        browser.token()
        with closing(sqlite3.connect(home / "patto.sqlite3", isolation_level=None)) as other:
            other.execute("BEGIN EXCLUSIVE")
            status, page = browser.post(f"/log/{customer}/", CALL)
            other.execute("ROLLBACK")
        assert status == 503
        assert "Nothing was written" in page
        assert "data-back" in page
        assert browser.post(f"/log/{customer}/", CALL)[0] == 302


@contextmanager
def on_a_small_disk(home: Path, _server: Callable[[], Server]) -> Iterator[Callable[[], object]]:
    """Give what fills the disk of a home, which is one of its own."""
    filling = home / "filling"

    def fill() -> None:
        with filling.open("wb", buffering=0) as file:
            try:
                while file.write(bytes(1 << 16)):
                    pass
            except OSError:
                return

    yield fill
    filling.unlink(missing_ok=True)


@contextmanager
def with_a_share_used_up(
    home: Path, server: Callable[[], Server]
) -> Iterator[Callable[[], object]]:
    """Give what lets a server write no file beyond what is there."""
    none = resource.RLIM_INFINITY
    yield lambda: resource.prlimit(server().process.pid, resource.RLIMIT_FSIZE, (1024, none))
    resource.prlimit(server().process.pid, resource.RLIMIT_FSIZE, (none, none))
    assert home.exists()


def mounted(place: Path) -> bool:
    """Return whether a disk of 90 MB could be mounted at a place."""
    place.mkdir()
    options = ["mount", "-t", "tmpfs", "-o", "size=90m,mode=0700", "tmpfs", str(place)]
    return subprocess.run(options, capture_output=True, check=False).returncode == 0


@pytest.mark.parametrize("full", [on_a_small_disk, with_a_share_used_up])
def test_a_full_disk_is_told_nothing_is_half_written_and_it_goes_on_once_there_is_room(
    tmp_path, full
):
    home = tmp_path / "home"
    running: list[Server] = []
    with ExitStack() as at_last:
        small = full is on_a_small_disk
        if small:
            if not mounted(home):
                pytest.skip("a small disk can be mounted by root alone; the other way runs")
            at_last.callback(subprocess.run, ["umount", "-l", str(home)], check=True)
        with at_work(home) as (server, browser, customer, act):
            running.append(server)
            before = rows(home, "SELECT max(id) FROM ledger_entry")
            with full(home, lambda: running[0]) as fill:
                fill()
                answers = [
                    browser.post(act, {"kind": "noted", "text": LONG * 600}),
                    browser.post(f"/log/{customer}/", CALL),
                ]
                # What fits into room that is left may be written; what does not is told.
                told = [page for status, page in answers if status != 302]
                assert told
                assert all("Nothing was written" in page for page in told)
                assert all(status in {302, 503, 507} for status, _ in answers)
                assert browser.get("/")[0] == 200
                if small:
                    server.wait_for_health(troubles=["disk"], seconds=10)
                else:
                    assert rows(home, "SELECT max(id) FROM ledger_entry") == before
            server.wait_for_health(seconds=30)
            assert browser.post(act, {"kind": "noted", "text": LONG})[0] == 302
        written = messages(home)
        assert set(written) <= {LONG, LONG * 600}
        assert written[-1] == LONG
        assert rows(home, "PRAGMA integrity_check") == [("ok",)]


@pytest.mark.skipif(
    os.environ.get("PATTO_TESTS_ON") != "postgresql", reason="runs where the tests do on PostgreSQL"
)
def test_a_server_of_databases_that_is_gone_for_ten_seconds_is_waited_for(tmp_path):
    database = postgresql.server()
    home = tmp_path / "home"
    with (
        at_work(home, DATABASE_URL=database.address) as (server, browser, customer, act),
        ThreadPoolExecutor(4) as many,
    ):
        database.stop()
        began = time.monotonic()
        call = many.submit(browser.post, f"/log/{customer}/", CALL)
        note = many.submit(browser.post, act, {"kind": "noted", "text": LONG})
        time.sleep(10)
        database.start()
        assert time.monotonic() - began > 10
        again = [one.result() for one in (call, note)]
        for status, page in again:
            assert status in {302, 503}
            assert status == 302 or "Nothing was written" in page
        server.wait_for_health(seconds=60)
        if again[1][0] != 302:
            assert browser.post(act, {"kind": "noted", "text": LONG})[0] == 302
        page = browser.get(act.removesuffix("act/"))[1]
        assert page.count(LONG) == 1
        # A database that was away for a while is no reason to stop making time pass.
        assert server.health()["engine_late_s"] < 5


SHIFTED = """
import sys, time
from pathlib import Path
wall, shift = time.time_ns, Path(sys.argv.pop(1))
time.time_ns = lambda: wall() + int(shift.read_text())
sys.argv[0] = 'patto'
from patto.cli import main
main()
"""


def test_a_clock_that_is_set_back_an_hour_puts_nothing_out_of_order(tmp_path):
    home, shift = tmp_path / "home", tmp_path / "shift"
    shift.write_text("0")
    session, customer = filled(home)
    command = (sys.executable, "-c", SHIFTED, str(shift), "serve", "--port")
    with serving(home, command=command) as server:
        browser = Browser(server.port, session)
        status, way = browser.post(f"/log/{customer}/", CALL)
        assert status == 302
        shift.write_text(str(-3600 * 10**9))
        assert browser.post(f"{way}act/", {"kind": "responded", "text": LONG})[0] == 302
        status, page = browser.get(way)
        assert status == 200
        assert "met" in page
        assert server.health()["troubles"] == ["clock"]
    with serving(home, command=command, troubles=["clock"]) as server:
        browser = Browser(server.port, session)
        assert browser.post(f"{way}act/", {"kind": "noted", "text": LONG})[0] == 302
    shift.write_text("0")
    with serving(home, command=command) as server:
        browser = Browser(server.port, session)
        assert browser.post(f"{way}act/", {"kind": "noted", "text": LONG})[0] == 302
    moments = [at for (at,) in rows(home, "SELECT occurred_at FROM tickets_happened ORDER BY id")]
    assert moments == sorted(moments)
    entries = [at for (at,) in rows(home, "SELECT at FROM ledger_entry WHERE act LIKE 'ticket%'")]
    assert entries == sorted(entries)


def test_twenty_megabytes_of_pasted_text_are_turned_away_in_words_and_in_little_memory(tmp_path):
    home = tmp_path / "home"
    with at_work(home) as (server, browser, customer, act):
        for path in (act, f"/log/{customer}/", "/customers/add/", "/sign-in/"):
            browser.get(path)
        before = server.peak()
        for path in (act, f"/log/{customer}/", "/customers/add/", "/sign-in/"):
            status, page = browser.post(path, {"kind": "noted", "text": "x" * 20_000_000})
            assert status == 413, path
            assert "too much at once" in page
            assert "data-back" in page
        assert server.peak() - before < 40
        assert messages(home) == []


def test_who_sends_slowly_holds_up_nobody_and_what_breaks_off_is_not_taken_for_all(tmp_path):
    home = tmp_path / "home"
    with at_work(home, PATTO_THREADS="2") as (server, browser, _customer, act):
        given = {"csrfmiddlewaretoken": browser.token(), "kind": "noted", "text": LONG * 100}
        body = urllib.parse.urlencode(given).encode()
        head = f"POST {act} HTTP/1.1\r\nHost: localhost\r\nContent-Length: {len(body)}\r\n"
        head += "Content-Type: application/x-www-form-urlencoded\r\n"
        head += "".join(f"{name}: {value}\r\n" for name, value in browser.head().items())
        with ExitStack() as open_ones:
            for _ in range(6):
                one = open_ones.enter_context(socket.create_connection(("127.0.0.1", server.port)))
                one.sendall(f"{head}\r\n".encode() + body[: len(body) // 2])
            time.sleep(0.5)
            began = time.monotonic()
            assert browser.get("/")[0] == 200
            assert time.monotonic() - began < 5
        time.sleep(0.5)
        assert messages(home) == []
        whole = {"kind": "noted", "text": LONG}
        assert browser.post(act, whole)[0] == 302
        assert messages(home) == [LONG]


def test_what_a_proxy_would_say_is_not_believed_in_disguise(tmp_path):
    home = tmp_path / "home"
    session, _customer = filled(home)
    with serving(home, more={"PATTO_PROXIES": "1"}) as server:
        browser = Browser(server.port, session)
        spoofed = {"X-Forwarded-For": "192.0.2.7", "X_Forwarded_For": "203.0.113.9"}
        assert browser.get("/", spoofed)[0] == 200
    assert rows(home, "SELECT ip FROM usersessions_usersession") == [("192.0.2.7",)]
