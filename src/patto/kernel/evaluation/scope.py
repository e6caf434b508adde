"""What takes a ticket out of the count: scope, courtesy, withdrawal, merging, agreed exclusions.

Each acts only while the promise is running: after the stop it changes nothing (semantics 8.4), and
it undoes no miss (semantics 5.2). Only an exclusion that the agreement lists undoes one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from patto.kernel import facts
from patto.kernel.agreement.terms import Exclusion
from patto.kernel.evaluation.milestones import Item
from patto.kernel.evaluation.outcome import Note
from patto.kernel.evaluation.record import Fact, customers_word
from patto.kernel.instants import Instant


@dataclass(frozen=True, slots=True)
class Scope:
    """Whether and from when an item is out of the count, and what is disputed about that."""

    out_at: Instant | None = None
    reason: str = ""
    disputed: bool = False
    notes: tuple[Note, ...] = ()


def scope(item: Item, *, merged_parent_counts: bool) -> Scope:
    """Return what the facts of an item say of its being in the count."""
    notes: list[Note] = []
    disputed = False
    for fact in item.running:
        if fact.kind == facts.OUT_OF_SCOPE:
            if _consented(fact, item.facts):
                return Scope(fact.at, "out-of-scope", disputed, tuple(notes))
            disputed = True
            clause = fact.event.attribute("clause")
            notes.append(Note("out-of-scope-disputed", fact.event.event_id, {"clause": clause}))
        elif fact.kind in (facts.COURTESY, facts.WITHDRAWN):
            return Scope(fact.at, fact.kind, disputed, tuple(notes))
        elif fact.kind == facts.MERGED and merged_parent_counts:
            into = fact.event.attribute("into")
            notes.append(Note("merged-into", fact.event.event_id, {"ticket": into}))
            return Scope(fact.at, "merged", disputed, tuple(notes))
    return Scope(None, "", disputed, tuple(notes))


def _consented(statement: Fact, item_facts: Sequence[Fact]) -> bool:
    """Return whether the customer's last word on a statement is consent; silence is none.

    The word may come later, even after the stop: what it is about had been said before.
    """
    last = ""
    for fact in item_facts:
        answers = fact.event.refers_to in ("", statement.event.event_id)
        if answers and fact.order > statement.order:
            last = customers_word(fact.event) or last
    return last == facts.CONSENTED


def agreed_exclusion(
    item_facts: Iterable[Fact], exclusions: Mapping[str, Exclusion]
) -> tuple[str, tuple[Note, ...]]:
    """Return the exclusion that holds for an item, empty if none, and notes on those that do not.

    It must be one of the metric's, on the evidence and with the consent that the agreement asks.
    """
    known = tuple(item_facts)
    notes: list[Note] = []
    for fact in known:
        if fact.kind != facts.EXCLUDED:
            continue
        name = fact.event.attribute("exclusion")
        terms = exclusions.get(name)
        if terms is None:
            code = "exclusion-not-agreed"
        elif terms.evidence == "required" and not fact.event.evidence:
            code = "exclusion-without-evidence"
        elif terms.consent == "required" and not _consented(fact, known):
            code = "exclusion-without-consent"
        else:
            return name, tuple(notes)
        notes.append(Note(code, fact.event.event_id, {"exclusion": name}))
    return "", tuple(notes)
