"""F01: a percentage of availability that does not say of what."""

from __future__ import annotations

from collections.abc import Iterator

from patto.kernel.checks.rule import Phrase, PhraseRule, Told
from patto.kernel.checks.texts import PROSE
from patto.kernel.checks.wording.wording import Wording


def judge(wording: Wording) -> Iterator[Phrase]:
    """Yield each percentage of availability in a sentence that names no period."""
    if wording.part.kind not in PROSE | {"purpose"}:
        return
    for match in wording.used("F01.percentage"):
        if not wording.together(match, "F01.period"):
            yield Phrase(match)


RULE = PhraseRule(
    id="F01",
    name="bare-percent",
    severity="error",
    stake="verdict",
    source="founding case, step 1",
    judge=judge,
    words={
        "en": Told(
            title="A percentage of nothing",
            what="“{phrases}” does not say of which time it is a share.",
            why="99.9 % of a month and of a year allow 43 minutes and almost nine hours of outage; "
            "with nights and maintenance left out, any figure can be reached.",
            bad="99.9 % uptime",
            good="99.9 % of the minutes of each calendar month on the clock 24x7, less agreed "
            "maintenance of at most 4 h a month",
        ),
        "it": Told(
            title="Una percentuale di niente",
            what="«{phrases}» non dice di quale tempo è una parte.",
            why="Il 99,9 % di un mese e di un anno ammettono 43 minuti e quasi nove ore di fermo; "
            "tolte le notti e le manutenzioni, si raggiunge qualsiasi cifra.",
            bad="uptime del 99,9 %",
            good="il 99,9 % dei minuti di ogni mese di calendario sull'orologio 24x7, meno la "
            "manutenzione concordata di al massimo 4 h al mese",
        ),
    },
)
