"""What is to settle in an agreement before it is signed, as `patto check` says it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from patto.kernel.agreement.reading import Reading
from patto.kernel.checks.explaining import told
from patto.kernel.checks.finding import Finding
from patto.kernel.checks.review import Thing, review_reading
from patto.kernel.checks.wording.small_words import Language
from patto.language.words import Words
from patto.templates import leftovers, spots

FIRST: Final = 3
"""How many things are told in full; the rest is folded."""


@dataclass(frozen=True, slots=True)
class ThingRow:
    """One thing to settle: where it is first found, why it matters, a wording that settles it.

    `exact` says that the wording is for this place, not an example; `more` are the other places.
    """

    rule: str
    severity: str
    severity_told: str
    what: str
    why: str
    wording: str
    exact: bool
    line: int
    path: str
    more: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class LookRow:
    """A place to look at: its line, what stands or is to be looked at there, its path if known."""

    line: int
    what: str
    path: str = ""


@dataclass(frozen=True, slots=True)
class Findings:
    """What is to settle: the first things, the rest, and what is to be filled in or looked at.

    `examples` are values that are still a template's, `marked` the places that a template marks,
    `unsettled` the parts that signing needs and the file leaves out.
    """

    first: tuple[ThingRow, ...]
    rest: tuple[ThingRow, ...]
    examples: tuple[LookRow, ...]
    marked: tuple[LookRow, ...]
    unsettled: tuple[str, ...]

    @property
    def count(self) -> int:
        """How many things are to settle or to fill in; what is only to be looked at is none."""
        return len(self.first) + len(self.rest) + len(self.examples) + len(self.unsettled)


def findings(reading: Reading, text: str, words: Words) -> Findings:
    """Return what is to settle in an agreement that was read."""
    review = review_reading(reading)
    things = () if review is None else tuple(_thing(one, words) for one in review.things)
    return Findings(
        things[:FIRST],
        things[FIRST:],
        tuple(LookRow(one.place.line, one.value, one.told) for one in leftovers(reading.places)),
        tuple(LookRow(one.line, one.what) for one in spots(text)),
        () if reading.agreement is None else reading.agreement.unsettled,
    )


def _thing(thing: Thing, words: Words) -> ThingRow:
    language: Language = "it" if words.language == "it" else "en"
    first, *rest = thing.findings
    text = told(first, language)
    also = [(place.line, "") for place in first.also]
    return ThingRow(
        first.rule, first.severity, words.say(f"severity.{first.severity}"), text.what, text.why,
        first.settled or text.good, bool(first.settled), first.place.line, first.told,
        (*also, *(_where(one, language) for one in rest)),
    )  # fmt: skip


def _where(finding: Finding, language: Language) -> tuple[int, str]:
    return finding.place.line, told(finding, language).what
