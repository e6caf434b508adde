"""What `patto measure` found, ticket by ticket: every form of its answer is made of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from patto.cli import encoding
from patto.cli.asked import Ready
from patto.cli.evidence import as_document
from patto.cli.parameters import Months
from patto.cli.progress import working
from patto.exchange.reading import Imported
from patto.exchange.report import Report
from patto.exchange.wording import tell_words
from patto.kernel.evaluation import measure as evaluation
from patto.kernel.evaluation.lists import Lists, MeasuredLists, within
from patto.kernel.evaluation.measure import Measurement
from patto.kernel.evaluation.wall import first_at
from patto.kernel.evaluation.wording import agreed_words, tickets_of_others, words_not_agreed
from patto.kernel.facts import Event
from patto.kernel.instants import Instant
from patto.language.words import Words


class Measured(Protocol):
    """A measurement, whichever way it was made, with the account of what it was made from."""

    @property
    def lists(self) -> Lists:
        """What pages show of it."""
        ...

    @property
    def report(self) -> Report:
        """The account of what was read."""
        ...

    def json(self, ready: Ready, words: Words) -> Iterator[str]:
        """Yield it as JSON, a piece at a time."""
        ...

    def csv(self) -> Iterator[str]:
        """Yield its tickets as CSV, a piece at a time."""
        ...

    def events(self, tickets: set[str]) -> Sequence[Event]:
        """Return the events of some tickets, and of the customer, in the order of their rows."""
        ...


@dataclass(frozen=True, slots=True)
class ByTicket:
    """A measurement that was made ticket by ticket."""

    measurement: Measurement
    imported: Imported

    @property
    def lists(self) -> MeasuredLists:
        """What pages show of it."""
        return MeasuredLists(self.measurement)

    @property
    def report(self) -> Report:
        """The account of what was read."""
        return self.imported.report

    def json(self, ready: Ready, words: Words) -> Iterator[str]:
        """Yield it as JSON."""
        evidence = as_document(self.report, words)
        versions = ready.history.versions
        yield encoding.as_text(encoding.measurement(self.measurement, versions, evidence))

    def csv(self) -> Iterator[str]:
        """Yield its tickets as CSV."""
        yield encoding.items_csv(self.measurement.items)

    def events(self, tickets: set[str]) -> Sequence[Event]:
        """Return the events of some tickets, and of the customer, in the order of their rows."""
        return [e for e in self.imported.events if not e.ticket or e.ticket in tickets]


def measured(ready: Ready, period: Months | None, words: Words) -> Measured:
    """Return the verdicts, of one span of periods only if it was asked for.

    Events that are stored in columns are measured in columns, all others one ticket at a time;
    what is said is the same.

    :raises InputError: if a file of events cannot be used
    """
    zone = ready.looking.zone
    including = None if period is None else first_at(zone, period.start)
    if ready.stored:
        from patto.cli.in_columns import measured_in_columns  # noqa: PLC0415  # an extra

        return measured_in_columns(ready, period, including, words)
    return _by_ticket(ready, period, including, words)


def _by_ticket(
    ready: Ready, period: Months | None, including: Instant | None, words: Words
) -> ByTicket:
    imported, when = ready.imported(words), ready.looking
    with working(words.say("cli.measure.measuring")):
        found = evaluation.measure(
            ready.history, imported.events, at=when.at, known_at=when.known_at, including=including
        )
    agreed = agreed_words(ready.history.versions)
    apart = tickets_of_others(found.unmatched)
    tell_words(imported.report, words_not_agreed(imported.events, agreed, apart), agreed)
    return ByTicket(found if period is None else within(found, period.touches), imported)
