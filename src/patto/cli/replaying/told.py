"""What `patto replay` has to tell: the drafts replayed, and beside them what was in force."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from patto.cli.asked import Looking
from patto.cli.replaying.source import Current
from patto.exchange.report import Report
from patto.kernel.evaluation.outcome import MetricOutcome, Verdict
from patto.kernel.feasibility.census import Census
from patto.kernel.feasibility.replaying import Missed, Replayed


@dataclass(frozen=True)
class Told:
    """All that the drafts would have said, one after the other, and what to hold it against.

    `files` are the names of the drafts' files.
    """

    files: tuple[str, ...]
    replayed: tuple[Replayed, ...]
    current: Current | None
    census: Census
    looking: Looking
    report: Report

    @cached_property
    def verdicts(self) -> Mapping[tuple[str, str], Verdict]:
        """What was said under the agreement in force of what a draft would have missed."""
        if self.current is None:
            return {}
        tickets = {missed.ticket for one in self.replayed for missed in one.missed}
        items = self.current.items(tickets)
        return {(item.metric, item.item): item.verdict for item in items}

    def in_force(self, metric: str, label: str) -> Sequence[MetricOutcome]:
        """Return what was said of a metric in a period, by each version that was in force."""
        return tuple(self._current.get((metric, label), ()))

    @cached_property
    def _current(self) -> Mapping[tuple[str, str], list[MetricOutcome]]:
        found: dict[tuple[str, str], list[MetricOutcome]] = {}
        for outcome in () if self.current is None else self.current.metrics:
            if any(line.counted for line in outcome.lines) or outcome.count is not None:
                found.setdefault((outcome.metric, outcome.period.label), []).append(outcome)
        return found

    def newly(self, missed: Sequence[Missed]) -> Iterator[Missed]:
        """Yield those of some misses that the agreement in force has kept."""
        for one in missed:
            if self.verdicts.get((one.metric, one.item)) is Verdict.MET:
                yield one
