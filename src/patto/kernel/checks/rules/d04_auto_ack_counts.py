"""D04: an automatic message stops a clock that waits for a person."""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType

from patto.kernel.agreement.metrics import KeepInformedMetric, ResponseMetric
from patto.kernel.agreement.nodes import Path
from patto.kernel.checks.rule import Hit, ModelRule, Told
from patto.kernel.checks.subject import Subject


def find(subject: Subject) -> Iterator[Hit]:
    """Yield each stand-in for an answer that a machine can give.

    An assignment may stand for an answer where the evidence says so, and the figure shows it.
    """
    for number, metric in subject.ticket_metrics:
        path: Path = ("metrics", number)
        proxy = subject.texts.at((*path, "evidence", "proxy"))
        if proxy is not None and any(proxy.used("D04.automatic")):
            yield _hit((*path, "evidence", "proxy"), metric.title, metric.evidence.proxy or "")
        elif isinstance(metric, ResponseMetric) and "assigned" in metric.stop.events:
            if metric.evidence.proxy is None:
                yield _hit((*path, "stop", "events"), metric.title, "assigned")
        elif isinstance(metric, KeepInformedMetric) and "acknowledged" in metric.updates:
            yield _hit((*path, "updates"), metric.title, "acknowledged")


def _hit(path: Path, metric: str, event: str) -> Hit:
    return Hit(path, MappingProxyType({"metric": metric, "event": event}))


RULE = ModelRule(
    id="D04",
    name="auto-ack-counts",
    severity="error",
    stake="fairness",
    source="anticlockwise.com.au: the automated reply that meets the response time",
    find=find,
    words={
        "en": Told(
            title="A machine's answer counts",
            what="In “{metric}”, “{event}” may come from a machine and stops the clock.",
            why="The figure is always perfect, and the customer still waits for a person.",
            bad="The call counts as answered when the system confirms its receipt.",
            good="stop: {events: [responded]}; or name under evidence what stands in for an "
            "answer, which is printed beside the figure.",
        ),
        "it": Told(
            title="La risposta di una macchina conta",
            what="In «{metric}», «{event}» può venire da una macchina e ferma il tempo.",
            why="La cifra è sempre perfetta, e il cliente aspetta ancora una persona.",
            bad="La chiamata conta come risposta quando il sistema ne conferma la ricezione.",
            good="stop: {events: [responded]}; oppure dire fra le prove che cosa sta al posto "
            "della risposta, ed è stampato accanto alla cifra.",
        ),
    },
)
