"""H08: a promise is missed again and again, and the customer cannot leave."""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType
from typing import Final

from patto.kernel.agreement.choices import settled
from patto.kernel.agreement.clauses.remedies import ChronicFailure
from patto.kernel.agreement.lapses import Lapse
from patto.kernel.agreement.nodes import Path
from patto.kernel.agreement.writing import Plain
from patto.kernel.checks.at_risk import uses
from patto.kernel.checks.finding import Put
from patto.kernel.checks.rule import Hit, ModelRule, Told
from patto.kernel.checks.subject import Subject
from patto.kernel.checks.wording.small_words import Language

_AT_ALL: Final[Path] = ("remedies", "chronic")
_SOON: Final = {"day": 92, "month": 3, "year": 0}
"""So many days, months or years of notice are soon: who may leave so needs no other way out."""
_RIGHT: Final[dict[Language, str]] = {
    "en": "the customer may leave at the end of any month within the next six, at no charge",
    "it": "il cliente può recedere alla fine di ogni mese nei sei successivi, senza costi",
}


def find(subject: Subject) -> Iterator[Hit]:
    """Yield that no right to leave follows where promises are missed again and again.

    Some other way out will do: leaving soon and at no charge for whatever reason, or words
    elsewhere that speak of repeated misses.
    """
    remedies = settled(subject.agreement.remedies)
    if remedies is None or _may_leave_anyway(subject) or _in_words(subject):
        return
    if remedies.chronic is None:
        yield _hit(_AT_ALL, Put(_AT_ALL, "none", _usual(subject)))
    elif not subject.says((*_AT_ALL, "right"), "H08.leave"):
        right = _RIGHT[subject.agreement.agreement.language]
        path = (*_AT_ALL, "right")
        yield _hit(path, Put(path, remedies.chronic.right, right))
    elif not _comes_about(subject, remedies.chronic):
        yield _hit((*_AT_ALL, "metrics"), None)


def applies(subject: Subject) -> bool:
    """Return whether a remedy is in use."""
    return bool(uses(subject.agreement))


def _may_leave_anyway(subject: Subject) -> bool:
    """Return whether the customer may leave at any time, soon and at no charge."""
    leaving = None if subject.agreement.term is None else subject.agreement.term.leaving
    if leaving is None or leaving.who == "provider" or leaving.charge is not None:
        return False
    notice: Lapse = leaving.notice
    return notice.number <= _SOON[notice.unit]


def _in_words(subject: Subject) -> bool:
    """Return whether words elsewhere give a right to leave for repeated misses."""
    paths: list[Path] = [("term", "for_cause"), ("remedies", "improvement_plan", "fails")]
    clauses = settled(subject.agreement.free_clauses) or ()
    paths += [("free_clauses", index, "text") for index in range(len(clauses))]
    paths += [part.path for part in subject.context.clauses]
    for wording in filter(None, map(subject.texts.at, paths)):
        plan = wording.part.path[:2] == ("remedies", "improvement_plan")
        if any(plan or wording.together(m, "H08.again") for m in wording.all("H08.leave")):
            return True
    return False


def _comes_about(subject: Subject, chronic: ChronicFailure) -> bool:
    """Return whether the metrics that it holds of can be missed in a month at all."""
    metrics = subject.agreement.metrics
    named = [one for one in metrics if chronic.metrics == "all" or one.id in chronic.metrics]
    return any(metric.period.every == "month" for metric in named)


def _usual(subject: Subject) -> Plain:
    right = _RIGHT[subject.agreement.agreement.language]
    return {"metrics": "all", "missed": 3, "of": 6, "right": right}


def _hit(path: Path, fix: Put | None) -> Hit:
    return Hit(path, MappingProxyType({}), fix)


RULE = ModelRule(
    id="H08",
    name="no-chronic-trigger",
    severity="warning",
    stake="fairness",
    source="legalclarity: termination for chronic failure",
    find=find,
    applies=applies,
    words={
        "en": Told(
            title="Missed again and again, and no way out",
            what="However often the promises are missed, the customer gets credits and cannot "
            "leave.",
            why="Credits turn into a discount for bad service when it costs less to pay them "
            "than to mend what is broken.",
            bad="chronic: none",
            good="chronic: {metrics: all, missed: 3, of: 6, right: the customer may leave at the "
            "end of any month}",
        ),
        "it": Told(
            title="Mancato sempre, e nessuna uscita",
            what="Per quanto spesso si manchino le promesse, il cliente riceve crediti e non può "
            "andarsene.",
            why="Le penali diventano lo sconto di un servizio scadente, quando pagarle costa meno "
            "che rimediare.",
            bad="chronic: none",
            good="chronic: {metrics: all, missed: 3, of: 6, right: il cliente può recedere alla "
            "fine di ogni mese}",
        ),
    },
)
