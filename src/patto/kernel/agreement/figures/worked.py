"""Worked examples of figures: what was counted, and what both sides agree comes out of it.

They are reckoned when the agreement is read: an example that does not come out is a problem.
"""

from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from patto.kernel.agreement.choices import OrNone
from patto.kernel.agreement.lapses import Measured, Ringing, WorkTime
from patto.kernel.agreement.part import Part, Whole, Words
from patto.kernel.agreement.quantities import Budget

FigureVerdict: TypeAlias = Literal["MET", "MISSED", "NOT DETERMINED", "NO EVENTS"]


class FigureExpectation(Part):
    """What an example is expected to give."""

    value: OrNone[Words]
    """The figure as it is printed: `99.93 %`, `11 of 12`, `21.5 ms`; `none` where there is
    none.
    """
    verdict: FigureVerdict
    """The verdict."""


class CasesExample(Part):
    """So many cases of which so many are as promised."""

    title: Words
    """What it shows."""
    cases: Annotated[Whole, Field(ge=0)]
    """How many there were."""
    good: Annotated[Whole, Field(ge=0)]
    """How many of them are what is counted."""
    expect: FigureExpectation
    """What comes out."""


class TimesExample(Part):
    """Times that single cases took."""

    title: Words
    """What it shows."""
    took: Annotated[tuple[Budget, ...], Field(min_length=1)]
    """How long each took, on the metric's clock."""
    expect: FigureExpectation
    """What comes out: `2 of 3` in time."""


class RingingExample(Part):
    """How long single calls rang."""

    title: Words
    """What it shows."""
    rang: Annotated[tuple[Ringing, ...], Field(min_length=1)]
    """How long each call that counts rang until a person answered."""
    given_up: Annotated[Whole, Field(ge=0)]
    """How many were given up, and count as not answered in time."""
    expect: FigureExpectation
    """What comes out: `9 of 10` in time."""


class ValuesExample(Part):
    """Values that were measured."""

    title: Words
    """What it shows."""
    values: Annotated[tuple[Measured, ...], Field(min_length=1)]
    """The values, each of equal weight."""
    expect: FigureExpectation
    """What comes out."""


class UptimeExample(Part):
    """A period of one system, by the class of its time (semantics 6.4)."""

    title: Words
    """What it shows."""
    service_time: WorkTime
    """How much of the agreed service time lies in the period."""
    maintenance: WorkTime
    """How much of that was agreed maintenance."""
    excluded: WorkTime
    """How much was excluded."""
    unknown: WorkTime
    """Of how much there is no evidence."""
    down: WorkTime
    """How much it was down."""
    expect: FigureExpectation
    """What comes out for the first system that is named."""
