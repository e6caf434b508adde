"""The tape of an item: which time counted and which did not, and why (semantics 5.8).

Its segments follow one another without a hole and sum to the figures exactly. They run from start
to stop; for a promise of updates they are those of the longest silence.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from patto.kernel.agreement.matching import CompiledClock
from patto.kernel.evaluation.course import Stretch
from patto.kernel.evaluation.outcome import Segment, Why
from patto.kernel.evaluation.promise import Leg, Promise
from patto.kernel.spans import Span, SpanSet


def segments(promise: Promise, legs: Iterable[Leg]) -> tuple[Segment, ...]:
    """Return the segments of the spans in which an item was counted, in order.

    Each time that does not count has the first reason that applies: outside hours, holiday or
    closure, no site access, maintenance, the earliest-declared standstill. Past the stated closed
    days no reason can be given; a time in which nothing was promised stands still without one.
    """
    return tuple(_joined(part for leg in legs for part in _leg(promise, leg)))


def _leg(promise: Promise, leg: Leg) -> Iterator[Segment]:
    start, end, name = leg
    if not name:
        yield Segment(start, end, "stands-still")
        return
    clock = promise.ground.compiled.clock(name)
    stated = end if clock.stated_end is None else max(start, min(end, clock.stated_end))
    for stretch in promise.course(name).stretches:
        first = max(stretch.start, start)
        last = stated if stretch.end is None else min(stretch.end, stated)
        if first < last:
            yield from _stretch(stretch, clock, Span(first, last))
    if stated < end:
        yield Segment(stated, end, "not-stated")


def _stretch(stretch: Stretch, clock: CompiledClock, within: Span) -> list[Segment]:
    weekly, hours = clock.weekly.spans(within), clock.hours_only.spans(within)
    accessible = stretch.clock.spans(within)
    whole = SpanSet.of([within])
    parts = [
        *_parts(whole - weekly - hours, "outside-hours"),
        *_closures(weekly - hours, clock),
        *_parts(hours - accessible, "no-access", ", ".join(stretch.within)),
        *_counting(accessible, stretch),
    ]
    return sorted(parts, key=lambda segment: segment.start)


def _parts(spans: SpanSet, why: Why, detail: str = "", event_id: str = "") -> Iterator[Segment]:
    for span in spans:
        yield Segment(span.start, span.end, why, detail, event_id)


def _closures(closed: SpanSet, clock: CompiledClock) -> Iterator[Segment]:
    """Yield closed time date by date, so that each holiday is named."""
    for span in closed:
        for part, name in clock.named_closures(span):
            yield Segment(part.start, part.end, "closure", name)


def _counting(spans: SpanSet, stretch: Stretch) -> Iterator[Segment]:
    if stretch.still is None:
        return _parts(spans, "counted")
    still = stretch.still
    return _parts(spans, still.why, still.detail, still.event_id)


def _joined(found: Iterable[Segment]) -> Iterator[Segment]:
    """Yield the segments with neighbours of one kind made one."""
    last: Segment | None = None
    for segment in found:
        if last is not None and _alike(last, segment):
            last = Segment(last.start, segment.end, last.why, last.detail, last.event_id)
            continue
        if last is not None:
            yield last
        last = segment
    if last is not None:
        yield last


def _alike(one: Segment, other: Segment) -> bool:
    return (one.end, one.why, one.detail, one.event_id) == (
        other.start, other.why, other.detail, other.event_id,
    )  # fmt: skip
