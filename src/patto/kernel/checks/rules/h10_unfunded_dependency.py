"""H10: the provider depends on payment and approvals, and nothing says what a delay does."""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType

from patto.kernel.agreement.choices import settled
from patto.kernel.agreement.nodes import Path
from patto.kernel.checks.rule import Hit, ModelRule, Told
from patto.kernel.checks.subject import Subject


def find(subject: Subject) -> Iterator[Hit]:
    """Yield payment, and approvals, of which no words say what a delay does to the levels.

    Interest says what late payment costs, and leaves open whether work goes on; that it goes on
    all the same is an answer as well.
    """
    charges = settled(subject.agreement.charges)
    late: Path = ("charges", "payment", "late")
    if not subject.mentions(late, "H10.levels", "H10.only") and not _elsewhere(subject):
        delay = "" if charges is None else charges.payment.late
        yield Hit(late, MappingProxyType({"delay": delay}))
    approval: Path = ("charges", "parts", "approval")
    parts = None if charges is None else charges.parts
    if parts is None or subject.mentions(approval, "H10.clock"):
        return
    if subject.ticket_metrics and not any(metric.pauses for _, metric in subject.ticket_metrics):
        yield Hit(approval, MappingProxyType({"delay": parts.approval}))


def applies(subject: Subject) -> bool:
    """Return whether something is paid, and some level is promised for it."""
    return settled(subject.agreement.charges) is not None and bool(subject.agreement.metrics)


def _elsewhere(subject: Subject) -> bool:
    """Return whether a condition of the remedies or a duty with an effect is about paying."""
    remedies = settled(subject.agreement.remedies)
    conditions = () if remedies is None else remedies.conditions or ()
    paths: list[Path] = [("remedies", "conditions", n, "fact") for n in range(len(conditions))]
    paths += [
        ("customer_obligations", index, "duty")
        for index, duty in enumerate(settled(subject.agreement.customer_obligations) or ())
        if duty.effect is not None
    ]
    return any(subject.mentions(path, "H10.payment") for path in paths)


RULE = ModelRule(
    id="H10",
    name="unfunded-dependency",
    severity="warning",
    stake="fairness",
    source="founding case: customers who pay late",
    find=find,
    applies=applies,
    words={
        "en": Told(
            title="Late payment has no effect",
            what="“{delay}” does not say whether the levels hold while payment or approval is "
            "late.",
            why="A provider that waits for its money or for a yes still owes every level, until it "
            "stops work one day on its own authority.",
            bad="late: the interest that the law provides",
            good="late: the interest that the law provides; after 60 days the levels stand still "
            "until it is paid",
        ),
        "it": Told(
            title="Il ritardo nei pagamenti non ha effetto",
            what="«{delay}» non dice se i livelli valgono mentre il pagamento o "
            "l'approvazione tarda.",
            why="Chi aspetta il denaro o un sì deve comunque ogni livello, finché un giorno non "
            "smette di lavorare di testa sua.",
            bad="late: gli interessi di legge",
            good="late: gli interessi di legge; dopo 60 giorni i livelli sono sospesi fino al "
            "pagamento",
        ),
    },
)
