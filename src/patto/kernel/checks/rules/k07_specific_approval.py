"""K07: onerous clauses that Italian law wants approved by a signature of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from types import MappingProxyType
from typing import Final, NamedTuple

from patto.kernel.agreement.choices import settled
from patto.kernel.agreement.clauses.legal import Legal
from patto.kernel.agreement.clauses.remedies import Claim
from patto.kernel.agreement.nodes import Path
from patto.kernel.agreement.writing import Plain
from patto.kernel.checks.finding import Put
from patto.kernel.checks.rule import Hit, ModelRule, Told
from patto.kernel.checks.subject import Subject
from patto.kernel.checks.wording.small_words import Language
from patto.kernel.checks.wording.tokens import tokens


class _Onerous(NamedTuple):
    """A clause of art. 1341: where it stands, by which words it is listed, its usual entry.

    The entry names the heading under which the contract prints the clause; the contract adds its
    number.
    """

    path: Path
    label: str
    is_there: Callable[[Subject, Legal], bool]
    usual: dict[Language, tuple[str, str]]


def _limits_liability(_subject: Subject, legal: Legal) -> bool:
    return legal.liability.cap is not None or legal.liability.excluded is not None


def _is_sole_remedy(subject: Subject, _legal: Legal) -> bool:
    remedies = settled(subject.agreement.remedies)
    return remedies is not None and remedies.exclusive == "sole-remedy"


def _lapses_unclaimed(subject: Subject, _legal: Legal) -> bool:
    remedies = settled(subject.agreement.remedies)
    return remedies is not None and isinstance(remedies.given, Claim)


def _renews_itself(subject: Subject, _legal: Legal) -> bool:
    term = subject.agreement.term
    return term is not None and term.renewal is not None and term.renewal.how == "automatic"


def _provider_alone_leaves(subject: Subject, _legal: Legal) -> bool:
    term = subject.agreement.term
    return term is not None and term.leaving is not None and term.leaving.who == "provider"


def _suspends(subject: Subject, _legal: Legal) -> bool:
    return subject.says(("charges", "payment", "late"), "K07.suspends")


def _pays_first(subject: Subject, _legal: Legal) -> bool:
    return subject.says(("charges", "payment", "disputed"), "K07.pays_first")


def _goes_to_arbitration(subject: Subject, _legal: Legal) -> bool:
    paths = (("legal", "forum"), ("legal", "before_court"))
    return any(subject.says(path, "K07.arbitration") for path in paths)


def _is_the_providers_court(subject: Subject, legal: Legal) -> bool:
    """Return whether the court is that of the provider's seat, and not of the customer's."""
    parties = subject.agreement.parties
    ours, theirs = parties.provider.details, parties.customer.details
    if ours is None or theirs is None:
        return False
    court = {token.word for token in tokens(legal.forum) if token.text[0].isupper()}
    near = [
        bool(court & {token.word for token in tokens(f"{one.seat} {one.registered or ''}")})
        for one in (ours, theirs)
    ]
    return near == [True, False]


_CLAUSES: Final = (
    _Onerous(("legal", "liability"), "K07.liability", _limits_liability, {
        "en": ("Liability", "it limits what the provider answers for"),
        "it": ("Responsabilità", "limita ciò di cui risponde il fornitore"),
    }),
    _Onerous(("remedies", "exclusive"), "K07.sole", _is_sole_remedy, {
        "en": ("Other rights", "credits are the sole remedy"),
        "it": ("Altri diritti", "le penali sono l'unico rimedio"),
    }),
    _Onerous(("remedies", "given"), "K07.claim", _lapses_unclaimed, {
        "en": ("How it is given", "a credit that is not claimed in time is lost"),
        "it": (
            "Modalità di riconoscimento",
            "chi non rispetta il termine per richiedere la penale la perde",
        ),
    }),
    _Onerous(("term", "renewal"), "K07.renewal", _renews_itself, {
        "en": ("Renewal", "it goes on unless somebody says otherwise"),
        "it": ("Rinnovo", "continua se nessuno lo disdice"),
    }),
    _Onerous(("term", "leaving"), "K07.leaving", _provider_alone_leaves, {
        "en": ("Leaving before the end", "the provider alone may end it before time"),
        "it": ("Recesso", "solo il fornitore può scioglierlo prima del tempo"),
    }),
    _Onerous(("charges", "payment", "late"), "K07.suspension", _suspends, {
        "en": ("Payment", "the provider may stop working"),
        "it": ("Pagamento", "il fornitore può smettere di lavorare"),
    }),
    _Onerous(("charges", "payment", "disputed"), "K07.payment", _pays_first, {
        "en": ("Payment", "the customer pays what it disputes"),
        "it": ("Pagamento", "il cliente paga ciò che contesta"),
    }),
    _Onerous(("legal", "before_court"), "K07.arbitrators", _goes_to_arbitration, {
        "en": ("Court", "arbitrators decide in the place of a court"),
        "it": ("Foro competente", "decidono gli arbitri al posto del giudice"),
    }),
    _Onerous(("legal", "forum"), "K07.court", _is_the_providers_court, {
        "en": ("Court", "the court is that of the provider's seat"),
        "it": ("Foro competente", "il foro è quello della sede del fornitore"),
    }),
)  # fmt: skip


def find(subject: Subject) -> Iterator[Hit]:
    """Yield the onerous clauses that are not in the list of those approved separately."""
    legal = subject.agreement.legal
    missing = [
        one
        for one in _CLAUSES
        if legal is not None and one.is_there(subject, legal) and not _is_listed(subject, one)
    ]
    if legal is not None and missing:
        told = ", ".join(".".join(map(str, one.path)) for one in missing)
        path: Path = ("legal", "specific_approval")
        also = tuple(one.path for one in missing)
        yield Hit(path, MappingProxyType({"clauses": told}), _put(subject, legal, missing), also)


def _is_listed(subject: Subject, onerous: _Onerous) -> bool:
    legal = subject.agreement.legal
    listed = range(len(legal.specific_approval or ())) if legal else ()
    # A reason may well hold a negation: it goes on if nobody says otherwise.
    return any(
        subject.mentions(("legal", "specific_approval", index, name), onerous.label)
        for index in listed
        for name in ("clause", "why")
    )


def _put(subject: Subject, legal: Legal, missing: list[_Onerous]) -> Put:
    language = subject.agreement.agreement.language
    listed: list[Plain] = [
        {"clause": one.clause, "why": one.why} for one in legal.specific_approval or ()
    ]
    usual: list[Plain] = [
        {"clause": one.usual[language][0], "why": one.usual[language][1]} for one in missing
    ]
    return Put(("legal", "specific_approval"), listed or "none", [*listed, *usual])


def applies(subject: Subject) -> bool:
    """Return whether Italian law holds."""
    return subject.agreement.legal is not None and subject.agreement.legal.law == "IT"


RULE = ModelRule(
    id="K07",
    name="specific-approval",
    severity="warning",
    stake="fairness",
    source="Italian Civil Code, artt. 1341 and 1342",
    find=find,
    applies=applies,
    words={
        "en": Told(
            title="Onerous clauses without a second signature",
            what="Not listed for the second signature: {clauses}.",
            why="Under Italian law an onerous clause that is not approved by a signature of its "
            "own has no effect, and the provider believes that it has.",
            bad="The agreement renews itself. specific_approval: none",
            good="specific_approval: [{clause: Renewal, why: it goes on unless somebody "
            "says otherwise}]",
        ),
        "it": Told(
            title="Clausole onerose senza seconda firma",
            what="Non sono nell'elenco per la seconda firma: {clauses}.",
            why="Per la legge italiana una clausola onerosa senza una firma sua non ha "
            "effetto, e il fornitore crede che ne abbia.",
            bad="L'accordo si rinnova da sé. specific_approval: none",
            good="specific_approval: [{clause: Rinnovo, why: continua se nessuno lo disdice}]",
        ),
    },
)
