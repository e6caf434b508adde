"""A desk that is served by a process of its own, and somebody who is signed in there."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.parse
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

COMMAND = (sys.executable, "-m", "patto.cli", "--lang", "it", "serve", "--port")
FILLED = """
import django; django.setup()
from django.core.management import call_command
call_command('migrate', verbosity=0)
from desk.customers import MONTH, customer, put_in_force
from desk.people import BY, desk
owner, key = desk(), customer()
put_in_force(key, MONTH.replace('stated_until: 2026-12-31', 'stated_until: 2099-12-31').replace(
    'end: 2027-01-01', 'end: none'))
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
one = SessionStore()
one['_auth_user_id'] = str(owner.pk)
one['_auth_user_backend'] = settings.AUTHENTICATION_BACKENDS[0]
one['_auth_user_hash'] = owner.get_session_auth_hash()
one.create()
print(one.session_key, key)
"""


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@dataclass
class Server:
    """A server that runs: what it said on its screen, and where its log is."""

    process: subprocess.Popen[str]
    port: int
    log: Path
    said: str = ""

    @property
    def logged(self) -> str:
        return self.log.read_text(encoding="utf-8")

    def peak(self) -> int:
        """Return the most memory that it has had, in MB."""
        told = Path(f"/proc/{self.process.pid}/status").read_text(encoding="ascii")
        found = re.search(r"VmHWM:\s+(\d+) kB", told)
        assert found is not None
        return int(found[1]) // 1024

    def health(self) -> dict[str, Any]:
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)) as asked:
            asked.request("GET", "/health")
            found: dict[str, Any] = json.load(asked.getresponse())
            return found

    def wait_for_health(self, *, troubles: Sequence[str] = (), seconds: float = 60) -> None:
        """Wait until health tells of just these troubles."""
        until = time.monotonic() + seconds
        found: dict[str, Any] = {}
        while time.monotonic() < until:
            assert self.process.poll() is None, self.logged
            try:
                found = self.health()
            except OSError:
                found = {}
            if found and found["troubles"] == list(troubles):
                return
            time.sleep(0.1)
        raise AssertionError((found, self.logged[-3000:]))


@contextmanager
def serving(
    home: Path,
    *,
    lines: int = 1,
    command: Sequence[str] = COMMAND,
    troubles: Sequence[str] = (),
    more: Mapping[str, str] = MappingProxyType({}),
) -> Iterator[Server]:
    """Run a server on a home once it is well, but for troubles; give what it said by then."""
    port = free_port()
    home.mkdir(exist_ok=True)
    log = home.parent / f"{home.name}-{port}.log"
    told = environment(home, **more)
    with (
        log.open("w") as file,
        subprocess.Popen(
            [*command, str(port)], env=told, stdout=subprocess.PIPE, stderr=file, text=True
        ) as process,
    ):
        server = Server(process, port, log)
        try:
            server.wait_for_health(troubles=troubles)
            assert process.stdout is not None
            server.said = "".join(process.stdout.readline() for _ in range(lines))
            yield server
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(30)


def environment(home: Path, **more: str) -> dict[str, str]:
    path = os.pathsep.join(sys.path)
    told = {**os.environ, "PATTO_HOME": str(home), "DATABASE_URL": "", "PYTHONPATH": path}
    return {**told, "DJANGO_SETTINGS_MODULE": "patto.config.settings", **more}


def filled(home: Path, **more: str) -> tuple[str, int]:
    """Set a desk up, and return the session of its owner and the number of its customer."""
    told = subprocess.check_output(
        [sys.executable, "-c", FILLED], env=environment(home, **more), text=True
    )
    session, key = told.split()
    return session, int(key)


@dataclass
class Browser:
    """What somebody sees who is signed in; each page in a connection of its own."""

    port: int
    session: str
    cookies: dict[str, str] = field(default_factory=dict)

    def get(self, path: str, headers: Mapping[str, str] = MappingProxyType({})) -> tuple[int, str]:
        return self._ask("GET", path, None, headers)

    def post(self, path: str, given: Mapping[str, object]) -> tuple[int, str]:
        """Send a form; the answer's text, or where it leads."""
        told = {"csrfmiddlewaretoken": self.token(), **given}
        kind = "application/x-www-form-urlencoded"
        return self._ask("POST", path, urllib.parse.urlencode(told), {"Content-Type": kind})

    def token(self) -> str:
        if "csrftoken" not in self.cookies:
            self.get("/log/")
            self.get("/customers/add/")
        return self.cookies["csrftoken"]

    def head(self) -> dict[str, str]:
        """Return what every request of this browser carries."""
        held = {"sessionid": self.session, **self.cookies}
        return {"Cookie": "; ".join(f"{name}={value}" for name, value in held.items())}

    def _ask(
        self, method: str, path: str, body: str | None, headers: Mapping[str, str]
    ) -> tuple[int, str]:
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)) as asked:
            asked.request(method, path, body, {**self.head(), **headers})
            answer = asked.getresponse()
            for value in answer.headers.get_all("Set-Cookie") or ():
                name, _, rest = value.partition("=")
                self.cookies[name] = rest.partition(";")[0]
            text = answer.read().decode("utf-8", "replace")
            return answer.status, answer.headers.get("Location") or text
