"""A07: terms stand elsewhere, where one side can change them."""

from __future__ import annotations

from collections.abc import Iterator

from patto.kernel.checks.rule import Phrase, PhraseRule, Told
from patto.kernel.checks.texts import PROSE
from patto.kernel.checks.wording.phrases import Match
from patto.kernel.checks.wording.wording import Wording


def judge(wording: Wording) -> Iterator[Phrase]:
    """Yield each reference to terms that may be others tomorrow.

    A law may change, and so may what is looked up and binds nobody; an attached or dated text is
    fixed.
    """
    if wording.part.kind not in PROSE | {"source"}:
        return
    for match in wording.used("A07.moving"):
        if not wording.cited(match) and not _fixed(wording, match):
            yield Phrase(match)
    for match in wording.used("A07.elsewhere"):
        terms = wording.together(match, "A07.terms")
        if terms and not wording.cited(match) and not _fixed(wording, match):
            yield Phrase(match)


def _fixed(wording: Wording, match: Match) -> bool:
    return wording.negated(match) or wording.together(match, "A07.fixed")


RULE = PhraseRule(
    id="A07",
    name="mutable-reference",
    severity="error",
    stake="fairness",
    source="TermScout, on terms behind a link; published agreements (creativeit.net.au)",
    judge=judge,
    words={
        "en": Told(
            title="Terms that can change by themselves",
            what="“{phrases}” refers to a text that can be another one tomorrow.",
            why="Both sides sign a text that neither has in hand, and one of them can rewrite it.",
            bad="Our SLA is the one at example.com/sla, as updated from time to time.",
            good="The SLA of 1 March 2026 is attached, with its hash in the list of attachments.",
        ),
        "it": Told(
            title="Condizioni che cambiano da sole",
            what="«{phrases}» rinvia a un testo che domani può essere un altro.",
            why="Le parti firmano un testo che nessuna ha in mano, e una di loro può riscriverlo.",
            bad="Vale lo SLA pubblicato su example.com/sla, come di volta in volta aggiornato.",
            good="Lo SLA del 1 marzo 2026 è allegato, con la sua impronta nell'elenco degli "
            "allegati.",
        ),
    },
)
