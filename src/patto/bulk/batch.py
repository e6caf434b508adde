"""One batch: tickets of one ground, those of a common shape in columns, the others one by one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np

from patto.bulk.arrays import Int64s, filled, places
from patto.bulk.counting import counted
from patto.bulk.facts import Facts
from patto.bulk.governed import Governed
from patto.bulk.metric import Batch, MetricColumns
from patto.bulk.one_by_one import evaluated
from patto.bulk.order import by_time
from patto.bulk.outcomes import Apart, Found, Vocabularies, in_order, pooled
from patto.bulk.plan import Plan
from patto.bulk.putting_right import put_right
from patto.bulk.rare import send_rare
from patto.bulk.stated import Statement, nothing_stated
from patto.bulk.tickets import IN_COLUMNS, PUT_RIGHT, Tickets
from patto.kernel.agreement.metrics import CountMetric
from patto.kernel.evaluation.measure import Evaluation
from patto.kernel.spans import Span

_NOBODY: Final = filled(0, 0)


@dataclass
class Run:
    """One run over a source: its tickets, the evaluation they share, how many lines a row has."""

    tickets: Tickets
    evaluation: Evaluation
    horizon: Span
    lines: int
    known: Vocabularies = field(default_factory=Vocabularies)
    _plans: dict[int, Plan] = field(default_factory=dict)

    def found(self, number: int, tickets: Int64s) -> Found:
        """Return what is said of a batch of tickets under one of the grounds."""
        way = self.tickets.way
        parts = [nothing_stated(self.known, self.lines)]
        if (way[tickets] <= IN_COLUMNS).any():
            plan = self.plan(number)
            plain = self._plain(plan, tickets)
            parts.append(self._measured(plan, defaultdict(lambda: plain)))
            right = tickets[way[tickets] == PUT_RIGHT]
            if right.size:
                parts.append(
                    self._measured(plan, put_right(self.tickets, self.evaluation, plan, right))
                )
        rest = tickets[way[tickets] > IN_COLUMNS]
        if rest.size:
            parts.append(self._one_by_one(rest))
        return in_order(pooled(parts))

    def plan(self, number: int) -> Plan:
        """Return a ground made ready."""
        if number not in self._plans:
            key = self.tickets.grounds[number]
            ground = self.evaluation.ground(key.agreement, key.customer)
            governed, columns = Governed(self.evaluation.history), self.tickets.columns
            self._plans[number] = Plan(ground, governed, columns, self.horizon, self.known.words)
        return self._plans[number]

    def _one_by_one(self, tickets: Int64s) -> Found:
        own = self.tickets
        chosen, offsets = places(own.offsets, tickets)
        rows = own.rows[chosen]
        return evaluated(
            self.evaluation, own.columns, tickets, rows, offsets, self.known, self.lines
        )

    def _measured(self, plan: Plan, facts: Mapping[int, Facts]) -> Found:
        """Return what is said of tickets whose facts are known by metric.

        Those that the columns cannot decide are sent away, and nothing is said of them here.
        """
        parts = [nothing_stated(self.known, self.lines)]
        tickets = self.tickets
        among: list[Int64s] = []
        batches: dict[int, Batch] = {}
        for nth, metric in enumerate(plan.ground.agreement.measured):
            own = facts[nth]
            if not own.size:
                continue
            batch = batches.setdefault(id(own), Batch.of(plan, own))
            if isinstance(metric, CountMetric):
                counts, counted_in = counted(batch, metric, nth, self.known)
                among.append(own.tickets[counted_in])
                parts.append(replace(parts[0], counts=counts))
                continue
            columns = MetricColumns(batch, plan.metrics[nth])
            stated = Statement(batch, columns, nth, self.lines, self.known).stated()
            tickets.send(own.tickets[stated.odd], "undecided")
            parts.append(stated.found)
        found = pooled(parts)
        said = [*among, found.outcomes.ticket, found.counts.ticket]
        every = [own.tickets for own in facts.values()]
        silent = np.setdiff1d(np.concatenate([*every, _NOBODY]), np.concatenate(said))
        # What begins a ticket whose record was put right is for the kernel to say.
        tickets.send(silent[tickets.way[silent] == PUT_RIGHT], "in-no-metric")
        silent = silent[tickets.way[silent] == IN_COLUMNS]
        return replace(_without(found, tickets.way), apart=self._in_no_metric(silent))

    def _in_no_metric(self, tickets: Int64s) -> Apart:
        word = self.known.words.number
        empty = filled(tickets.size, word(""))
        why = filled(tickets.size, word("in-no-metric"))
        return Apart(tickets, empty, self.tickets.begun[tickets], why, empty)

    def _plain(self, plan: Plan, tickets: Int64s) -> Facts:
        """Return what counts of the tickets of a common shape, in order.

        Those of a rare shape are sent away.
        """
        own, columns = self.tickets, self.tickets.columns
        chosen, offsets = places(own.offsets, tickets)
        rows = own.rows[chosen]
        owner = np.repeat(tickets, np.diff(offsets))
        send_rare(own, plan, rows, owner)
        held = (own.way[owner] == IN_COLUMNS) & (columns.occurred[rows] <= plan.ground.at)
        rows, owner = rows[held], owner[held]
        names, number = np.unique(owner, return_inverse=True)
        keys = (columns.occurred[rows], columns.recorded[rows], columns.position[rows])
        order = by_time(number, keys) if rows.size else None
        return Facts(columns, names, number, rows if order is None else rows[order])


def _without(found: Found, way: Int64s) -> Found:
    """Return what was found without the tickets that were sent another way."""
    stay, counted_stay = (
        way[tickets] <= IN_COLUMNS for tickets in (found.outcomes.ticket, found.counts.ticket)
    )
    if stay.all() and counted_stay.all():
        return found
    place = np.cumsum(stay) - 1
    notes = found.notes.taken(np.flatnonzero(stay[found.notes.outcome]))
    return replace(
        found,
        outcomes=found.outcomes.taken(np.flatnonzero(stay)),
        notes=replace(notes, outcome=place[notes.outcome]),
        counts=found.counts.taken(np.flatnonzero(counted_stay)),
    )
