"""What of an outcome the slow oracle has an opinion on, so that the two can be compared."""

from __future__ import annotations

from typing import NamedTuple

from patto.kernel.evaluation.outcome import ItemOutcome, Segment
from patto.kernel.instants import Duration, Instant
from verdict_oracle import Line, Told


class Compared(NamedTuple):
    """An item as both tell it; `tape` is whether each tick counted, or why not."""

    item: str
    priority: str
    stop: Instant | None
    lines: tuple[Line, ...]
    figures: tuple[Duration, Duration, Duration] | None
    disputed: bool
    tape: tuple[str, ...]


def found(outcome: ItemOutcome, told: Told, tick: Duration) -> Compared:
    """Return an outcome; what is due beyond the oracle's horizon is left out."""
    lines = tuple(
        Line(
            level.verdict.value,
            level.reason,
            level.due if line.due is not None else None,
            level.kept_until if line.kept_until is not None else None,
        )
        for level, line in zip(outcome.levels, told.lines, strict=True)
    )
    three = outcome.figures
    figures = None if three is None else (three.contractual, three.wall, three.unpaused)
    tape = tuple(why for segment in outcome.segments for why in _ticks(segment, tick))
    return Compared(
        outcome.item, outcome.priority, outcome.stop, lines, figures, outcome.disputed, tape
    )


def expected(told: Told) -> Compared:
    """Return what the oracle tells."""
    return Compared(
        told.item, told.priority, told.stop, told.lines, told.figures, told.disputed, told.tape
    )


def _ticks(segment: Segment, tick: Duration) -> list[str]:
    why = f"{segment.why} {segment.detail if segment.why in ('pause', 'stands-still') else ''}"
    return [why.strip()] * (segment.length // tick)
