"""Outcomes as JSON and CSV hold them: for programs, in no language.

Instants are RFC 3339 in UTC, durations whole microseconds in fields that end in `_us`, shares
exact fractions as texts, codes as they are. What is not there is `null`, in CSV empty. The fields
are documented in `docs/reference/results.md`.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from patto.kernel.agreement.model import Agreement
from patto.kernel.evaluation.measure import Measurement, Unmatched
from patto.kernel.evaluation.outcome import (
    ItemOutcome,
    LevelOutcome,
    LineOutcome,
    MetricOutcome,
    Note,
    Period,
    Segment,
)
from patto.kernel.instants import Instant, render

COLUMNS: Final = (
    "metric", "version", "period", "ticket", "item", "priority", "clock", "opened", "start", "stop",
    "share", "target_us", "target_text", "due", "kept_until", "verdict", "reason",
    "contractual_us", "wall_us", "unpaused_us", "disputed", "outside_count", "notes",
)  # fmt: skip
"""The columns of the CSV form: one row a ticket, metric and line."""


def as_text(document: object) -> str:
    """Return a document as JSON for people and programs: indented, in the order it was made."""
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def measurement(
    found: Measurement, versions: Sequence[Agreement], evidence: Mapping[str, Any]
) -> dict[str, Any]:
    """Return all verdicts of a measurement, each metric with the tickets it counts."""
    return {
        **heading(found.at, found.known_at, versions),
        "metrics": [metric(outcome) for outcome in found.metrics],
        "unmatched": [unmatched(one) for one in found.unmatched],
        **ending(versions, evidence),
    }


def heading(at: Instant, known_at: Instant, versions: Iterable[Agreement]) -> dict[str, Any]:
    """Return what a document of verdicts begins with."""
    return {
        "agreement": [
            {"id": one.agreement.id, "version": one.agreement.version, "title": one.agreement.title}
            for one in versions
        ],
        "at": render(at),
        "known_at": render(known_at),
    }


def ending(versions: Iterable[Agreement], evidence: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a document of verdicts ends with.

    The metrics that are agreed and that nothing measures yet are named where there are any.
    """
    left = {m.id: {"metric": m.id, "kind": m.kind} for one in versions for m in one.not_measured}
    return {**({"not_measured": list(left.values())} if left else {}), "evidence": evidence}


def metric(outcome: MetricOutcome) -> dict[str, Any]:
    """Return one metric in one period."""
    count = outcome.count
    return {
        "metric": outcome.metric,
        "version": outcome.version,
        "period": _period(outcome.period),
        "verdict": outcome.verdict.value,
        "lines": [_line(line) for line in outcome.lines],
        "count": None
        if count is None
        else {
            "number": count.number,
            "limit": count.limit,
            "against": count.against,
            "event_ids": list(count.event_ids),
            "decided": None if count.decided is None else count.decided.value,
        },
        "items": [item(one) for one in outcome.items],
    }


def item(outcome: ItemOutcome) -> dict[str, Any]:
    """Return one ticket under one metric, with its segments where they were asked for."""
    figures = outcome.figures
    return {
        "metric": outcome.metric,
        "version": outcome.version,
        "ticket": outcome.ticket,
        "item": outcome.item,
        "priority": outcome.priority,
        "clock": outcome.clock,
        "period": None if outcome.period is None else outcome.period.label,
        "opened": render(outcome.opened),
        "start": _instant(outcome.start),
        "start_event": outcome.start_event,
        "stop": _instant(outcome.stop),
        "stop_event": outcome.stop_event,
        "contractual_us": None if figures is None else figures.contractual,
        "wall_us": None if figures is None else figures.wall,
        "unpaused_us": None if figures is None else figures.unpaused,
        "levels": [_level(level) for level in outcome.levels],
        "disputed": outcome.disputed,
        "outside_count": outcome.outside_count,
        "notes": [note(one) for one in outcome.notes],
        "segments": [_segment(segment) for segment in outcome.segments],
    }


def unmatched(one: Unmatched) -> dict[str, Any]:
    """Return one ticket about which nothing is promised."""
    return {"ticket": one.ticket, "opened": render(one.opened), "why": one.why}


def items_csv(outcomes: Iterable[ItemOutcome]) -> str:
    """Return tickets as CSV: one row a ticket, metric and line."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n", extrasaction="ignore")
    writer.writeheader()
    for outcome in outcomes:
        whole = item(outcome)
        whole["notes"] = " ".join(note.code for note in outcome.notes)
        for level in whole["levels"]:
            writer.writerow({name: _cell(value) for name, value in {**whole, **level}.items()})
    return text.getvalue()


def _cell(value: Any) -> Any:
    return str(value).lower() if isinstance(value, bool) else value


def _level(level: LevelOutcome) -> dict[str, Any]:
    return {
        "share": level.share,
        "verdict": level.verdict.value,
        "reason": level.reason,
        "target_us": level.target,
        "target_text": level.target_text,
        "due": _instant(level.due),
        "kept_until": _instant(level.kept_until),
        "modified_by": list(level.modified_by),
    }


def _line(line: LineOutcome) -> dict[str, Any]:
    return {
        "share": line.share,
        "required": str(line.required),
        "counted": line.counted,
        "met": line.met,
        "missed": line.missed,
        "not_determined": line.not_determined,
        "pending": line.pending,
        "excluded": line.excluded,
        "outside": line.outside,
        "verdict": line.verdict.value,
        "rule": line.rule,
        "judged_in": line.judged_in,
        "pooled": list(line.pooled),
        "decided": None if line.decided is None else line.decided.value,
        "interval": None if line.interval is None else list(line.interval),
    }


def note(one: Note) -> dict[str, Any]:
    """Return a note on a ticket."""
    return {"code": one.code, "event_id": one.event_id, "parameters": dict(one.parameters)}


def _segment(segment: Segment) -> dict[str, Any]:
    return {
        "start": render(segment.start),
        "end": render(segment.end),
        "length_us": segment.length,
        "why": segment.why,
        "detail": segment.detail,
        "event_id": segment.event_id,
    }


def _period(period: Period) -> dict[str, Any]:
    return {"label": period.label, "start": render(period.start), "end": render(period.end)}


def _instant(instant: Instant | None) -> str | None:
    return None if instant is None else render(instant)
