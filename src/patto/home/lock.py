"""The lock of a home: one server at a time."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager

from patto.home.folder import Home


@contextmanager
def held(home: Home) -> Iterator[None]:
    """Hold the lock of a home as long as the block runs.

    The system gives it back when the process ends, however it ends.

    :raises BlockingIOError: if another process holds it
    """
    with home.lock.open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
