"""`patto serve`: one process, one home, from nothing to a page."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager

import pytest

COMMAND = [sys.executable, "-m", "patto.cli", "--lang", "it", "serve", "--port"]


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextmanager
def served(home: str, port: int, *, lines: int) -> Iterator[str]:
    """Run a server on a home, and give the lines that it said until it could be reached."""
    environ = {**os.environ, "PATTO_HOME": home, "DATABASE_URL": ""}
    with subprocess.Popen([*COMMAND, str(port)], env=environ, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, text=True) as server:  # fmt: skip
        try:
            yield until_it_answers(server, port, lines)
        finally:
            server.send_signal(signal.SIGINT)
            server.wait(20)


def until_it_answers(server: subprocess.Popen[str], port: int, lines: int) -> str:
    for _ in range(300):
        if server.poll() is not None:
            return str(server.communicate())
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=5) as answer:
                assert json.load(answer)["status"] == "well"
            break
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.2)
    assert server.stdout is not None
    return "".join(server.stdout.readline() for _ in range(lines))


def test_the_first_start_makes_everything_and_prints_a_link_that_opens(tmp_path):
    home, port = tmp_path / "home", free_port()
    with served(str(home), port, lines=3) as said:
        link = re.search(r"http://\S+/start/\S+", said)
        assert link is not None, said
        with urllib.request.urlopen(link[0], timeout=30) as page:
            assert page.status == 200
        other = subprocess.run(
            [*COMMAND, str(free_port())], env={**os.environ, "PATTO_HOME": str(home)},
            capture_output=True, text=True, check=False, timeout=60,
        )  # fmt: skip
        assert other.returncode == 2
        assert "lavora già" in other.stderr
    assert sorted(path.name for path in home.iterdir() if "sqlite3-" not in path.name) == [
        "files", "lock", "patto.sqlite3", "secret", "set-up",
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["thread = 3", "threads\n"])
def test_wrong_settings_are_told_and_nothing_starts(tmp_path, text):
    (tmp_path / "patto.toml").write_text(text)
    ended = subprocess.run(
        [*COMMAND, str(free_port())], env={**os.environ, "PATTO_HOME": str(tmp_path)},
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert ended.returncode == 2, ended.stderr
    assert "patto.toml:1" in ended.stderr
    assert "Rimedio" in ended.stderr or "impostazion" in ended.stderr


def test_a_database_that_is_locked_for_a_while_answers_after_it(tmp_path):
    home, port = tmp_path / "home", free_port()
    with served(str(home), port, lines=3) as said:
        link = re.search(r"http://\S+/start/\S+", said)
        assert link is not None, said
        browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
        with browser.open(f"{link[0]}company/", timeout=30) as page:
            token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.read().decode())
        assert token is not None
        given = {"company": "Nordest", "language": "it", "zone": "Europe/Rome"}
        form = urllib.parse.urlencode({**given, "csrfmiddlewaretoken": token[1]}).encode()
        with closing(sqlite3.connect(home / "patto.sqlite3", isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            began = time.monotonic()
            with ThreadPoolExecutor(1) as beside:
                answer = beside.submit(browser.open, f"{link[0]}company/", form, 60)
                time.sleep(2)
                assert not answer.done()
                other.execute("ROLLBACK")
                with answer.result() as page:
                    assert page.url.endswith("/you/")
        assert time.monotonic() - began > 2


def test_an_open_page_hears_within_a_second_that_something_changed(tmp_path):
    home, port = tmp_path / "home", free_port()
    script = (
        "import django; django.setup()\n"
        "from desk.people import desk\n"
        "from django.core.management import call_command\n"
        "call_command('migrate', verbosity=0)\n"
        "owner = desk()\n"
        "from django.contrib.sessions.backends.db import SessionStore\n"
        "one = SessionStore(); one['_auth_user_id'] = str(owner.pk); one.create()\n"
        "print(one.session_key)\n"
    )
    change = "import django; django.setup()\nfrom desk.customers import customer\ncustomer()\n"
    environ = {
        **os.environ, "PATTO_HOME": str(home), "DATABASE_URL": "",
        "PYTHONPATH": os.pathsep.join(sys.path),
    }  # fmt: skip
    key = subprocess.check_output([sys.executable, "-c", script], env=environ, text=True).strip()
    with served(str(home), port, lines=1):
        address = f"http://127.0.0.1:{port}/events"
        with pytest.raises(urllib.error.HTTPError, match="403"):
            urllib.request.urlopen(address, timeout=5)
        asked = urllib.request.Request(address, headers={"Cookie": f"sessionid={key}"})
        with urllib.request.urlopen(asked, timeout=30) as stream:
            assert stream.readline() == b"retry: 2000\n"
            subprocess.run([sys.executable, "-c", change], env=environ, check=True)
            lines = [stream.readline() for _ in range(2)]
            assert b"data: changed\n" in lines
