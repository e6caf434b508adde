"""The course of an item's clock: stretches, each on a clock or standing still for a reason.

Where several reasons hold at once the first that applies is taken: agreed maintenance, then what
was declared earliest (semantics 5.8). Sums over the stretches are what the contract counts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from patto.kernel.clock import Clock
from patto.kernel.errors import NeverReachedError
from patto.kernel.evaluation.pauses import Standstill
from patto.kernel.instants import Duration, Instant

Access: TypeAlias = tuple[Instant, Instant | None, tuple[str, ...]]
"""A span in which time counts only where the named calendars are open."""

ClockWithin: TypeAlias = Callable[[tuple[str, ...]], Clock]
"""The contractual clock, narrowed to the named calendars."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of the course: `still` is why its open time does not count, `None` if it does."""

    start: Instant
    end: Instant | None
    clock: Clock
    within: tuple[str, ...]
    still: Standstill | None


@dataclass(frozen=True, slots=True)
class Course:
    """The stretches from an item's start on, without a hole; the last one has no end."""

    stretches: tuple[Stretch, ...]

    @property
    def start(self) -> Instant:
        """The instant at which the course begins."""
        return self.stretches[0].start

    def elapsed(self, end: Instant, start: Instant | None = None) -> Duration:
        """Return what counts from `start`, by default the course's own, up to `end`."""
        begin = self.start if start is None else start
        total = 0
        for stretch in self.stretches:
            if stretch.start >= end:
                break
            first = max(stretch.start, begin)
            last = end if stretch.end is None else min(stretch.end, end)
            if stretch.still is None and first < last:
                total += stretch.clock.elapsed(first, last)
        return total

    def due(self, budget: Duration, start: Instant | None = None) -> Instant | None:
        """Return the first instant at which `budget` has been counted, `None` if it never is.

        Nothing is used up at once, whatever stands still.
        """
        begin = self.start if start is None else start
        if not budget:
            return begin
        left = budget
        for stretch in self.stretches:
            first = max(stretch.start, begin)
            if stretch.still is not None or (stretch.end is not None and stretch.end <= begin):
                continue
            counted = None if stretch.end is None else stretch.clock.elapsed(first, stretch.end)
            if counted is None or counted >= left:
                break
            left -= counted
        else:
            return None
        try:
            return stretch.clock.due(first, left)
        except NeverReachedError:
            return None

    def kept_until(self, budget: Duration, start: Instant | None = None) -> Instant | None:
        """Return the last instant at which no more than `budget` has been counted.

        One microsecond more would be due one microsecond after it (semantics 3.2).
        """
        beyond = self.due(budget + 1, start)
        return None if beyond is None else beyond - 1


def course(
    start: Instant,
    clock_within: ClockWithin,
    standstills: Sequence[Standstill],
    access: Iterable[Access] = (),
) -> Course:
    """Return the course from `start` under what stands still and what narrows the clock.

    `standstills` are given in order of precedence: the first that holds is the reason.
    """
    narrowed = tuple(access)
    edges = {start}
    for begin, end in [(s.start, s.end) for s in standstills] + [a[:2] for a in narrowed]:
        edges.update(edge for edge in (begin, end) if edge is not None and edge > start)
    begins = sorted(edges)
    stretches: list[Stretch] = []
    for begin, end in zip(begins, [*begins[1:], None], strict=True):
        still = next((s for s in standstills if _covers(s.start, s.end, begin)), None)
        within = _within(narrowed, begin)
        stretches.append(Stretch(begin, end, clock_within(within), within, still))
    return Course(tuple(stretches))


def _covers(start: Instant, end: Instant | None, instant: Instant) -> bool:
    return start <= instant and (end is None or instant < end)


def _within(access: Iterable[Access], instant: Instant) -> tuple[str, ...]:
    names = {n for first, last, ids in access if _covers(first, last, instant) for n in ids}
    return tuple(sorted(names))
