"""What a page lists of a measurement: a few of each kind of ticket, in an order, and how many.

A page shows the first of many and says how many there are. Whoever measured says which those are,
so that a page of a million tickets asks for no more than it shows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, Final, Literal, NamedTuple, Protocol, TypeAlias

from patto.kernel.evaluation.counts import Counted
from patto.kernel.evaluation.measure import Measurement
from patto.kernel.evaluation.outcome import ItemOutcome, LevelOutcome, MetricOutcome, Verdict
from patto.kernel.evaluation.tickets import Unmatched, WhyUnmatched
from patto.kernel.instants import Duration, Instant

Kind: TypeAlias = Literal[
    "missed", "not-determined", "excluded", "pending", "outside", "disputed", "noted", "used"
]
"""What is listed together.

`missed` on any line; by verdict and in the count `not-determined`, `excluded` and `pending`;
`outside` the count; `disputed` in it; `noted` kept with a remark; `used` kept or missed on a clock.
"""

Order: TypeAlias = Literal["given", "stop", "worst", "due"]
"""In which order: as measured, as they were stopped or opened, by how many times the target a
ticket took, or as they fall due."""

COUNTED: Final = frozenset({Verdict.MET, Verdict.MISSED, Verdict.NOT_DETERMINED})
"""The verdicts that are in the count (semantics 5.5)."""


class Use(NamedTuple):
    """How much of the target of the first line a ticket used, in microseconds."""

    used: Duration
    agreed: Duration
    missed: bool


class InTime(NamedTuple):
    """How many tickets were in time, of how many counted."""

    met: int
    counted: int


class Tickets(Protocol):
    """The tickets of a metric in a period."""

    def __len__(self) -> int:
        """Return how many there are."""
        ...

    def number(self, kind: Kind) -> int:
        """Return how many are of a kind."""
        ...

    def first(self, kind: Kind, order: Order, most: int) -> Sequence[ItemOutcome]:
        """Return the first of a kind in an order, at most so many."""
        ...

    def in_time(self) -> Mapping[str, InTime]:
        """Return how many of each priority were in time; only priorities that are counted."""
        ...

    def uses(self) -> Sequence[Use]:
        """Return how much of their target those that are `used` took, as they come."""
        ...


class Lists(Protocol):
    """A measurement as pages show it."""

    @property
    def at(self) -> Instant:
        """When it was looked at."""
        ...

    @property
    def known_at(self) -> Instant:
        """What had been recorded by then."""
        ...

    @property
    def metrics(self) -> Sequence[MetricOutcome]:
        """What is said of each metric in each period that was asked for; `items` may be empty."""
        ...

    def tickets(self, outcome: MetricOutcome) -> Tickets:
        """Return the tickets of one of the outcomes."""
        ...

    def counted(self, outcome: MetricOutcome, most: int) -> Sequence[Counted]:
        """Return the first of the events that a plain count counts."""
        ...

    def unmatched(self) -> Mapping[WhyUnmatched, int]:
        """Return how many tickets nothing is promised about, by the reason, in its order."""
        ...

    def first_unmatched(
        self, why: WhyUnmatched, most: int, *, by_name: bool
    ) -> Sequence[Unmatched]:
        """Return the first of them for a reason: by name, or as they were opened."""
        ...


def is_missed(item: ItemOutcome) -> bool:
    """Return whether a ticket is missed on any line."""
    return any(level.verdict is Verdict.MISSED for level in item.levels)


def missed_level(item: ItemOutcome) -> LevelOutcome:
    """Return the first line on which a ticket is missed."""
    return next(level for level in item.levels if level.verdict is Verdict.MISSED)


def next_level(item: ItemOutcome) -> LevelOutcome:
    """Return the first line that is pending, or else the first."""
    pending = (level for level in item.levels if level.verdict is Verdict.PENDING)
    return next(pending, item.levels[0])


def by_stop(item: ItemOutcome) -> tuple[Instant, str]:
    """Return what tickets are sorted by as they were stopped, or opened where they still run."""
    return item.stop or item.opened, item.item


def worst_first(item: ItemOutcome) -> tuple[Fraction, str]:
    """Return what misses are sorted by: how many times its target a ticket took."""
    target = missed_level(item).target
    if item.figures is None or not target:
        return Fraction(0), item.item
    return -Fraction(item.figures.contractual, target), item.item


def by_due(item: ItemOutcome) -> tuple[bool, Instant, str]:
    """Return what tickets are sorted by as they fall due; last where that is not known."""
    level = next_level(item)
    known = level.kept_until or level.due
    return known is None, known or 0, item.item


_KINDS: Final[Mapping[Kind, Callable[[ItemOutcome], bool]]] = {
    "missed": is_missed,
    "not-determined": lambda i: i.verdict is Verdict.NOT_DETERMINED and not i.outside_count,
    "excluded": lambda i: i.verdict is Verdict.EXCLUDED and not i.outside_count,
    "pending": lambda i: i.verdict is Verdict.PENDING and not i.outside_count,
    "outside": lambda i: i.outside_count,
    "disputed": lambda i: i.disputed and not i.outside_count,
    "noted": lambda i: (
        i.verdict is Verdict.MET and bool(i.notes) and not (i.disputed or i.outside_count)
    ),
    "used": lambda i: (
        i.verdict in (Verdict.MET, Verdict.MISSED)
        and not i.outside_count
        and i.figures is not None
        and bool(i.levels[0].target)
    ),
}

ORDERS: Final[Mapping[Order, Callable[[ItemOutcome], Any]]] = {
    "stop": by_stop,
    "worst": worst_first,
    "due": by_due,
}
"""What tickets are sorted by in each order but the one in which they come."""


@dataclass(frozen=True, slots=True)
class ItemTickets:
    """Tickets that are there one by one."""

    items: Sequence[ItemOutcome]

    def __len__(self) -> int:
        return len(self.items)

    def number(self, kind: Kind) -> int:
        """Return how many are of a kind."""
        return len(self._of(kind))

    def first(self, kind: Kind, order: Order, most: int) -> Sequence[ItemOutcome]:
        """Return the first of a kind in an order, at most so many."""
        found = self._of(kind)
        if order in ORDERS:
            found.sort(key=ORDERS[order])
        return found[:most]

    def in_time(self) -> Mapping[str, InTime]:
        """Return how many of each priority were in time; only priorities that are counted."""
        inside = [i for i in self.items if not i.outside_count and i.verdict in COUNTED]
        counted = Counter(item.priority for item in inside)
        met = Counter(item.priority for item in inside if item.verdict is Verdict.MET)
        return {name: InTime(met[name], number) for name, number in counted.items()}

    def uses(self) -> Sequence[Use]:
        """Return how much of their target those that are `used` took, as they come."""
        return [
            Use(i.figures.contractual, i.levels[0].target, i.verdict is Verdict.MISSED)
            for i in self._of("used")
            if i.figures is not None and i.levels[0].target is not None
        ]

    def _of(self, kind: Kind) -> list[ItemOutcome]:
        return [item for item in self.items if _KINDS[kind](item)]


@dataclass(frozen=True, slots=True)
class MeasuredLists:
    """A measurement that holds its tickets one by one."""

    measurement: Measurement

    @property
    def at(self) -> Instant:
        """When it was looked at."""
        return self.measurement.at

    @property
    def known_at(self) -> Instant:
        """What had been recorded by then."""
        return self.measurement.known_at

    @property
    def metrics(self) -> Sequence[MetricOutcome]:
        """What is said of each metric in each period."""
        return self.measurement.metrics

    def tickets(self, outcome: MetricOutcome) -> ItemTickets:
        """Return the tickets of one of the outcomes."""
        return ItemTickets(outcome.items)

    def counted(self, outcome: MetricOutcome, most: int) -> Sequence[Counted]:
        """Return the first of the events that a plain count counts."""
        place = (outcome.metric, outcome.version, outcome.period)
        own = [c for c in self.measurement.counted if (c.metric, c.version, c.period) == place]
        return own[:most]

    def unmatched(self) -> Mapping[WhyUnmatched, int]:
        """Return how many tickets nothing is promised about, by the reason, in its order."""
        counts = Counter(one.why for one in self.measurement.unmatched)
        return dict(sorted(counts.items()))

    def first_unmatched(
        self, why: WhyUnmatched, most: int, *, by_name: bool
    ) -> Sequence[Unmatched]:
        """Return the first of them for a reason: by name, or as they were opened."""
        own = [one for one in self.measurement.unmatched if one.why == why]
        own.sort(key=lambda one: (0 if by_name else one.opened, one.ticket))
        return own[:most]


def within(measurement: Measurement, touches: Callable[[str], bool]) -> Measurement:
    """Return what a measurement says of the periods whose labels are asked for.

    Tickets about which nothing is promised are those opened in these periods; all, if there is
    none.
    """
    metrics = tuple(one for one in measurement.metrics if touches(one.period.label))
    items = tuple(one for one in measurement.items if one.period and touches(one.period.label))
    spans = {one.period for one in metrics}
    unmatched = tuple(
        one
        for one in measurement.unmatched
        if not spans or any(span.start <= one.opened < span.end for span in spans)
    )
    return replace(measurement, metrics=metrics, items=items, unmatched=unmatched)
