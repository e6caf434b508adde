"""A09: one side may change what both have signed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from patto.kernel.checks.rule import Phrase, PhraseRule, Told
from patto.kernel.checks.texts import PROSE
from patto.kernel.checks.wording.phrases import Match
from patto.kernel.checks.wording.wording import Wording

_REACH: Final = 5
"""How many words may stand between the power to change and what may be changed."""


def judge(wording: Wording) -> Iterator[Phrase]:
    """Yield each power of the provider to change terms that leaves the customer no way out.

    Who may leave before the change takes effect, or must agree to it, is not bound by it; nor does
    anybody decide where a published index does.
    """
    if wording.part.kind not in PROSE:
        return
    for match in wording.used("A09.active", "A09.passive", "A09.whole"):
        if _changes_terms(wording, match) and not _spared(wording, match):
            yield Phrase(match)


def _changes_terms(wording: Wording, match: Match) -> bool:
    """Return whether what may be changed is a term: it follows, or stands before a passive."""
    if match.label == "A09.active":
        things = wording.followed(match, "A09.things", words=_REACH)
        return wording.followed(match, "A09.terms", words=_REACH) and not things
    return match.label == "A09.whole" or wording.preceded(match, "A09.terms", words=_REACH)


def _spared(wording: Wording, match: Match) -> bool:
    own = wording.preceded(match, "A09.others", words=2)
    free = wording.near(match, "A09.exit") or wording.near(match, "general.consent")
    follows_an_index = wording.together(match, "A09.indexed")
    return own or free or follows_an_index or wording.touched(match, "A09.denied")


RULE = PhraseRule(
    id="A09",
    name="unilateral-change",
    severity="error",
    stake="fairness",
    source="published hourly agreements (go-domain.com); Italian Civil Code, art. 1341",
    judge=judge,
    words={
        "en": Told(
            title="One side may change the terms",
            what="“{phrases}” lets one side change what both have signed.",
            why="A level that its owner may lower at will is no level, and the customer cannot "
            "even leave.",
            bad="The provider may change these levels at any time for any reason.",
            good="The provider may change these levels with 90 days' notice in writing; until then "
            "the customer may leave without charge.",
        ),
        "it": Told(
            title="Una parte può cambiare le condizioni",
            what="«{phrases}» lascia che una parte cambi ciò che entrambe hanno firmato.",
            why="Un livello che chi lo deve può abbassare a piacere non è un livello, e il cliente "
            "non può nemmeno andarsene.",
            bad="Il fornitore può modificare i livelli in qualsiasi momento.",
            good="Il fornitore può modificare i livelli con preavviso scritto di 90 giorni; fino "
            "ad allora il cliente può recedere senza costi.",
        ),
    },
)
