"""D12: a ticket that is merely closed counts as resolved, and cannot be reopened."""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType

from patto.kernel.agreement.metrics import ResolutionMetric
from patto.kernel.agreement.writing import Plain
from patto.kernel.checks.finding import Put
from patto.kernel.checks.rule import Hit, ModelRule, Told
from patto.kernel.checks.subject import Subject


def find(subject: Subject) -> Iterator[Hit]:
    """Yield each resolution that a closure by silence counts as, with no way back."""
    for number, metric in subject.ticket_metrics:
        if not isinstance(metric, ResolutionMetric) or "closed" not in metric.stop.events:
            continue
        if metric.reopen is None:
            path = ("metrics", number, "reopen")
            clock = next((row.row.clock for row in subject.rows if row.metric is metric), "24x7")
            usual: Plain = {"within": f"40 h on {clock}", "resolved_time": "does-not-count"}
            yield Hit(path, MappingProxyType({"metric": metric.title}), Put(path, "none", usual))


RULE = ModelRule(
    id="D12",
    name="closed-by-silence",
    severity="warning",
    stake="fairness",
    source="glidedesign: automatic closing after silence",
    find=find,
    words={
        "en": Told(
            title="Closed by silence",
            what="In “{metric}” a closed ticket counts as resolved and cannot be reopened.",
            why="A caller on holiday comes back to a fault that is still there and a figure that "
            "says it was mended.",
            bad="The ticket is closed after five days without an answer and counts as resolved.",
            good="After a reminder the ticket is closed; within 40 h of support time it can be "
            "reopened, and the same clock goes on.",
        ),
        "it": Told(
            title="Chiuso per silenzio",
            what="In «{metric}» un ticket chiuso conta come risolto e non si può riaprire.",
            why="Chi torna dalle ferie trova il guasto ancora lì, e una cifra che dice che è "
            "riparato.",
            bad="Il ticket si chiude dopo cinque giorni senza risposta e conta come risolto.",
            good="Dopo un sollecito il ticket è chiuso; entro 40 h di assistenza si può riaprire, "
            "e lo stesso tempo continua.",
        ),
    },
)
