"""Recovery after a loss: how much data may be gone, and how long until one works again."""

from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from patto.kernel.agreement.choices import OrNone
from patto.kernel.agreement.figures.figure import FewCases, FigureTerms
from patto.kernel.agreement.figures.worked import TimesExample
from patto.kernel.agreement.lapses import Lapse
from patto.kernel.agreement.part import Identifier, Part, Words
from patto.kernel.agreement.quantities import Budget, ClockedBudget, Share
from patto.kernel.agreement.targets import Start, Stop

Occasion: TypeAlias = Literal["recovery", "restore-test"]


class FigureLevel(Part):
    """A share of the cases, and the time within which they are."""

    share: Share
    """How many of the cases: `100 %`."""
    within: Budget
    """A time on the metric's clock."""


class Backup(Part):
    """The copies that a recovery starts from."""

    every: ClockedBudget
    """How often one is made: `24 h on 24x7`."""
    takes: ClockedBudget
    """How long one takes at most."""
    kept: Lapse
    """How long it is kept."""
    place: Words
    """Where it is kept, and out of whose reach."""


class _RecoveryMetric(FigureTerms):
    items: Annotated[tuple[Identifier, ...], Field(min_length=1)]
    """The things it is about."""
    occasions: Annotated[tuple[Occasion, ...], Field(min_length=1)]
    """When it is measured: at each recovery, at each restore test, or both."""
    tested_every: OrNone[Lapse]
    """How often a restore is tested."""
    clock: Identifier
    """The clock that the times are counted on."""
    levels: Annotated[tuple[FigureLevel, ...], Field(min_length=1)]
    """The lines, each with more time than the one before."""
    few_cases: OrNone[FewCases]
    """What holds when there were few cases."""


class RecoveryPointMetric(_RecoveryMetric):
    """How old the newest good copy is at a loss: what was done since is gone."""

    kind: Literal["recovery-point"]
    """`recovery-point`."""
    backup: Backup
    """The copies that it starts from."""
    examples: tuple[TimesExample, ...]
    """At least two; they are printed in the contract and must come out."""


class RecoveryTimeMetric(_RecoveryMetric):
    """How long it takes until one works again after a loss."""

    kind: Literal["recovery-time"]
    """`recovery-time`."""
    start: Start
    """From which event the clock runs."""
    stop: Stop
    """Which event stops it."""
    examples: tuple[TimesExample, ...]
    """At least two; they are printed in the contract and must come out."""
