"""A05: a list of what is in or out never ends."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from patto.kernel.checks.rule import Phrase, PhraseRule, Told
from patto.kernel.checks.texts import PROSE, TextPart
from patto.kernel.checks.wording.wording import Wording

_LISTED: Final = frozenset({"services", "items", "not_covered", "groups"})
"""The parts whose very titles say what is covered."""

_INSTEAD: Final = {"en": "namely", "it": "cioè"}


def judge(wording: Wording) -> Iterator[Phrase]:
    """Yield each word that leaves a list open, where the list binds."""
    if not _binds(wording.part):
        return
    for match in wording.used("A05.opening"):
        yield Phrase(match, _INSTEAD[wording.language])
    yield from map(Phrase, wording.used("A05.open"))
    for match in wording.used("A05.like"):
        if wording.together(match, "A05.coverage"):
            yield Phrase(match)


def _binds(part: TextPart) -> bool:
    """Return whether a text says what is covered; one that says why may list without end."""
    return part.kind in PROSE or (part.kind == "name" and part.path[0] in _LISTED)


RULE = PhraseRule(
    id="A05",
    name="open-list",
    severity="warning",
    stake="clarity",
    source="effective-analysis.com, table of ambiguous contract wording",
    judge=judge,
    words={
        "en": Told(
            title="A list that never ends",
            what="“{phrases}” leaves open what else belongs to the list.",
            why="Whatever is not named will be argued about on the day it breaks.",
            bad="Support covers servers, workstations, printers, etc.",
            good="Support covers the items listed under `items`, and no others.",
        ),
        "it": Told(
            title="Un elenco che non finisce",
            what="«{phrases}» lascia aperto che cos'altro faccia parte dell'elenco.",
            why="Di ciò che non è nominato si discuterà il giorno in cui si rompe.",
            bad="L'assistenza copre server, postazioni, stampanti, ecc.",
            good="L'assistenza copre le voci elencate in `items`, e nessun'altra.",
        ),
    },
)
