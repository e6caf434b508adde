"""What a rule is: its name, how grave it is, its words in each language, and how it finds.

A rule is a module in `rules` that holds a `RULE`; there it is found by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

from patto.kernel.agreement.nodes import Path
from patto.kernel.checks.context import Context
from patto.kernel.checks.finding import Put, Stake
from patto.kernel.checks.subject import Subject
from patto.kernel.checks.wording.all_texts import Texts
from patto.kernel.checks.wording.phrases import Match
from patto.kernel.checks.wording.small_words import Language
from patto.kernel.checks.wording.wording import Wording
from patto.kernel.errors import NO_PARAMETERS, Severity


class Told(NamedTuple):
    """What a rule says in a language: what it found, why that matters, how to say it better.

    `what` may hold `{parameters}`; `why` is one sentence for a business reader, `bad` and `good`
    are wordings. A rule that may find the same in texts about anything has in `to_name` what any
    such text must name: there the wording follows from the place, and this stands where none does.
    """

    title: str
    what: str
    why: str
    bad: str
    good: str
    to_name: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """What a rule on parts found: the path of the part, and what its words need to know."""

    path: Path
    parameters: Mapping[str, str] = field(default_factory=lambda: NO_PARAMETERS)
    fix: Put | None = None
    also: tuple[Path, ...] = ()


class Phrase(NamedTuple):
    """A phrase that a rule on words found, and what could stand in its place, if anything can."""

    match: Match
    instead: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rule:
    id: str
    name: str
    severity: Severity
    stake: Stake
    words: Mapping[Language, Told]
    source: str


def nothing(_subject: Subject) -> Iterable[Hit]:
    """Return that a rule on words has no more to find in the parts."""
    return ()


def always(_about: object) -> bool:
    """Return that a rule applies whatever it is asked about."""
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class PhraseRule(_Rule):
    """A rule on the words of each text by itself.

    `applies` tells whether what is known beside the texts has what the rule is about; `find` is
    the same rule on the parts of a sound agreement.
    """

    judge: Callable[[Wording], Iterable[Phrase]]
    find: Callable[[Subject], Iterable[Hit]] = nothing
    applies: Callable[[Context], bool] = always


@dataclass(frozen=True, slots=True, kw_only=True)
class TextsRule(_Rule):
    """A rule on all the texts together."""

    find: Callable[[Texts], Iterable[Hit]]
    applies: Callable[[Context], bool] = always


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelRule(_Rule):
    """A rule on what the parts of an agreement say together; it needs a sound agreement.

    `applies` tells whether the agreement has what the rule is about.
    """

    find: Callable[[Subject], Iterable[Hit]]
    applies: Callable[[Subject], bool] = always


Rule: TypeAlias = PhraseRule | TextsRule | ModelRule
