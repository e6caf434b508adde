"""K01: the customer has a duty, and no fact tells whether it was done."""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType
from typing import Final

from patto.kernel.agreement.choices import settled
from patto.kernel.agreement.clauses.obligations import CustomerObligation
from patto.kernel.checks.finding import Put
from patto.kernel.checks.rule import Hit, Phrase, PhraseRule, Told
from patto.kernel.checks.subject import Subject
from patto.kernel.checks.wording.small_words import Language
from patto.kernel.checks.wording.tokens import tokens
from patto.kernel.checks.wording.wording import Wording

_OWN_PARTS: Final = frozenset({"customer_obligations", "provider_obligations"})
_REACH: Final = 5  # words between the customer and what it is to do
_NEARER: Final = 2
_USUAL: Final[dict[Language, str]] = {
    "en": "a note on a ticket, with its date and who wrote it",
    "it": "un'annotazione su un ticket, con la data e chi l'ha scritta",
}


def judge(wording: Wording) -> Iterator[Phrase]:
    """Yield each duty of the customer that no fact, date or record decides.

    A duty among the obligations has its check beside it.
    """
    if wording.part.kind != "clause" or wording.part.path[0] in _OWN_PARTS:
        return
    for match in wording.used("K01.open"):
        theirs = wording.preceded(match, "K01.customer", words=_REACH) and not wording.preceded(
            match, "K01.provider", words=_NEARER
        )
        decided = any(
            wording.near(match, label)
            for label in ("general.bound", "general.schedule", "K01.fact")
        )
        if theirs and not decided and not wording.negated(match):
            yield Phrase(match)


def find(subject: Subject) -> Iterator[Hit]:
    """Yield each obligation of the customer that nothing proves, or whose check decides nothing."""
    language = subject.agreement.agreement.language
    for index, one in enumerate(settled(subject.agreement.customer_obligations) or ()):
        path = ("customer_obligations", index)
        told = MappingProxyType({"phrases": one.title})
        if _decides_nothing(subject, index, one):
            yield Hit((*path, "check"), told)
        elif one.evidence is None:
            evidence = (*path, "evidence")
            yield Hit(evidence, told, Put(evidence, "none", _USUAL[language]))
        elif subject.unsettled((*path, "evidence")):
            evidence = (*path, "evidence")
            yield Hit(evidence, told, Put(evidence, one.evidence, _USUAL[language]))


def _decides_nothing(subject: Subject, index: int, one: CustomerObligation) -> bool:
    """Return whether a check is a matter of opinion, still to be said, or the duty once more."""
    path = ("customer_obligations", index, "check")
    same = [token.word for token in tokens(one.check)] == [token.word for token in tokens(one.duty)]
    return same or subject.unsettled(path) or subject.says(path, "K01.opinion")


RULE = PhraseRule(
    id="K01",
    name="obligation-uncheckable",
    severity="warning",
    stake="verdict",
    source="founding case: what the customer is responsible for",
    judge=judge,
    find=find,
    words={
        "en": Told(
            title="A duty that nobody can check",
            what="Nobody can check “{phrases}”: no fact decides it, or nothing proves it.",
            why="After a bad month each side says that the other did not do its part, and neither "
            "can show it.",
            bad="The customer shall keep its systems up to date.",
            good="The customer installs each security update within 30 days; the scan of each "
            "month lists what is missing.",
        ),
        "it": Told(
            title="Un obbligo che nessuno può verificare",
            what="Nessuno può verificare «{phrases}»: nessun fatto lo decide, o nulla lo prova.",
            why="Dopo un mese andato male ogni parte dice che l'altra non ha fatto la sua, e "
            "nessuna può mostrarlo.",
            bad="Il cliente deve mantenere aggiornati i propri sistemi.",
            good="Il cliente installa ogni aggiornamento di sicurezza entro 30 giorni; la "
            "scansione di ogni mese elenca ciò che manca.",
        ),
    },
)
