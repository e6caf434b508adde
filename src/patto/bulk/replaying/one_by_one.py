"""Tickets of a rare shape, replayed by the kernel itself, into the parts of all the others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

import numpy as np

from patto.bulk.arrays import NONE, NULL, Int64s
from patto.bulk.columns import Columns
from patto.bulk.outcomes import VERDICTS, Counts, Vocabularies
from patto.bulk.replaying.kept import Kept, Kind, Part
from patto.kernel.agreement.metrics import CountMetric
from patto.kernel.evaluation.counts import Counted
from patto.kernel.evaluation.ground import Ground
from patto.kernel.evaluation.measure import Evaluation, Unmatched
from patto.kernel.evaluation.outcome import ItemOutcome, Verdict
from patto.kernel.evaluation.ticket import item_outcome
from patto.kernel.facts import Event
from patto.kernel.feasibility.replaying import (
    MeasuredItem,
    Missed,
    TimesOf,
    missed_item,
    times_of,
)

_VERDICT: Final = {verdict: number for number, verdict in enumerate(VERDICTS)}


class Said(NamedTuple):
    """What the kernel says of tickets under each variant, and the events that metrics count.

    `silent` are the tickets about which nothing is promised, with what the kernel says of each.
    """

    kept: Sequence[Kept]
    silent: Sequence[Sequence[tuple[int, Unmatched]]]
    counts: Counts


class OneByOne:
    """The kernel's own look at tickets, once for each variant of an agreement.

    Variants have the items of a ticket in common, and the ground that they are measured on.
    """

    def __init__(self, looks: Sequence[Evaluation], known: Vocabularies) -> None:
        self.looks = looks
        self.known = known
        self.terms = [look.history.versions[0] for look in looks]
        self.place = {metric.id: nth for nth, metric in enumerate(self.terms[0].measured)}
        self._grounds: dict[tuple[Ground, int], Ground] = {}

    def said(self, columns: Columns, tickets: Int64s, rows: Int64s, offsets: Int64s) -> Said:
        """Return what is said of some tickets under each variant.

        The rows of the events of the `i`-th are `rows[offsets[i]:offsets[i + 1]]`.
        """
        events, names = list(columns.events(rows)), columns.tickets.some(tickets)
        bounds, numbers = offsets.tolist(), rows.tolist()
        listed = [_Listed(self.known, self.place) for _ in self.looks]
        counts: list[tuple[int, ...]] = []
        for n, (ticket, name) in enumerate(zip(tickets.tolist(), names, strict=True)):
            first, last = bounds[n], bounds[n + 1]
            own = events[first:last]
            of_row = {e.event_id: r for e, r in zip(own, numbers[first:last], strict=True)}
            counted = self._take(listed, ticket, name, own)
            counts += self._counted(ticket, counted, of_row)
        columns_of_counts = np.array(counts, np.int64).reshape(len(counts), 7).T
        kept = [variant.kept() for variant in listed]
        return Said(kept, [variant.silent for variant in listed], Counts(*columns_of_counts))

    def _take(
        self, listed: Sequence[_Listed], ticket: int, name: str, events: Sequence[Event]
    ) -> Iterable[Counted]:
        """Have each variant's list take a ticket, and return the events that metrics count."""
        base, *others = listed
        items = list(self.looks[0].items(name, events))
        times = times_of(items)
        outcomes, counted, why = self.looks[0].ticket(name, events)
        base.take(ticket, name, outcomes, times)
        base.silent += [] if why is None else [(ticket, why)]
        for number, variant in enumerate(others, 1):
            own = self._outcomes(number, items, name)
            reason = why
            if bool(own) != bool(outcomes):
                own, _, reason = self.looks[number].ticket(name, events)
            variant.take(ticket, name, own, times)
            variant.silent += [] if reason is None else [(ticket, reason)]
        return counted

    def _outcomes(
        self, variant: int, items: Iterable[MeasuredItem], name: str
    ) -> list[ItemOutcome]:
        """Return what is said of a ticket's items under a variant."""
        found: list[ItemOutcome] = []
        for ground, metric, item in items:
            terms = self.terms[variant].measured[self.place[metric.id]]
            if not isinstance(terms, CountMetric):
                outcome = item_outcome(self._ground(ground, variant), terms, item, name)
                found += [] if outcome is None else [outcome]
        return found

    def _ground(self, ground: Ground, variant: int) -> Ground:
        """Return a ground with a variant's terms; all that a ground works out is the same."""
        key = (ground, variant)
        if key not in self._grounds:
            self._grounds[key] = copy(ground)
            self._grounds[key].agreement = self.terms[variant]
        return self._grounds[key]

    def _counted(
        self, ticket: int, counted: Iterable[Counted], of_row: Mapping[str, int]
    ) -> Iterator[tuple[int, ...]]:
        for order, each in enumerate(counted):
            row = of_row[each.event_id] if each.event_id else NONE
            period = self.known.periods.number(each.period)
            word = self.known.words.number(each.metric)
            yield ticket, order, word, each.version, row, each.at, period


@dataclass(slots=True)
class _Listed:
    """Rows as they come, ticket by ticket, under one variant."""

    known: Vocabularies
    place: Mapping[str, int]
    rows: dict[tuple[Kind, int], list[dict[str, Any]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    silent: list[tuple[int, Unmatched]] = field(default_factory=list)

    def take(self, ticket: int, name: str, outcomes: Iterable[ItemOutcome], times: TimesOf) -> None:
        """Take what is said of one ticket."""
        for item in outcomes:
            nth = self.place[item.metric]
            period = NONE if item.period is None else self.known.periods.number(item.period)
            own = {"ticket": ticket, "period": period}
            verdict = [_VERDICT[level.verdict] for level in item.levels]
            said = {**own, "outside": item.outside_count, "verdict": verdict}
            self.rows["said", nth].append(said)
            if (missed := missed_item(item)) is not None:
                late = [level.verdict is Verdict.MISSED for level in item.levels]
                told = {**own, "late": late, **self._missed(missed, name)}
                self.rows["missed", nth].append(told)
            if (found := times.get((item.metric, item.item))) is not None:
                priority = self.known.words.number(found.priority)
                told = {**own, **found._asdict(), "priority": priority}
                self.rows["timed", nth].append(told)

    def _missed(self, missed: Missed, name: str) -> dict[str, Any]:
        word, suffix = self.known.words.number, missed.item[len(name) + 1 :]
        times = {"took": missed.took, "due": missed.due, "stop": missed.stop}
        return {
            "number": int(suffix) if suffix else 1,
            "priority": word(missed.priority),
            "target": word(missed.target),
            **{key: NULL if value is None else value for key, value in times.items()},
        }

    def kept(self) -> Kept:
        """Return everything taken, in columns."""
        found = Kept()
        for (kind, nth), rows in self.rows.items():
            columns = {key: np.array([row[key] for row in rows]).T for key in rows[0]}
            found.take(kind, nth, Part(columns))
        return found
