"""E04: a less pressing priority has the shorter time."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from types import MappingProxyType

from patto.kernel.agreement.consistency.draft import Row
from patto.kernel.agreement.metrics import TicketMetric
from patto.kernel.checks.comparing import as_written, never_later
from patto.kernel.checks.rule import Hit, ModelRule, Told
from patto.kernel.checks.scale import is_scale
from patto.kernel.checks.subject import Subject


def find(subject: Subject) -> Iterator[Hit]:
    """Yield the first target of each priority that is due before one of a more pressing priority.

    Equal times are sound, and so are times by kind of request.
    """
    for _, metric in subject.ticket_metrics:
        wrong: set[str] = set()
        for higher, lower in combinations(_in_order(subject, metric), 2):
            if lower.priority in wrong or higher.priority == lower.priority:
                continue
            hit = _tighter(subject, higher, lower)
            if hit is not None:
                wrong.add(lower.priority)
                yield hit


def applies(subject: Subject) -> bool:
    """Return whether priorities are degrees, and more than one."""
    return len(subject.agreement.priorities.order) > 1 and is_scale(subject)


def _in_order(subject: Subject, metric: TicketMetric) -> list[Row]:
    """Return the rows of a metric, the most pressing priority first."""
    order = [priority.id for priority in subject.agreement.priorities.order]
    rows = [row for row in subject.rows if row.metric is metric]
    return sorted(rows, key=lambda row: order.index(row.priority))


def _tighter(subject: Subject, higher: Row, lower: Row) -> Hit | None:
    if higher.row.when != lower.row.when:
        return None
    for index, (pressing, other) in enumerate(
        zip(higher.row.levels, lower.row.levels, strict=False)
    ):
        one, two = (lower.row, other), (higher.row, pressing)
        if never_later(subject, one, two) and not never_later(subject, two, one):
            told = {
                "metric": higher.metric.title,
                "higher": higher.priority,
                "lower": lower.priority,
                "longer": as_written(pressing),
                "shorter": as_written(other),
            }
            return Hit((*lower.path, "levels", index), MappingProxyType(told))
    return None


RULE = ModelRule(
    id="E04",
    name="targets-not-monotone",
    severity="error",
    stake="verdict",
    source="published service levels (didimora.com: P3 in 5 days, P4 in 24 h)",
    find=find,
    applies=applies,
    words={
        "en": Told(
            title="The less pressing is done first",
            what="In “{metric}”, {lower} has {shorter}, less than the more pressing {higher} with "
            "{longer}.",
            why="Callers learn at once which priority to ask for, and the urgent calls wait behind "
            "the rest.",
            bad="P3: 5 days. P4: 24 h.",
            good="P3: 16 h. P4: 40 h, on the same clock.",
        ),
        "it": Told(
            title="Il meno urgente viene prima",
            what="In «{metric}», {lower} ha {shorter}, meno di {higher}, più urgente, che ha "
            "{longer}.",
            why="Chi chiama impara subito quale priorità chiedere, e le chiamate urgenti aspettano "
            "dietro le altre.",
            bad="P3: 5 giorni. P4: 24 h.",
            good="P3: 16 h. P4: 40 h, sullo stesso orologio.",
        ),
    },
)
