"""Measuring events that are stored in columns; millions of them in the memory of their columns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from patto.bulk.account import Account
from patto.bulk.lists import BulkLists
from patto.bulk.measure import measure_columns
from patto.bulk.wording import words_not_agreed
from patto.cli.asked import Ready
from patto.cli.parameters import Months
from patto.cli.progress import working
from patto.cli.streaming import csv_of, json_of
from patto.exchange.nearest import nearest
from patto.exchange.picking import tickets_of
from patto.exchange.problems import problem
from patto.exchange.records import INSTANT_EXAMPLE
from patto.exchange.report import Finding, Report
from patto.exchange.wording import tell_words
from patto.kernel.errors import Place
from patto.kernel.evaluation.wording import agreed_words
from patto.kernel.facts import CUSTOMER_KINDS, TICKET_KINDS, Event
from patto.kernel.instants import Instant
from patto.language.words import Words


@dataclass(frozen=True, slots=True)
class InColumns:
    """A measurement that was made in columns."""

    lists: BulkLists
    report: Report
    paths: Sequence[Path]

    def json(self, ready: Ready, words: Words) -> Iterator[str]:
        """Yield it as JSON, some thousand tickets at a time."""
        return json_of(self.lists, ready.history.versions, self.report, words)

    def csv(self) -> Iterator[str]:
        """Yield its tickets as CSV, some thousand at a time."""
        return csv_of(self.lists)

    def events(self, tickets: set[str]) -> Sequence[Event]:
        """Return the events of some tickets, and of the customer, in the order of their rows."""
        return tickets_of(self.paths, {"", *tickets}).events


def measured_in_columns(
    ready: Ready, period: Months | None, including: Instant | None, words: Words
) -> InColumns:
    """Return the verdicts on events that are stored in columns.

    :raises InputError: if a file of events cannot be used
    """
    when = ready.looking
    with working(words.say("cli.measure.measuring")):
        found = measure_columns(
            ready.history, ready.paths, at=when.at, known_at=when.known_at, including=including
        )
        report = report_of(found.account, ready.paths)
        agreed = agreed_words(ready.history.versions)
        tell_words(report, words_not_agreed(found, agreed), agreed)
    lists = BulkLists(found, None if period is None else period.touches)
    return InColumns(lists, report, ready.paths)


def report_of(account: Account, paths: Sequence[Path]) -> Report:
    """Return the account of what was read as the importers give it."""
    report = Report(
        rows=account.rows,
        eventful=account.rows - account.dropped,
        dropped=account.dropped,
        files=[(str(path), "parquet") for path in paths],
    )
    report.events.update(account.events)
    for found in account.findings:
        report.findings[found.code] = Finding(
            found.code,
            found.count,
            [
                problem(found.code, Place(one.file, one.line), **_told(found.code, one.parameters))
                for one in found.examples
            ],
            [one.ticket for one in found.examples],
        )
    return report


def _told(code: str, parameters: Mapping[str, str]) -> dict[str, str]:
    """Return what is told of a finding, with what only the importers know."""
    told = dict(parameters)
    if code == "kind-unknown":
        told["nearest"] = nearest(told["kind"], TICKET_KINDS | CUSTOMER_KINDS)
    if code == "row-instant-malformed":
        told["expected"] = INSTANT_EXAMPLE
    return told
