"""The events of a replay: in columns where the extra for it is installed, else one by one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from importlib.util import find_spec
from typing import Protocol

from patto.cli.asked import Ready
from patto.exchange.report import Report
from patto.kernel.agreement.model import Agreement
from patto.kernel.agreement.versions import History
from patto.kernel.evaluation.measure import measure
from patto.kernel.evaluation.outcome import ItemOutcome, MetricOutcome
from patto.kernel.facts import Event
from patto.kernel.feasibility.census import Census, census
from patto.kernel.feasibility.laying import Laid
from patto.kernel.feasibility.replaying import Replayed, replay
from patto.kernel.instants import Instant
from patto.language.words import Words


@dataclass(frozen=True, slots=True)
class Current:
    """What was said under the agreement in force; `items` gives that of some tickets."""

    versions: Sequence[Agreement]
    metrics: tuple[MetricOutcome, ...]
    items: Callable[[set[str]], Iterable[ItemOutcome]]

    def within(self, wanted: Callable[[str], bool]) -> Current:
        """Return what falls into some periods, by their labels."""
        return replace(self, metrics=tuple(m for m in self.metrics if wanted(m.period.label)))


class Source(Protocol):
    """Events that can be replayed, with the account of how they were read."""

    report: Report

    def census(self, at: Instant, known_at: Instant) -> Census:
        """Return what they say of their tickets."""
        ...

    def replayed(self, drafts: Sequence[Laid], at: Instant, known_at: Instant) -> list[Replayed]:
        """Return what would have been said under drafts."""
        ...

    def measured(self, history: History, at: Instant, known_at: Instant) -> Current:
        """Return what was said under the agreement in force."""
        ...


@dataclass
class OneByOne:
    """Events one by one: every ticket goes through the kernel."""

    events: Sequence[Event]
    report: Report

    def census(self, at: Instant, known_at: Instant) -> Census:
        """Return what they say of their tickets."""
        return census(self.events, at=at, known_at=known_at)

    def replayed(self, drafts: Sequence[Laid], at: Instant, known_at: Instant) -> list[Replayed]:
        """Return what would have been said under drafts."""
        return [replay(draft, self.events, at=at, known_at=known_at) for draft in drafts]

    def measured(self, history: History, at: Instant, known_at: Instant) -> Current:
        """Return what was said under the agreement in force."""
        found = measure(history, self.events, at=at, known_at=known_at)

        def items(tickets: set[str]) -> Iterable[ItemOutcome]:
            return (item for item in found.items if item.ticket in tickets)

        return Current(history.versions, found.metrics, items)


def source(inputs: Ready, words: Words) -> Source:
    """Return the events that were asked for.

    :raises InputError: if a file of events cannot be used
    """
    if find_spec("pyarrow") is None:
        imported = inputs.imported(words)
        return OneByOne(imported.events, imported.report)
    from patto.cli.replaying.columns import in_columns  # noqa: PLC0415  # an extra

    return in_columns(inputs, words)
