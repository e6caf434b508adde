"""What was kept of a variant, brought into the form in which the kernel says it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any, Final, overload

import numpy as np

from patto.bulk.arrays import NONE, NULL, filled, joined
from patto.bulk.outcomes import Apart, Counts, Found, Notes, Outcomes, Rows
from patto.bulk.replaying.kept import Part
from patto.bulk.replaying.run import SharedRun
from patto.bulk.tallies import metric_outcomes
from patto.bulk.tickets import OTHER_CUSTOMER
from patto.kernel.agreement.metrics import CountMetric, TicketMetric
from patto.kernel.evaluation.measure import Unmatched
from patto.kernel.evaluation.ticket import lines
from patto.kernel.feasibility.laying import Laid
from patto.kernel.feasibility.replaying import Missed, Replayed, Sample, rows_in_order
from patto.kernel.feasibility.tightness import Times

_TIMES: Final = ("took", "due", "stop")


@dataclass(frozen=True)
class Collected:
    """A variant of a run, known by its number, once all batches were held against it."""

    laid: Laid
    run: SharedRun
    number: int

    def replayed(self) -> Replayed:
        """Return what would have been said under the variant."""
        look = self.run.evaluation
        return Replayed(
            self.laid,
            look.at,
            look.known_at,
            tuple(metric_outcomes(self.laid.history, self._found(), self._columns, look.at, None)),
            MissedRows(self),
            tuple(self._samples()),
            self._unmatched(),
        )

    @property
    def _columns(self) -> Any:
        return self.run.tickets.columns

    @property
    def _metrics(self) -> Iterator[tuple[int, TicketMetric]]:
        for nth, metric in enumerate(self.laid.terms.measured):
            if not isinstance(metric, CountMetric):
                yield nth, metric

    def _part(self, kind: Any, nth: int) -> Part | None:
        return self.run.kept[self.number].whole(kind, nth)

    def _found(self) -> Found:
        """Return periods and verdicts of all items, with nothing else of them."""
        most = max((len(lines(metric)) for _, metric in self._metrics), default=1)
        parts = [self._said(nth, metric, most) for nth, metric in self._metrics]
        nothing = filled(0, 0)
        columns = {
            name: np.concatenate([p[name] for p in parts if p], axis=-1)
            for name in ("metric", "period", "outside", "verdict", "version")
            if any(parts)
        }
        columns = columns or {"outside": np.zeros(0, np.bool_), "verdict": np.zeros((1, 0))}
        outcomes = Outcomes(**{e.name: columns.get(e.name, nothing) for e in fields(Outcomes)})
        return Found(
            self.run.known, outcomes, Notes(*[nothing] * 7), self._counts(), Apart(*[nothing] * 5)
        )

    def _said(self, nth: int, metric: TicketMetric, most: int) -> dict[str, Any]:
        part = self._part("said", nth)
        if part is None:
            return {}
        own, count = part.columns, part.ticket.size
        padding = np.full((most - own["verdict"].shape[0], count), NONE)
        return {
            "metric": filled(count, self.run.known.words.number(metric.id)),
            "version": filled(count, self.laid.terms.agreement.version),
            "period": own["period"],
            "outside": own["outside"],
            "verdict": np.concatenate([own["verdict"], padding]),
        }

    def _counts(self) -> Counts:
        """Return the events that are counted, in the order of tickets."""
        empty = Counts(*[filled(0, 0)] * 7)
        whole = Rows.stacked([empty, *self.run.counts])
        whole = whole.taken(np.lexsort((whole.order, whole.ticket)))
        version = filled(whole.ticket.size, self.laid.terms.agreement.version)
        columns = {each.name: getattr(whole, each.name) for each in fields(Counts)}
        return Counts(**{**columns, "version": version})

    @property
    def misses(self) -> int:
        """How many items were missed."""
        parts = (self._part("missed", nth) for nth, _ in self._metrics)
        return sum(part.ticket.size for part in parts if part is not None)

    def missed(self) -> Iterator[Missed]:
        """Yield what was missed, metric by metric in the order of tickets."""
        for nth, metric in self._metrics:
            part = self._part("missed", nth)
            if part is not None and part.ticket.size:
                order = np.lexsort((part.columns["number"], part.ticket))
                yield from self._rows(metric, part.some(order))

    def _rows(self, metric: TicketMetric, part: Part) -> Iterator[Missed]:
        known, own = self.run.known, part.columns
        word, periods, shares = known.words.values, known.periods.values, lines(metric)
        tickets = self._columns.tickets.some(part.ticket.astype(np.int64))
        columns = [own[name].tolist() for name in ("number", "priority", "period", "target")]
        times = [_or_none(own[name].tolist()) for name in _TIMES]
        late = own["late"].T.tolist()
        rows = zip(tickets, *columns, *times, late, strict=True)
        for ticket, number, priority, period, target, took, due, stop, is_late in rows:
            yield Missed(
                metric.id,
                ticket,
                ticket if number == 1 else f"{ticket}#{number}",
                word[priority],
                periods[period].label,
                tuple(share for share, missed in zip(shares, is_late, strict=True) if missed),
                word[target],
                took,
                due,
                stop,
            )

    def _samples(self) -> Iterator[Sample]:
        """Yield what the items of each row of targets needed."""
        places = {metric.id: nth for nth, metric in self._metrics}
        parts = {name: self._by_time(nth) for name, nth in places.items()}
        for metric, priority, row in rows_in_order(self.laid.terms):
            part = parts[metric]
            if part is None:
                continue
            word, own = self.run.known.words.number(priority), part.columns
            chosen = np.flatnonzero((own["priority"] == word) & (own["row"] == row))
            if chosen.size:
                yield self._sample(metric, priority, row, part.some(chosen))

    def _by_time(self, nth: int) -> Part | None:
        """Return what was needed, in order: whatever is taken of it is then in order, too."""
        part = self._part("timed", nth)
        return part and part.some(np.argsort(part.columns["needed"], kind="stable"))

    def _sample(self, metric: str, priority: str, row: int, part: Part) -> Sample:
        own, periods = part.columns, self.run.known.periods.values
        used = np.flatnonzero(np.bincount(own["period"]))
        labels = [periods[number].label for number in used.tolist()]
        place = np.zeros(len(periods), np.int64)
        place[used] = [sorted(labels).index(label) for label in labels]
        times = Times(own["needed"], own["after"])
        return Sample(metric, priority, row, times, place[own["period"]], tuple(sorted(labels)))

    def _unmatched(self) -> tuple[Unmatched, ...]:
        """Return the tickets about which nothing is promised, those of a reason together."""
        tickets, found = self.run.tickets, list(self.run.unmatched[self.number])
        silent = joined([filled(0, 0), *self.run.silent[self.number]])
        other = np.flatnonzero(tickets.way == OTHER_CUSTOMER)
        customers = self._columns.texts["customer"].words.all
        for ticket, name in zip(silent.tolist(), self._columns.tickets.some(silent), strict=True):
            found.append((ticket, Unmatched(name, int(tickets.begun[ticket]), "in-no-metric")))
        for ticket, name in zip(other.tolist(), self._columns.tickets.some(other), strict=True):
            customer = customers[tickets.customer[ticket] - 1]
            begun = int(tickets.begun[ticket])
            found.append((ticket, Unmatched(name, begun, "other-customer", customer)))
        return tuple(one for _, one in sorted(found, key=lambda pair: (pair[1].why, pair[0])))


class MissedRows(Sequence[Missed]):
    """What was missed under a variant, made only once it is looked at."""

    def __init__(self, collected: Collected) -> None:
        self._collected = collected

    def __len__(self) -> int:
        return self._collected.misses

    @cached_property
    def _rows(self) -> tuple[Missed, ...]:
        return tuple(self._collected.missed())

    def __iter__(self) -> Iterator[Missed]:
        return iter(self._rows)

    @overload
    def __getitem__(self, place: int) -> Missed: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Missed]: ...
    def __getitem__(self, place: int | slice) -> Missed | Sequence[Missed]:
        return self._rows[place]


def _or_none(values: Sequence[int]) -> list[int | None]:
    return [None if value == NULL else value for value in values]
