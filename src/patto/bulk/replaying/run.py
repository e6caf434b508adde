"""One run over a source for variants of an agreement that differ in their targets only."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from patto.bulk.arrays import Int64s, filled, joined, places
from patto.bulk.batch import Run
from patto.bulk.counting import counted
from patto.bulk.deadlines import Deadlines
from patto.bulk.facts import Facts
from patto.bulk.metric import Batch
from patto.bulk.outcomes import Counts, Found
from patto.bulk.plan import Plan
from patto.bulk.replaying.held import HeldBatch
from patto.bulk.replaying.kept import Kept
from patto.bulk.replaying.one_by_one import OneByOne
from patto.bulk.stated import nothing_stated
from patto.bulk.targets import Targets
from patto.bulk.tickets import IN_COLUMNS, PUT_RIGHT
from patto.kernel.agreement.metrics import CountMetric, Deadline
from patto.kernel.agreement.model import Agreement
from patto.kernel.evaluation.measure import Unmatched
from patto.kernel.hours import Calendar

_NOBODY = filled(0, 0)


class _Remembered(Deadlines):
    """Deadlines that variants share: each is worked out once."""

    def __init__(self, terms: Deadline, calendar: Calendar) -> None:
        super().__init__(terms, calendar)
        self._known: dict[int, int] = {}

    def _deadline(self, call: int) -> int:
        if call not in self._known:
            self._known[call] = super()._deadline(call)
        return self._known[call]


@dataclass
class SharedRun(Run):
    """A run that holds several variants against each batch.

    `kept` has what is kept of each variant, `silent` the tickets that no metric of it counts,
    `unmatched` those about which the kernel itself says why nothing is promised. The events that
    metrics count are the same for all.
    """

    variants: Sequence[Agreement] = ()
    one_by_one: OneByOne | None = None
    kept: list[Kept] = field(default_factory=list)
    silent: list[list[Int64s]] = field(default_factory=list)
    unmatched: list[list[tuple[int, Unmatched]]] = field(default_factory=list)
    counts: list[Counts] = field(default_factory=list)
    _targets: dict[tuple[int, int, int], Targets] = field(default_factory=dict)
    _deadlines: dict[Deadline, _Remembered] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.kept = [Kept() for _ in self.variants]
        self.silent = [[] for _ in self.variants]
        self.unmatched = [[] for _ in self.variants]

    def _measured(self, plan: Plan, facts: Mapping[int, Facts]) -> Found:
        """Hold the variants against tickets whose facts are known by metric.

        Those that the columns cannot decide under one of them are sent away under all.
        """
        kept = [Kept() for _ in self.variants]
        counts: list[Counts] = []
        among: list[Int64s] = [_NOBODY]
        batches: dict[int, Batch] = {}
        for nth, metric in enumerate(plan.ground.agreement.measured):
            own = facts[nth]
            if not own.size:
                continue
            batch = batches.setdefault(id(own), Batch.of(plan, own))
            if isinstance(metric, CountMetric):
                found, counted_in = counted(batch, metric, nth, self.known)
                among.append(own.tickets[counted_in])
                counts.append(found)
                continue
            held = HeldBatch(batch, plan.metrics[nth], nth, self.known)
            for number, each in enumerate(kept):
                undecided = held.take(self._table(number, plan, nth), each)
                self.tickets.send(undecided, "undecided")
        every = np.unique(joined([_NOBODY, *(batch.facts.tickets for batch in batches.values())]))
        self._keep(kept, counts, every, joined(among))
        return nothing_stated(self.known, self.lines)

    def _keep(self, kept: list[Kept], counts: list[Counts], every: Int64s, among: Int64s) -> None:
        """Keep what was found of the tickets that were not sent another way."""
        way = self.tickets.way
        quiet = [_without(every, [among, *each.tickets()], way.size) for each in kept]
        # What begins a ticket whose record was put right is for the kernel to say.
        silent = np.unique(joined([_NOBODY, *quiet]))
        self.tickets.send(silent[way[silent] == PUT_RIGHT], "in-no-metric")
        for number, each in enumerate(kept):
            each.stay(lambda tickets: way[tickets] <= IN_COLUMNS)
            self.kept[number].add(each)
            mute = quiet[number][way[quiet[number]] <= IN_COLUMNS]
            self.silent[number].append(mute)
        self.counts += [c.taken(np.flatnonzero(way[c.ticket] <= IN_COLUMNS)) for c in counts]

    def _one_by_one(self, tickets: Int64s) -> Found:
        own = self.tickets
        chosen, offsets = places(own.offsets, tickets)
        if self.one_by_one is not None:
            said = self.one_by_one.said(own.columns, tickets, own.rows[chosen], offsets)
            for number, kept in enumerate(said.kept):
                self.kept[number].add(kept)
                self.unmatched[number] += said.silent[number]
            self.counts.append(said.counts)
        return nothing_stated(self.known, self.lines)

    def _table(self, variant: int, plan: Plan, nth: int) -> Targets:
        """Return a variant's table of a metric's targets, on the clocks of a plan."""
        key = (id(plan), variant, nth)
        if key not in self._targets:
            metric = self.variants[variant].measured[nth]
            if isinstance(metric, CountMetric):
                raise TypeError(metric.id)
            targets = Targets(metric, plan.clocks, self.known.words, plan.grades.names)
            terms = [by for n in range(len(targets.lines)) for by in _by_date(targets, n)]
            compiled = plan.ground.compiled
            for by in terms:
                hours = compiled.calendar(by.calendar).hours
                self._deadlines.setdefault(by, _Remembered(by, hours))
            targets.deadlines = [self._deadlines[by] for by in terms]
            self._targets[key] = targets
        return self._targets[key]


def _without(tickets: Int64s, gone: Sequence[Int64s], count: int) -> Int64s:
    """Return tickets, of so many that there are, without some."""
    stays = np.ones(count, np.bool_)
    for some in gone:
        stays[some] = False
    return tickets[stays[tickets]]


def _by_date(targets: Targets, line: int) -> Iterator[Deadline]:
    """Yield the deadlines that a line of some targets has, in the order of its rows."""
    return (by for row in targets.rows if (by := row.levels[line].by) is not None)
