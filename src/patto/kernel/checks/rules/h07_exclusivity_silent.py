"""H07: nothing says whether a credit is all that the customer can ask for."""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType

from patto.kernel.agreement.nodes import Path
from patto.kernel.checks.rule import Hit, ModelRule, Told
from patto.kernel.checks.subject import Subject


def find(subject: Subject) -> Iterator[Hit]:
    """Yield that metrics name what a miss costs, and no words say what holds beside it.

    Where the remedies are stated as a part of the agreement they always do.
    """
    if subject.agreement.remedies is not None:
        return
    silent = _with_remedy(subject)
    if any(any(wording.all("H07.stated")) for wording in subject.texts.wordings):
        return
    told = MappingProxyType({"remedy": subject.agreement.metrics[silent[0]].remedy or ""})
    paths: list[Path] = [("metrics", number, "remedy") for number in silent]
    yield Hit(paths[0], told, also=tuple(paths[1:]))


def applies(subject: Subject) -> bool:
    """Return whether anything follows from a miss."""
    return bool(_with_remedy(subject))


def _with_remedy(subject: Subject) -> list[int]:
    """Return the positions of the metrics that name what follows from a miss."""
    metrics = subject.agreement.metrics
    return [number for number, metric in enumerate(metrics) if metric.remedy is not None]


RULE = ModelRule(
    id="H07",
    name="exclusivity-silent",
    severity="error",
    stake="fairness",
    source="Society for Computers and Law: service credits that are silent on other remedies",
    find=find,
    applies=applies,
    words={
        "en": Told(
            title="Is the credit all there is",
            what="Nothing says whether “{remedy}” is all that the customer can ask for.",
            why="After the one outage that matters the provider says that the credit settles it "
            "and the customer asks for damages; the court decides what you could have written.",
            bad="remedy: 5 % of the monthly fee",
            good="remedies: {exclusive: beside-other-rights}; or in words: 5 % of the monthly "
            "fee, beside the customer's other rights",
        ),
        "it": Told(
            title="Il credito è tutto",
            what="Nulla dice se «{remedy}» è tutto ciò che il cliente può chiedere.",
            why="Dopo l'unico fermo che conta il fornitore dice che il credito chiude la questione "
            "e il cliente chiede i danni; decide il giudice ciò che potevate scrivere voi.",
            bad="remedy: il 5 % del canone mensile",
            good="remedies: {exclusive: beside-other-rights}; o a parole: il 5 % del canone "
            "mensile, salvo il maggior danno",
        ),
    },
)
