"""A10: a sentence is too long to be followed, or a short form is not explained."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from patto.kernel.checks.rule import Phrase, PhraseRule, Told
from patto.kernel.checks.texts import PROSE
from patto.kernel.checks.wording.phrases import Match
from patto.kernel.checks.wording.tokens import sentences
from patto.kernel.checks.wording.wording import Wording

_LONGEST: Final = {"en": 40, "it": 45}
"""The most words of a sentence that a customer reads once."""


def judge(wording: Wording) -> Iterator[Phrase]:
    """Yield the beginning of each sentence that is too long, and each short form unexplained."""
    if wording.part.kind not in PROSE | {"purpose"}:
        return
    first = 0
    for sentence in sentences(wording.tokens):
        if len(sentence) > _LONGEST[wording.language]:
            yield Phrase(Match(first, first + 3, "A10.long"))
        first += len(sentence)
    for match in wording.used("A10.jargon"):
        if wording.tokens[match.first].text.isupper() and not _explained(wording, match):
            yield Phrase(match)


def _explained(wording: Wording, match: Match) -> bool:
    """Return whether a short form stands in brackets after its words, or has them after it."""
    start, end = wording.span(match)
    text = wording.part.text
    before, after = text[:start].rstrip(), text[end:].lstrip()
    return before.endswith("(") or after.startswith(("(", ", that is", ", cioè"))


RULE = PhraseRule(
    id="A10",
    name="reading-level",
    severity="info",
    stake="clarity",
    source="ITIL: an agreement is simply written",
    judge=judge,
    words={
        "en": Told(
            title="Hard to read",
            what="“{phrases}” is where a customer stops reading: a sentence of more than 40 words, "
            "or a short form that nothing explains.",
            why="What the customer's staff cannot follow they will not go by.",
            bad="A sentence that goes on from the cause through all its conditions to the effect.",
            good="One thought a sentence, and each short form explained where it first stands.",
        ),
        "it": Told(
            title="Difficile da leggere",
            what="«{phrases}»: qui il cliente smette di leggere, perché la frase ha più di 45 "
            "parole oppure una sigla non è spiegata.",
            why="Ciò che il personale del cliente non riesce a seguire non sarà rispettato.",
            bad="Una frase che va dalla causa, per tutte le sue condizioni, fino all'effetto.",
            good="Un pensiero per frase, e ogni sigla spiegata dove compare la prima volta.",
        ),
    },
)
