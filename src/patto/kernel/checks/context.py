"""What the rules may know beside the agreement itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Final, NamedTuple

from patto.kernel.agreement.choices import settled
from patto.kernel.agreement.model import Agreement
from patto.kernel.agreement.nodes import Path
from patto.kernel.agreement.part import Part
from patto.kernel.checks.texts import TextPart


class Definition(NamedTuple):
    """A term of the glossary, what it means, and where it stands."""

    term: str
    meaning: str
    path: Path = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What rules may know beside the texts of an agreement.

    `definitions` is the glossary and `attachments` the titles of what is attached; where they are
    `None` the agreement's own stand for them, if it has any. `clauses` are texts beside the
    model's, `vocabulary` the words of the model that are no texts and are printed all the same.
    `expected` is how many tickets of a metric a period is expected to have, from its history, by
    the metric's id.
    """

    definitions: tuple[Definition, ...] | None = None
    attachments: tuple[str, ...] | None = None
    clauses: tuple[TextPart, ...] = ()
    vocabulary: tuple[str, ...] = ()
    expected: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))


NO_CONTEXT: Final = Context()


def with_its_own(agreement: Agreement, given: Context) -> Context:
    """Return what is known, with the agreement's own glossary, attachments and vocabulary."""
    definitions, attachments = given.definitions, given.attachments
    if definitions is None and agreement.definitions is not None:
        definitions = tuple(
            Definition(one.term, one.meaning, ("definitions", index))
            for index, one in enumerate(settled(agreement.definitions) or ())
        )
    if attachments is None and agreement.legal is not None:
        attachments = tuple(one.title for one in agreement.legal.attachments or ())
    vocabulary = tuple(dict.fromkeys(_words(agreement))) if definitions else ()
    return replace(given, definitions=definitions, attachments=attachments, vocabulary=vocabulary)


def _words(value: object) -> Iterator[str]:
    """Yield every name and fixed word of the model but those of the glossary."""
    if isinstance(value, str):
        if " " not in value:
            yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from _words(one)
    elif isinstance(value, dict):
        yield from value
        yield from _words(tuple(value.values()))
    elif isinstance(value, Part):
        names = (name for name in type(value).model_fields if name != "definitions")
        yield from _words(tuple(getattr(value, name) for name in names))
