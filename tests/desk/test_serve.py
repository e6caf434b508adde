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
from pathlib import Path

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
        assert "home-taken" in other.stderr
        assert re.search(
            rf"lavora già un altro processo: \d+ http://127.0.0.1:{port}", other.stderr
        )
        assert [path.name for path in home.iterdir() if path.stat().st_mode & 0o077] == []
        assert_the_link_is_not_logged(link[0], port)
    assert sorted(path.name for path in home.iterdir() if "sqlite3-" not in path.name) == [
        "files", "lock", "patto.sqlite3", "secret", "set-up",
    ]  # fmt: skip


def assert_the_link_is_not_logged(link: str, port: int) -> None:
    """A link to set up with answers nobody whose address this is not, and no log repeats it."""
    asked = urllib.request.Request(link, headers={"Host": "desk.elsewhere.example"})
    with pytest.raises(urllib.error.HTTPError, match="400") as error:
        urllib.request.urlopen(asked, timeout=30)
    error.value.close()
    with pytest.raises(urllib.error.HTTPError, match="404") as error:
        urllib.request.urlopen(f"http://127.0.0.1:{port}/start/gu%C3%A9ssed/", timeout=30)
    error.value.close()


def refused(home: Path, *more: str, **environ: str) -> str:
    """Return what is said of a start that does not come about."""
    ended = subprocess.run(
        [*COMMAND, str(free_port()), *more],
        env={**os.environ, "DATABASE_URL": "", "PATTO_HOME": str(home), **environ},
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert (ended.returncode, ended.stdout) == (2, ""), ended.stderr
    assert "Rimedio" in ended.stderr
    assert "Traceback" not in ended.stderr
    return ended.stderr


@pytest.mark.parametrize("text", ["thread = 3", "threads\n", "database_url = 'mysql://u:geheim@h'"])
def test_wrong_settings_are_told_and_nothing_starts(tmp_path, text):
    (tmp_path / "patto.toml").write_text(text)
    told = refused(tmp_path)
    assert "patto.toml:1" in told
    assert "geheim" not in told


def test_a_port_that_is_taken_is_told_before_any_address(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        assert "port-taken" in refused(tmp_path, "--port", port)


def test_other_machines_are_let_in_only_under_an_address_that_was_stated(tmp_path):
    assert "address-needed" in refused(tmp_path, "--host", "0.0.0.0")  # noqa: S104
    stated = "http://desk.example.com"
    assert "port-closed" in refused(tmp_path, "--host", "192.0.2.1", PATTO_ADDRESS=stated)


def test_a_home_that_cannot_be_used_is_told_with_what_is_wrong(tmp_path):
    (tmp_path / "file").touch()
    assert "home-closed" in refused(tmp_path / "file" / "home")
    (tmp_path / "patto.sqlite3").write_text("Dear diary\n" * 100)
    assert "database-unreadable" in refused(tmp_path)
    assert (tmp_path / "patto.sqlite3").read_text().startswith("Dear")


def test_a_home_of_a_newer_version_is_left_alone(tmp_path):
    with closing(sqlite3.connect(tmp_path / "patto.sqlite3")) as database, database:
        database.execute(
            "CREATE TABLE django_migrations (id INTEGER PRIMARY KEY, app, name, applied)"
        )
        row = ("tickets", "9999_tomorrow", "2099-01-01 00:00:00")
        database.execute("INSERT INTO django_migrations (app, name, applied) VALUES (?, ?, ?)", row)
    told = refused(tmp_path)
    assert "home-newer" in told
    assert "tickets.9999_tomorrow" in told
    with closing(sqlite3.connect(tmp_path / "patto.sqlite3")) as database:
        tables = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        assert tables.fetchall() == [("django_migrations",)]


def test_a_database_that_is_away_at_the_start_is_named_without_its_password(tmp_path):
    told = refused(tmp_path, DATABASE_URL="postgresql://marta:geheim@127.0.0.1:1/patto")
    assert "postgresql://marta:…@127.0.0.1:1/patto" in told
    assert "geheim" not in told


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
        "one = SessionStore(); one['_auth_user_id'] = str(owner.pk)\n"
        "from django.conf import settings\n"
        "one['_auth_user_backend'] = settings.AUTHENTICATION_BACKENDS[0]\n"
        "one['_auth_user_hash'] = owner.get_session_auth_hash(); one.create()\n"
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
