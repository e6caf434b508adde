"""The reference of the rules, written from the rules themselves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from patto.kernel.checks.covered import COVERED
from patto.kernel.checks.planned import PARTS, PLANNED
from patto.kernel.checks.registry import registry
from patto.kernel.checks.rule import Rule

GROUPS: Final = {
    "A": "Language",
    "B": "Scope",
    "C": "Calendars",
    "D": "Clocks",
    "E": "Priority",
    "F": "Metrics",
    "G": "Feasibility",
    "H": "Remedies",
    "J": "Evidence and reports",
    "K": "Customer, data, legal",
}
"""What the first letter of a rule's id stands for."""


def reference() -> str:
    """Return the reference of every rule as Markdown, in English."""
    return "\n".join([*_checked(), *_covered(), *_planned()]) + "\n"


def _checked() -> Iterator[str]:
    yield "## The rules"
    group = ""
    for rule in registry().values():
        if rule.id[0] != group:
            group = rule.id[0]
            yield f"\n### {group}. {GROUPS[group]}"
        yield from _rule(rule)


def _rule(rule: Rule) -> Iterator[str]:
    words = rule.words["en"]
    yield f"\n#### {rule.id} {rule.name}"
    yield f"\n**{words.title}** ({rule.severity}). {words.why}\n"
    yield f"- not: {_quoted(words.bad)}"
    yield f"- but: {_quoted(words.good)}"
    yield f"- source: {rule.source}"


def _quoted(text: str) -> str:
    return f"`{text}`" if "{" in text else text


def _covered() -> Iterator[str]:
    yield "\n## Rules that no file can break\n"
    yield "Reading refuses the file with one of these problems, or the semantics fix the matter.\n"
    yield "| rule | | severity | problems | semantics |"
    yield "|---|---|---|---|---|"
    for one in COVERED.values():
        codes = ", ".join(f"`{code}`" for code in one.codes)
        title = one.titles["en"]
        yield f"| {one.id} {one.name} | {title} | {one.severity} | {codes} | {one.semantics} |"


def _planned() -> Iterator[str]:
    yield "\n## Rules that wait\n"
    yield "Their ids are reserved; each waits for a part of the agreement or for facts beside it.\n"
    yield "| rule | | severity | waits for |"
    yield "|---|---|---|---|"
    for one in PLANNED.values():
        part = PARTS[one.waits_for]["en"]
        yield f"| {one.id} {one.name} | {one.titles['en']} | {one.severity} | {part} |"
