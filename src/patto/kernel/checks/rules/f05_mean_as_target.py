"""F05: an average stands as the promise, and hides the long waits."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from patto.kernel.checks.rule import Phrase, PhraseRule, Told
from patto.kernel.checks.texts import PROSE
from patto.kernel.checks.wording.wording import Wording


def judge(wording: Wording) -> Iterator[Phrase]:
    """Yield each average of times to answer or repair that is promised.

    What is measured all the time, such as latency, is customarily averaged; a figure that is only
    reported promises nothing.
    """
    if wording.part.kind not in PROSE | {"purpose"}:
        return
    for match in wording.used("F05.mean", "F05.average"):
        times = match.label == "F05.mean" or wording.together(match, "F05.duty")
        if times and not any(wording.together(match, label) for label in _SPARED):
            yield Phrase(match)


_SPARED: Final = ("F05.customary", "F05.reported")

RULE = PhraseRule(
    id="F05",
    name="mean-as-target",
    severity="warning",
    stake="fairness",
    source="Davidovič, Google: error budgets and averages",
    judge=judge,
    words={
        "en": Told(
            title="An average as the promise",
            what="“{phrases}” promises an average, which hides the longest waits.",
            why="Nine answers in five minutes and one after a day make a good average, and one "
            "customer who is lost.",
            bad="The average response time is 30 minutes.",
            good="95 % of the tickets of a month are answered within 30 min, and all within 2 h.",
        ),
        "it": Told(
            title="Una media come promessa",
            what="«{phrases}» promette una media, che nasconde le attese più lunghe.",
            why="Nove risposte in cinque minuti e una dopo un giorno fanno una buona media, e un "
            "cliente perso.",
            bad="Il tempo medio di risposta è di 30 minuti.",
            good="Il 95 % dei ticket di un mese riceve risposta entro 30 min, e tutti entro 2 h.",
        ),
    },
)
