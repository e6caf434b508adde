"""What is covered and what is not: sites, changes of scope, exclusions with who supports them."""

from typing import Annotated, Literal

from pydantic import Field

from patto.kernel.agreement.choices import OrAll, OrNone
from patto.kernel.agreement.part import Identifier, Part, Whole, Words
from patto.kernel.agreement.quantities import Share


class Site(Part):
    """A place where things stand and people work, and when one is let in."""

    id: Identifier
    """The name that items and other parts use."""
    title: Words
    """What people call it."""
    address: Words
    """Where it is."""
    access: Identifier
    """The calendar in which somebody is let in; `24x7`: at any time."""
    contact: OrNone[Words]
    """Who lets people in."""


class ScopeChanges(Part):
    """How the list of what is covered changes while the agreement holds."""

    added: Words
    """How a thing comes under the agreement, and from when."""
    removed: Words
    """How a thing leaves it, and from when."""
    price: Words
    """What that does to the charges."""
    unlisted: Words
    """What holds for a thing that is on no list."""


class Supporter(Part):
    """Who supports what this agreement does not."""

    name: Words
    """Who it is."""
    reached_by: Words
    """How they are reached: telephone, portal, contract number."""
    hours: OrNone[Words]
    """When they are reached."""


class NotCovered(Part):
    """Something that this agreement leaves out, with who supports it instead."""

    id: Identifier
    """The name that other parts and the document's anchors use."""
    title: Words
    """What is left out."""
    supported_by: OrNone[Supporter]
    """Who supports it instead; `none`: nobody does, and both sides know it."""
    hand_over: Words
    """What the provider does with a call about it."""
    clause: OrNone[Words]
    """The clause of the contract that says so."""


class GroupLimit(Part):
    """How large a group may be, so that its better terms stay an exception."""

    share: Share
    """The most that may belong to it."""
    of: Literal["people", "devices", "tickets"]
    """What the share is taken of; tickets are those of a period of the metric."""
    above: Words
    """What happens above it."""


class Group(Part):
    """A group of calls for which other levels may hold, decided by what is recorded of a ticket.

    A call belongs to it if every list that is given holds what is recorded of it.
    """

    id: Identifier
    """The name that targets use: `when: {group: vip}`."""
    title: Words
    """What people call it."""
    clause: OrNone[Words]
    """The clause of the contract that says so."""
    types: OrAll[tuple[Words, ...]]
    """The types of tickets, or kinds of request."""
    services: OrAll[tuple[Identifier, ...]]
    """The services."""
    items: OrAll[tuple[Identifier, ...]]
    """The things, or classes of devices or systems, as events name them."""
    requesters: OrAll[tuple[Words, ...]]
    """Who reports, under the names that events use."""
    limit: OrNone[GroupLimit]
    """How large it may be."""


class Workload(Part):
    """How much of something the charges cover, and what happens above it."""

    id: Identifier
    """The name that other parts and the document's anchors use."""
    title: Words
    """What people call it."""
    of: Literal["users", "devices", "sites", "tickets", "hours", "visits"]
    """What is counted."""
    types: OrAll[tuple[Words, ...]]
    """Of tickets, the types that are counted."""
    number: Annotated[Whole, Field(ge=1)]
    """The most that is covered."""
    every: OrNone[Literal["month", "quarter", "year"]]
    """In which period; `none` for what is counted at any time."""
    above: Words
    """What happens above it, to the levels as well."""
    charge: OrNone[Identifier]
    """The charge for what is above it."""
    reported: Literal["reported", "not-reported"]
    """Whether the report shows it."""


class OtherAgreement(Part):
    """Another agreement with the same customer, and what it governs."""

    id: Identifier
    """The agreement's own id."""
    title: Words
    """What people call it."""
    governs: Words
    """What it governs, so that every call is under one."""


class Governs(Part):
    """Which agreement governs what, where a customer has several."""

    this: Words
    """What this one governs."""
    others: Annotated[tuple[OtherAgreement, ...], Field(min_length=1)]
    """The others, and what each governs."""
    overlap: Words
    """Which one holds where two would."""
