"""A01: a weak word stands where a figure should."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final

from patto.kernel.checks.rule import Phrase, PhraseRule, Told
from patto.kernel.checks.texts import PROSE
from patto.kernel.checks.wording.phrases import Match
from patto.kernel.checks.wording.wording import Wording

_INSTEAD: Final = {
    "en": "within the time stated in the targets",
    "it": "entro il tempo indicato negli obiettivi",
}


def judge(wording: Wording) -> Iterator[Phrase]:
    """Yield each weak word that nothing in its sentence makes measurable.

    A word of time is spared where a figure holds it, a word of rhythm where days are named, a word
    of degree where the law it repeats is named, a word of effort where it is taken back. What only
    says why something matters may speak of degrees and habits.
    """
    if wording.part.kind in PROSE:
        labels: Iterable[str] = _SPARED
    elif wording.part.kind == "purpose":
        labels = _IN_A_PURPOSE
    else:
        return
    for match in wording.used(*labels):
        if not _SPARED[match.label](wording, match) and not wording.touched(match, "A01.spared"):
            yield Phrase(match, _instead(wording, match))


def _in_rhythm(wording: Wording, match: Match) -> bool:
    return wording.followed(match, "general.schedule") or wording.bounded(match)


def _by_degrees(wording: Wording, match: Match) -> bool:
    return wording.bounded(match) or wording.cited(match)


def _with_no(wording: Wording, match: Match) -> bool:
    """Return whether a condition is that something is not possible: a case like any other."""
    return wording.touched(match, "general.negation")


_SPARED: Final[Mapping[str, Callable[[Wording, Match], bool]]] = {
    "A01.time": Wording.bounded,
    "A01.adverb": Wording.bounded,
    "A01.effort": Wording.negated,
    "A01.rhythm": _in_rhythm,
    "A01.custom": Wording.capped,
    "A01.degree": _by_degrees,
    "A01.condition": _with_no,
}
"""What spares the words of each class."""

_IN_A_PURPOSE: Final = ("A01.time", "A01.adverb", "A01.effort")


def _instead(wording: Wording, match: Match) -> str:
    """Return words that point to the targets, for a text that belongs to a measured promise."""
    measured = wording.part.path[:1] == ("metrics",) and match.label == "A01.adverb"
    return _INSTEAD[wording.language] if measured else ""


RULE = PhraseRule(
    id="A01",
    name="vague-term",
    severity="error",
    stake="clarity",
    source="founding case, step 1; Italian Civil Code, art. 1370",
    judge=judge,
    words={
        "en": Told(
            title="A word that nobody can measure",
            what="“{phrases}” says neither how much nor by when.",
            why="What cannot be measured is read against whoever wrote it, and each side remembers "
            "it differently.",
            bad="We respond promptly.",
            good="We respond within 30 min of support time after the call is logged.",
            to_name="how much or how many, by when and on which clock, and by what both sides can "
            "see it",
        ),
        "it": Told(
            title="Una parola che nessuno può misurare",
            what="«{phrases}» non dice né quanto né entro quando.",
            why="Ciò che non si può misurare si interpreta contro chi l'ha scritto, e ciascuno lo "
            "ricorda a modo suo.",
            bad="Rispondiamo tempestivamente.",
            good="Rispondiamo entro 30 min di assistenza dalla registrazione della chiamata.",
            to_name="quanto o quanti, entro quando e su quale orologio, e da che cosa lo vedono "
            "entrambe le parti",
        ),
    },
)
