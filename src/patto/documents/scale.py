"""The scale of a tape: time that counted is to scale, long time that did not is cut short.

A weekend of sixty hours must not squash ten minutes. So the parts that did not count have a
bounded room: each is drawn to the scale of the counted time if there is room, and cut to a common
width, and marked as cut, if there is not. Standstills in working time, which are what is argued
about, have a room of their own, beside that of closed time.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from patto.kernel.instants import Instant

CLOSED_ROOM: Final = 0.7
"""How much closed time is drawn, for one of all other, where it must be cut."""

STILL_ROOM: Final = 0.8
"""How much standstill is drawn, for one of counted time, where it must be cut."""

LEAST: Final = 0.012
"""The least width of a part, so that a minute among days is still seen."""


Kind: TypeAlias = Literal["counted", "still", "closed"]
"""Time that counted, time in which the clock stood still, time in which nobody works."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a tape: from when to when, its kind, and the length that it is drawn by.

    `length` is how long it lasts, or how much of it counted where a part stands for joined ones.
    """

    start: Instant
    end: Instant
    kind: Kind
    length: int


@dataclass(frozen=True, slots=True)
class Scale:
    """Where each instant of a tape is drawn, from 0 to 1; `cut` says which parts are cut short.

    `edges` are the instants at which parts meet and `at` their places.
    """

    edges: tuple[Instant, ...]
    at: tuple[float, ...]
    cut: tuple[bool, ...]

    def place(self, instant: Instant) -> float:
        """Return the place of an instant; one before or after the tape is at its end."""
        if instant <= self.edges[0]:
            return 0.0
        if instant >= self.edges[-1]:
            return 1.0
        part = bisect_right(self.edges, instant) - 1
        start, end = self.edges[part], self.edges[part + 1]
        share = (instant - start) / (end - start)
        return self.at[part] + share * (self.at[part + 1] - self.at[part])


def scale(parts: Sequence[Part]) -> Scale:
    """Return the scale for parts that follow one another without a hole, each of some length."""
    counted = sum(part.length for part in parts if part.kind == "counted")
    still = [part.length for part in parts if part.kind == "still"]
    closed = [part.length for part in parts if part.kind == "closed"]
    most_still = _longest(still, counted * STILL_ROOM) if counted else max(still, default=0)
    open_time = counted + sum(min(length, most_still) for length in still)
    most_closed = _longest(closed, open_time * CLOSED_ROOM) if open_time else max(closed, default=0)
    most = {"counted": float("inf"), "still": most_still, "closed": most_closed}
    cut = tuple(part.length > most[part.kind] for part in parts)
    drawn = [min(part.length, most[part.kind]) for part in parts]
    least = min(LEAST, 0.5 / len(parts)) * sum(drawn)
    widths = [max(width, least) for width in drawn]
    whole, at = sum(widths), [0.0]
    for width in widths:
        at.append(at[-1] + width / whole)
    edges = (parts[0].start, *(part.end for part in parts))
    return Scale(edges, (*at[:-1], 1.0), cut)


def _longest(lengths: Sequence[int], room: float) -> float:
    """Return the length to which parts are cut so that together they fit into the room."""
    left, remaining = room, sorted(lengths)
    for place, length in enumerate(remaining):
        share = left / (len(remaining) - place)
        if length > share:
            return share
        left -= length
    return float(max(lengths, default=0))
