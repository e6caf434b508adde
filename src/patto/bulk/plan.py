"""What a run needs of a ground, made ready once: its clocks on one timeline, its targets."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from patto.bulk.arrays import Int64s, Mask
from patto.bulk.clocks import Clocks
from patto.bulk.columns import Columns
from patto.bulk.governed import Governed
from patto.bulk.sayings import Grades
from patto.bulk.targets import Targets
from patto.bulk.texts import Vocabulary
from patto.kernel.agreement.metrics import CountMetric, ResponseMetric, TicketMetric
from patto.kernel.agreement.quantities import ClockedBudget
from patto.kernel.agreement.terms import StandsStill
from patto.kernel.evaluation.ground import Ground
from patto.kernel.instants import Duration
from patto.kernel.spans import Span

Window: TypeAlias = Callable[[Int64s, Int64s], Mask]
"""Whether reopenings at the second instants continue what stopped at the first."""


@dataclass(frozen=True, slots=True)
class MetricPlan:
    """A metric of tickets, its targets, and when a reopening continues an item.

    `window` is `None` where no reopening concerns the metric.
    """

    metric: TicketMetric
    targets: Targets
    window: Window | None


class Plan:
    """A ground made ready for columns of events.

    `maxima` has the line and the maximum of each reason for a pause, `still` those of each
    constraint under which a clock stands still, `late` those of the limit for late entry;
    `reshaping` says what switches on each constraint that does more.
    """

    def __init__(
        self,
        ground: Ground,
        governed: Governed,
        columns: Columns,
        horizon: Span,
        words: Vocabulary[str],
    ) -> None:
        self.ground = ground
        self._governed = governed
        self.columns = columns
        self.clocks = Clocks(ground, horizon)
        agreement = ground.agreement
        self.grades = Grades.of(columns, agreement.priorities)
        self.maxima: dict[str, tuple[int, Duration]] = {
            reason.id: self.clocks.budget(reason.maximum)
            for reason in agreement.pause_reasons or ()
        }
        constraints = agreement.constraints or ()
        self.still: dict[str, tuple[int, Duration]] = {
            each.id: self.clocks.budget(each.effect.maximum)
            for each in constraints
            if isinstance(each.effect, StandsStill)
        }
        self.reshaping = {
            each.id: each.switched_on_by for each in constraints if each.id not in self.still
        }
        limit = agreement.recording.late_entry
        self.late = self.clocks.budget(limit) if isinstance(limit, ClockedBudget) else None
        self.metrics = {
            nth: self._metric(metric, words)
            for nth, metric in enumerate(agreement.measured)
            if not isinstance(metric, CountMetric)
        }

    def _metric(self, metric: TicketMetric, words: Vocabulary[str]) -> MetricPlan:
        targets = Targets(metric, self.clocks, words, self.grades.names)
        return MetricPlan(metric, targets, self._window(metric))

    def reshapes(self, kind: str, constraint: str) -> bool:
        """Return whether an event switches on a constraint that is more than a standstill."""
        return bool(constraint) and self.reshaping.get(constraint) == kind

    def elsewhere(self, instants: Int64s) -> Mask:
        """Return at which instants it is not this version that governs."""
        own = self.ground.agreement.agreement.version
        mask: Mask = self._governed.version(instants) != own
        return mask

    def _window(self, metric: TicketMetric) -> Window | None:
        """Return the test of whether reopenings continue an item.

        Where no window is agreed each begins a new one; `None` is for a response.
        """
        if isinstance(metric, ResponseMetric):
            return None
        if metric.reopen is None:
            return lambda stopped, _: np.zeros(stopped.size, np.bool_)
        line, allowed = self.clocks.budget(metric.reopen.within)
        clocks = self.clocks

        def within(stopped: Int64s, reopened: Int64s) -> Mask:
            mask: Mask = clocks.elapsed(stopped, reopened, line) <= allowed
            return mask

        return within
