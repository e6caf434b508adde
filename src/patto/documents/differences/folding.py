"""What came, or what went, of one list is told in one line, however much it is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby, takewhile

from patto.documents.differences.labels import Labels
from patto.documents.differences.sentences import Sentence
from patto.kernel.agreement.differences.change import Effect


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the difference; where they are `long`, `before` and `after` stand below it."""

    text: str
    effect: str
    judged: Effect
    before: str = ""
    after: str = ""

    @property
    def long(self) -> bool:
        """Whether what was and what is stand below the line."""
        return bool(self.before or self.after)


def folded(sentences: Iterable[Sentence], labels: Labels) -> list[Line]:
    """Return sentences as lines, those on parts of one list that came or that went as one."""
    lines: list[Line] = []
    for _, some in groupby(sentences, key=_alike):
        found = list(some)
        lines += [_line(found[0])] if len(found) == 1 else [_several(found, labels)]
    return lines


def _alike(one: Sentence) -> object:
    change = one.change
    if not one.added:
        return one
    path = ".".join(step.key for step in change.trail), change.trail[:-1]
    return change.kind, one.effect, path


def _line(one: Sentence) -> Line:
    judged = one.change.judgement.effect
    if one.texts:
        return Line(one.head, one.effect, judged, one.before, one.after)
    return Line(one.text, one.effect, judged)


def _several(found: Sequence[Sentence], labels: Labels) -> Line:
    first, *others = (one.added for one in found)
    shared = _shared([first, *others])
    subjects = "; ".join([first, *(other[shared:] for other in others)])
    change = found[0].change
    text = labels.say(change.kind, subject=subjects)
    return Line(text, found[0].effect, change.judgement.effect)


def _shared(texts: Sequence[str]) -> int:
    """Return how much texts have in common at their beginning, up to the end of a piece."""
    alike = takewhile(lambda letters: len(set(letters)) == 1, zip(*texts, strict=False))
    prefix = "".join(letters[0] for letters in alike)
    return max(prefix.rfind(end) + len(end) if end in prefix else 0 for end in (", ", ": "))
