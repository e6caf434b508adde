"""A08: a reference to an attachment that is not there."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from patto.kernel.checks.rule import Phrase, PhraseRule, Told
from patto.kernel.checks.texts import PROSE
from patto.kernel.checks.wording.tokens import Token, tokens
from patto.kernel.checks.wording.wording import Wording

_KEY = 3  # letters that tell one kind of attachment from another: annex, schedule, allegato
_SHORT = "all"  # short for "allegato" with a full stop, and "to the" without


def judge(wording: Wording) -> Iterator[Phrase]:
    """Yield each reference to an attachment that is not in the list; a law has its own annexes."""
    if wording.part.kind not in PROSE | {"source"}:
        return
    attached = _attached(wording.context.attachments or ())
    for match in wording.used("A08.reference"):
        words = wording.tokens[match.first : match.last]
        if words[0].word == _SHORT and not wording.part.text.startswith(".", words[0].end):
            continue
        if _key(words) not in attached and not wording.followed(match, "general.statute"):
            yield Phrase(match)


@lru_cache(maxsize=8)
def _attached(titles: tuple[str, ...]) -> frozenset[tuple[str, str]]:
    """Return how each attachment is referred to: by the kind and number its title begins with."""
    return frozenset(_key(words[:2]) for words in map(tokens, titles) if len(words) > 1)


def _key(words: tuple[Token, ...]) -> tuple[str, str]:
    return words[0].word[:_KEY], words[-1].word


RULE = PhraseRule(
    id="A08",
    name="missing-attachment",
    severity="error",
    stake="verdict",
    source="TermScout, on exhibits that are not there",
    judge=judge,
    words={
        "en": Told(
            title="An attachment that is not there",
            what="“{phrases}” is not among the attachments.",
            why="What both sides signed by reference is lost if nobody can produce it.",
            bad="The devices are listed in Exhibit A.",
            good="The devices are listed in Annex A (12 devices, 1 March 2026), which is in the "
            "list of attachments.",
        ),
        "it": Told(
            title="Un allegato che non c'è",
            what="«{phrases}» non è fra gli allegati.",
            why="Ciò che le parti firmano per rinvio è perso se nessuno può mostrarlo.",
            bad="Gli apparecchi sono elencati nell'Allegato A.",
            good="Gli apparecchi sono elencati nell'Allegato A (12 apparecchi, 1 marzo 2026), che "
            "è nell'elenco degli allegati.",
        ),
    },
)
