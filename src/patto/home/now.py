"""The one place at which Patto looks at the clock on the wall."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field

from patto.kernel.instants import DAY, Duration, Instant


@dataclass(slots=True)
class _Told:
    """The last instant that was told, and how long the machine had been running then."""

    at: Instant = 0
    running: Duration = 0
    lock: threading.Lock = field(default_factory=threading.Lock)


_TOLD = _Told()


def now() -> Instant:
    """Return the present instant, which is never before one that was told already.

    If the clock on the wall was set back, time goes on at half its pace until the wall has caught
    up: what happened stays in its order, and nothing is written down as having been before it was
    reported.
    """
    with _TOLD.lock:
        running = time.monotonic_ns() // 1000
        slowly = _TOLD.at + (running - _TOLD.running) // 2
        _TOLD.at, _TOLD.running = max(_wall(), slowly), running
        return _TOLD.at


def set_back() -> Duration:
    """Return how far the clock on the wall is behind what was told, 0 if it is not."""
    return max(now() - _wall(), 0)


def not_before(written: Instant) -> bool:
    """Let no instant be told before the last one that was written down, by whichever process.

    Return whether that is so; it is not if the wall is more than a day behind: then one of the two
    is wrong altogether, and nobody would wait.
    """
    with _TOLD.lock:
        if written - _wall() > DAY:
            return False
        if written > _TOLD.at:
            _TOLD.at, _TOLD.running = written, time.monotonic_ns() // 1000
        return True


def _wall() -> Instant:
    return time.time_ns() // 1000
