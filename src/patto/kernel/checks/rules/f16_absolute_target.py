"""F16: all of the tickets, without a single one allowed to be late."""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType

from patto.kernel.agreement.metrics import AllowMisses
from patto.kernel.checks.remedies import follows_each_miss
from patto.kernel.checks.rule import Hit, ModelRule, Told
from patto.kernel.checks.subject import Subject


def find(subject: Subject) -> Iterator[Hit]:
    """Yield each metric whose only line is 100 %, with no miss allowed.

    A promise with its own consequence for each ticket has no share that matters.
    """
    for number, metric in subject.ticket_metrics:
        rows = [row for row in subject.rows if row.metric is metric]
        lines = rows[0].row.levels if rows else ()
        tolerant = isinstance(metric.small_sample, AllowMisses) and metric.small_sample.misses > 0
        absolute = len(lines) == 1 and lines[0].share.fraction == 1
        if absolute and not tolerant and not follows_each_miss(subject, number):
            told = MappingProxyType({"metric": metric.title})
            yield Hit((*rows[0].path, "levels", 0, "share"), told)


RULE = ModelRule(
    id="F16",
    name="absolute-target",
    severity="warning",
    stake="fairness",
    source="cloud.toscana.it: 100 %, against two levels in Italian tenders (AGCM)",
    find=find,
    words={
        "en": Told(
            title="Not a single one may be late",
            what="“{metric}” promises 100 % at one level, with no miss allowed.",
            why="One ticket in a thousand breaks the promise, so it is broken in most months and "
            "nobody takes it seriously.",
            bad="all P1 within 15 min",
            good="95 % within 15 min, and 100 % within 1 h",
        ),
        "it": Told(
            title="Nemmeno uno può essere in ritardo",
            what="«{metric}» promette il 100 % a un solo livello, senza alcun ritardo ammesso.",
            why="Un ticket su mille infrange la promessa: è infranta quasi ogni mese, e nessuno la "
            "prende sul serio.",
            bad="tutti i P1 entro 15 min",
            good="il 95 % entro 15 min, e il 100 % entro 1 h",
        ),
    },
)
