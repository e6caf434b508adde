"""Why a clock stands where it does: the tape of each promise, as the report draws a miss."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from patto.agreements import queries as agreements
from patto.documents.course import Course, Entry, Piece
from patto.documents.pagewords import PageWords
from patto.documents.titles import Titles
from patto.kernel.evaluation.outcome import ItemOutcome
from patto.kernel.facts import Event
from patto.kernel.instants import Duration, Instant
from patto.tickets import queries


@dataclass(frozen=True, slots=True)
class Explained:
    """A promise with its tape, its stretches of time, and what they sum to."""

    metric: str
    title: str
    verdict: str
    said: str
    limits: tuple[str, ...]
    drawn: Markup
    legend: tuple[Entry, ...]
    pieces: tuple[Piece, ...]
    counted: str
    exact: str
    whole: str


def explained(ticket: int, customer: int, language: str, *, at: Instant) -> tuple[Explained, ...]:
    """Return every promise about a ticket as of an instant, told in the agreement's zone."""
    history = agreements.history(customer)
    if history is None:
        return ()
    words = PageWords(language)
    titles = {one.agreement.version: Titles(one, words) for one in history.versions}
    events = queries.events(ticket)
    found = queries.explained(ticket, at=at)
    units = {titles[one.version].unit(one.metric, _wall(one)) for one in found}
    # One page tells its lengths in one way.
    unit = units.pop() if len(units) == 1 else "h"
    return tuple(_explained(one, titles[one.version], events, unit) for one in found)


def _wall(outcome: ItemOutcome) -> Duration:
    return 0 if outcome.figures is None else outcome.figures.wall


def _explained(outcome: ItemOutcome, titles: Titles, events: list[Event], unit: str) -> Explained:
    course = Course(
        outcome=outcome,
        segments=outcome.segments,
        passed=[level.due for level in outcome.levels if level.due is not None],
        titles=titles,
        by={event.event_id: titles.actor(event.by) for event in events},
        unit=unit,
    )
    return Explained(
        outcome.metric,
        titles.metrics[outcome.metric].title,
        outcome.verdict.value,
        titles.words.say(f"verdict.{outcome.verdict.value}"),
        _limits(outcome, course),
        course.drawn(titled=True),
        tuple(course.legend()),
        tuple(course.pieces()),
        "" if outcome.figures is None else course.length(outcome.figures.contractual),
        "" if outcome.figures is None else course.exact(outcome.figures.contractual),
        course.exact(sum(segment.length for segment in outcome.segments)),
    )


def _limits(outcome: ItemOutcome, course: Course) -> tuple[str, ...]:
    """Return when each line of a promise is due, which a narrow tape has no room to say."""
    words = course.titles.words
    several = len(outcome.levels) > 1
    return tuple(
        words.say("document.tape.due", due=course.moment(one.due))
        + (f" ({one.share})" if several else "")
        for one in outcome.levels
        if one.due is not None
    )
