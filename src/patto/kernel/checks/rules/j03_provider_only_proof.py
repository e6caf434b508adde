"""J03: the records of one side prove, and the other cannot check them."""

from __future__ import annotations

from collections.abc import Iterator

from patto.kernel.checks.rule import Phrase, PhraseRule, Told
from patto.kernel.checks.texts import PROSE
from patto.kernel.checks.wording.wording import Wording


def judge(wording: Wording) -> Iterator[Phrase]:
    """Yield each phrase by which records hold without proof, unless the other side may rebut."""
    if wording.part.kind not in PROSE | {"source"}:
        return
    for match in wording.used("J03.final"):
        if not wording.negated(match) and not wording.together(match, "J03.rebuttable"):
            yield Phrase(match)


RULE = PhraseRule(
    id="J03",
    name="provider-only-proof",
    severity="warning",
    stake="fairness",
    source="published hourly agreements (go-domain.com)",
    judge=judge,
    words={
        "en": Told(
            title="Proof that only one side holds",
            what="“{phrases}” makes records final that the other side cannot check.",
            why="A figure that only its author can verify settles no dispute, it starts one.",
            bad="The provider's time sheets are binding without additional proof.",
            good="Either side may export the events of every ticket and recompute each figure.",
        ),
        "it": Told(
            title="Prove che ha una parte sola",
            what="«{phrases}» rende definitive registrazioni che l'altra parte non può verificare.",
            why="Una cifra che solo il suo autore può verificare non chiude una lite, la apre.",
            bad="I rapporti del fornitore sono vincolanti senza ulteriore prova.",
            good="Ciascuna parte può esportare gli eventi di ogni ticket e ricalcolare ogni cifra.",
        ),
    },
)
