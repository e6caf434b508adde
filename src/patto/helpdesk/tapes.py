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
from patto.kernel.instants import Instant
from patto.tickets import queries


@dataclass(frozen=True, slots=True)
class Explained:
    """A promise with its tape, its stretches of time, and what they sum to."""

    metric: str
    title: str
    verdict: str
    drawn: Markup
    legend: tuple[Entry, ...]
    pieces: tuple[Piece, ...]
    counted: str
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
    return tuple(_explained(one, titles[one.version], events) for one in found)


def _explained(outcome: ItemOutcome, titles: Titles, events: list[Event]) -> Explained:
    wall = 0 if outcome.figures is None else outcome.figures.wall
    course = Course(
        outcome=outcome,
        segments=outcome.segments,
        passed=[level.due for level in outcome.levels if level.due is not None],
        titles=titles,
        by={event.event_id: titles.actor(event.by) for event in events},
        unit=titles.unit(outcome.metric, wall),
    )
    return Explained(
        outcome.metric,
        titles.metrics[outcome.metric].title,
        titles.words.say(f"verdict.{outcome.verdict.value}"),
        course.drawn(titled=True),
        tuple(course.legend()),
        tuple(course.pieces()),
        "" if outcome.figures is None else course.length(outcome.figures.contractual),
        course.whole(),
    )
