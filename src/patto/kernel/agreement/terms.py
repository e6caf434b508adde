"""What changes a clock or a promise: pauses, exclusions, constraints, situations, maintenance."""

from typing import Annotated, Literal

from pydantic import Field

from patto.kernel.agreement.choices import ByKey, Optional, OrNone, OrSaidNone
from patto.kernel.agreement.part import Evidence, Identifier, Part, Role, Words
from patto.kernel.agreement.quantities import Budget, ClockedBudget


class PauseReason(Part):
    """A reason for which the clock stops, who may declare it, and for how long (semantics 4.5)."""

    id: Identifier
    """The name that events and metrics use."""
    title: Words
    """What people call it."""
    clause: OrNone[Words]
    """The clause of the contract that says so."""
    declared_by: Annotated[tuple[Role, ...], Field(min_length=1)]
    """Who may declare it."""
    evidence: Evidence
    """Whether it stops nothing without evidence."""
    maximum: ClockedBudget
    """Cumulative for a ticket and this reason; past it the clock runs on."""


class Exclusion(Part):
    """A case that is taken out of the count, decided by a fact and not by an opinion."""

    id: Identifier
    """The name that events and metrics use."""
    title: Words
    """What people call it."""
    clause: OrNone[Words]
    """The clause of the contract that says so."""
    when: Words
    """The fact that decides it."""
    evidence: Evidence
    """Whether it excludes nothing without evidence."""
    consent: Literal["required", "not-required"]
    """Whether the customer must agree."""


class WithinAccess(Part):
    """While it holds, time counts only where these calendars are open."""

    within: Annotated[tuple[Identifier, ...], Field(min_length=1)]
    """The calendars in which time counts."""


class StandsStill(Part):
    """While it holds, time does not count, up to a maximum."""

    stands_still: Literal["yes"]
    """`yes`."""
    maximum: ClockedBudget
    """How much of the named clock may stand still for a ticket; past it the clock runs on."""


class MoreTime(Part):
    """From when it holds, every target is longer by this time on its own clock."""

    more_time: Budget
    """How much longer every target is, on the target's own clock."""


class Constraint(Part):
    """A circumstance that modifies targets, switched on and off by events (semantics 4.8)."""

    id: Identifier
    """The name that metrics use."""
    title: Words
    """What people call it; results say so."""
    clause: OrNone[Words]
    """The clause of the contract that says so."""
    switched_on_by: Literal["needs-visit", "part-needed", "customer-change"]
    """The event from which it holds."""
    switched_off_by: OrNone[Literal["on-site", "part-available", "part-fitted"]]
    """The event at which it ends; `none`: it holds until the promise is kept."""
    effect: Annotated[
        WithinAccess | StandsStill | MoreTime, ByKey(("within", "stands_still", "more_time"))
    ]
    """What it changes: `within` certain calendars, `stands_still`, or `more_time`."""


class Situation(Part):
    """A time of special need that the customer declares beforehand (semantics 3.6)."""

    id: Identifier
    """The name that declarations and targets use."""
    title: Words
    """What people call it."""
    clause: OrNone[Words]
    """The clause of the contract that says so."""
    notice: OrNone[ClockedBudget]
    """How long before it begins it must be declared."""
    evidence: Evidence
    """Whether a declaration without evidence is none."""


class EmergencyMaintenance(Part):
    """Work that cannot wait for a window."""

    when: Words
    """The fact that makes it an emergency."""
    notice: OrNone[ClockedBudget]
    """How long before it begins it is announced all the same."""
    counts: Literal["counts", "does-not-count"]
    """Whether its time counts against the provider."""


class Announcement(Part):
    """How maintenance is announced, and how one knows later that it was."""

    by: Words
    """By what means, and to whom."""
    content: Words
    """What it says."""
    evidence: Words
    """What proves that it was announced in time."""


class Maintenance(Part):
    """Which work is agreed maintenance: its windows, its notice, its monthly cap."""

    windows: Identifier
    """The calendar in which work may be done."""
    notice: ClockedBudget
    """How long before it begins it must be announced; what is announced later is not
    maintenance.
    """
    monthly_cap: ClockedBudget
    """How much of the named clock it may take in a month."""
    emergency: Optional[OrSaidNone[EmergencyMaintenance]] = None
    """Work that cannot wait; `none`: there is none."""
    announced: Optional[Announcement] = None
    """How it is announced."""
