"""The events of a replay in columns, read once for every draft."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from patto.bulk.columns import Columns
from patto.bulk.measure import measure_columns
from patto.bulk.reading import Events, read
from patto.bulk.replay import replay_columns
from patto.bulk.replaying.census import census_of
from patto.cli.asked import Ready
from patto.cli.in_columns import report_of
from patto.cli.progress import working
from patto.cli.replaying.source import Current
from patto.exchange.report import Report
from patto.kernel.agreement.versions import History
from patto.kernel.evaluation.outcome import ItemOutcome
from patto.kernel.feasibility.census import Census
from patto.kernel.feasibility.laying import Laid
from patto.kernel.feasibility.replaying import Replayed
from patto.kernel.instants import Instant
from patto.language.words import Words


@dataclass
class InColumns:
    """Events in columns, and the files or events that they were read from."""

    columns: Columns
    report: Report
    origin: Events

    def census(self, at: Instant, known_at: Instant) -> Census:
        """Return what they say of their tickets."""
        return census_of(self.columns, at=at, known_at=known_at)

    def replayed(self, drafts: Sequence[Laid], at: Instant, known_at: Instant) -> list[Replayed]:
        """Return what would have been said under drafts."""
        return replay_columns(drafts, self.columns, at=at, known_at=known_at)

    def measured(self, history: History, at: Instant, known_at: Instant) -> Current:
        """Return what was said under the agreement in force."""
        found = measure_columns(history, self.origin, at=at, known_at=known_at)

        def items(tickets: set[str]) -> Iterable[ItemOutcome]:
            names = np.array([name in tickets for name in found.columns.tickets.all], np.bool_)
            rows = np.flatnonzero(names[found.found.outcomes.ticket]) if names.size else None
            return found.outcomes(rows)

        return Current(history.versions, found.metrics, items)


def in_columns(inputs: Ready, words: Words) -> InColumns:
    """Return the events that were asked for, in columns.

    :raises InputError: if a file of events cannot be used
    """
    if not inputs.stored:
        imported = inputs.imported(words)
        columns, _ = read(imported.events)
        return InColumns(columns, imported.report, imported.events)
    paths: Sequence[Path] = inputs.paths
    with working(words.say("cli.measure.reading")):
        columns, account = read(paths)
        return InColumns(columns, report_of(account, paths), paths)
