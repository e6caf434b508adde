"""`patto explain`: the proof of one ticket's verdicts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

import click

from patto.cli import encoding
from patto.cli.asked import Asked, Ready, ready
from patto.cli.evidence import left_out
from patto.cli.exits import ExitCode
from patto.cli.explanation import add_events, add_explanation
from patto.cli.frame import ChoiceType, Command, Refusal, words
from patto.cli.page import Cell, Page, show, write
from patto.cli.parameters import FILE, IMPORTER, MOMENT
from patto.cli.progress import working
from patto.cli.unread import unread, why_unread
from patto.exchange.picking import tickets_of
from patto.exchange.reading import Imported
from patto.exchange.stored import tickets_like
from patto.kernel.agreement.versions import History
from patto.kernel.evaluation import measure as evaluation
from patto.kernel.evaluation.measure import Unmatched
from patto.kernel.evaluation.outcome import ItemOutcome
from patto.kernel.facts import Event
from patto.language.titles import titles_by_version
from patto.language.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedToExplain(Asked):
    """The command line of `patto explain`."""

    ticket: str
    metric: str | None


@dataclass(frozen=True, slots=True)
class Explanation:
    """A ticket, its events, and what is said of it, or why nothing is."""

    ticket: str
    events: tuple[Event, ...]
    outcomes: tuple[ItemOutcome, ...]
    why: Unmatched | None


@click.command(cls=Command)
@click.argument("agreement", type=FILE)
@click.argument("events", type=FILE, nargs=-1, required=True)
@click.argument("ticket")
@click.option("--metric", type=str)
@click.option("--at", type=MOMENT)
@click.option("--known-at", type=MOMENT)
@click.option("--importer", type=IMPORTER)
@click.option("--format", "form", type=ChoiceType(("text", "json")), default="text")
@click.option("-o", "--output", type=FILE)
@click.pass_context
def explain(ctx: click.Context, /, **given: Any) -> int:
    """Explain the verdicts on a ticket."""
    asked, spoken = AskedToExplain(**given), words(ctx)
    inputs = ready(asked, spoken)
    _check_metric(asked.metric, inputs.history, spoken)
    found = _explained(inputs, asked, spoken)
    if asked.form == "json":
        write(encoding.as_text(_document(found)), asked.output)
    else:
        show(_page(found, inputs, spoken), output=asked.output)
    return ExitCode.FINE


def _explained(inputs: Ready, asked: AskedToExplain, words: Words) -> Explanation:
    imported = _imported(inputs, asked.ticket, words)
    own = tuple(event for event in imported.events if event.ticket == asked.ticket)
    if not own:
        raise Refusal(_missing(inputs, asked.ticket, imported, words))
    when = inputs.looking
    outcomes, why = evaluation.explain(
        inputs.history, imported.events, asked.ticket, at=when.at, known_at=when.known_at
    )
    kept = tuple(one for one in outcomes if asked.metric in {None, one.metric})
    return Explanation(asked.ticket, own, kept, why)


def _imported(inputs: Ready, ticket: str, words: Words) -> Imported:
    """Return the events that a ticket is measured by, of others only where they are read anyway.

    Of events that are stored in columns its own are read, and those of the customer.
    """
    if inputs.stored:
        with working(words.say("cli.measure.reading")):
            return tickets_of(inputs.paths, {"", ticket})
    return inputs.imported(words)


def _missing(inputs: Ready, ticket: str, imported: Imported, words: Words) -> str:
    """Return why there is no event of a ticket."""
    if inputs.stored:
        dropped = imported.report.left_out(ticket)
        told = why_unread(ticket, dropped, left_out(imported.report), inputs.looking.zone, words)
        names: Iterable[str] = tickets_like(inputs.paths, ticket)
    else:
        told = unread(ticket, inputs.paths, imported.report, inputs.looking.zone, words)
        names = dict.fromkeys(event.ticket for event in imported.events if event.ticket)
    if told:
        return told
    nearest = "".join(get_close_matches(ticket, names, n=1))
    return words.say("cli.explain.no-ticket", ticket=ticket, nearest=nearest)


def _document(found: Explanation) -> dict[str, Any]:
    return {
        "ticket": found.ticket,
        "items": [encoding.item(one) for one in found.outcomes],
        "unmatched": None if found.why is None else encoding.unmatched(found.why),
    }


def _page(found: Explanation, inputs: Ready, words: Words) -> Page:
    page = Page()
    titles = titles_by_version(inputs.history.versions, words)
    page.line(Cell(inputs.looking.told(words), "quiet"))
    for outcome in found.outcomes:
        page.gap()
        add_explanation(page, outcome, titles[outcome.version], found.events)
    if not found.outcomes:
        page.gap()
        why = found.why.why if found.why else "not-yet"
        told = {"ticket": found.ticket, "why": words.say(f"unmatched.{why}")}
        page.line(words.say("cli.explain.nothing", **told))
    page.gap()
    add_events(page, found.events, next(reversed(titles.values())))
    return page


def _check_metric(metric: str | None, history: History, words: Words) -> None:
    known = dict.fromkeys(one.id for version in history.versions for one in version.measured)
    if metric is not None and metric not in known:
        told = words.say("cli.explain.no-metric", metric=metric, known=", ".join(known))
        raise Refusal(told)
