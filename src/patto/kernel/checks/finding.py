"""What the checks find, what would mend it, and what the owner has decided to live with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from patto.kernel.agreement.nodes import Path
from patto.kernel.agreement.writing import Plain
from patto.kernel.errors import NO_PARAMETERS, Place, Severity

Stake: TypeAlias = Literal["verdict", "fairness", "clarity"]
"""What is at stake: that a verdict can be reached at all, that neither side is exposed, or that
everybody understands the same.
"""


@dataclass(frozen=True, slots=True)
class Rewrite:
    """A change of words in the text under a path: what stands there, and what should."""

    path: Path
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Put:
    """A change of the value under a path: what stands there, `None` if nothing, and what should."""

    path: Path
    old: Plain | None
    new: Plain


Edit: TypeAlias = Rewrite | Put


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to settle: the rule that found it, where, and what the rule's words need to know.

    `path` leads to the part in the model, `told` is that path as people write it; `also` are the
    other places that have the same cause. `settled` is the wording that would settle it and `fix`
    what writes it in; both are empty where only the two sides can say.
    """

    rule: str
    severity: Severity
    place: Place
    path: Path
    told: str
    parameters: Mapping[str, str] = field(default_factory=lambda: NO_PARAMETERS)
    also: tuple[Place, ...] = ()
    settled: str = ""
    fix: tuple[Edit, ...] = ()


@dataclass(frozen=True, slots=True)
class Waiver:
    """A rule that is not to be held against an agreement, and why; the reason is printed."""

    rule: str
    reason: str


@dataclass(frozen=True, slots=True)
class Waived:
    """A finding that a waiver covers."""

    finding: Finding
    reason: str


@dataclass(frozen=True, slots=True)
class RefusedWaiver:
    """A waiver that waives nothing, and why."""

    waiver: Waiver
    why: Literal["no-reason", "unknown-rule"]
