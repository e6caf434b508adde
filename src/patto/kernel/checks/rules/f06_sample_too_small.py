"""F06: a share that one miss breaks, for so few tickets are to be expected."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import ceil
from types import MappingProxyType

from patto.kernel.agreement.metrics import TicketMetric
from patto.kernel.agreement.writing import Plain
from patto.kernel.checks.finding import Put
from patto.kernel.checks.remedies import follows_each_miss
from patto.kernel.checks.rule import Hit, ModelRule, Told
from patto.kernel.checks.subject import Subject


def find(subject: Subject) -> Iterator[Hit]:
    """Yield each metric without a small-sample rule whose share allows less than one miss.

    How many tickets a period has is known from history only; a promise with its own consequence
    for each ticket has no share that matters.
    """
    for number, metric in subject.ticket_metrics:
        expected = subject.context.expected.get(metric.id)
        if expected is None or metric.small_sample is not None:
            continue
        broken = [share for share in _shares(subject, metric) if expected * (1 - share) < 1]
        if broken and not follows_each_miss(subject, number):
            yield _hit(number, metric, broken[0], expected)


def applies(subject: Subject) -> bool:
    """Return whether the history of some metric is known."""
    return any(metric.id in subject.context.expected for _, metric in subject.ticket_metrics)


def _shares(subject: Subject, metric: TicketMetric) -> list[Fraction]:
    """Return the shares of a metric that allow any miss at all."""
    rows = [row.row for row in subject.rows if row.metric is metric]
    levels = rows[0].levels if rows else ()
    return [level.share.fraction for level in levels if level.share.fraction < 1]


def _hit(number: int, metric: TicketMetric, share: Fraction, expected: int) -> Hit:
    needed = ceil(1 / (1 - share))
    text = f"{float(share * 100):g} %"
    path = ("metrics", number, "small_sample")
    usual: Plain = {"rule": "allow-misses", "below": needed, "line": text, "misses": 1}
    told = {
        "metric": metric.title,
        "share": text,
        "expected": str(expected),
        "needed": str(needed),
    }
    return Hit(path, MappingProxyType(told), Put(path, "none", usual))


RULE = ModelRule(
    id="F06",
    name="sample-too-small",
    severity="error",
    stake="verdict",
    source="groundswellgroup.ca: 99 % of some thirty tickets a month",
    find=find,
    applies=applies,
    words={
        "en": Told(
            title="One miss breaks the share",
            what="“{metric}” promises {share} of about {expected} tickets a period; below {needed} "
            "a single miss breaks it, and no rule says what holds then.",
            why="A month with one late ticket is missed however well all the others went.",
            bad="99 % of some 30 tickets a month",
            good="95 %, and below 20 tickets one miss is allowed",
        ),
        "it": Told(
            title="Un solo ritardo fa saltare la percentuale",
            what="«{metric}» promette il {share} di circa {expected} ticket per periodo; sotto i "
            "{needed} basta un ritardo, e nessuna regola dice che cosa vale allora.",
            why="Un mese con un solo ticket in ritardo è mancato, per quanto bene siano andati "
            "tutti gli altri.",
            bad="il 99 % di una trentina di ticket al mese",
            good="il 95 %, e sotto i 20 ticket è ammesso un ritardo",
        ),
    },
)
