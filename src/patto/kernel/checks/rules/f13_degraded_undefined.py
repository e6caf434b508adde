"""F13: nothing says from when on a slow system counts as down."""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType
from typing import Final

from patto.kernel.agreement.figures.availability import Probed
from patto.kernel.agreement.metrics import AvailabilityMetric
from patto.kernel.agreement.nodes import Path
from patto.kernel.checks.finding import Put
from patto.kernel.checks.rule import Hit, ModelRule, Told
from patto.kernel.checks.subject import Subject
from patto.kernel.checks.wording.small_words import Language

_USUAL: Final[dict[Language, str]] = {
    "en": "an answer takes longer than 10 s",
    "it": "una risposta impiega più di 10 s",
}


def find(subject: Subject) -> Iterator[Hit]:
    """Yield each availability of which no figure says when slow is down.

    A probe's test with a figure in it says so, and where uptime is counted from tickets their
    priorities do. A failure of some part by name needs no figure.
    """
    for number, metric in enumerate(subject.agreement.metrics):
        if not isinstance(metric, AvailabilityMetric):
            continue
        path: Path = ("metrics", number, "degraded")
        told = MappingProxyType({"metric": metric.title})
        if metric.degraded is not None:
            if not subject.mentions(path, "F13.figure", "F13.counts"):
                yield Hit(path, told)
        elif isinstance(metric.measured, Probed):
            test: Path = ("metrics", number, "measured", "probe", "test")
            if not subject.mentions(test, "F13.figure"):
                usual = _USUAL[subject.agreement.agreement.language]
                yield Hit(path, told, Put(path, "none", usual))


def applies(subject: Subject) -> bool:
    """Return whether the uptime of anything is promised."""
    return any(isinstance(metric, AvailabilityMetric) for metric in subject.agreement.metrics)


RULE = ModelRule(
    id="F13",
    name="degraded-undefined",
    severity="warning",
    stake="verdict",
    source="OpenSLO: time slices with a threshold",
    find=find,
    applies=applies,
    words={
        "en": Told(
            title="Slow is neither up nor down",
            what="In “{metric}” no figure says from when on a slow answer counts as down.",
            why="A page that takes two minutes is up for the provider and down for whoever waits "
            "for it, and both are right.",
            bad="degraded: when it is very slow",
            good="degraded: the sign-in page takes longer than 5 s in more than half of the checks "
            "of 15 min",
        ),
        "it": Told(
            title="Lento non è né su né giù",
            what="In «{metric}» nessuna cifra dice da quando una risposta lenta vale come fermo.",
            why="Una pagina che impiega due minuti è su per il fornitore e giù per chi l'aspetta, "
            "e hanno ragione entrambi.",
            bad="degraded: quando è molto lento",
            good="degraded: la pagina di accesso impiega più di 5 s in oltre metà dei controlli di "
            "15 min",
        ),
    },
)
