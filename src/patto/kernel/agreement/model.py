"""The agreement as a whole: what both sides sign, and what is measured."""

from typing import Annotated, Literal

from pydantic import Field

from patto.kernel.agreement.calendars import CalendarTerms, ClockTerms
from patto.kernel.agreement.choices import NoneIsEmpty, OrNone, Settled, Stated, Word, settled
from patto.kernel.agreement.clauses.aims import Aims
from patto.kernel.agreement.clauses.charges import Charges
from patto.kernel.agreement.clauses.data_protection import DataProtection
from patto.kernel.agreement.clauses.definitions import Definition
from patto.kernel.agreement.clauses.duration import Exit, Term
from patto.kernel.agreement.clauses.free import FreeClause
from patto.kernel.agreement.clauses.insurance import Cover
from patto.kernel.agreement.clauses.legal import Legal
from patto.kernel.agreement.clauses.obligations import CustomerObligation, ProviderObligation
from patto.kernel.agreement.clauses.out_of_hours import OutOfHours
from patto.kernel.agreement.clauses.parties import Customer, Parties, Provider
from patto.kernel.agreement.clauses.regulated import Regime
from patto.kernel.agreement.clauses.remedies import Remedies
from patto.kernel.agreement.clauses.reporting import Reporting
from patto.kernel.agreement.clauses.scope import (
    Governs,
    Group,
    NotCovered,
    ScopeChanges,
    Site,
    Workload,
)
from patto.kernel.agreement.clauses.start import StartConditions
from patto.kernel.agreement.desk import Channel, Item, Logging, Priorities, Recording, Service
from patto.kernel.agreement.metrics import (
    AnyMetric,
    CountMetric,
    FigureMetric,
    Metric,
    TicketMetric,
)
from patto.kernel.agreement.part import Day, Identifier, Part, Whole, Words
from patto.kernel.agreement.terms import (
    Constraint,
    Exclusion,
    Maintenance,
    PauseReason,
    Situation,
)

__all__ = ["Agreement", "Customer", "Effective", "Identity", "Parties", "Provider"]


class Effective(Part):
    """The dates from which and until which a version holds, half-open, in its zone."""

    start: Day
    """The first date on which it holds."""
    end: OrNone[Day]
    """The first date on which it no longer holds; `none`: until another version supersedes it."""


class Identity(Part):
    """Which agreement this is, which version of it, and from when."""

    id: Identifier
    """The name of the agreement, the same in all its versions."""
    version: Annotated[Whole, Field(ge=1)]
    """The number of this version."""
    title: Words
    """What people call it."""
    model: Literal["patto/1"]
    """The version of this language that the file is written in."""
    effective: Effective
    """From when until when it holds."""
    supersedes: OrNone[Annotated[Whole, Field(ge=1)]]
    """The number of the version that this one takes the place of, from its start."""
    zone: Words
    """The zone of the agreement's dates and periods."""
    language: Literal["en", "it"]
    """The language that prevails."""
    tzdata: Words
    """The release of the time-zone data with which the calendars were drawn up."""


class Agreement(Part):
    """One version of an agreement: what tickets are measured by, and all else that is settled.

    A part that may be left out is one that is not settled yet; `none` says that there is none.
    """

    agreement: Identity
    """Which agreement this is."""
    parties: Parties
    """Between whom it is."""
    aims: Stated[Aims] = None
    """What each side wants of the other; printed first."""
    governs: Settled[Governs] = None
    """What it governs where the customer has other agreements; `none`: there is no other."""
    definitions: Settled[tuple[Definition, ...]] = None
    """The glossary."""
    calendars: Annotated[dict[Identifier, CalendarTerms], Field(min_length=1)]
    """Weekly hours with their exceptions, by name; `24x7` exists without being written."""
    clocks: OrNone[dict[Identifier, ClockTerms]]
    """What promises are counted on, by name; every calendar is a clock as well."""
    services: tuple[Service, ...]
    """What is covered."""
    items: OrNone[tuple[Item, ...]]
    """The things that the services rest on."""
    sites: Settled[tuple[Site, ...]] = None
    """The places where things stand and people work."""
    scope_changes: Stated[ScopeChanges] = None
    """How what is covered changes."""
    not_covered: Settled[tuple[NotCovered, ...]] = None
    """What is left out, and who supports it instead."""
    groups: Settled[tuple[Group, ...]] = None
    """Groups of calls for which other levels may hold."""
    channels: tuple[Channel, ...]
    """How calls reach the provider."""
    validly_logged: Logging
    """What makes a call validly logged (semantics 4.3)."""
    recording: Recording
    """How late things may be recorded (semantics 1.5)."""
    priorities: Priorities
    """The priorities, and how a call comes by one."""
    pause_reasons: OrNone[tuple[PauseReason, ...]]
    """For what the clock may stop (semantics 4.5)."""
    exclusions: OrNone[tuple[Exclusion, ...]]
    """What is taken out of the count."""
    constraints: OrNone[tuple[Constraint, ...]]
    """What modifies targets (semantics 4.8)."""
    situations: OrNone[tuple[Situation, ...]]
    """What the customer may declare beforehand (semantics 3.6)."""
    maintenance: OrNone[Maintenance]
    """What work is agreed maintenance (semantics 6.5)."""
    metrics: Annotated[tuple[AnyMetric, ...], Field(min_length=1), NoneIsEmpty()]
    """What is promised and measured; `none`: no level is promised."""
    out_of_hours: Stated[
        Annotated[OutOfHours | Literal["not-offered"], Word("not-offered", "not-offered")]
    ] = None
    """Help outside support hours, or `not-offered`."""
    customer_obligations: Settled[tuple[CustomerObligation, ...]] = None
    """What the customer does."""
    provider_obligations: Settled[tuple[ProviderObligation, ...]] = None
    """What the provider does of the same kind."""
    workload: Settled[tuple[Workload, ...]] = None
    """How much is covered, and what happens above it."""
    charges: Settled[Charges] = None
    """What is paid; `none`: nothing is."""
    remedies: Settled[Remedies] = None
    """What follows from a promise that was not kept; `none`: no credit."""
    reporting: Settled[Reporting] = None
    """What the customer is told, when, and how terms are changed; `none`: no report is given."""
    start_conditions: Settled[StartConditions] = None
    """What comes before the levels hold in full; `none`: they hold from the first day."""
    data_protection: Settled[DataProtection] = None
    """The processing of personal data; `none`: there is none."""
    regulated: Settled[tuple[Regime, ...]] = None
    """The regimes that the customer is under; `none`: it is under none."""
    insurance: Settled[tuple[Cover, ...]] = None
    """The provider's insurance."""
    term: Stated[Term] = None
    """How long it lasts, and how it is renewed and left."""
    exit: Stated[Exit] = None
    """What happens when it ends."""
    legal: Stated[Legal] = None
    """The law of it, and how it is signed."""
    free_clauses: Settled[tuple[FreeClause, ...]] = None
    """What is agreed in free words, and not measured."""

    @property
    def unsettled(self) -> tuple[str, ...]:
        """The parts that are left out: measuring needs none of them, signing each or its `none`."""
        fields = type(self).model_fields.items()
        return tuple(n for n, f in fields if not f.is_required() and getattr(self, n) is None)

    @property
    def measured(self) -> tuple[Metric, ...]:
        """The metrics that the events of tickets are measured by."""
        return tuple(m for m in self.metrics if isinstance(m, TicketMetric | CountMetric))

    @property
    def not_measured(self) -> tuple[FigureMetric, ...]:
        """The metrics that are agreed and that nothing measures yet."""
        return tuple(m for m in self.metrics if not isinstance(m, TicketMetric | CountMetric))

    @property
    def not_computed(self) -> tuple[str, ...]:
        """The titles of all that is agreed and that nothing works out yet: metrics and remedies."""
        used = {metric.remedy for metric in self.metrics}
        remedies = settled(self.remedies)
        listed = () if remedies is None else remedies.listed
        titles = tuple(one.title for one in listed if one.id in used)
        return (*(metric.title for metric in self.not_measured), *titles)
