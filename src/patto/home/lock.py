"""The lock of a home: one server at a time, and where the one that holds it is found."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager

from patto.home.folder import Home


class TakenError(Exception):
    """Another process works on the home; `holder` says which, and what it answers to."""

    def __init__(self, holder: str) -> None:
        self.holder = holder
        super().__init__(holder)


@contextmanager
def held(home: Home, address: str = "") -> Iterator[None]:
    """Hold the lock of a home as long as the block runs; `address` is what the holder answers to.

    The system gives it back when the process ends, however it ends.

    :raises TakenError: if another process holds it
    """
    with home.lock.open("a+", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            raise TakenError(" ".join(file.read(200).split())) from None
        file.truncate(0)
        file.write(f"{os.getpid()} {address}\n")
        file.flush()
        yield
