"""Worked examples: what happened, and what both sides agree comes out of it."""

from typing import Annotated, Literal

from pydantic import Field

from patto.kernel.agreement.choices import Optional, OrNone
from patto.kernel.agreement.part import Identifier, Part, Words


class ExampleExpectation(Part):
    """What an example is expected to give for the first level of its metric."""

    value: OrNone[Words]
    """The duration on the contractual clock, `10 min`, or the count, `"2"`; `none` where there
    is none.
    """
    verdict: Literal["MET", "MISSED", "EXCLUDED", "PENDING", "NOT DETERMINED"]
    """The verdict."""


class ExampleEvent(Part):
    """One event of an example, at a local time of the agreement's zone or with its offset."""

    event: Words
    """The kind of event."""
    at: Words
    """When it occurred."""
    recorded: Optional[Words] = None
    """When it was recorded, if later."""
    by: Optional[Words] = None
    """Who did it: `provider`, `customer`, `supplier` or `automatic`."""
    reason: Optional[Words] = None
    """Why, for a pause."""
    evidence: Optional[Words] = None
    """What proves it."""
    refers_to: Optional[Words] = None
    """The event that this one is about, by its number in the example."""
    attributes: Optional[dict[Identifier, Words]] = None
    """What else was recorded."""


class Example(Part):
    """A worked example, printed in the contract and executed by every command that takes it."""

    title: Words
    """What it shows."""
    events: Annotated[tuple[ExampleEvent, ...], Field(min_length=1)]
    """What happened."""
    at: Words
    """The moment at which one looks."""
    expect: ExampleExpectation
    """What comes out."""
