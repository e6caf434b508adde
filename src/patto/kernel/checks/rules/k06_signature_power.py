"""K06: nobody is named who has the power to sign for a side."""

from __future__ import annotations

import re
from collections.abc import Iterator
from types import MappingProxyType
from typing import Final

from patto.kernel.agreement.clauses.parties import Customer, LegalDetails, Provider
from patto.kernel.agreement.nodes import Path
from patto.kernel.checks.rule import Hit, ModelRule, Told
from patto.kernel.checks.subject import Subject

_COMPANY: Final = re.compile(
    r"\b(?:s\.?r\.?l\.?s?|s\.?p\.?a|s\.?a\.?s|s\.?n\.?c|s\.?c\.?a\.?r\.?l|s\.?a\.?p\.?a|ltd|limited"
    r"|inc|llc|llp|plc|gmbh|ag|b\.?v|s\.?a)\b",
    re.IGNORECASE,
)
"""The form of a company, which somebody has to have the power to bind."""


def find(subject: Subject) -> Iterator[Hit]:
    """Yield each side for which nobody signs whose power to bind it is stated.

    One of several is enough; whoever trades in their own name binds themselves. A side of which
    nothing is said yet matters once the agreement is drawn up to be signed.
    """
    parties = subject.agreement.parties
    for side, party in (("provider", parties.provider), ("customer", parties.customer)):
        path: Path = ("parties", side, "details")
        if party.details is None:
            found, place = subject.is_formal, path
        else:
            found, place = not _binds(subject, party, party.details, path), (*path, "signatories")
        if found:
            yield Hit(place, MappingProxyType({"party": party.name}))


def _binds(subject: Subject, party: Provider | Customer, details: LegalDetails, path: Path) -> bool:
    """Return whether one of those who sign for a side can bind it."""
    alone = _COMPANY.search(party.name) is None
    for index, one in enumerate(details.signatories):
        where = (*path, "signatories", index)
        if one.power is not None and not subject.unsettled((*where, "power")):
            return True
        if alone and subject.says((*where, "capacity"), "K06.alone"):
            return True
    return False


def applies(subject: Subject) -> bool:
    """Return whether the agreement is drawn up to be signed, or says who signs."""
    parties = subject.agreement.parties
    named = parties.provider.details is not None or parties.customer.details is not None
    return named or subject.is_formal


RULE = ModelRule(
    id="K06",
    name="signature-power",
    severity="error",
    stake="fairness",
    source="Italian Civil Code, artt. 1387-1399, on representation",
    find=find,
    applies=applies,
    words={
        "en": Told(
            title="Nobody may sign",
            what="Nobody is named who has the power to sign for “{party}”.",
            why="Who signs without the power binds nobody, and the other side finds out when it "
            "asks for what was promised.",
            bad="For the customer: the office manager.",
            good="For the customer: Elena Righetti, managing director, by resolution of the board "
            "of 14 January 2025.",
        ),
        "it": Told(
            title="Nessuno può firmare",
            what="Non è indicato nessuno che abbia il potere di firmare per «{party}».",
            why="Chi firma senza potere non obbliga nessuno, e l'altra parte lo scopre quando "
            "chiede ciò che le era stato promesso.",
            bad="Per il cliente: la responsabile dell'ufficio.",
            good="Per il cliente: Elena Righetti, amministratrice delegata, con delibera del "
            "consiglio del 14 gennaio 2025.",
        ),
    },
)
