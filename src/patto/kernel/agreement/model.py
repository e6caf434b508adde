"""The agreement as a whole: what both sides sign, and what is measured."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from patto.kernel.agreement.calendars import CalendarTerms, ClockTerms
from patto.kernel.agreement.choices import OrNone, Word
from patto.kernel.agreement.desk import Channel, Item, Logging, Priorities, Recording, Service
from patto.kernel.agreement.metrics import Metric
from patto.kernel.agreement.part import Day, Identifier, Part, Whole, Words
from patto.kernel.agreement.terms import (
    Constraint,
    Exclusion,
    Maintenance,
    PauseReason,
    Situation,
)


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


class Provider(Part):
    """The company that promises."""

    name: Words
    """Its legal name."""


class Customer(Part):
    """The company that is promised, and the names by which events know it."""

    name: Words
    """Its legal name."""
    known_as: Annotated[Literal["any"] | tuple[Words, ...], Word("any", "any")]
    """The names under which events know the customer; `any`: every event is of this customer."""


class Parties(Part):
    """The two sides."""

    provider: Provider
    """Who promises."""
    customer: Customer
    """Who is promised."""


class Agreement(Part):
    """One version of an agreement, as far as tickets are measured by it."""

    agreement: Identity
    """Which agreement this is."""
    parties: Parties
    """Between whom it is."""
    calendars: Annotated[dict[Identifier, CalendarTerms], Field(min_length=1)]
    """Weekly hours with their exceptions, by name; `24x7` exists without being written."""
    clocks: OrNone[dict[Identifier, ClockTerms]]
    """What promises are counted on, by name; every calendar is a clock as well."""
    services: tuple[Service, ...]
    """What is covered."""
    items: OrNone[tuple[Item, ...]]
    """The things that the services rest on."""
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
    metrics: Annotated[tuple[Metric, ...], Field(min_length=1)]
    """What is promised and measured."""
