"""The engine's loop: look, take what has come, work on it, sleep until the next."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from heapq import heappop, heappush
from typing import Final

from django.db import DatabaseError, close_old_connections, connection, transaction

from patto.engine.kinds import kinds
from patto.home.now import now
from patto.kernel.instants import SECOND, Instant
from patto.timers import actions, queries
from patto.timers.actions import Due

log: Final = logging.getLogger(__name__)

_TURN: Final = 20
"""How many moments are worked on before the clock is looked at again."""
LONGEST_SLEEP: Final = 0.5
"""Seconds: whoever arms a moment that is sooner is not waited for longer."""
_WAIT: Final = (5 * SECOND, 30 * SECOND, queries.LONGEST)


def work(at: Instant, *, most: int = 100) -> int:
    """Take the moments that have come, so many at most, work on them, and return how many.

    Where working on one arms the next of the same thing, and that has come as well, it has its turn
    among the others.
    """
    waiting = [(due.due_at, due.id, due) for due in actions.take(at, most=most)]
    last, worked = waiting[-1][0] if waiting else at, 0
    while waiting:
        due = heappop(waiting)[-1]
        worked += 1
        again = _work_on(due, at, last)
        if again is not None:
            heappush(waiting, (again.due_at, again.id, again))
    return worked


def _work_on(due: Due, at: Instant, last: Instant) -> Due | None:
    """Work on a moment, and return the next one of the same thing if it has come by the last."""
    run: Callable[[Due, Instant], None] | None = kinds().get(due.kind)
    if run is None:
        log.error("nobody works on moments of the kind %s", due.kind)
        actions.done(due)
        return None
    try:
        # What is done and that it was done stand together: whoever dies in between did nothing.
        with transaction.atomic():
            run(due, at)
            actions.done(due)
            return actions.next_of(due, at=at, until=last)
    except Exception:  # one thing's trouble holds up no other
        log.exception("%s %s could not be worked on", due.kind, due.key)
        actions.put_back(due, at=at, wait=_WAIT[min(due.tries, len(_WAIT)) - 1])
        return None


class Engine(threading.Thread):
    """The thread that works on moments as they come, until it is stopped."""

    def __init__(self) -> None:
        super().__init__(name="engine", daemon=True)
        self._stopped = threading.Event()

    def run(self) -> None:
        """Work and sleep, in turn; a database that is away is waited for."""
        fresh = connection.vendor == "sqlite"  # one server at a time: what was leased, nobody is at
        while not self._stopped.is_set():
            try:
                if fresh:
                    actions.let_go()
                    fresh = False
                worked = work(now(), most=_TURN)
                pause = 0.0 if worked else self._pause()
            except DatabaseError:
                log.exception("the database does not answer")
                close_old_connections()
                pause = LONGEST_SLEEP
            self._stopped.wait(pause)

    def _pause(self) -> float:
        at = now()
        first = queries.next_free(at)
        return LONGEST_SLEEP if first is None else min(max(first - at, 0) / SECOND, LONGEST_SLEEP)

    def stop(self) -> None:
        """Let the work at hand be done, and no more."""
        self._stopped.set()
        self.join(timeout=10)
