"""What a rule is about, in words, for whoever asks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from patto.kernel.checks.covered import COVERED
from patto.kernel.checks.finding import Finding
from patto.kernel.checks.planned import PARTS, PLANNED
from patto.kernel.checks.registry import registry
from patto.kernel.checks.rule import Told
from patto.kernel.checks.wording.places import usual_at
from patto.kernel.checks.wording.small_words import Language
from patto.kernel.errors import Severity


@dataclass(frozen=True, slots=True)
class Explanation:
    """A rule in one language.

    Of a rule that reading covers `codes` are the problems that stand for it, of a planned one
    `waits_for` is the part it waits for; these two have no wordings of their own.
    """

    id: str
    name: str
    severity: Severity
    state: Literal["checked", "covered", "planned"]
    title: str
    why: str = ""
    bad: str = ""
    good: str = ""
    source: str = ""
    codes: tuple[str, ...] = ()
    semantics: str = ""
    waits_for: str = ""


def rule_ids() -> tuple[str, ...]:
    """Return the id of every rule, checked or not."""
    return tuple(sorted((*registry(), *COVERED, *PLANNED)))


def explain(rule: str, language: Language) -> Explanation | None:
    """Return what a rule is about by its id or name, `None` if there is no such rule."""
    identity = _named(rule)
    if identity in registry():
        checked = registry()[identity]
        told = checked.words[language]
        return Explanation(
            checked.id, checked.name, checked.severity, "checked",
            told.title, told.why, told.bad, told.good, checked.source,
        )  # fmt: skip
    if identity in COVERED:
        covered = COVERED[identity]
        return Explanation(
            covered.id, covered.name, covered.severity, "covered", covered.titles[language],
            codes=covered.codes, semantics=covered.semantics,
        )  # fmt: skip
    if identity in PLANNED:
        planned = PLANNED[identity]
        return Explanation(
            planned.id, planned.name, planned.severity, "planned", planned.titles[language],
            waits_for=PARTS[planned.waits_for][language],
        )  # fmt: skip
    return None


def told(finding: Finding, language: Language) -> Told:
    """Return what a rule says of what it found: its words with the finding's parameters in them.

    Where it may find the same in texts about anything, the good wording is one for that place.
    """
    words = registry()[finding.rule].words[language]
    good = words.good
    if words.to_name:
        good = usual_at(finding.path, language) or words.to_name
    return words._replace(what=words.what.format_map(finding.parameters), good=good)


def _named(rule: str) -> str:
    """Return the id of a rule that is given by its id, in any case, or by its name."""
    names = {one.name: one.id for table in (registry(), COVERED, PLANNED) for one in table.values()}
    return names.get(rule.lower(), rule.upper())
