"""The blocks of a tape: the segments of an item, joined where there are too many to be seen.

A ticket that stays open for a year has a closed night for every day. Past a number that fits on
a page, the nights are joined with the days around them, then holidays too, and so on; a joined
block knows how much of it counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from patto.kernel.evaluation.outcome import Segment, Why
from patto.kernel.instants import Duration, Instant

MOST: Final = 60
"""The most blocks that a tape shows."""

_NIGHTS: Final[frozenset[Why]] = frozenset({"outside-hours"})
_DAYS: Final[frozenset[Why]] = _NIGHTS | {"closure"}
_VISITS: Final[frozenset[Why]] = _DAYS | {"no-access", "maintenance", "not-stated"}
_ALL: Final[frozenset[Why]] = _VISITS | {"pause", "stands-still", "resolved"}


@dataclass(frozen=True, slots=True)
class Block:
    """A segment as it is drawn; `late` is counted time past the target.

    `counted` is less than its length where others are joined in.
    """

    start: Instant
    end: Instant
    why: Why
    detail: str
    event_id: str
    counted: Duration
    late: bool = False

    @property
    def length(self) -> Duration:
        """What it stands for: what counted of it, else how long it lasted."""
        return self.counted or self.end - self.start


def blocks(
    segments: Iterable[Segment], due: Instant | None = None, most: int = MOST
) -> tuple[Block, ...]:
    """Return the blocks for segments that follow one another, at most so many if it can be.

    Counted time is cut at `due`, the instant at which the target is used up.
    """
    found = [part for segment in segments for part in _parts(segment, due)]
    for joined in (_NIGHTS, _DAYS, _VISITS, _ALL):
        if len(found) <= most:
            break
        found = _join(found, joined)
    return tuple(found)


def _parts(segment: Segment, due: Instant | None) -> Iterator[Block]:
    if segment.why != "counted":
        yield Block(
            segment.start, segment.end, segment.why, segment.detail, segment.event_id, counted=0
        )
        return
    edges = [segment.start, segment.end]
    if due is not None and segment.start < due < segment.end:
        edges.insert(1, due)
    for start, end in pairwise(edges):
        late = due is not None and start >= due
        yield Block(start, end, "counted", "", "", counted=end - start, late=late)


def _join(found: Sequence[Block], joined: frozenset[Why]) -> list[Block]:
    """Return the blocks with each run of counted time, and what is joined with it, made one."""
    kept: list[Block] = []
    for block in found:
        last = kept[-1] if kept else None
        if last is not None and last.why == "counted" and _belongs(block, last, joined):
            kept[-1] = replace(last, end=block.end, counted=last.counted + block.counted)
        else:
            kept.append(block)
    return kept


def _belongs(block: Block, last: Block, joined: frozenset[Why]) -> bool:
    if block.why == "counted":
        return block.late == last.late
    return block.why in joined
