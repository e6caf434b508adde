"""K03: the provider processes personal data, and Article 28 of the GDPR is not all there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

from patto.kernel.agreement.choices import settled
from patto.kernel.agreement.clauses.data_protection import DataProtection
from patto.kernel.agreement.metrics import RecoveryPointMetric
from patto.kernel.agreement.nodes import Path
from patto.kernel.agreement.writing import Plain
from patto.kernel.checks.finding import Put
from patto.kernel.checks.rule import Hit, ModelRule, Told
from patto.kernel.checks.subject import Subject
from patto.kernel.checks.wording.small_words import Language


class _Term(NamedTuple):
    """A term that Art. 28(3) asks for, where it stands, and its usual words if there are any.

    What is done to keep data safe only the provider knows.
    """

    point: str
    path: Path
    usual: Mapping[Language, str]


_TERMS: Final = (
    _Term("a", ("instructions",), {
        "en": "the provider processes the data only on the customer's written orders, this "
        "agreement and the tickets among them, and tells the customer of an order that the law "
        "forbids",
        "it": "il fornitore tratta i dati solo su ordine scritto del cliente, compresi questo "
        "accordo e i ticket, e avvisa il cliente di un ordine che la legge vieta",
    }),
    _Term("b", ("confidentiality",), {
        "en": "only people who have signed an undertaking of confidentiality, which outlasts "
        "their work, handle the data",
        "it": "i dati li tratta solo chi ha firmato un impegno alla riservatezza che dura anche "
        "dopo il rapporto di lavoro",
    }),
    _Term("c", ("security",), {}),
    _Term("d", ("sub_processing", "notice"), {"en": "30 calendar days", "it": "30 calendar days"}),
    _Term("d", ("sub_processing", "objection"), {
        "en": "in writing, within the notice; if no other is found that suits both sides, the "
        "customer may leave without charge",
        "it": "per iscritto, entro il preavviso; se non se ne trova un altro che vada bene a "
        "entrambe le parti, il cliente può recedere senza costi",
    }),
    _Term("e", ("requests_of_people",), {
        "en": "the provider passes each request on within two working days of 8 h, and gives the "
        "customer what is needed to answer it",
        "it": "il fornitore inoltra ogni richiesta entro due giorni lavorativi di 8 h, e dà al "
        "cliente ciò che serve per rispondere",
    }),
    _Term("f", ("assistance",), {
        "en": "the provider helps the customer with the duties of Articles 32 to 36 of the GDPR: "
        "security, breaches, assessments, and the authority",
        "it": "il fornitore aiuta il cliente negli obblighi degli articoli da 32 a 36 del GDPR: "
        "sicurezza, violazioni, valutazioni, autorità",
    }),
    _Term("h", ("audit",), {
        "en": "the provider shows the customer on request all that proves this, and lets the "
        "customer or an auditor of its choice inspect it on 30 days' notice",
        "it": "il fornitore mostra al cliente a richiesta tutto ciò che lo prova, e lascia che il "
        "cliente o un revisore di sua scelta lo ispezioni con 30 giorni di preavviso",
    }),
)  # fmt: skip
_SUBJECTS: Final = ("subject", "duration", "nature", "purposes")


def find(subject: Subject) -> Iterator[Hit]:
    """Yield each term of Art. 28(3) GDPR that is not there, or all where there is none of them.

    That no personal data are processed is believed unless the agreement itself shows them.
    """
    protection = settled(subject.agreement.data_protection)
    if protection is None:
        stated = subject.agreement.data_protection is not None
        if subject.is_formal if not stated else _shows_personal_data(subject):
            yield Hit(("data_protection",), MappingProxyType({"points": "(a)-(h)"}))
        return
    for term in _TERMS:
        if _is_missing(subject, protection, term):
            yield _hit(subject, protection, term)
    if protection.sub_processing.authorisation == "not-allowed" and (
        protection.sub_processing.listed
    ):
        path = ("data_protection", "sub_processing", "listed")
        yield Hit(path, MappingProxyType({"points": "(d)"}))
    for name in _SUBJECTS:
        if subject.unsettled(("data_protection", name)):
            yield Hit(("data_protection", name), MappingProxyType({"points": name}))


def _shows_personal_data(subject: Subject) -> bool:
    """Return whether people's data are copied, or stand in what is covered: mail, files, staff."""
    backed_up = any(isinstance(one, RecoveryPointMetric) for one in subject.agreement.metrics)
    titles: list[Path] = [
        (part, index, "title")
        for part in ("services", "items")
        for index in range(len(getattr(subject.agreement, part) or ()))
    ]
    return backed_up or any(subject.says(path, "K03.personal") for path in titles)


def _is_missing(subject: Subject, protection: DataProtection, term: _Term) -> bool:
    if term.point == "d" and protection.sub_processing.authorisation != "general":
        return False
    return _stated(protection, term) is None or subject.unsettled(("data_protection", *term.path))


def _stated(protection: DataProtection, term: _Term) -> object:
    stated: object = protection
    for step in term.path:
        stated = getattr(stated, str(step))
    return stated


def _hit(subject: Subject, protection: DataProtection, term: _Term) -> Hit:
    path = ("data_protection", *term.path)
    stated = _stated(protection, term)
    old: Plain = stated if isinstance(stated, str) else "none"
    usual = term.usual.get(subject.agreement.agreement.language)
    fix = None if usual is None else Put(path, old, usual)
    return Hit(path, MappingProxyType({"points": f"({term.point})"}), fix)


def applies(subject: Subject) -> bool:
    """Return whether data protection is spoken of, or the agreement is to be signed."""
    return subject.agreement.data_protection is not None or subject.is_formal


RULE = ModelRule(
    id="K03",
    name="art28-incomplete",
    severity="error",
    stake="fairness",
    source="GDPR, art. 28(3); Implementing Decision (EU) 2021/915",
    find=find,
    applies=applies,
    words={
        "en": Told(
            title="Article 28 is not all there",
            what="Of what Article 28(3) of the GDPR asks for, {points} is not settled.",
            why="Without every one of these terms both sides process personal data unlawfully, and "
            "the authority asks both.",
            bad="The provider complies with the GDPR.",
            good="Every field under data_protection in its own words, or the clauses of Decision "
            "2021/915 as they are",
        ),
        "it": Told(
            title="L'articolo 28 non c'è tutto",
            what="Di ciò che chiede l'articolo 28(3) del GDPR non è definito: {points}.",
            why="Senza tutte queste condizioni entrambe le parti trattano dati personali contro la "
            "legge, e l'autorità ne chiede conto a entrambe.",
            bad="Il fornitore rispetta il GDPR.",
            good="Ogni campo sotto data_protection con parole proprie, oppure le clausole della "
            "decisione 2021/915 così come sono",
        ),
    },
)
