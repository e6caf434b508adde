"""F17: nothing measures whether the customer was helped."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from patto.kernel.agreement.metrics import AnyMetric, CountMetric, FigureMetric, SatisfactionMetric
from patto.kernel.checks.rule import Hit, ModelRule, Told
from patto.kernel.checks.subject import Subject

_CUSTOMERS_WORD: Final = frozenset(
    {"confirmed", "workaround-accepted", "reopened", "objected", "complained"}
)
"""Events in which the customer, not the provider, says how it went."""


def find(subject: Subject) -> Iterator[Hit]:
    """Yield that no metric counts, or waits for, what the customer says."""
    if not any(map(_asks_the_customer, subject.agreement.metrics)):
        yield Hit(("metrics",))


def applies(subject: Subject) -> bool:
    """Return whether anything is measured."""
    return bool(subject.agreement.metrics)


def _asks_the_customer(metric: AnyMetric) -> bool:
    if isinstance(metric, FigureMetric):
        return isinstance(metric, SatisfactionMetric)
    if isinstance(metric, CountMetric):
        return not _CUSTOMERS_WORD.isdisjoint(metric.counts)
    return not _CUSTOMERS_WORD.isdisjoint(metric.stop.events)


RULE = ModelRule(
    id="F17",
    name="no-outcome-metric",
    severity="info",
    stake="clarity",
    source="ITIL practice: the watermelon, green outside and red inside",
    find=find,
    applies=applies,
    words={
        "en": Told(
            title="Nobody asks the customer",
            what="Every figure is the provider's own; none says whether the trouble is gone.",
            why="All figures may be green while the customer looks for another provider.",
            bad="response and resolution, as the technicians recorded them",
            good="counts: [reopened], limit: at-most, number: 2; or a resolution that stops when "
            "the caller confirms it",
        ),
        "it": Told(
            title="Nessuno chiede al cliente",
            what="Ogni cifra è del fornitore; nessuna dice se il guasto è sparito.",
            why="Tutte le cifre possono essere verdi mentre il cliente cerca un altro fornitore.",
            bad="risposta e ripristino, come li hanno annotati i tecnici",
            good="counts: [reopened], limit: at-most, number: 2; oppure un ripristino che si ferma "
            "quando chi ha chiamato lo conferma",
        ),
    },
)
