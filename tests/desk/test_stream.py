"""The stream of changes: who may listen and for how long, and how a server with listeners stops."""

from __future__ import annotations

import asyncio
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from django.conf import settings
from django.db import connections
from django.test import Client
from playwright.sync_api import expect

from desk import test_browser as shared
from desk.people import BY, another, desk
from patto.accounts import actions as accounts
from patto.accounts import queries
from patto.accounts.roles import Role
from patto.config import stream
from patto.config.stream import Changes
from patto.home.now import now

browser = shared.browser
FILLED = """
import django; django.setup()
from django.core.management import call_command
from django.contrib.sessions.backends.db import SessionStore
from desk.people import BY, desk
from patto.accounts import actions
from patto.home.now import now
call_command("migrate", verbosity=0)
owner = desk()
one = SessionStore(); one["_auth_user_id"] = str(owner.pk)
one["_auth_user_backend"] = "allauth.account.auth_backends.AuthenticationBackend"
one["_auth_user_hash"] = owner.get_session_auth_hash()
one.create()
print(one.session_key, actions.add_screen("Office", by=BY, at=now()))
"""
LONGEST = 3.0
"""Seconds within which a server has stopped, whoever listens."""


LOGGED = """
import django; django.setup()
from desk.customers import customer
from desk.people import BY
from patto.home.now import now
from patto.tickets import actions
from patto.tickets.drafts import Call
call = Call(customer=customer("{name}"), subject="A call of {name}", channel="phone")
actions.log(call, by=BY, at=now())
"""


class Served(NamedTuple):
    """A server at work, its environment, and who may listen to it."""

    process: subprocess.Popen[str]
    environ: dict[str, str]
    port: int
    session: str
    screen: str

    def log(self, name: str) -> None:
        """Log a call beside the server, as another process of the same home does."""
        script = LOGGED.format(name=name)
        subprocess.run([sys.executable, "-c", script], env=self.environ, check=True)


@contextmanager
def serving(environ: dict[str, str], port: int) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "patto.cli", "serve", "--port", str(port)]
    with subprocess.Popen(command, env=environ, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          text=True) as process:  # fmt: skip
        until_it_answers(port)
        yield process
        process.kill()


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    environ = {
        **os.environ, "PATTO_HOME": str(tmp_path / "home"), "DATABASE_URL": "",
        "PYTHONPATH": os.pathsep.join(sys.path),
    }  # fmt: skip
    told = subprocess.check_output([sys.executable, "-c", FILLED], env=environ, text=True)
    session, screen = told.split()
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = one.getsockname()[1]
    with serving(environ, port) as process:
        yield Served(process, environ, port, session, screen)


def until_it_answers(port: int) -> None:
    for _ in range(300):
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        with suppress(OSError), closing(line):
            line.request("GET", "/health")
            line.getresponse().read()
            return
        time.sleep(0.1)
    raise AssertionError("it does not answer")


@pytest.fixture
def listen(served: Served) -> Iterator[Any]:
    """What asks the server for something, and holds the line until the test is over."""
    with ExitStack() as lines:

        def asked(path: str = "/events", session: str = "") -> http.client.HTTPResponse:
            line = http.client.HTTPConnection("127.0.0.1", served.port, timeout=30)
            lines.enter_context(closing(line))
            line.request("GET", path, headers={"Cookie": f"sessionid={session}"})
            return lines.enter_context(closing(line.getresponse()))

        yield asked


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_a_server_that_is_stopped_lets_open_pages_go_at_once_and_without_a_traceback(
    served, listen, how
):
    open_ = [listen(session=served.session) for _ in range(3)]
    wall = listen(f"/events?screen={served.screen}")
    for one in (*open_, wall):
        assert one.status == 200
        assert one.readline() == b"retry: 2000\n"
    assert listen().status == 403
    assert listen("/events?screen=guessed").status == 403
    page = listen("/", session=served.session)
    assert page.status == 200
    began = time.monotonic()
    served.process.send_signal(how)
    # Each hears the end, as a page does that then tries again.
    assert [one.read().strip() for one in (*open_, wall)] == [b""] * 4
    served.process.wait(20)
    took = time.monotonic() - began
    said = "".join(one for one in served.process.communicate() if one)
    assert "Traceback" not in said
    assert "Cancel" not in said
    assert took < LONGEST


class Listener:
    """A page that listens, over the interface that the server is asked by."""

    def __init__(self, changes: Changes, *, session: str = "", query: bytes = b"") -> None:
        cookie = [(b"cookie", f"sessionid={session}".encode())]
        self.scope: dict[str, Any] = {"headers": cookie, "query_string": query}
        self.heard: list[Any] = []
        self._never = asyncio.Event()
        self.task = asyncio.create_task(changes.stream(self.scope, self._receive, self._send))

    async def _receive(self) -> dict[str, Any]:
        await self._never.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: dict[str, Any]) -> None:
        self.heard.append(message.get("status") or message.get("body"))

    def leave(self) -> None:
        self._never.set()


def done(act: Any, key: int, **more: Any) -> None:
    """Do something in a thread of its own, which keeps no connection."""
    act(key, by=BY, at=now(), **more)
    connections.close_all()


async def until(true: Any) -> None:
    async with asyncio.timeout(10):
        while not true():  # noqa: ASYNC110  # it is looked at from outside
            await asyncio.sleep(0.01)


@pytest.mark.django_db(transaction=True)
def test_whoever_may_not_come_in_any_more_hears_no_more(monkeypatch):
    monkeypatch.setattr(stream, "_ALIVE", 0.05)
    owner, ivo = desk(), another(Role.TECHNICIAN)
    key = accounts.add_screen("Office", by=BY, at=now())
    screen = queries.screens()[0].id
    sessions = []
    for person in (owner, ivo):
        client = Client()
        client.force_login(person, settings.AUTHENTICATION_BACKENDS[0])
        sessions.append(client.session.session_key or "")

    async def listening() -> None:
        changes = Changes()
        stays, goes = (Listener(changes, session=one) for one in sessions)
        wall = Listener(changes, query=f"screen={key}".encode())
        await until(lambda: all(len(one.heard) > 3 for one in (stays, goes, wall)))
        assert b"event: alive\ndata:\n\n" in stays.heard
        await asyncio.to_thread(done, accounts.set_active, ivo.pk, active=False)
        await until(goes.task.done)
        await asyncio.to_thread(done, accounts.end_screen, screen)
        await until(wall.task.done)
        assert not stays.task.done()
        await until(lambda: b"data: changed\n\n" in stays.heard)
        stays.leave()
        await until(stays.task.done)
        changes.stop()

    asyncio.run(listening())


@pytest.mark.skipif(
    shared.CHROMIUM is None and "CI" not in os.environ, reason="Chromium is not installed"
)
def test_an_open_page_shows_what_happens_says_when_it_is_cut_off_and_comes_back(browser, served):
    context = browser.new_context()
    address = f"http://127.0.0.1:{served.port}/"
    context.add_cookies([{"name": "sessionid", "value": served.session, "url": address}])
    page = context.new_page()
    page.goto(f"{address}queue/?q=call")
    served.log("Belriva")
    expect(page.locator("#list")).to_contain_text("Belriva", timeout=10_000)
    expect(page.locator(".cut-off")).to_be_hidden()
    served.process.send_signal(signal.SIGTERM)
    expect(page.locator(".cut-off")).to_be_visible(timeout=10_000)
    served.process.wait(20)
    served.log("Ferri")
    with serving(served.environ, served.port):
        expect(page.locator("#list")).to_contain_text("Ferri", timeout=40_000)
        expect(page.locator(".cut-off")).to_be_hidden()
        context.close()
