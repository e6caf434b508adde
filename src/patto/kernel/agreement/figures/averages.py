"""Averages of measured quantities, where they are customary: latency, packet loss."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from patto.kernel.agreement.choices import OrNone
from patto.kernel.agreement.figures.figure import FewCases, FigureTerms, Probe
from patto.kernel.agreement.figures.worked import ValuesExample
from patto.kernel.agreement.lapses import Measured
from patto.kernel.agreement.part import Identifier, Whole, Words


class AverageMetric(FigureTerms):
    """The mean or median of a measured quantity, against a limit."""

    kind: Literal["average"]
    """`average`."""
    quantity: Words
    """What is measured: `the round trip between the two sites`."""
    statistic: Literal["mean", "median"]
    """Which figure of the values."""
    service_time: Identifier
    """The clock or calendar in which values count."""
    probe: Probe
    """From where, by what and how often."""
    limit: Literal["at-most", "at-least"]
    """Whether the value is the most or the least allowed."""
    value: Measured
    """The value: `20 ms`, `0.1 %`."""
    digits: Annotated[Whole, Field(ge=0, le=6)]
    """To how many decimals the figure is printed, rounded to the side of a miss."""
    items: OrNone[tuple[Identifier, ...]]
    """The things it is about; `none`: it is about none in particular."""
    few_cases: OrNone[FewCases]
    """What holds when there were few values."""
    examples: tuple[ValuesExample, ...]
    """At least two; they are printed in the contract and must come out."""
