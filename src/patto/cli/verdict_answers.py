"""Answers to test cases for verdicts, as JSON holds them, and how they are held to a claim.

Instants are RFC 3339 in UTC, durations seconds in fields that end in `_s`. The fields are
documented in `docs/reference/verdict-cases.md`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any, TypeAlias

from patto.kernel.evaluation.measure import Measurement
from patto.kernel.evaluation.outcome import (
    CountOutcome,
    ItemOutcome,
    LevelOutcome,
    LineOutcome,
    MetricOutcome,
    Segment,
)
from patto.kernel.instants import SECOND, Duration, Instant, render

Json: TypeAlias = dict[str, Any]


def told(found: Measurement, wanted: Collection[str] | None) -> Json:
    """Return what was measured, of all metrics or of those that are wanted."""
    return {
        "items": [_item(i) for i in found.items if wanted is None or i.metric in wanted],
        "metrics": [_metric(m) for m in found.metrics if wanted is None or m.metric in wanted],
        "unmatched": [
            {"ticket": one.ticket, "opened": render(one.opened), "why": one.why}
            for one in found.unmatched
        ],
    }


def _item(one: ItemOutcome) -> Json:
    figures = one.figures
    return {
        "metric": one.metric,
        "item": one.item,
        "version": one.version,
        "priority": one.priority,
        "period": None if one.period is None else one.period.label,
        "opened": render(one.opened),
        "start": _rendered(one.start),
        "stop": _rendered(one.stop),
        "verdict": one.verdict.value,
        "reason": one.reason,
        "levels": [_level(level) for level in one.levels],
        "figures": None
        if figures is None
        else {
            "contractual_s": _seconds(figures.contractual),
            "wall_s": _seconds(figures.wall),
            "unpaused_s": _seconds(figures.unpaused),
        },
        "disputed": one.disputed,
        "outside_count": one.outside_count,
        "notes": [{"code": note.code, "event_id": note.event_id} for note in one.notes],
        "segments": [_segment(segment) for segment in one.segments],
    }


def _level(level: LevelOutcome) -> Json:
    return {
        "share": level.share,
        "verdict": level.verdict.value,
        "reason": level.reason,
        "target_s": None if level.target is None else _seconds(level.target),
        "due": _rendered(level.due),
        "kept_until": _rendered(level.kept_until),
        "modified_by": list(level.modified_by),
    }


def _segment(segment: Segment) -> Json:
    return {
        "start": render(segment.start),
        "end": render(segment.end),
        "why": segment.why,
        "detail": segment.detail,
        "event_id": segment.event_id,
    }


def _metric(one: MetricOutcome) -> Json:
    return {
        "metric": one.metric,
        "version": one.version,
        "period": one.period.label,
        "verdict": one.verdict.value,
        "lines": [_line(line) for line in one.lines],
        "count": None if one.count is None else _count(one.count),
    }


def _line(line: LineOutcome) -> Json:
    counts = ("met", "missed", "not_determined", "pending", "excluded", "outside")
    return {
        "share": line.share,
        "counted": line.counted,
        **{name: getattr(line, name) for name in counts},
        "verdict": line.verdict.value,
        "rule": line.rule,
        "judged_in": line.judged_in,
        "pooled": list(line.pooled),
        "decided": None if line.decided is None else line.decided.value,
        "interval": None if line.interval is None else list(line.interval),
    }


def _count(count: CountOutcome) -> Json:
    return {
        "number": count.number,
        "limit": count.limit,
        "against": count.against,
        "event_ids": list(count.event_ids),
        "decided": None if count.decided is None else count.decided.value,
    }


def differences(expected: Any, found: Any, place: str = "") -> Iterator[str]:
    """Yield the places at which an answer is not what was expected.

    Of an object only the keys that are expected are compared; a list has as many elements as are
    expected, in their order; a number, a text, true, false or null is equal.
    """
    if isinstance(expected, dict) and isinstance(found, dict):
        for name, value in expected.items():
            yield from differences(value, found.get(name), f"{place}.{name}".lstrip("."))
    elif isinstance(expected, list) and isinstance(found, list) and len(expected) == len(found):
        for number, pair in enumerate(zip(expected, found, strict=True)):
            yield from differences(*pair, f"{place}[{number}]")
    elif expected != found:
        yield place


def _rendered(instant: Instant | None) -> str | None:
    return None if instant is None else render(instant)


def _seconds(length: Duration) -> float:
    return length / SECOND
