"""What each side has to do beside the promises: each duty with its check, time and effect."""

from typing import Annotated, Literal, TypeAlias

from patto.kernel.agreement.choices import TEXT, ByKey, OrNone
from patto.kernel.agreement.lapses import Notice
from patto.kernel.agreement.part import Day, Identifier, Part, Words


class ByDate(Part):
    """Once, by a date."""

    date: Day
    """The last date on which it is done in time."""


class WithinNotice(Part):
    """Each time, within so long after something."""

    within: Notice
    """How long."""
    after: Words
    """After what."""


Due: TypeAlias = Annotated[
    Literal["at-all-times"] | ByDate | WithinNotice,
    ByKey((TEXT, "date", "within"), text="at-all-times"),
]


class PausesClock(Part):
    """The clock stops for a reason of the agreement."""

    pause: Identifier
    """The pause reason."""


class SwitchesConstraint(Part):
    """A constraint modifies the targets."""

    constraint: Identifier
    """The constraint."""


class TakesOut(Part):
    """The case is taken out of the count."""

    exclusion: Identifier
    """The exclusion."""


class IsCharged(Part):
    """The work that it causes is charged."""

    charge: Identifier
    """The charge."""


Effect: TypeAlias = Annotated[
    PausesClock | SwitchesConstraint | TakesOut | IsCharged,
    ByKey(("pause", "constraint", "exclusion", "charge")),
]


class CustomerObligation(Part):
    """What the customer does, how it is checked, and what follows where it is not done."""

    id: Identifier
    """The name that other parts and the document's anchors use."""
    title: Words
    """What people call it."""
    duty: Words
    """What is to be done."""
    check: Words
    """The fact by which it is decided whether it was done."""
    due: Due
    """By when: `at-all-times`, `{date: ...}`, or `{within: ..., after: ...}`."""
    evidence: OrNone[Words]
    """What proves it."""
    effect: OrNone[Effect]
    """What follows where it is not done: `{pause: ...}`, `{constraint: ...}`,
    `{exclusion: ...}`, `{charge: ...}`, or `none`.
    """
    clause: OrNone[Words]
    """The clause of the contract that says so."""


class ProviderObligation(Part):
    """What the provider does of the same kind, and the metric by which it is measured."""

    id: Identifier
    """The name that other parts and the document's anchors use."""
    title: Words
    """What people call it."""
    duty: Words
    """What is to be done."""
    check: Words
    """The fact by which it is decided whether it was done."""
    due: Due
    """By when: `at-all-times`, `{date: ...}`, or `{within: ..., after: ...}`."""
    evidence: OrNone[Words]
    """What proves it."""
    metric: OrNone[Identifier]
    """The metric that measures it; `none`: it is not measured."""
    clause: OrNone[Words]
    """The clause of the contract that says so."""
