"""D06: the provider alone stops the clock, and need not show why."""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType

from patto.kernel.checks.finding import Put
from patto.kernel.checks.rule import Hit, ModelRule, Told
from patto.kernel.checks.subject import Subject


def find(subject: Subject) -> Iterator[Hit]:
    """Yield each reason for a pause that a metric uses and that only the provider's word holds."""
    used = {name for _, metric in subject.ticket_metrics for name in metric.pauses or ()}
    for index, reason in enumerate(subject.agreement.pause_reasons or ()):
        alone = set(reason.declared_by) == {"provider"} and reason.evidence == "none"
        if alone and reason.id in used:
            path = ("pause_reasons", index, "evidence")
            told = MappingProxyType({"reason": reason.title})
            yield Hit(path, told, Put(path, "none", "required"))


def applies(subject: Subject) -> bool:
    """Return whether the clock may be paused at all."""
    return bool(subject.agreement.pause_reasons)


RULE = ModelRule(
    id="D06",
    name="pause-unilateral",
    severity="warning",
    stake="fairness",
    source="published service levels (creativeit.net.au)",
    find=find,
    applies=applies,
    words={
        "en": Told(
            title="One side stops the clock",
            what="For “{reason}” the provider stops the clock without showing anything.",
            why="A pause nobody can check turns every late ticket into one that waited for you.",
            bad="The clock stops when the customer does not respond.",
            good="evidence: required (two attempts to reach the caller, logged with their times)",
        ),
        "it": Told(
            title="Una parte ferma il tempo",
            what="Per «{reason}» il fornitore ferma il tempo senza mostrare nulla.",
            why="Una pausa che nessuno può verificare fa di ogni ticket in ritardo uno che "
            "aspettava voi.",
            bad="Il tempo si ferma quando il cliente non risponde.",
            good="evidence: required (due tentativi di contatto, annotati con l'ora)",
        ),
    },
)
