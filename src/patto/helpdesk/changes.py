"""What a version changes against the one before: for whom it is harder, and what else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from patto.agreements.queries import VersionRow
from patto.agreements.reading import read_agreement
from patto.documents.differences.folding import Line
from patto.documents.differences.told import EFFECTS, EXAMPLES, VERSION, told
from patto.kernel.agreement.differences.change import Effect


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """A change, with the chapter of the contract in which it is read."""

    chapter: str
    line: Line


@dataclass(frozen=True, slots=True)
class Changes:
    """What changes against another version: a headline, notes, and the changes by their effect.

    `itself` has what makes it another version, and its worked examples: no terms, and not counted.
    """

    before: VersionRow
    same_agreement: bool
    headline: str
    notes: tuple[str, ...]
    harder: tuple[ChangeRow, ...]
    easier: tuple[ChangeRow, ...]
    neither: tuple[ChangeRow, ...]
    itself: tuple[ChangeRow, ...]


def changes(before: VersionRow, after: VersionRow, language: str) -> Changes:
    """Return what one version changes against another, in a language."""
    found = told(read_agreement(before.text), read_agreement(after.text), language)
    by_effect: Mapping[Effect, list[ChangeRow]] = {effect: [] for effect in EFFECTS}
    itself: list[ChangeRow] = []
    for chapter in found.chapters:
        no_terms = chapter.part in {VERSION, EXAMPLES}
        for line in chapter.lines:
            among = itself if no_terms else by_effect[line.judged]
            among.append(ChangeRow(chapter.title, line))
    harder, easier, neither = (tuple(by_effect[effect]) for effect in EFFECTS)
    same = before.identity == after.identity
    return Changes(
        before, same, found.headline, found.notes, harder, easier, neither, tuple(itself)
    )
