"""What `patto explain` answers: the tape of a ticket, piece by piece, and the figures it gives."""

from __future__ import annotations

from collections.abc import Sequence

from patto.cli.page import Cell, Page
from patto.cli.tape import MARKS, drawn, legend
from patto.cli.verdicts import TONES
from patto.kernel.agreement.metrics import CountMetric, KeepInformedMetric
from patto.kernel.evaluation.outcome import Figures, ItemOutcome, LevelOutcome, Verdict
from patto.kernel.facts import Event
from patto.kernel.instants import SECOND, Duration, Instant
from patto.language.titles import Titles
from patto.language.words import Words


def add_explanation(
    page: Page, outcome: ItemOutcome, titles: Titles, events: Sequence[Event]
) -> None:
    """Add why one ticket's verdict under one metric is what it is.

    `events` are the ticket's: the stop is named by its event.
    """
    words, metric = titles.words, titles.metrics[outcome.metric]
    verdict = Cell(words.say(f"verdict.{outcome.verdict}"), TONES[outcome.verdict])
    reason = titles.reason(outcome.levels[0])
    told = f" ({reason})" if reason else ""
    page.line(Cell(f"{outcome.item}, {metric.title}", "strong"), ": ", verdict, told)
    _add_terms(page, outcome, titles)
    _add_ends(page, outcome, titles, events)
    for level in outcome.levels:
        _add_level(page, level, outcome, titles)
    if outcome.segments:
        page.gap()
        _add_tape(page, outcome, titles)
    if outcome.figures is not None:
        page.gap()
        _add_figures(page, outcome.figures, outcome, titles)
    if outcome.disputed or outcome.notes:
        page.gap()
        _add_notes(page, outcome, titles)


def add_events(page: Page, events: Sequence[Event], titles: Titles) -> None:
    """Add the events of a ticket as they were recorded, in the order in which they count."""
    words, zone = titles.words, titles.zone
    page.line(Cell(words.say("explain.events"), "strong"))
    names = ("id", "occurred", "recorded", "event", "by", "reason", "evidence", "source")
    rows = []
    for event in sorted(events, key=lambda e: e.order):
        late = event.recorded_at - event.occurred_at
        recorded = words.say("explain.late", late_us=str(late)) if late > 0 else ""
        rows.append(
            (
                Cell(event.event_id, "quiet"),
                words.instant(event.occurred_at, zone),
                Cell(recorded, "doubt"),
                _kind(event, words),
                titles.actor(event.by),
                event.reason,
                event.evidence,
                Cell(event.source, "quiet"),
            )
        )
    page.table([words.say(f"explain.columns.{name}") for name in names], rows)


def _kind(event: Event, words: Words) -> str:
    """Return what an event is, and how long it took where it says so: `worked (45 min)`."""
    told, minutes = words.term("event", event.kind), event.attribute("minutes")
    return f"{told} ({words.say('unit.min', number=minutes)})" if minutes else told


def _add_terms(page: Page, outcome: ItemOutcome, titles: Titles) -> None:
    told = {
        "priority": outcome.priority,
        "clock": titles.clock(outcome.clock) if outcome.clock else "",
        "version": outcome.version,
        "period": titles.words.period(outcome.period.label) if outcome.period else "",
    }
    page.line(Cell(titles.words.say("explain.terms", **told), "quiet"), indent=2)


def _add_ends(page: Page, outcome: ItemOutcome, titles: Titles, events: Sequence[Event]) -> None:
    words, metric = titles.words, titles.metrics[outcome.metric]
    starts = "" if isinstance(metric, CountMetric) else metric.start.event
    stops = next((e.kind for e in events if e.event_id == outcome.stop_event), "")
    rows = []
    for name, instant, kind, event_id in (
        ("start", outcome.start, starts, outcome.start_event),
        ("stop", outcome.stop, stops, outcome.stop_event),
    ):
        when = "" if instant is None else words.instant(instant, titles.zone)
        told = words.term("event", kind) if when else words.say(f"explain.no-{name}")
        label = Cell(words.say(f"explain.{name}"), "quiet")
        rows.append((label, when, told, Cell(event_id, "quiet")))
    page.table(["", "", "", ""], rows)


def _add_level(page: Page, level: LevelOutcome, outcome: ItemOutcome, titles: Titles) -> None:
    words = titles.words
    verdict = Cell(words.say(f"verdict.{level.verdict}"), TONES[level.verdict])
    if level.target is None and not level.target_text and level.due is None:
        page.line(words.say("explain.no-target", share=level.share), ": ", verdict, indent=2)
        return
    limit = titles.limit(level.target_text)
    said = words.say("explain.target", share=level.share, limit=limit)
    page.line(said, _due(level, outcome, titles), ": ", verdict, indent=2)
    if level.modified_by:
        length = "" if level.target is None else titles.duration(level.target, outcome.metric)
        clauses = words.listing(level.modified_by)
        told = words.say("explain.modified", clauses=clauses, length=length)
        page.line(Cell(told, "doubt"), indent=4)


def _due(level: LevelOutcome, outcome: ItemOutcome, titles: Titles) -> str:
    """Return when a target falls due, and until when it is kept where that is later."""
    words = titles.words
    if level.due is None:
        return words.say("explain.never-due")
    drawn = outcome.segments
    elsewhere = drawn and not drawn[0].start <= level.due <= drawn[-1].end
    first = elsewhere and isinstance(titles.metrics[outcome.metric], KeepInformedMetric)
    key = "first-due" if first and level.verdict is Verdict.MISSED else "due"
    due = words.say(f"explain.{key}", due=_when(level.due, titles))
    if level.kept_until in {None, level.due}:
        return due
    key = "would-be-kept-until" if level.verdict is Verdict.MISSED else "kept-until"
    return due + words.say(f"explain.{key}", until=_when(level.kept_until or 0, titles))


def _add_tape(page: Page, outcome: ItemOutcome, titles: Titles) -> None:
    words, segments = titles.words, outcome.segments
    first, last = segments[0].start, segments[-1].end
    ends = (f"{_when(first, titles)} ", f" {_when(last, titles)}")
    page.line(Cell(ends[0], "quiet"), *drawn(segments), Cell(ends[1], "quiet"), indent=2)
    kinds = (f"{MARKS[why]} {words.say(f'why.{why}', detail='')}" for why in legend(segments))
    page.line(Cell("   ".join(kinds), "quiet"), indent=2)
    page.gap()
    rows = [
        (
            Cell(MARKS[segment.why]),
            _when(segment.start, titles),
            _when(segment.end, titles),
            titles.duration(segment.length, outcome.metric, last - first),
            Cell(titles.segment(segment), "strong" if segment.why == "counted" else "quiet"),
            Cell(segment.event_id, "quiet"),
        )
        for segment in segments
    ]
    names = ("from", "to", "length", "why", "declared")
    page.table(["", *(words.say(f"explain.columns.{n}") for n in names)], rows, right=(3,))
    _add_sum(page, outcome, titles)


def _add_sum(page: Page, outcome: ItemOutcome, titles: Titles) -> None:
    """Add the sums of the segments, which are the figures."""
    # Each is shown in whole seconds; what is shown must add up as well.
    counted = _whole_seconds(sum(s.length for s in outcome.segments if s.why == "counted"))
    whole = _whole_seconds(sum(s.length for s in outcome.segments))
    told = {
        "counted": titles.duration(counted, outcome.metric, whole),
        "rest": titles.duration(whole - counted, outcome.metric, whole),
        "whole": titles.duration(whole, outcome.metric),
    }
    page.line(Cell(titles.words.say("explain.sum", **told), "strong"), indent=2)


def _whole_seconds(length: Duration) -> Duration:
    return -(-length // SECOND) * SECOND


def _add_figures(page: Page, figures: Figures, outcome: ItemOutcome, titles: Titles) -> None:
    words = titles.words
    if isinstance(titles.metrics[outcome.metric], KeepInformedMetric):
        page.line(words.say("explain.longest-silence"), indent=2)
    rows = [
        (
            titles.duration(getattr(figures, name), outcome.metric, figures.wall),
            Cell(words.say(f"figure.{name}"), "strong" if name == "contractual" else "quiet"),
        )
        for name in ("contractual", "wall", "unpaused")
    ]
    page.table(["", ""], rows, right=(0,))


def _add_notes(page: Page, outcome: ItemOutcome, titles: Titles) -> None:
    if outcome.disputed:
        page.line(Cell(titles.words.say("report.disputed"), "doubt"), indent=2)
    for note in outcome.notes:
        event = f"  [{note.event_id}]" if note.event_id else ""
        page.line(Cell(titles.note(note), "doubt"), Cell(event, "quiet"), indent=2)


def _when(instant: Instant, titles: Titles) -> str:
    return titles.words.instant(instant, titles.zone, form="short")
