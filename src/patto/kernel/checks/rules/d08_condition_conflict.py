"""D08: what starts, stops or limits a clock contradicts itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

from patto.kernel.agreement.metrics import TicketMetric
from patto.kernel.agreement.nodes import Path
from patto.kernel.agreement.terms import WithinAccess
from patto.kernel.checks.rule import Hit, ModelRule, Told
from patto.kernel.checks.subject import Subject

_TAKEN_UP: Final = frozenset({"responded", "assigned", "taken-in-charge"})
_BEFORE: Final[Mapping[str, frozenset[str]]] = {
    "diagnosed": _TAKEN_UP,
    "scheduled": _TAKEN_UP,
    "needs-visit": _TAKEN_UP,
    "part-available": _TAKEN_UP | {"diagnosed"},
}
"""Events that have happened, in the course of things, before the one that starts the clock."""


def find(subject: Subject) -> Iterator[Hit]:
    """Yield each clock that starts where it stops, and each that a constraint stops for ever."""
    for number, metric in subject.ticket_metrics:
        path: Path = ("metrics", number)
        start, stops = metric.start.event, frozenset(metric.stop.events)
        if start in stops or stops <= _BEFORE.get(start, frozenset()):
            told = {"metric": metric.title, "first": start, "second": ", ".join(sorted(stops))}
            yield Hit((*path, "stop", "events"), MappingProxyType(told))
        yield from _never_open(subject, metric)


def _never_open(subject: Subject, metric: TicketMetric) -> Iterator[Hit]:
    """Yield each constraint under which no time of one of the metric's clocks counts."""
    clocks = dict.fromkeys(row.row.clock for row in subject.rows if row.metric is metric)
    for index, constraint in enumerate(subject.agreement.constraints or ()):
        if constraint.id not in (metric.constraints or ()):
            continue
        if not isinstance(constraint.effect, WithinAccess):
            continue
        for clock in clocks:
            left = subject.open(clock)
            for calendar in constraint.effect.within:
                left &= subject.open(calendar)
            if not left:
                told = {
                    "metric": metric.title,
                    "first": constraint.title,
                    "second": subject.clock_title(clock),
                }
                path: Path = ("constraints", index, "effect", "within")
                yield Hit(path, MappingProxyType(told))


RULE = ModelRule(
    id="D08",
    name="condition-conflict",
    severity="error",
    stake="verdict",
    source="ServiceNow documentation, conditions of an SLA definition",
    find=find,
    words={
        "en": Told(
            title="A clock that contradicts itself",
            what="In “{metric}”, “{first}” and “{second}” leave no time to measure.",
            why="Such a clock is always at zero or never moves, so the promise is always kept "
            "whatever happens.",
            bad="from the diagnosis to the first answer",
            good="from the valid log to the first answer of a person",
        ),
        "it": Told(
            title="Un tempo che si contraddice",
            what="In «{metric}», «{first}» e «{second}» non lasciano tempo da misurare.",
            why="Un tempo così è sempre a zero o non si muove mai, e la promessa è sempre "
            "mantenuta, qualunque cosa accada.",
            bad="dalla diagnosi alla prima risposta",
            good="dalla registrazione valida alla prima risposta di una persona",
        ),
    },
)
