"""The answer of a replay in a sentence: whether the past would have kept the draft."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from patto.cli.page import Cell, Page
from patto.cli.replaying.told import Told
from patto.kernel.evaluation.outcome import MetricOutcome, PeriodVerdict
from patto.kernel.feasibility.replaying import Replayed
from patto.language.titles import Titles
from patto.language.words import Words

_MONTH: Final = re.compile(r"\d{4}-\d\d")
_MOST_NAMED: Final = 3
"""How many of the tickets that would be newly missed the answer names; the lists hold more."""


@dataclass(frozen=True, slots=True)
class Promises:
    """What came of promises, each counted once in every period in which it had any tickets."""

    kept: int
    missed: int
    not_determined: int
    so_far: int

    @property
    def count(self) -> int:
        """How many there are."""
        return self.kept + self.missed + self.not_determined + self.so_far


def promises(outcomes: Sequence[MetricOutcome]) -> Promises:
    """Return what came of the promises of some outcomes."""
    found = [one.verdict for one in outcomes]
    return Promises(
        found.count(PeriodVerdict.MET),
        found.count(PeriodVerdict.MISSED),
        found.count(PeriodVerdict.NOT_DETERMINED),
        found.count(PeriodVerdict.SO_FAR),
    )


def add_answers(page: Page, told: Told, words: Words) -> None:
    """Add the answer for each draft, and what it would miss that was kept in force."""
    for file, replayed in zip(told.files, told.replayed, strict=True):
        judged = [one for one in replayed.metrics if one.verdict is not PeriodVerdict.NO_EVENTS]
        if judged:
            draft = file if len(told.files) > 1 else ""
            page.line(Cell(_answer(judged, draft, told, words), "strong"))
            for sentence in _newly(replayed, told, words):
                page.line(Cell(sentence, "bad"))


def _answer(judged: Sequence[MetricOutcome], draft: str, told: Told, words: Words) -> str:
    """Return the answer for a draft, which is named where there are several."""
    found, labels = promises(judged), {one.period.label for one in judged}
    monthly = all(map(_MONTH.fullmatch, labels))
    answer = words.say(
        f"replay.answer.{'by-month' if monthly else 'by-period'}",
        draft=draft,
        span=_span(judged, words),
        count=found.count,
        kept=found.kept,
        missed=found.missed,
        undetermined=found.not_determined or "",
        running=found.so_far or "",
        beside=_beside(found, labels, told, words),
    )
    return answer if draft else answer[:1].upper() + answer[1:]


def _beside(found: Promises, labels: set[str], told: Told, words: Words) -> str:
    """Return how many were kept in force in the same periods, of how many if these differ."""
    if told.current is None:
        return ""
    own = promises([one for one in told.current.metrics if one.period.label in labels])
    if own.count == found.count:
        return words.number(own.kept)
    return words.say("replay.summary.kept", kept=own.kept, count=own.count)


def _span(judged: Sequence[MetricOutcome], words: Words) -> str:
    first = min(judged, key=lambda one: one.period.start).period.label
    last = max(judged, key=lambda one: one.period.end).period.label
    named = {"first": words.period(first), "last": words.period(last)}
    return named["first"] if first == last else words.say("replay.answer.span", **named)


def _newly(replayed: Replayed, told: Told, words: Words) -> Iterator[str]:
    """Yield what would be missed though it was kept in force, by the level."""
    found = [(one, share) for one in replayed.missed for share in told.newly(one)]
    if not found:
        return
    titles = Titles(replayed.laid.draft, words)
    named = [
        words.say(
            "replay.answer.level",
            ticket=one.item,
            metric=titles.metrics[one.metric].title,
            share=share,
        )
        for one, share in found[:_MOST_NAMED]
    ]
    more = len(found) - len(named) or ""
    yield words.say("replay.answer.newly", count=len(found), names=words.listing(named), more=more)
