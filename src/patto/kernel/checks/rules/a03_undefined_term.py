"""A03: a term is written large, and the glossary does not know it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from patto.kernel.checks.context import Context, Definition
from patto.kernel.checks.rule import Phrase, PhraseRule, Told
from patto.kernel.checks.texts import PROSE
from patto.kernel.checks.wording.phrases import Match
from patto.kernel.checks.wording.terms import LINKS, Key, key_of, large_words, made_of
from patto.kernel.checks.wording.tokens import sentences
from patto.kernel.checks.wording.wording import Wording

_SIDES: Final = ("Provider", "Customer", "Fornitore", "Cliente")
"""What the contract itself calls the two sides, whatever the glossary holds."""


def judge(wording: Wording) -> Iterator[Phrase]:
    """Yield each run of large words that are words of the trade and no term of the glossary.

    A large word that is none of the trade's belongs to a name, and so do those beside it.
    """
    if wording.part.kind not in PROSE | {"purpose"}:
        return
    known = _known(wording.context.definitions or ())
    trade = frozenset(match.first for match in wording.all("A03.trade"))
    begins = 0
    for sentence in sentences(wording.tokens):
        for start, end in large_words(sentence):
            match = Match(begins + _first_that_tells(start, end, begins, trade), begins + end, "")
            words = wording.tokens[match.first : match.last]
            if _is_term(match, wording, trade) and not made_of(words, known):
                yield Phrase(match)
        begins += len(sentence)


def applies(context: Context) -> bool:
    """Return whether there is a glossary."""
    return context.definitions is not None


def _first_that_tells(start: int, end: int, begins: int, trade: frozenset[int]) -> int:
    """Return where a run begins to tell: the first word of a sentence is large anyway.

    It belongs to a term only if it is a word of the trade and another large one follows.
    """
    tells = start > 0 or (begins in trade and end - start > 1)
    return start if tells else start + 1


def _is_term(match: Match, wording: Wording, trade: frozenset[int]) -> bool:
    """Return whether a run is made of words of the trade, and no name or quotation."""
    if match.length < 1 or wording.is_name(match) or wording.tokens[match.first].quoted:
        return False
    return all(
        index in trade or wording.tokens[index].word in LINKS
        for index in range(match.first, match.last)
    )


@lru_cache(maxsize=8)
def _known(definitions: tuple[Definition, ...]) -> frozenset[Key]:
    return frozenset(map(key_of, (*_SIDES, *(definition.term for definition in definitions))))


RULE = PhraseRule(
    id="A03",
    name="undefined-term",
    severity="error",
    stake="clarity",
    source="C-SIG, principles for cloud service level agreements",
    judge=judge,
    applies=applies,
    words={
        "en": Told(
            title="A term that nobody defined",
            what="“{phrases}” is written like a defined term and is not in the glossary.",
            why="Each side reads its own meaning into a term that the agreement does not define.",
            bad="A reply is due within two Business Days.",
            good="A reply is due within two Business Days. (Business Day: 8 h of the calendar "
            "“office”.)",
        ),
        "it": Told(
            title="Un termine che nessuno ha definito",
            what="«{phrases}» è scritto come un termine definito e non è nel glossario.",
            why="Ciascuna parte dà un significato suo a un termine che l'accordo non definisce.",
            bad="Si risponde entro due Giorni Lavorativi.",
            good="Si risponde entro due Giorni Lavorativi. (Giorno Lavorativo: 8 h del calendario "
            "«ufficio».)",
        ),
    },
)
