"""F07: a ticket that is never closed is never counted."""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType

from patto.kernel.checks.finding import Put
from patto.kernel.checks.rule import Hit, ModelRule, Told
from patto.kernel.checks.subject import Subject


def find(subject: Subject) -> Iterator[Hit]:
    """Yield each metric that counts a ticket in the period in which it was closed."""
    for number, metric in subject.ticket_metrics:
        if metric.period.assign_by == "closed":
            path = ("metrics", number, "period", "assign_by")
            told = MappingProxyType({"metric": metric.title})
            yield Hit(path, told, Put(path, "closed", "due"))


RULE = ModelRule(
    id="F07",
    name="open-items-vanish",
    severity="error",
    stake="verdict",
    source="process-consultant.blogspot: formulas that divide by closed tickets",
    find=find,
    words={
        "en": Told(
            title="Open tickets vanish from the count",
            what="“{metric}” counts a ticket when it is closed, so one that stays open is never "
            "late.",
            why="The worst tickets are the ones that are still open, and they are the ones left "
            "out.",
            bad="period: {assign_by: closed}",
            good="period: {assign_by: due}: a ticket counts in the month in which it fell due",
        ),
        "it": Told(
            title="I ticket aperti spariscono dal conto",
            what="«{metric}» conta un ticket quando è chiuso, e così uno che resta aperto non è "
            "mai in ritardo.",
            why="I ticket peggiori sono quelli ancora aperti, e sono proprio quelli esclusi.",
            bad="period: {assign_by: closed}",
            good="period: {assign_by: due}: un ticket conta nel mese in cui scade",
        ),
    },
)
