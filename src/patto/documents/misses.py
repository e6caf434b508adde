"""A miss as a reader sees it: what happened, drawn as a tape, with its figures and its events."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from patto.documents.course import Course, Entry, Piece, used_up
from patto.documents.history import EventRow, event_rows
from patto.documents.inputs import Source
from patto.documents.titles import Titles
from patto.kernel import facts
from patto.kernel.agreement.metrics import CountMetric, KeepInformedMetric
from patto.kernel.evaluation.lists import missed_level
from patto.kernel.evaluation.outcome import ItemOutcome, LevelOutcome, Segment, Verdict
from patto.kernel.facts import Event
from patto.kernel.instants import Instant


@dataclass(frozen=True, slots=True)
class Figure:
    """One of the three durations of a ticket."""

    name: str
    value: str
    share: float


@dataclass(frozen=True, slots=True)
class Limit:
    """One line's target for this ticket, and whether it was kept."""

    text: str
    due: str
    verdict: str
    look: str
    modified: str


@dataclass(frozen=True, slots=True)
class Miss:
    """All that is shown of one miss."""

    item: str
    text: str
    priority: str
    late: str
    ends: str
    limits: tuple[Limit, ...]
    tape: Markup
    silence: str
    simplified: bool
    legend: tuple[Entry, ...]
    whole: str
    figures: tuple[Figure, ...]
    notes: tuple[str, ...]
    disputed: bool
    events: tuple[EventRow, ...]
    pieces: tuple[Piece, ...]


def miss(outcome: ItemOutcome, source: Source, *, in_full: bool) -> Miss:
    """Return what is shown of a missed ticket; `in_full` also tells its segments one by one."""
    titles = source.titles[outcome.version]
    events = sorted(source.events(outcome.ticket), key=lambda event: event.order)
    segments = source.explained(outcome).segments
    silence = isinstance(titles.metrics[outcome.metric], KeepInformedMetric)
    dues = [_due(level, segments, silence=silence) for level in outcome.levels]
    course = Course(
        outcome=outcome,
        segments=segments,
        passed=[d for d, level in zip(dues, outcome.levels, strict=True) if d and _missed(level)],
        titles=titles,
        by={event.event_id: titles.actor(event.by) for event in events},
        unit=titles.unit(outcome.metric, 0 if outcome.figures is None else outcome.figures.wall),
    )
    return Miss(
        item=outcome.item,
        text=next((t for e in events if (t := e.attribute("text"))), ""),
        priority=titles.priority(outcome.priority),
        late=_late(outcome, course),
        ends=_ends(outcome, events, titles),
        limits=tuple(
            _limit(level, due, outcome, titles)
            for level, due in zip(outcome.levels, dues, strict=True)
        ),
        tape=course.drawn(titled=in_full),
        silence=_silence(segments, titles) if silence and segments else "",
        simplified=course.simplified(),
        legend=tuple(course.legend()),
        whole=course.whole(),
        figures=_figures(outcome, course),
        notes=tuple(titles.note(note) for note in outcome.notes),
        disputed=outcome.disputed,
        events=event_rows(events, titles),
        pieces=tuple(course.pieces()) if in_full else (),
    )


def _missed(level: LevelOutcome) -> bool:
    return level.verdict is Verdict.MISSED


def _due(level: LevelOutcome, segments: Sequence[Segment], *, silence: bool) -> Instant | None:
    """Return when a limit was reached; of updates, within the silence that is drawn."""
    if silence and level.target is not None:
        return used_up(segments, level.target)
    return level.due


def _late(outcome: ItemOutcome, course: Course) -> str:
    """Return by how much the target was passed."""
    words, level = course.titles.words, missed_level(outcome)
    if outcome.figures is None or level.target is None:
        return words.say("document.miss.after-deadline")
    over = outcome.figures.contractual - level.target
    key = "late" if outcome.stop is not None else "late-so-far"
    return words.say(f"document.miss.{key}", length=course.length(over))


def _ends(outcome: ItemOutcome, events: Sequence[Event], titles: Titles) -> str:
    """Return from when to when the clock ran, and by what it was started and stopped."""
    words, metric = titles.words, titles.metrics[outcome.metric]
    kinds = {event.event_id: event.kind for event in events}
    begun = facts.REOPENED
    if outcome.item == outcome.ticket and not isinstance(metric, CountMetric):
        begun = metric.start.event
    told = {
        "start": "" if outcome.start is None else titles.near(outcome.start, outcome.stop),
        "start_event": words.term("event", begun),
    }
    if outcome.stop is None:
        return words.say("document.miss.running", **told)
    stopped = words.term("event", kinds.get(outcome.stop_event, ""))
    due = next((level.due for level in outcome.levels if _missed(level)), None)
    stop = titles.near(outcome.stop, outcome.start, due)
    return words.say("document.miss.ends", **told, stop=stop, stop_event=stopped)


def _limit(
    level: LevelOutcome, drawn: Instant | None, outcome: ItemOutcome, titles: Titles
) -> Limit:
    """Return a line's limit with its due, which may lie in another silence than the one `drawn`."""
    words, due = titles.words, level.due
    clauses = words.listing(titles.clause(clause) for clause in level.modified_by)
    until = level.kept_until
    kept = titles.moment(until) if until is not None and until != due else ""
    reached = {"due": titles.near(due, outcome.stop), "kept": kept} if due is not None else {}
    key = "due" if not _missed(level) else "due-missed" if due == drawn else "due-first"
    return Limit(
        text=words.say(
            "document.miss.limit",
            share=words.share(level.share),
            limit=titles.limit(level.target_text),
        ),
        due=words.say(f"document.miss.{key}", **reached) if reached else "",
        verdict=words.term("verdict", level.verdict.value),
        look="missed" if _missed(level) else "met",
        modified=words.say("document.miss.modified", clauses=clauses) if clauses else "",
    )


def _figures(outcome: ItemOutcome, course: Course) -> tuple[Figure, ...]:
    found = outcome.figures
    if found is None:
        return ()
    longest = max(found.wall, found.contractual, found.unpaused, 1)
    lengths = (
        ("contractual", found.contractual), ("unpaused", found.unpaused), ("wall", found.wall)
    )  # fmt: skip
    return tuple(
        Figure(
            course.titles.words.say(f"document.figure.{name}"),
            course.length(length),
            length / longest,
        )
        for name, length in lengths
    )


def _silence(segments: Sequence[Segment], titles: Titles) -> str:
    since, until = titles.moment(segments[0].start), titles.moment(segments[-1].end)
    return titles.words.say("document.miss.silence", since=since, until=until)
