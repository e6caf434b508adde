"""What an agreement asks of an act before it counts for anything."""

from __future__ import annotations

from patto.agreements import queries as agreements
from patto.kernel import facts
from patto.kernel.instants import Instant
from patto.tickets.acts import Act, EvidenceError


def check_evidence(act: Act, customer: int, reported: Instant) -> None:
    """Refuse a pause that the agreement in force at a report takes for nothing (semantics 4.5).

    :raises EvidenceError: if it stops a clock only with evidence, and has none
    """
    if act.kind != facts.PAUSED or act.evidence.strip():
        return
    governing = agreements.governing(customer, reported)
    reasons = () if governing is None else governing.pause_reasons or ()
    if any(one.id == act.reason and one.evidence == "required" for one in reasons):
        raise EvidenceError
