"""The labelled clauses, and how well the rules on words find what they hold.

A file is a list; each entry has one key, `ok` or the rules that should find it, separated by
spaces, and under it the text, or the text with what the rule needs to know beside it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Literal, TypeAlias, cast

from patto.kernel.agreement.nodes import Mapping, Sequence
from patto.kernel.agreement.yaml import compose
from patto.kernel.checks.checking import check_texts
from patto.kernel.checks.context import Context, Definition
from patto.kernel.checks.texts import Kind, TextPart
from patto.kernel.checks.wording.all_texts import Texts
from patto.kernel.checks.wording.small_words import Language
from patto.kernel.errors import Place

FOLDER = Path(__file__).parent
Section: TypeAlias = Literal["tuning", "held-out", "later", "unusual"]


@dataclass(frozen=True)
class Clause:
    """A clause with the rules that should find it."""

    part: TextPart
    rules: frozenset[str]
    context: Context
    section: Section
    unasked: frozenset[str]
    """Rules whose answer the entry does not give."""

    @cached_property
    def found(self) -> frozenset[str]:
        """The rules that do find it."""
        found = check_texts(Texts((self.part,), self.context))
        return frozenset(one.rule for one in found) - self.unasked


@cache
def clauses(section: Section) -> tuple[Clause, ...]:
    """Return the clauses of a part of the corpus."""
    return tuple(
        _clause(entry, section, language, place)
        for language in ("en", "it")
        for entry, place in _entries(f"{section}.{language}.yaml")
    )


def _entries(name: str) -> Iterator[tuple[dict[str, Any], Place]]:
    root = compose((FOLDER / name).read_text(), name).root
    assert isinstance(root, Sequence), name
    for node in root.items:
        assert isinstance(node, Mapping), node.place
        yield node.value, node.place


def _clause(entry: dict[str, Any], section: Section, language: str, place: Place) -> Clause:
    ((label, told),) = entry.items()
    told = told if isinstance(told, dict) else {"text": told}
    part = TextPart(
        ("clauses", 0, "text"),
        place,
        told["text"],
        cast(Language, language),
        cast(Kind, told.get("as", "clause")),
    )
    names = [
        TextPart(("names", n), place, name, part.language, "name")
        for n, name in enumerate(told.get("names", ()))
    ]
    terms = [(term, "a meaning that is not read") for term in told.get("definitions", ())]
    glossary = told.get("glossary") or terms or None
    context = Context(
        definitions=None if glossary is None else tuple(Definition(*one) for one in glossary),
        attachments=tuple(told["attachments"]) if "attachments" in told else None,
        clauses=tuple(names),
    )
    rules = frozenset() if label == "ok" else frozenset(label.split())
    unasked = frozenset() if "glossary" in told else frozenset({"A04"})
    return Clause(part, rules, context, section, unasked)
