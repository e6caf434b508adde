"""Whether the clock of a promise stands still at the instant of the look, by what is recorded."""

from __future__ import annotations

from collections.abc import Sequence

from patto.kernel.evaluation.judge import Judged
from patto.kernel.evaluation.outcome import Still
from patto.kernel.evaluation.pauses import Standstill
from patto.kernel.evaluation.promise import Promise
from patto.kernel.instants import Instant


def still(promise: Promise, judged: Judged) -> Still | None:
    """Return what holds the clock of a promise, `None` if it runs (semantics 4.5, 4.8).

    Outside hours a clock that is paused stands still, and one that is not runs: it goes on by
    itself. A promise by date that pauses do not move is held by none of them.
    """
    if judged.row is None or _is_fixed(promise, judged.row):
        return None
    at = promise.ground.at
    holding = [one for one in promise.standstills if _holds(one, at)]
    if not holding:
        return None
    first = holding[0]
    return Still(first.why, first.detail, first.event_id, _last(holding))


def _is_fixed(promise: Promise, row: int) -> bool:
    by = promise.rows[row].levels[0].by
    return by is not None and by.pauses == "do-not-move-it"


def _holds(one: Standstill, at: Instant) -> bool:
    return one.start <= at and (one.end is None or at < one.end)


def _last(holding: Sequence[Standstill]) -> Instant | None:
    ends = [one.end for one in holding if one.end is not None]
    return max(ends) if len(ends) == len(holding) else None
