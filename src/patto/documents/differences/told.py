"""The whole difference as a reader has it: a headline of counts, then chapter by chapter.

The chapters are those of the contract, in its order.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from patto.documents.differences.folding import Line, folded
from patto.documents.differences.sentences import Sentence, Sentences
from patto.kernel.agreement.differences.change import Change, Effect
from patto.kernel.agreement.differences.differences import differences
from patto.kernel.agreement.model import Agreement

VERSION: Final = "version"
"""The chapter of what every version changes: its number, its dates; nothing that is agreed."""

EXAMPLES: Final = "examples"

CHAPTERS: Final = (
    VERSION, "aims", "parties", "governs", "definitions", "services", "not_covered", "hours",
    "out_of_hours", "channels", "priorities", "metrics", "circumstances", "customer_obligations",
    "provider_obligations", "workload", "maintenance", "remedies", "reporting",
    "start_conditions", "data_protection", "regulated", "insurance", "charges", "term", "exit",
    "legal", "free_clauses", EXAMPLES,
)  # fmt: skip
"""The chapters, in the order of the contract."""

_TOGETHER: Final[Mapping[str, str]] = MappingProxyType({
    "agreement": "parties", "calendars": "hours", "clocks": "hours", "items": "services",
    "sites": "services", "scope_changes": "services", "groups": "services",
    "validly_logged": "channels", "recording": "channels", "pause_reasons": "circumstances",
    "exclusions": "circumstances", "constraints": "circumstances", "situations": "circumstances",
})  # fmt: skip
_OF_THE_VERSION: Final = frozenset({"version", "supersedes", "effective", "tzdata", "model"})
_OWN_TITLES: Final = {VERSION: "identity-title", "free_clauses": "free-title"}

EFFECTS: Final[tuple[Effect, ...]] = ("harder", "easier", "neither")


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter of the contract, with what changes in it; `lines` are the sentences, folded."""

    part: str
    title: str
    sentences: tuple[Sentence, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """What differs, in words.

    `notes` say what a reader should know before, such as that the customers are not the same;
    `counts` has how many terms are harder for the provider, easier and neither, worked examples
    and what makes a version left aside.
    """

    headline: str
    notes: tuple[str, ...]
    chapters: tuple[Chapter, ...]
    counts: Mapping[Effect, int]


def told(before: Agreement, after: Agreement, language: str) -> Told:
    """Return what differs between two agreements, in a language.

    :raises MissingWordsError: if there are no words for it
    """
    said = Sentences(before, after, language)
    found: dict[str, list[Sentence]] = {}
    for change in differences(before, after):
        found.setdefault(chapter_of(change), []).append(said.sentence(change))
    terms = [
        one.change
        for part, sentences in found.items()
        if part not in {VERSION, EXAMPLES}
        for one in sentences
    ]
    counts = {one: sum(c.judgement.effect == one for c in terms) for one in EFFECTS}
    chapters = tuple(_chapter(part, found[part], said) for part in CHAPTERS if part in found)
    headline = _headline(said, counts, changed=bool(found))
    return Told(headline, tuple(_notes(before, after, said)), chapters, counts)


def chapter_of(change: Change) -> str:
    """Return the chapter of the contract in which a change is read."""
    keys = [step.key for step in change.trail]
    if keys[0] == "metrics" and keys[-1] == "examples":
        return EXAMPLES
    if keys[0] == "agreement" and len(keys) > 1 and keys[1] in _OF_THE_VERSION:
        return VERSION
    return _TOGETHER.get(keys[0], keys[0])


def _chapter(part: str, sentences: list[Sentence], said: Sentences) -> Chapter:
    lines = tuple(folded(sentences, said.labels))
    return Chapter(part, _title(part, said), tuple(sentences), lines)


def _title(part: str, said: Sentences) -> str:
    if part in _OWN_TITLES:
        return said.labels.say(_OWN_TITLES[part])
    return said.new.d.say(f"chapter.{part}")


def _headline(said: Sentences, counts: Mapping[Effect, int], *, changed: bool) -> str:
    number = sum(counts.values())
    if not number:
        return said.labels.say("headline.only-version" if changed else "headline.same")
    effects = [
        said.labels.say(f"headline.effects.{effect}", count=count)
        for effect, count in counts.items()
        if count
    ]
    return said.labels.say(
        "headline.counts",
        terms=said.labels.say("headline.terms", count=number),
        what=", ".join(effects),
    )


def _notes(before: Agreement, after: Agreement, said: Sentences) -> Iterator[str]:
    sides = [(one.parties.customer, one.parties.provider, one.agreement) for one in (before, after)]
    (old_customer, old_provider, old), (customer, provider, new) = sides
    pairs = {
        "customer": (old_customer.name, customer.name),
        "provider": (old_provider.name, provider.name),
        "agreement": (old.id, new.id),
    }
    for name, (was, now) in pairs.items():
        if was != now:
            yield said.labels.say(f"note.{name}", before=was, after=now)
