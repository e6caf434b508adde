"""Half-open spans of time, and sets of them: union, intersection, difference, length.

A span `[start, end)` holds its start and not its end. A set of spans is kept in one form only, so
that equal sets are equal values: spans in order, none empty, none touching the next.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple, TypeAlias

from patto.kernel.errors import EndBeforeStartError
from patto.kernel.instants import Duration, Instant, told

# Whether an instant stays in the result, by [it is in the set with fewer spans][in the other].
_Keep: TypeAlias = tuple[tuple[bool, bool], tuple[bool, bool]]

_EITHER: Final[_Keep] = ((False, True), (True, True))
_BOTH: Final[_Keep] = ((False, False), (False, True))
_MANY_ONLY: Final[_Keep] = ((False, True), (False, False))
_FEW_ONLY: Final[_Keep] = ((False, False), (True, False))


class Span(NamedTuple):
    """The time from `start` up to, not including, `end`."""

    start: Instant
    end: Instant

    @classmethod
    def of(cls, start: Instant, end: Instant) -> Span:
        """Return the span from `start` to `end`.

        :raises EndBeforeStartError: if `end` comes before `start`
        """
        if end < start:
            raise EndBeforeStartError(f"{told(end)} comes before {told(start)}")
        return cls(start, end)

    @property
    def length(self) -> Duration:
        """The microseconds from start to end."""
        return self.end - self.start


@dataclass(frozen=True, slots=True, repr=False)
class SpanSet:
    """A set of instants, as spans in order that neither overlap nor touch.

    Build one with `SpanSet.of`. `bounds` are the starts and ends in turn, strictly ascending: an
    instant is in the set when an odd number of bounds is at or before it.
    """

    bounds: tuple[Instant, ...] = ()

    @staticmethod
    def of(spans: Iterable[tuple[Instant, Instant]]) -> SpanSet:
        """Return the set that these spans cover, in any order, overlapping or not.

        :raises EndBeforeStartError: if a span ends before it starts
        """
        bounds: list[Instant] = []
        for start, end in sorted(spans):
            if end <= start:
                Span.of(start, end)
            elif bounds and start <= bounds[-1]:
                bounds[-1] = max(bounds[-1], end)
            else:
                bounds += (start, end)
        return SpanSet(tuple(bounds))

    def __or__(self, other: SpanSet) -> SpanSet:
        """Return what is in either set."""
        return _combine(self.bounds, other.bounds, _EITHER)

    def __and__(self, other: SpanSet) -> SpanSet:
        """Return what is in both sets."""
        return _combine(self.bounds, other.bounds, _BOTH)

    def __sub__(self, other: SpanSet) -> SpanSet:
        """Return what is in this set and not in the other."""
        if len(self.bounds) < len(other.bounds):
            return _combine(other.bounds, self.bounds, _FEW_ONLY)
        return _combine(self.bounds, other.bounds, _MANY_ONLY)

    def complement(self, within: Span) -> SpanSet:
        """Return what of the span is not in this set."""
        return SpanSet.of([within]) - self

    def within(self, span: Span) -> SpanSet:
        """Return the part of this set that lies in the span."""
        start, end = span
        if end <= start:
            return EMPTY
        first, last = bisect_right(self.bounds, start), bisect_left(self.bounds, end)
        inner = self.bounds[first:last]
        # An odd index means that the edge of the span falls inside one of ours, and cuts it.
        head = (start,) if first & 1 else ()
        tail = (end,) if last & 1 else ()
        return SpanSet(head + inner + tail)

    def spans(self, within: Span) -> SpanSet:
        """Return the part that lies in the span: a set of spans is itself a working time."""
        return self.within(within)

    def shifted(self, by: Duration) -> SpanSet:
        """Return this set moved later by a duration, or earlier by a negative one."""
        return SpanSet(tuple([bound + by for bound in self.bounds]))

    @property
    def length(self) -> Duration:
        """The microseconds in the set."""
        return sum(self.bounds[1::2]) - sum(self.bounds[::2])

    def measure(self, start: Instant, end: Instant) -> Duration:
        """Return the microseconds of the set that lie in `[start, end)`.

        :raises EndBeforeStartError: if `end` comes before `start`
        """
        return self.within(Span.of(start, end)).length

    def __contains__(self, instant: Instant) -> bool:
        return bool(bisect_right(self.bounds, instant) & 1)

    def __iter__(self) -> Iterator[Span]:
        return map(Span, self.bounds[::2], self.bounds[1::2])

    def __bool__(self) -> bool:
        return bool(self.bounds)

    def __len__(self) -> int:
        return len(self.bounds) // 2

    def __repr__(self) -> str:
        return f"SpanSet.of({[tuple(span) for span in self]})"


EMPTY: Final = SpanSet()


def _combine(one: tuple[Instant, ...], other: tuple[Instant, ...], keep: _Keep) -> SpanSet:
    """Return the set of instants that `keep` keeps; one pass over the longer list of bounds.

    Between two bounds of the shorter list the result either follows the longer one, whose bounds
    are then copied as they are, or is constant.
    """
    many, few = (one, other) if len(one) >= len(other) else (other, one)
    bounds: list[Instant] = []
    low = 0
    for index, bound in enumerate(few):
        outside, inside = keep[index & 1]
        high = bisect_left(many, bound, low)
        if outside != inside:
            bounds += many[low:high]
        before = keep[index & 1][high & 1]
        low = high + 1 if high < len(many) and many[high] == bound else high
        if keep[1 - (index & 1)][low & 1] != before:
            bounds.append(bound)
    if keep[0][0] != keep[0][1]:
        bounds += many[low:]
    return SpanSet(tuple(bounds))
