"""Availability: of each system and of all together, measured by probes or from tickets."""

from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from patto.kernel.agreement.choices import ByKey, ByWord, OrAll, OrNone
from patto.kernel.agreement.figures.figure import FigureTerms, Probe
from patto.kernel.agreement.figures.worked import UptimeExample
from patto.kernel.agreement.part import Identifier, Part, Whole, Words
from patto.kernel.agreement.quantities import Share
from patto.kernel.agreement.targets import StartEvent, StopEvent


class SystemTarget(Part):
    """A system and how much of its service time it is up."""

    item: Identifier
    """The thing, of `items`."""
    share: Share
    """The least: `99.5 %`."""


class AllUp(Part):
    """Down while any of them is down."""

    rule: Literal["all"]
    """`all`."""
    share: Share
    """The least."""


class AnyUp(Part):
    """Down only while all of them are down."""

    rule: Literal["any"]
    """`any`."""
    share: Share
    """The least."""


class SomeUp(Part):
    """Up while so many of them are up."""

    rule: Literal["k-of-n"]
    """`k-of-n`."""
    least: Annotated[Whole, Field(ge=1)]
    """How many must be up."""
    share: Share
    """The least."""


class MeanUp(Part):
    """The mean of the systems' own figures."""

    rule: Literal["mean"]
    """`mean`."""
    share: Share
    """The least."""


Combined: TypeAlias = Annotated[AllUp | AnyUp | SomeUp | MeanUp, ByWord("rule")]


class Probed(Part):
    """Measured by probing each system."""

    probe: Probe
    """From where, by what and how often."""
    unprobed: Words
    """What is down that the probe cannot see, and how it is counted."""


class FromTickets(Part):
    """Counted from the tickets about each system, where nothing probes it."""

    tickets: OrAll[tuple[Words, ...]]
    """The types of tickets that say a system is down."""
    priorities: OrAll[tuple[Identifier, ...]]
    """The priorities that do."""
    start: StartEvent
    """The event from which it is down."""
    stop: StopEvent
    """The event at which it is up again."""
    overlapping: Literal["once"]
    """Time that lies in several tickets counts once."""


class AvailabilityMetric(FigureTerms):
    """How much of the agreed service time systems are up (semantics 6)."""

    kind: Literal["availability"]
    """`availability`."""
    service_time: Identifier
    """The clock or calendar of the agreed service time; what lies outside is in no number."""
    systems: Annotated[tuple[SystemTarget, ...], Field(min_length=1)]
    """Each system with its own target."""
    combined: OrNone[Combined]
    """One figure for all of them, which stands beside theirs."""
    measured: Annotated[Probed | FromTickets, ByKey(("probe", "tickets"))]
    """By a `probe`, or from `tickets`."""
    degraded: OrNone[Words]
    """When a system that answers too slowly or in part counts as down."""
    maintenance: Literal["does-not-count", "counts-as-down"]
    """Whether agreed maintenance is left out (semantics 6.5)."""
    coverage: Share
    """How much of the service time must be known, below which the figure is not determined."""
    digits: Annotated[Whole, Field(ge=0, le=6)]
    """To how many decimals the percentage is rounded down."""
    examples: tuple[UptimeExample, ...]
    """At least two; they are printed in the contract and must come out."""
