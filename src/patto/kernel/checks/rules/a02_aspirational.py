"""A02: a hope stands where a promise should."""

from __future__ import annotations

from collections.abc import Iterator

from patto.kernel.checks.rule import Phrase, PhraseRule, Told
from patto.kernel.checks.texts import PROSE
from patto.kernel.checks.wording.wording import Wording

_INSTEAD = {
    "A02.tries": "shall",
    "A02.will_try": "will",
    "A02.shall_try": "shall",
    "A02.tenta": "si obbliga a",
    "A02.tentano": "si obbligano a",
    "A02.tentiamo": "ci obblighiamo a",
}


def judge(wording: Wording) -> Iterator[Phrase]:
    """Yield each verb of trying and each word that makes a level unbinding.

    A target that is only named is no hope: it is what the table of targets holds.
    """
    if wording.part.kind not in PROSE:
        return
    for match in wording.used(*_INSTEAD, "A02.hope"):
        if not wording.negated(match) and not wording.touched(match, "A02.spared"):
            yield Phrase(match, _INSTEAD.get(match.label, ""))
    yield from map(Phrase, wording.used("A02.unbinding"))


RULE = PhraseRule(
    id="A02",
    name="aspirational",
    severity="error",
    stake="fairness",
    source="Cripps, Service levels that let you down and how to spot them",
    judge=judge,
    words={
        "en": Told(
            title="A hope in the place of a promise",
            what="“{phrases}” promises to try, not to do.",
            why="Nobody can miss a hope, so the customer pays for a level that cannot be held to.",
            bad="We aim to fix faults in 4 h.",
            good="Faults are fixed within 4 h of support time, in 95 % of the cases of a month.",
            to_name="what is done, by whom and by when, and what follows if it is not",
        ),
        "it": Told(
            title="Una speranza al posto di una promessa",
            what="«{phrases}» promette di provarci, non di farlo.",
            why="A una speranza non si manca mai: il cliente paga un livello che nessuno può "
            "far valere.",
            bad="Miriamo a riparare i guasti in 4 ore.",
            good="I guasti sono riparati entro 4 h di assistenza, nel 95 % dei casi di un mese.",
            to_name="che cosa si fa, chi lo fa ed entro quando, e che cosa segue se non è fatto",
        ),
    },
)
