"""E05: a fault is to be mended before anybody has answered."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from types import MappingProxyType
from typing import Final

from patto.kernel.agreement.consistency.draft import Row
from patto.kernel.agreement.metrics import Population, ResolutionMetric, ResponseMetric
from patto.kernel.checks.comparing import as_written, never_later
from patto.kernel.checks.rule import Hit, ModelRule, Told
from patto.kernel.checks.subject import Subject

_AT_THE_CALL: Final = frozenset(
    {"occurred", "detected", "reported", "validly-logged", "acknowledged"}
)
_MENDED: Final = frozenset(
    {"restored", "workaround", "workaround-accepted", "resolved", "confirmed", "closed"}
)


def find(subject: Subject) -> Iterator[Hit]:
    """Yield the first time for mending, of each priority, that is no longer than for answering.

    A resolution that starts at the diagnosis, or stops at a step on the way, is another promise.
    """
    answers = [row for row in subject.rows if _answers(row)]
    mendings = [row for row in subject.rows if _mends(row)]
    found: set[tuple[str, str]] = set()
    for mending, answer in product(mendings, answers):
        key = (mending.metric.id, mending.priority)
        if key not in found and _same_calls(mending, answer):
            one, two = mending.row.levels[0], answer.row.levels[0]
            if never_later(subject, (mending.row, one), (answer.row, two)):
                found.add(key)
                yield _hit(mending, answer)


def applies(subject: Subject) -> bool:
    """Return whether something is promised of both answering and mending."""
    return any(map(_answers, subject.rows)) and any(map(_mends, subject.rows))


def _answers(row: Row) -> bool:
    return isinstance(row.metric, ResponseMetric) and row.metric.start.event in _AT_THE_CALL


def _mends(row: Row) -> bool:
    metric = row.metric
    return (
        isinstance(metric, ResolutionMetric)
        and metric.start.event in _AT_THE_CALL
        and _MENDED.issuperset(metric.stop.events)
    )


def _same_calls(one: Row, other: Row) -> bool:
    return (
        one.priority == other.priority
        and one.row.when == other.row.when
        and _meet(one.metric.population, other.metric.population)
    )


def _meet(one: Population, other: Population) -> bool:
    """Return whether a ticket may be counted by both."""
    pairs = (
        (getattr(one, field), getattr(other, field))
        for field in ("types", "priorities", "services", "items", "requesters")
    )
    return all("all" in pair or not set(pair[0]).isdisjoint(pair[1]) for pair in pairs)


def _hit(mending: Row, answer: Row) -> Hit:
    told = {
        "metric": mending.metric.title,
        "other": answer.metric.title,
        "priority": mending.priority,
        "mended": as_written(mending.row.levels[0]),
        "answered": as_written(answer.row.levels[0]),
    }
    return Hit((*mending.path, "levels", 0), MappingProxyType(told))


RULE = ModelRule(
    id="E05",
    name="resolve-before-respond",
    severity="error",
    stake="verdict",
    source="published service levels (didimora.com: 8 h to answer, 8 h to mend)",
    find=find,
    applies=applies,
    words={
        "en": Told(
            title="Mended before it is answered",
            what="For {priority}, “{metric}” allows {mended} and “{other}” {answered}: mending has "
            "no time left after the answer.",
            why="One of the two promises says nothing, and the customer will hold you to the "
            "harder one.",
            bad="Response 8 h, resolution 8 h.",
            good="Response 1 h, resolution 8 h, on the same clock.",
        ),
        "it": Told(
            title="Riparato prima di rispondere",
            what="Per {priority}, «{metric}» concede {mended} e «{other}» {answered}: dopo la "
            "risposta non resta tempo per riparare.",
            why="Una delle due promesse non dice nulla, e il cliente pretenderà la più dura.",
            bad="Risposta 8 h, ripristino 8 h.",
            good="Risposta 1 h, ripristino 8 h, sullo stesso orologio.",
        ),
    },
)
