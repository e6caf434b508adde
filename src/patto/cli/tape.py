"""The tape of a ticket, drawn in characters: each stands for a stretch of time.

The tape is drawn to the scale of the wall clock, but no segment vanishes: each has at least one
character as long as there are enough of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from patto.cli.page import Cell, Tone
from patto.kernel.evaluation.outcome import Segment, Why
from patto.kernel.instants import Duration

WIDTH: Final = 60

MARKS: Final[Mapping[Why, str]] = {
    "counted": "█",
    "outside-hours": "·",
    "closure": "×",
    "no-access": "╌",
    "maintenance": "▒",
    "pause": "░",
    "stands-still": "▚",
    "resolved": "─",
    "not-stated": "?",
}

_TONES: Final[Mapping[Why, Tone]] = {"counted": "strong", "pause": "doubt", "stands-still": "doubt"}


def drawn(segments: Sequence[Segment], width: int = WIDTH) -> tuple[Cell, ...]:
    """Return the tape of segments that follow one another, in pieces of one kind each."""
    if len(segments) > width:
        return _condensed(segments, width)
    sizes = shares([segment.length for segment in segments], width)
    return tuple(
        Cell(MARKS[segment.why] * size, _TONES.get(segment.why, "quiet"))
        for segment, size in zip(segments, sizes, strict=True)
    )


def legend(segments: Sequence[Segment]) -> tuple[Why, ...]:
    """Return the kinds that a tape shows, in the order of their first appearance."""
    return tuple(dict.fromkeys(segment.why for segment in segments))


def shares(lengths: Sequence[Duration], width: int) -> list[int]:
    """Return how many characters each length gets of `width`: at least one, else in proportion.

    There must be no more lengths than characters.
    """
    total = sum(lengths)
    spare = width - len(lengths)
    if total == 0 or spare < 0:
        return [1] * len(lengths)
    sizes = [1 + length * spare // total for length in lengths]
    rest = [length * spare % total for length in lengths]
    for index in sorted(range(len(lengths)), key=lambda i: -rest[i])[: width - sum(sizes)]:
        sizes[index] += 1
    return sizes


def _condensed(segments: Sequence[Segment], width: int) -> tuple[Cell, ...]:
    """Return a tape in which each character is what most of its stretch of time was."""
    first, last = segments[0].start, segments[-1].end
    pieces: list[Cell] = []
    at = 0
    for index in range(width):
        start = first + (last - first) * index // width
        end = first + (last - first) * (index + 1) // width
        while at < len(segments) - 1 and segments[at].end <= start:
            at += 1
        why = _prevailing(segments, at, start, end)
        pieces.append(Cell(MARKS[why], _TONES.get(why, "quiet")))
    return tuple(pieces)


def _prevailing(segments: Sequence[Segment], at: int, start: int, end: int) -> Why:
    within: dict[Why, int] = {}
    while at < len(segments) and segments[at].start < end:
        length = min(end, segments[at].end) - max(start, segments[at].start)
        within[segments[at].why] = within.get(segments[at].why, 0) + length
        at += 1
    return max(within, key=lambda why: within[why], default="counted")
