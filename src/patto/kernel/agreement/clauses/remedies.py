"""Remedies: what follows from a promise that was not kept, in quantities that say of what."""

from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from patto.kernel.agreement.choices import TEXT, ByKey, ByWord, Optional, OrAll, OrNone
from patto.kernel.agreement.lapses import Notice
from patto.kernel.agreement.money import Amount, Credit
from patto.kernel.agreement.part import Identifier, Part, Whole, Words
from patto.kernel.agreement.quantities import ClockedBudget, Share


class Band(Part):
    """A band of what was attained, half-open, and its credit."""

    least: OrNone[Share]
    """The least that lies in it; `none`: it reaches down to nothing attained."""
    below: Share
    """The first figure above it, which is no longer in it."""
    credit: Credit
    """What it is worth."""


class ByBand(Part):
    """By the band of what was attained, of several lines on that where the highest band ends."""

    by: Literal["band"]
    """`band`."""
    bands: Annotated[tuple[Band, ...], Field(min_length=1)]
    """The bands, from the highest down, without a gap."""


class ByPoint(Part):
    """By each step that the attained figure lies below the target."""

    by: Literal["point"]
    """`point`."""
    step: Share
    """The size of a step: `0.1 %` of the whole, one tenth of a percentage point."""
    line: Optional[Share] = None
    """Of several lines of a metric, the share of the one below which steps are taken."""
    started: Literal["counts", "does-not-count"]
    """Whether a step that is only begun counts."""
    credit: Credit
    """What each step is worth."""


class ByLateness(Part):
    """By each step of time that a ticket is late."""

    by: Literal["lateness"]
    """`lateness`."""
    step: ClockedBudget
    """The size of a step."""
    started: Literal["counts", "does-not-count"]
    """Whether a step that is only begun counts."""
    credit: Credit
    """What each step is worth."""


class ByTicket(Part):
    """By each ticket that missed its target."""

    by: Literal["ticket"]
    """`ticket`."""
    credit: Credit
    """What each is worth."""


class ByPeriod(Part):
    """Once for a period in which the metric was missed."""

    by: Literal["period"]
    """`period`."""
    credit: Credit
    """What it is worth."""


Basis: TypeAlias = Annotated[ByBand | ByPoint | ByLateness | ByTicket | ByPeriod, ByWord("by")]


class Remedy(Part):
    """What a miss is worth, by what, and how much at most."""

    id: Identifier
    """The name that metrics use under `remedy`."""
    title: Words
    """What people call it."""
    clause: OrNone[Words]
    """The clause of the contract that says so."""
    pays: Basis
    """By what it is reckoned."""
    cap: OrNone[Amount]
    """The most that it gives in a period of its metric."""


class Caps(Part):
    """The most that all remedies together give."""

    month: OrNone[Amount]
    """In a month: `10 % of monthly-fee`."""
    year: OrNone[Amount]
    """In twelve months: `100 % of monthly-fee`."""


class Claim(Part):
    """The customer asks for it, in time."""

    within: Notice
    """How long after the report."""
    how: Words
    """How it is asked for."""


class Condition(Part):
    """A fact without which nothing is given."""

    id: Identifier
    """The name that other parts and the document's anchors use."""
    fact: Words
    """The fact, such as invoices that are due having been paid."""
    otherwise: Words
    """What happens where it is not so, and whether it is made good later."""


class ChronicFailure(Part):
    """The right to leave when a promise is missed again and again."""

    metrics: OrAll[tuple[Identifier, ...]]
    """The metrics of which it holds."""
    missed: Annotated[Whole, Field(ge=1)]
    """In how many months each."""
    of: Annotated[Whole, Field(ge=1)]
    """Of how many months in a row."""
    right: Words
    """What the customer may then do, and until when."""


class ImprovementPlan(Part):
    """A plan of what will change, after a miss."""

    after: Words
    """After what."""
    within: Notice
    """How soon it is there."""
    content: Words
    """What it says."""
    fails: Words
    """What follows if it changes nothing."""


class Remedies(Part):
    """The remedies, and what holds of all of them."""

    listed: Annotated[tuple[Remedy, ...], Field(min_length=1)]
    """The remedies, which metrics name."""
    caps: OrNone[Caps]
    """The most that they give together."""
    one_event: Literal["highest-only", "each"]
    """Whether one event that misses several promises gives the highest credit alone."""
    exclusive: Literal["sole-remedy", "beside-other-rights"]
    """Whether they are all that the customer can ask for."""
    given: Annotated[Literal["automatic"] | Claim, ByKey((TEXT, "within"), text="automatic")]
    """`automatic`, or what the customer does to get it."""
    paid: Words
    """How they are paid: off the next invoice."""
    conditions: OrNone[tuple[Condition, ...]]
    """Without which nothing is given."""
    earn_back: OrNone[Words]
    """How the provider earns a credit back."""
    chronic: OrNone[ChronicFailure]
    """The right to leave."""
    improvement_plan: OrNone[ImprovementPlan]
    """A plan after a miss."""
