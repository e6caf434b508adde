"""What every metric of a figure says, whatever is measured."""

from typing import Annotated, Literal

from pydantic import Field

from patto.kernel.agreement.choices import OrNone
from patto.kernel.agreement.part import Every, Identifier, Part, Whole, Words
from patto.kernel.agreement.quantities import ClockedBudget


class FigurePeriod(Part):
    """The spans over which a figure is taken."""

    every: Every
    """How long a period is."""
    partial: Literal["as-it-stands"]
    """A first or last period that the agreement covers in part is judged on what it holds."""


class FigureEvidence(Part):
    """Where a figure comes from, and how the customer can check it."""

    system: Words
    """The system that holds the records."""
    proxy: OrNone[Words]
    """What stands in for what is not recorded; printed beside the figure."""
    shown_to_customer: OrNone[Words]
    """How the customer sees the records themselves."""


class FewCases(Part):
    """What holds when too little was counted."""

    below: Annotated[Whole, Field(ge=1)]
    """Below how many cases it holds."""
    allowed: OrNone[Annotated[Whole, Field(ge=0)]]
    """How many may then fail; `none`: the figure is not determined."""


class Probe(Part):
    """From where, by what test and how often something is probed (semantics 6.3)."""

    place: Words
    """From where."""
    test: Words
    """What is done, and what answer is a good one."""
    interval: ClockedBudget
    """How often: `1 min on 24x7`."""
    retries: Annotated[Whole, Field(ge=0, le=100)]
    """How many further failed checks confirm a failure; it counts from its first."""


class FigureTerms(Part):
    """What the metrics of all figures have in common."""

    id: Identifier
    """The name that reports and other parts use."""
    title: Words
    """What people call it."""
    purpose: Words
    """Why the customer cares, in one sentence."""
    clause: OrNone[Words]
    """The clause of the contract that says so."""
    exclusions: OrNone[tuple[Identifier, ...]]
    """Which exclusions apply."""
    period: FigurePeriod
    """Over which spans the figure is taken."""
    remedy: OrNone[Words]
    """What follows from a miss, the id of a remedy where `remedies` are stated; printed as
    "no credit" where `none`.
    """
    evidence: FigureEvidence
    """Where the figure comes from."""
