"""E01: a priority follows from a feeling, not from a fact."""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType

from patto.kernel.checks.rule import Hit, Phrase, PhraseRule, Told
from patto.kernel.checks.scale import is_scale
from patto.kernel.checks.subject import Subject
from patto.kernel.checks.wording.wording import Wording


def judge(wording: Wording) -> Iterator[Phrase]:
    """Yield each word of feeling in a criterion that names nothing that can be counted or seen."""
    if wording.part.kind == "criterion" and not any(wording.all("E01.fact")):
        yield from map(Phrase, wording.used("E01.feeling"))


def find(subject: Subject) -> Iterator[Hit]:
    """Yield priorities that are degrees, set by the provider, with nothing to decide them."""
    terms = subject.agreement.priorities
    several = len(terms.order) > 1 and terms.set_by == "provider"
    if several and terms.matrix is None and is_scale(subject):
        titles = ", ".join(priority.title for priority in terms.order)
        yield Hit(("priorities", "matrix"), MappingProxyType({"phrases": titles}))


RULE = PhraseRule(
    id="E01",
    name="subjective",
    severity="error",
    stake="verdict",
    source="founding case: a printer without toner against the mail of the whole firm",
    judge=judge,
    find=find,
    words={
        "en": Told(
            title="A priority by feeling",
            what="“{phrases}” leaves the priority to opinion: no fact decides it.",
            why="Every caller's own trouble is urgent, so the priority goes to whoever insists.",
            bad="an important function is seriously disturbed",
            good="more than half of the people cannot work, or a system of the list is down",
        ),
        "it": Told(
            title="Una priorità a sensazione",
            what="«{phrases}» lascia la priorità all'opinione: nessun fatto la decide.",
            why="Il proprio guasto è urgente per chiunque, e la priorità va a chi insiste di più.",
            bad="una funzione importante subisce un grave disagio",
            good="più di metà delle persone non può lavorare, o un sistema dell'elenco è fermo",
        ),
    },
)
