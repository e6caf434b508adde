"""K05: the customer is regulated, and terms that its regime asks for are not there."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from types import MappingProxyType
from typing import Final, NamedTuple

from patto.kernel.agreement.choices import settled
from patto.kernel.agreement.clauses.regulated import ExtraTerm, Regime
from patto.kernel.agreement.model import Agreement
from patto.kernel.agreement.nodes import Path
from patto.kernel.checks.rule import Hit, ModelRule, Told
from patto.kernel.checks.subject import Subject


class _Point(NamedTuple):
    """What a regime asks for: its letter, the words of a term on it, and the part that settles it.

    `elsewhere` tells whether another part of the agreement settles it.
    """

    regime: str
    point: str
    label: str
    elsewhere: Callable[[Agreement], bool]

    @property
    def letter(self) -> str:
        """The letter by which a term may cite it."""
        return self.point[-2]


def _nowhere(_agreement: Agreement) -> bool:
    return False


def _has_data_terms(agreement: Agreement) -> bool:
    """Return whether data protection settles it, or lacks it, which is another rule's to say."""
    return agreement.data_protection != "none"


def _has_exit(agreement: Agreement) -> bool:
    return agreement.exit is not None


def _can_be_left(agreement: Agreement) -> bool:
    term = agreement.term
    return term is not None and (term.leaving is not None or term.for_cause is not None)


# What the services and metrics settle by themselves, (a) and (e) of DORA, is not asked for.
_POINTS: Final = (
    _Point("DORA", "30(2)(b)", "K05.places", _has_data_terms),
    _Point("DORA", "30(2)(c)", "K05.security", _has_data_terms),
    _Point("DORA", "30(2)(d)", "K05.return", _has_exit),
    _Point("DORA", "30(2)(f)", "K05.incident", _nowhere),
    _Point("DORA", "30(2)(g)", "K05.authority", _nowhere),
    _Point("DORA", "30(2)(h)", "K05.ending", _can_be_left),
    _Point("DORA", "30(2)(i)", "K05.training", _nowhere),
    _Point("NIS2", "5.1.4(e)", "K05.audit", _has_data_terms),
    _Point("NIS2", "5.1.4(g)", "K05.others", _has_data_terms),
    _Point("NIS2", "5.1.4(h)", "K05.return", _has_exit),
)
_NOTICE: Final = {"DORA": "19", "NIS2": "5.1.4(d)"}


def find(subject: Subject) -> Iterator[Hit]:
    """Yield each regime that asks for more than is there, and a financial customer without one.

    A term counts by the letter that it cites or by what it says; so does the part of the agreement
    that settles the same.
    """
    regimes = settled(subject.agreement.regulated) or ()
    for index, regime in enumerate(regimes):
        missing = list(_missing(subject, regime, index))
        if missing:
            told = {"regime": regime.regime, "points": ", ".join(missing)}
            field = "terms" if regime.incident_notice is not None else "incident_notice"
            yield Hit(("regulated", index, field), MappingProxyType(told))
    if not regimes and _is_financial(subject):
        told = {"regime": "DORA", "points": "30(2)(a)-(i)"}
        yield Hit(("regulated",), MappingProxyType(told))


def _missing(subject: Subject, regime: Regime, index: int) -> Iterator[str]:
    if regime.incident_notice is None and regime.regime in _NOTICE:
        yield _NOTICE[regime.regime]
    for point in _POINTS:
        if point.regime == regime.regime and not point.elsewhere(subject.agreement):
            terms = enumerate(regime.terms)
            if not any(
                _settles(subject, term, ("regulated", index, "terms", number), point)
                for number, term in terms
            ):
                yield point.point


def _settles(subject: Subject, term: ExtraTerm, path: Path, point: _Point) -> bool:
    cited = re.search(rf"(?<![a-z0-9]){point.letter}\)", term.asked_by) is not None
    return cited or subject.says((*path, "text"), point.label)


def applies(subject: Subject) -> bool:
    """Return whether the customer is regulated, as far as one can see."""
    return bool(settled(subject.agreement.regulated)) or _is_financial(subject)


def _is_financial(subject: Subject) -> bool:
    """Return whether the customer's name is that of a bank, an insurer or the like."""
    name = ("parties", "customer", "name")
    return subject.says(name, "K05.financial") and not subject.says(name, "K05.other_banks")


RULE = ModelRule(
    id="K05",
    name="regulated-customer",
    severity="warning",
    stake="fairness",
    source="DORA, art. 30; Implementing Regulation (EU) 2024/2690, 5.1.4",
    find=find,
    applies=applies,
    words={
        "en": Told(
            title="A regulated customer without its terms",
            what="{regime} asks for terms that are not here: {points}.",
            why="The customer's supervisor asks to see these terms, and a customer that cannot "
            "show them has to leave.",
            bad="The customer is a bank. regulated: none",
            good="Under regulated the regime, its incident_notice, and a term for each point that "
            "no other part settles: help in an incident, the authority, training",
        ),
        "it": Told(
            title="Un cliente vigilato senza le sue clausole",
            what="{regime} chiede condizioni che qui non ci sono: {points}.",
            why="L'autorità di vigilanza chiede al cliente di mostrarle, e un cliente che non può "
            "deve andarsene.",
            bad="Il cliente è una banca. regulated: none",
            good="Sotto regulated il regime, il suo incident_notice e una condizione per ogni "
            "punto che nessun'altra parte regola: aiuto negli incidenti, autorità, formazione",
        ),
    },
)
