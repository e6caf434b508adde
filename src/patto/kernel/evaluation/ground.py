"""The ground of an evaluation: a version of an agreement, compiled, and facts of its customer.

Tickets of the same version share it, so that calendars are compiled once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from patto.kernel.agreement.matching import Compiled, in_population
from patto.kernel.agreement.metrics import (
    CountMetric,
    Metric,
    Population,
    ResponseMetric,
    TicketMetric,
)
from patto.kernel.agreement.model import Agreement
from patto.kernel.agreement.quantities import Budget, ClockedBudget
from patto.kernel.agreement.terms import Constraint, Exclusion, PauseReason
from patto.kernel.clock import Clock, all_of
from patto.kernel.evaluation.classification import Said, stated
from patto.kernel.evaluation.lateness import CUSTOMERS, Serving, Settling, serving
from patto.kernel.evaluation.maintenance import agreed_maintenance
from patto.kernel.evaluation.milestones import WithinWindow
from patto.kernel.evaluation.pauses import Maximum
from patto.kernel.evaluation.record import Amended
from patto.kernel.evaluation.situations import declared_situations
from patto.kernel.facts import Event
from patto.kernel.instants import Duration, Instant


class Ground:
    """One version of an agreement with its clocks, and what was declared of the customer."""

    def __init__(
        self,
        agreement: Agreement,
        customer_events: Iterable[Amended],
        at: Instant,
        compiled: Compiled | None = None,
    ) -> None:
        self.agreement = agreement
        self.at = at
        self.compiled = compiled or Compiled(agreement)
        self._rank = {p.id: rank for rank, p in enumerate(agreement.priorities.order)}
        self._serving: dict[str, Serving] = {}
        self._of_any_priority: dict[str, Population] = {}
        self._narrowed: dict[tuple[str, tuple[str, ...]], Clock] = {}
        self._maxima: dict[str, Maximum] = {}
        self._lengths: dict[tuple[str, Duration | None], Duration] = {}
        declared = self.settling(tuple(customer_events)).under(CUSTOMERS).facts
        self.situations = declared_situations(agreement, self.compiled, declared)
        self.maintenance = agreed_maintenance(agreement, self.compiled, declared)

    def settling(self, known: Sequence[Amended]) -> Settling:
        """Return known events, ready to be settled under the agreed limit for late entry."""
        return Settling(known, at=self.at, too_late=self._too_late, eases=self._eases)

    def serving(self, metric: Metric) -> Serving:
        """Return what serves the provider under a metric."""
        if metric.id not in self._serving:
            known = () if isinstance(metric, CountMetric) else metric.constraints
            self._serving[metric.id] = serving(metric, tuple(self.constraints(known).values()))
        return self._serving[metric.id]

    def of_any_priority(self, metric: Metric) -> Population:
        """Return which tickets a metric counts, whatever their priority."""
        if metric.id not in self._of_any_priority:
            whatever = metric.population.model_copy(update={"priorities": "all"})
            self._of_any_priority[metric.id] = whatever
        return self._of_any_priority[metric.id]

    def _too_late(self, event: Event) -> bool:
        limit = self.agreement.recording.late_entry
        if event.recorded_at <= event.occurred_at or not isinstance(limit, ClockedBudget):
            return False
        maximum = self.maximum(limit)
        return maximum.elapsed(event.occurred_at, event.recorded_at) > maximum.allowed

    def _eases(self, event: Event, before: Sequence[Event]) -> bool:
        """Return whether what an event says is less pressing, or takes the ticket out of a count.

        A priority that the agreement does not know is the least pressing of all.
        """
        old = stated(before, self.agreement.priorities)
        new = stated([*before, event], self.agreement.priorities)
        if self._pressing(new) > self._pressing(old):
            return True
        return any(
            in_population(metric.population, old.all)
            and not in_population(metric.population, new.all)
            for metric in self.agreement.measured
        )

    def _pressing(self, said: Said) -> int:
        return self._rank.get(said.priority, len(self._rank))

    def maximum(self, budget: ClockedBudget) -> Maximum:
        """Return a budget with the clock that it names."""
        if budget.text not in self._maxima:
            clock = self.compiled.clock(budget.clock)
            allowed = budget.budget.length(clock.business_day)
            self._maxima[budget.text] = Maximum(clock.open.elapsed, clock.open.due, allowed)
        return self._maxima[budget.text]

    def length(self, budget: Budget, business_day: Duration | None) -> Duration:
        """Return a budget in microseconds, where a business day is so long."""
        key = (budget.text, business_day)
        if key not in self._lengths:
            self._lengths[key] = budget.length(business_day)
        return self._lengths[key]

    def window(self, metric: TicketMetric) -> WithinWindow | None:
        """Return the test of whether a reopening continues an item.

        One at the very end of the window does (semantics 8.1). Where no window is agreed each
        begins a new item; `None` is for a response, which no reopening concerns.
        """
        if isinstance(metric, ResponseMetric):
            return None
        reopen = metric.reopen

        def within(stopped: Instant, reopened: Instant) -> bool:
            if reopen is None:
                return False
            maximum = self.maximum(reopen.within)
            return maximum.elapsed(stopped, reopened) <= maximum.allowed

        return within

    def clock_within(self, clock: str) -> Callable[[tuple[str, ...]], Clock]:
        """Return a clock as it runs where only the open time of further calendars counts."""

        def narrowed(access: tuple[str, ...]) -> Clock:
            key = (clock, access)
            if key not in self._narrowed:
                whole = self.compiled.clock(clock).open
                parts = [self.compiled.clock(name).open for name in access]
                self._narrowed[key] = Clock(all_of([whole, *parts])) if parts else whole
            return self._narrowed[key]

        return narrowed

    def pause_reasons(self, ids: Iterable[str] | None) -> Mapping[str, PauseReason]:
        """Return the pause reasons of those names."""
        wanted = frozenset(ids or ())
        return {r.id: r for r in self.agreement.pause_reasons or () if r.id in wanted}

    def constraints(self, ids: Iterable[str] | None) -> Mapping[str, Constraint]:
        """Return the constraints of those names."""
        wanted = frozenset(ids or ())
        return {c.id: c for c in self.agreement.constraints or () if c.id in wanted}

    def exclusions(self, metric: Metric) -> Mapping[str, Exclusion]:
        """Return the exclusions that a metric knows."""
        wanted = frozenset(metric.exclusions or ())
        return {e.id: e for e in self.agreement.exclusions or () if e.id in wanted}
