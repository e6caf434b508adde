"""What a report is made from, beside the measurement."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol, TypeAlias

from patto.documents.pagewords import PageWords
from patto.documents.titles import Titles
from patto.kernel.errors import Problem
from patto.kernel.evaluation.lists import Lists
from patto.kernel.evaluation.measure import Versions
from patto.kernel.evaluation.outcome import ItemOutcome
from patto.kernel.facts import Event

Explain: TypeAlias = Callable[[str], Sequence[ItemOutcome]]
"""The outcomes of a ticket with their segments."""

EventsOf: TypeAlias = Callable[[str], Sequence[Event]]
"""The events of a ticket; under the empty name those that concern the customer."""


@dataclass(frozen=True, slots=True)
class Provenance:
    """What a reader needs to check a report: who made it, from what, and how to do it again.

    `agreements` are the hashes of the agreement's versions by their number, `inputs` the files
    read with theirs, `tzdata` the release of the time-zone data that was used.
    """

    program: str
    tzdata: str
    command: str
    agreements: Mapping[int, str]
    inputs: Sequence[tuple[str, str]] = ()


class Finding(Protocol):
    """How often a problem of the evidence was met, what became of it, and its first examples."""

    @property
    def code(self) -> str:
        """The problem's code."""
        ...

    @property
    def count(self) -> int:
        """How often it was met."""
        ...

    @property
    def fate(self) -> str:
        """What became of what it was found in."""
        ...

    @property
    def loud(self) -> bool:
        """Whether it is told in full at the top of a report."""
        ...

    @property
    def examples(self) -> Sequence[Problem]:
        """The first of them."""
        ...


class Proxy(Protocol):
    """A kind of event that stands in for one that the export does not record."""

    @property
    def event(self) -> str:
        """The kind that is not recorded."""
        ...

    @property
    def proxy(self) -> str:
        """What stands in for it."""
        ...

    @property
    def because(self) -> str:
        """Why."""
        ...


class ImportReport(Protocol):
    """What came of reading the evidence."""

    @property
    def rows(self) -> int:
        """Rows read."""
        ...

    @property
    def eventful(self) -> int:
        """Rows that gave events."""
        ...

    @property
    def unchanged(self) -> int:
        """Rows that said nothing new."""
        ...

    @property
    def dropped(self) -> int:
        """Rows left out."""
        ...

    @property
    def repeated(self) -> int:
        """Rows left out because they were there before, word for word."""
        ...

    @property
    def events(self) -> Mapping[str, int]:
        """How many events of each kind."""
        ...

    @property
    def files(self) -> Sequence[tuple[str, str]]:
        """The files read, each with the importer that read it."""
        ...

    @property
    def findings(self) -> Mapping[str, Finding]:
        """What was found, by code."""
        ...

    @property
    def proxies(self) -> Collection[Proxy]:
        """What stands in for what."""
        ...


@dataclass(frozen=True)
class Source:
    """Everything that the parts of a report draw on."""

    lists: Lists
    history: Versions
    explain: Explain
    events: EventsOf
    words: PageWords

    @cached_property
    def titles(self) -> Mapping[int, Titles]:
        """What each version of the agreement calls its parts."""
        return {one.agreement.version: Titles(one, self.words) for one in self.history.versions}

    @cached_property
    def _explained(self) -> dict[str, Sequence[ItemOutcome]]:
        return {}

    def explained(self, outcome: ItemOutcome) -> ItemOutcome:
        """Return an outcome with its segments; as it is where they are not to be had."""
        if outcome.ticket not in self._explained:
            self._explained[outcome.ticket] = self.explain(outcome.ticket)
        same = (
            one
            for one in self._explained[outcome.ticket]
            if (one.metric, one.item) == (outcome.metric, outcome.item)
        )
        return next(same, outcome)
