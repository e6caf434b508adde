"""E06: whoever cannot be reached loses the priority of the call."""

from __future__ import annotations

from collections.abc import Iterator

from patto.kernel.checks.rule import Phrase, PhraseRule, Told
from patto.kernel.checks.texts import PROSE
from patto.kernel.checks.wording.phrases import Match
from patto.kernel.checks.wording.wording import Wording


def judge(wording: Wording) -> Iterator[Phrase]:
    """Yield each lowering of a priority for a caller who is not there."""
    if wording.part.kind not in PROSE:
        return
    for match in wording.used("E06.lower"):
        if wording.together(match, "E06.absent") and not _denied(wording, match):
            yield Phrase(match)


def _denied(wording: Wording, match: Match) -> bool:
    return wording.preceded(match, "general.negation", words=0)


RULE = PhraseRule(
    id="E06",
    name="punitive-downgrade",
    severity="warning",
    stake="fairness",
    source="published service levels of a university (SIU)",
    judge=judge,
    words={
        "en": Told(
            title="A lower priority for who cannot be reached",
            what="“{phrases}” punishes a caller for not picking up.",
            why="The fault is as grave as before, and the caller may be away because of it; a "
            "pause does no harm to either side.",
            bad="If the caller cannot be reached, the ticket drops to priority 4.",
            good="While the caller cannot be reached, after two attempts that are logged, the "
            "clock is paused.",
        ),
        "it": Told(
            title="Una priorità più bassa a chi non si fa trovare",
            what="«{phrases}» punisce chi ha chiamato perché non risponde.",
            why="Il guasto è grave come prima, e chi ha chiamato può essere via proprio per "
            "quello; una pausa non danneggia nessuno.",
            bad="Se chi ha chiamato non risponde, il ticket scende a priorità 4.",
            good="Finché chi ha chiamato non risponde, dopo due tentativi annotati, il cronometro "
            "è in pausa.",
        ),
    },
)
