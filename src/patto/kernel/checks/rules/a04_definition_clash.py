"""A04: a term is defined twice, or defined and never used."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from types import MappingProxyType

from patto.kernel.checks.context import Context, Definition
from patto.kernel.checks.rule import Hit, TextsRule, Told
from patto.kernel.checks.wording.all_texts import Texts
from patto.kernel.checks.wording.terms import Key, key_of, key_of_words


def find(texts: Texts) -> Iterator[Hit]:
    """Yield each definition of a term that has one already, and each that nothing uses."""
    definitions = texts.context.definitions or ()
    defined = Counter(key_of(definition.term) for definition in definitions)
    uses = _uses(texts, frozenset(map(len, defined)))
    first: dict[Key, Definition] = {}
    for definition in definitions:
        key = key_of(definition.term)
        earlier = first.setdefault(key, definition)
        own = _runs(key_of(definition.meaning), {len(key)})
        used = uses[key] - sum(run == key for run in own)
        if earlier is not definition or (not used and defined[key] == 1):
            told = {"term": definition.term, "defined": str(defined[key]), "used": str(used)}
            also = () if earlier is definition else (earlier.path,)
            yield Hit(definition.path, MappingProxyType(told), also=also)


def applies(context: Context) -> bool:
    """Return whether there is a glossary."""
    return bool(context.definitions)


def _uses(texts: Texts, lengths: frozenset[int]) -> Counter[Key]:
    """Return how often each run of so many words stands in the agreement, the glossary included.

    A definition is no use of its own term; that is taken off where the term is known.
    """
    definitions = texts.context.definitions or ()
    glossary = {definition.path for definition in definitions}
    read = (one for one in texts.wordings if one.part.path[:2] not in glossary)
    keys = [key_of_words(one.tokens) for one in read]
    keys += [key_of(definition.meaning) for definition in definitions]
    keys += [key_of(word) for word in texts.context.vocabulary]
    return Counter(run for key in keys for run in _runs(key, lengths))


def _runs(key: Key, lengths: Iterable[int]) -> Iterator[Key]:
    """Yield every run of so many words."""
    for length in lengths:
        for start in range(len(key) - length + 1):
            yield key[start : start + length]


RULE = TextsRule(
    id="A04",
    name="definition-clash",
    severity="warning",
    stake="clarity",
    source="research on prose against formal agreements (Skene)",
    find=find,
    applies=applies,
    words={
        "en": Told(
            title="A term defined twice, or never used",
            what="“{term}” needs one definition and a use; definitions: {defined}, uses: {used}.",
            why="Of two meanings each side takes the one that suits it, and a meaning that nothing "
            "uses hides what was meant.",
            bad="Incident: a fault of a covered item. Incidents: any call to the desk.",
            good="Incident: a fault of a covered item; once, and only if the agreement uses it.",
        ),
        "it": Told(
            title="Un termine definito due volte, o mai usato",
            what="«{term}» richiede una definizione e un uso; definizioni: {defined}, usi: {used}.",
            why="Di due significati ciascuna parte prende quello che le conviene, e un significato "
            "che nulla usa nasconde ciò che si intendeva.",
            bad="Incidente: il guasto di una voce coperta. Incidenti: ogni chiamata.",
            good="Incidente: il guasto di una voce coperta; una volta, e solo se l'accordo lo usa.",
        ),
    },
)
