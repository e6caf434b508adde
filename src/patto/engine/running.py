"""The engine's loop: look, take what has come, work on it, sleep until the next."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import Final

from django.db import DatabaseError, close_old_connections

from patto.engine.kinds import kinds
from patto.home.now import now
from patto.kernel.instants import SECOND, Instant
from patto.timers import actions, queries
from patto.timers.actions import Due

log: Final = logging.getLogger(__name__)

LONGEST_SLEEP: Final = 0.5
"""Seconds: whoever arms a moment that is sooner is not waited for longer."""
_WAIT: Final = (5 * SECOND, 30 * SECOND, 300 * SECOND)


def work(at: Instant, *, most: int = 100) -> int:
    """Work on the moments that have come, and return how many there were."""
    found = actions.take(at, most=most)
    for due in found:
        _work_on(due, at)
    return len(found)


def _work_on(due: Due, at: Instant) -> None:
    run: Callable[[Due, Instant], None] | None = kinds().get(due.kind)
    if run is None:
        log.error("nobody works on moments of the kind %s", due.kind)
        actions.done(due)
        return
    try:
        run(due, at)
    except Exception:  # one thing's trouble holds up no other
        log.exception("%s %s could not be worked on", due.kind, due.key)
        actions.put_back(due, at=at, wait=_WAIT[min(due.tries, len(_WAIT)) - 1])
    else:
        actions.done(due)


class Engine(threading.Thread):
    """The thread that works on moments as they come, until it is stopped."""

    def __init__(self) -> None:
        super().__init__(name="engine", daemon=True)
        self._stopped = threading.Event()

    def run(self) -> None:
        """Work and sleep, in turn; a database that is away is waited for."""
        while not self._stopped.is_set():
            try:
                worked = work(now())
                pause = 0.0 if worked else self._pause()
            except DatabaseError:
                log.exception("the database does not answer")
                close_old_connections()
                pause = LONGEST_SLEEP
            self._stopped.wait(pause)

    def _pause(self) -> float:
        first = queries.next_moment()
        return (
            LONGEST_SLEEP
            if first is None
            else min(max((first - now()) / SECOND, 0.01), LONGEST_SLEEP)
        )

    def stop(self) -> None:
        """Let the work at hand be done, and no more."""
        self._stopped.set()
        self.join(timeout=10)
