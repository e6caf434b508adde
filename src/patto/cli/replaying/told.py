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

    def was(self, one: Missed, share: str) -> Verdict | None:
        """Return what was said in force of a level that a draft would have missed.

        Where the agreement in force has no such level, it was missed if any of its was, and else
        is as its first; `None` if it promises nothing of the item.
        """
        levels = self._levels.get((one.metric, one.item), {})
        said = [levels[share]] if share in levels else list(levels.values())
        return next((each for each in (Verdict.MISSED, *said) if each in said), None)

    @cached_property
    def _levels(self) -> Mapping[tuple[str, str], Mapping[str, Verdict]]:
        """What was said under the agreement in force, by level, of what a draft would miss."""
        if self.current is None:
            return {}
        tickets = {missed.ticket for one in self.replayed for missed in one.missed}
        return {
            (item.metric, item.item): {level.share: level.verdict for level in item.levels}
            for item in self.current.items(tickets)
        }

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

    def newly(self, one: Missed) -> Iterator[str]:
        """Yield the levels of a miss that the agreement in force has kept."""
        return (share for share in one.shares if self.was(one, share) is Verdict.MET)
