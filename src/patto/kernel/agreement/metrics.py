"""The metrics: what is promised of tickets, and how it is counted (semantics 3 to 5)."""

from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from patto.kernel.agreement.choices import ByWord, Optional, OrAll, OrNone, OrSaidNone
from patto.kernel.agreement.figures.availability import AvailabilityMetric
from patto.kernel.agreement.figures.averages import AverageMetric
from patto.kernel.agreement.figures.recovery import RecoveryPointMetric, RecoveryTimeMetric
from patto.kernel.agreement.figures.shares import PhoneMetric, SatisfactionMetric, ShareMetric
from patto.kernel.agreement.part import Every, Identifier, Part, Whole, Words
from patto.kernel.agreement.quantities import ClockedBudget, Share
from patto.kernel.agreement.targets import (
    Deadline,
    InCalendar,
    InGroup,
    InSituation,
    Rows,
    Start,
    StartEvent,
    Stop,
    StopEvent,
    TargetLevel,
    TargetRow,
)
from patto.kernel.agreement.worked import Example, ExampleEvent, ExampleExpectation

__all__ = [
    "Accumulate",
    "AllowMisses",
    "AnyMetric",
    "AvailabilityMetric",
    "AverageMetric",
    "CountMetric",
    "CountPeriod",
    "Deadline",
    "EvidenceTerms",
    "Example",
    "ExampleEvent",
    "ExampleExpectation",
    "FigureMetric",
    "InCalendar",
    "InGroup",
    "InSituation",
    "KeepInformedMetric",
    "Metric",
    "Period",
    "PhoneMetric",
    "Population",
    "RecoveryPointMetric",
    "RecoveryTimeMetric",
    "Related",
    "Reopening",
    "ReportForm",
    "ResolutionMetric",
    "ResponseMetric",
    "Rows",
    "SatisfactionMetric",
    "ShareMetric",
    "SmallSample",
    "Start",
    "StartEvent",
    "Stop",
    "StopEvent",
    "TargetLevel",
    "TargetRow",
    "TicketMetric",
    "TooFewToJudge",
]


class Population(Part):
    """Which tickets a metric counts: a filter that can be decided from what is recorded."""

    types: OrAll[tuple[Words, ...]]
    """The types of tickets."""
    priorities: OrAll[tuple[Identifier, ...]]
    """The priorities."""
    services: OrAll[tuple[Identifier, ...]]
    """The services."""
    items: OrAll[tuple[Identifier, ...]]
    """The items."""
    requesters: OrAll[tuple[Words, ...]]
    """Who reported them."""
    counting: Literal["ticket"]
    """What is counted."""


class Reopening(Part):
    """For how long a reopening continues the same item, and what the time between counts."""

    within: ClockedBudget
    """How long after the resolution; later it is a new item (semantics 4.6)."""
    resolved_time: Literal["counts", "does-not-count"]
    """Whether the time while it was resolved counts."""


class Related(Part):
    """Which ticket counts when several are about one thing."""

    merged: Literal["parent-counts", "each-counts"]
    """Whether the parent alone counts, or each of the merged tickets."""
    split: Literal["each-counts"]
    """Whether each part counts."""


class Period(Part):
    """The spans over which attainment is counted, and where a ticket belongs (semantics 5.4)."""

    every: Every
    """How long a period is."""
    assign_by: Literal["due", "opened", "closed"]
    """Whether a ticket belongs where it fell due, was opened or was closed."""
    partial: Literal["as-it-stands"]
    """A first or last period that the agreement covers in part is judged on what it holds."""


class CountPeriod(Part):
    """The spans in which events are counted, each event in the one in which it occurred."""

    every: Every
    """How long a period is."""
    partial: Literal["as-it-stands"]
    """A first or last period that the agreement covers in part is judged on what it holds."""


class AllowMisses(Part):
    """Below the minimum, a number of misses stands in place of the share."""

    rule: Literal["allow-misses"]
    """`allow-misses`."""
    below: Annotated[Whole, Field(ge=1)]
    """Below how many counted tickets the rule holds."""
    line: Share
    """The share of the line it is about."""
    misses: Annotated[Whole, Field(ge=0)]
    """How many may be missed."""


class Accumulate(Part):
    """Below the minimum, periods are added up until it is reached or so many are."""

    rule: Literal["accumulate"]
    """`accumulate`."""
    below: Annotated[Whole, Field(ge=1)]
    """Below how many counted tickets the rule holds."""
    line: Share
    """The share of the line it is about."""
    periods: Annotated[Whole, Field(ge=2)]
    """After how many periods it is judged as it stands."""


class TooFewToJudge(Part):
    """Below the minimum, the line is not determined."""

    rule: Literal["not-determined"]
    """`not-determined`."""
    below: Annotated[Whole, Field(ge=1)]
    """Below how many counted tickets the rule holds."""
    line: Share
    """The share of the line it is about."""


SmallSample: TypeAlias = Annotated[AllowMisses | Accumulate | TooFewToJudge, ByWord("rule")]


class EvidenceTerms(Part):
    """Where the events come from, what stands in for one that is not recorded, what a gap means."""

    system: Words
    """The system that holds the events."""
    proxy: OrNone[Words]
    """What stands in for an event that is not recorded; printed beside the figure."""
    gaps: Literal["not-determined", "clock-runs-on"]
    """A ticket closed without its stop ever recorded: not determined, or the clock runs on."""


class ReportForm(Part):
    """What the report shows of a metric beside its verdict."""

    unit: Literal["min", "h"]
    """The unit of durations."""
    interval: Literal["shown", "not-shown"]
    """Whether the Wilson interval stands beside the count (semantics 5.6)."""


class _Metric(Part):
    id: Identifier
    """The name that reports and other parts use."""
    title: Words
    """What people call it."""
    purpose: Words
    """Why the customer cares, in one sentence."""
    clause: OrNone[Words]
    """The clause of the contract that says so."""
    population: Population
    """Which tickets it counts."""
    exclusions: OrNone[tuple[Identifier, ...]]
    """Which exclusions apply."""
    remedy: OrNone[Words]
    """What follows from a miss, the id of a remedy where `remedies` are stated; printed as
    "no credit" where `none`.
    """
    evidence: EvidenceTerms
    """Where the events come from."""
    report: ReportForm
    """How it is shown."""
    examples: tuple[Example, ...]
    """At least two; they are printed in the contract and must come out."""


class _TicketMetric(_Metric):
    period: Period
    """Over which spans attainment is counted."""
    start: Start
    """From which event the clock runs."""
    stop: Stop
    """Which event stops it."""
    targets: dict[Identifier, OrNone[Rows]]
    """By priority; `none` where nothing is promised for it."""
    pauses: OrNone[tuple[Identifier, ...]]
    """For which of the pause reasons the clock stops."""
    priority_change: Literal["retroactive", "from-now", "keep-stricter"]
    """What a change of priority does to the running clock (semantics 4.7)."""
    related: Related
    """What counts of merged and split tickets."""
    constraints: OrNone[tuple[Identifier, ...]]
    """Which of the constraints modify the targets."""
    small_sample: OrNone[SmallSample]
    """What holds of one line when few tickets were counted (semantics 5.5)."""
    warnings: Optional[OrSaidNone[Annotated[tuple[Share, ...], Field(min_length=1)]]] = None
    """At which shares of a target used up those who work on a ticket are warned; `none`: at none.
    Left out, the desk warns at three quarters. It decides no figure.
    """


class ResponseMetric(_TicketMetric):
    """The first answer of a person."""

    kind: Literal["response"]
    """`response`."""


class ResolutionMetric(_TicketMetric):
    """The end of the trouble, or any other step towards it."""

    kind: Literal["resolution"]
    """`resolution`."""
    reopen: OrNone[Reopening]
    """What a reopening does; `none`: it is always a new item."""


class KeepInformedMetric(_TicketMetric):
    """An update at least every so often while the ticket is open."""

    kind: Literal["keep-informed"]
    """`keep-informed`."""
    reopen: OrNone[Reopening]
    """What a reopening does; `none`: it is always a new item."""
    updates: Annotated[tuple[Identifier, ...], Field(min_length=1)]
    """The events that count as an update."""


class CountMetric(_Metric):
    """A plain count of events in a period, against a limit."""

    kind: Literal["count"]
    """`count`."""
    period: CountPeriod
    """In which spans events are counted."""
    counts: Annotated[tuple[Identifier, ...], Field(min_length=1)]
    """The kinds of events that are counted."""
    limit: Literal["at-most", "at-least"]
    """Whether the number is the most or the least allowed."""
    number: Annotated[Whole, Field(ge=0)]
    """The number."""


TicketMetric: TypeAlias = ResponseMetric | ResolutionMetric | KeepInformedMetric

Metric: TypeAlias = TicketMetric | CountMetric
"""What is measured from the events of tickets."""

FigureMetric: TypeAlias = (
    AvailabilityMetric
    | RecoveryPointMetric
    | RecoveryTimeMetric
    | ShareMetric
    | PhoneMetric
    | SatisfactionMetric
    | AverageMetric
)
"""What is agreed, and not measured from the events of tickets."""

AnyMetric: TypeAlias = Annotated[Metric | FigureMetric, ByWord("kind")]
