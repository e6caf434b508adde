"""J05: nothing says when the figures are reported, or what follows where they are not."""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType

from patto.kernel.agreement.choices import settled
from patto.kernel.checks.finding import Put
from patto.kernel.checks.late_reports import LATE
from patto.kernel.checks.rule import Hit, ModelRule, Told
from patto.kernel.checks.subject import Subject


def find(subject: Subject) -> Iterator[Hit]:
    """Yield that there is no report where credits or a signature rest on one, or none in time."""
    reporting = settled(subject.agreement.reporting)
    if reporting is None:
        yield Hit(("reporting",), MappingProxyType({"part": "reporting"}))
    elif subject.says(("reporting", "late"), "J05.nothing") or subject.unsettled(
        ("reporting", "late")
    ):
        path = ("reporting", "late")
        fix = Put(path, reporting.late, LATE[subject.agreement.agreement.language])
        yield Hit(path, MappingProxyType({"part": "reporting.late"}), fix)


def applies(subject: Subject) -> bool:
    """Return whether there are figures, and reports of them or something that rests on them."""
    agreement = subject.agreement
    rests = subject.is_formal or settled(agreement.remedies) is not None
    return bool(agreement.metrics) and (settled(agreement.reporting) is not None or rests)


RULE = ModelRule(
    id="J05",
    name="report-terms-missing",
    severity="warning",
    stake="fairness",
    source="a published template: reports without a deadline",
    find=find,
    applies=applies,
    words={
        "en": Told(
            title="A report at no time",
            what="{part}: nothing says by when the figures are reported and what follows if they "
            "are late.",
            why="The worst month is the one whose report never comes, and without a report nobody "
            "can ask for anything.",
            bad="The provider reports on the service levels.",
            good="The report is there 5 business days after the month; ten days later the month "
            "counts as missed in every metric.",
        ),
        "it": Told(
            title="Un rapporto senza scadenza",
            what="{part}: nulla dice entro quando arrivano le cifre e che cosa segue se sono in "
            "ritardo.",
            why="Il mese peggiore è quello il cui rapporto non arriva mai, e senza nessuno può "
            " chiedere nulla.",
            bad="Il fornitore presenta rapporti sui livelli di servizio.",
            good="Il rapporto arriva entro 5 giorni lavorativi dalla fine del mese; dieci giorni "
            "dopo il mese vale come mancato in ogni metrica.",
        ),
    },
)
