"""A change: where it stands, what was there and what is, and whether it is harder to keep."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from patto.kernel.instants import Duration

Kind: TypeAlias = Literal["changed", "added", "removed", "renamed", "reordered"]
"""What happened: another value, a part that is new or gone, another id, another order."""

Effect: TypeAlias = Literal["harder", "easier", "neither"]
"""What it is for the provider: what is harder for it to keep is better for the customer."""

Aspect: TypeAlias = Literal["keep", "cost", "scope"]
"""In what it is harder: to keep a promise, in money, or in how much there is to do."""

Per: TypeAlias = Literal["week", "dates"]
"""Over what open hours were compared: a week, or the dates that differ."""


@dataclass(frozen=True, slots=True)
class Hours:
    """How much more time is open than before, less if negative, and over what."""

    more: Duration
    per: Per


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a change is for the provider, in what, and by how many open hours if it is by them."""

    effect: Effect = "neither"
    aspect: Aspect = "keep"
    hours: Hours | None = None


NEITHER: Final = Judgement()


@dataclass(frozen=True, slots=True)
class Step:
    """A step from the agreement towards a value: a key of a part, or one of what stands under it.

    `owner` is the class of the part, `name` the id of one of several, as it now is; `before` and
    `after` are what stood and what stands there, `None` where nothing does.
    """

    owner: str
    key: str
    name: str
    before: object
    after: object


Trail: TypeAlias = tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that differs."""

    kind: Kind
    trail: Trail
    judgement: Judgement = NEITHER

    @property
    def before(self) -> object:
        """What stood there."""
        return self.trail[-1].before

    @property
    def after(self) -> object:
        """What stands there."""
        return self.trail[-1].after

    @property
    def path(self) -> str:
        """The place as people write it: `metrics.response.targets.P1.always.levels.95 %.within`."""
        steps = [word for step in self.trail for word in (step.key, step.name)]
        return ".".join(word for word in steps if word)

    @property
    def part(self) -> str:
        """The part of the agreement that it stands in: `metrics`."""
        return self.trail[0].key
