"""Shares: so many of so many, such as backups that succeeded, patches in time, calls lost."""

from typing import Annotated, Literal

from pydantic import Field

from patto.kernel.agreement.choices import OrNone
from patto.kernel.agreement.figures.figure import FewCases, FigureTerms
from patto.kernel.agreement.figures.worked import CasesExample, RingingExample
from patto.kernel.agreement.lapses import Notice, Ringing
from patto.kernel.agreement.part import Identifier, Part, Whole, Words
from patto.kernel.agreement.quantities import Share


class ShareMetric(FigureTerms):
    """A share of cases, against a limit."""

    kind: Literal["share"]
    """`share`."""
    cases: Words
    """What is counted: `each nightly backup of each item`."""
    good: Words
    """The fact by which a case is among those that the share is of."""
    within: OrNone[Notice]
    """Within what time that must be so, where time matters."""
    limit: Literal["at-most", "at-least"]
    """Whether the share is the most or the least allowed."""
    share: Share
    """The share: `98 %`."""
    items: OrNone[tuple[Identifier, ...]]
    """The things it is about; `none`: it is about none in particular."""
    few_cases: OrNone[FewCases]
    """What holds when there were few cases."""
    examples: tuple[CasesExample, ...]
    """At least two; they are printed in the contract and must come out."""


class AnswerLevel(Part):
    """A share of the calls, and how long they ring at most."""

    share: Share
    """How many of the calls."""
    within: Ringing
    """How long they ring: `20 s`, `5 rings`."""


class PhoneMetric(FigureTerms):
    """How soon a person answers the telephone."""

    kind: Literal["phone-answer"]
    """`phone-answer`."""
    channel: Identifier
    """The channel, of `channels`; calls count while it is watched."""
    answered_by: Literal["person"]
    """A recorded greeting and a place in a queue are no answer."""
    given_up: Literal["count-as-missed", "do-not-count"]
    """What a call counts that the caller gave up after the shortest time."""
    shortest: OrNone[Ringing]
    """A call that is given up sooner does not count."""
    levels: Annotated[tuple[AnswerLevel, ...], Field(min_length=1)]
    """The lines, each with more time than the one before."""
    few_cases: OrNone[FewCases]
    """What holds when there were few calls."""
    examples: tuple[RingingExample, ...]
    """At least two; they are printed in the contract and must come out."""


class SatisfactionMetric(FigureTerms):
    """How many of those who were asked are satisfied."""

    kind: Literal["satisfaction"]
    """`satisfaction`."""
    question: Words
    """What they are asked."""
    asked: Words
    """Who is asked, and when."""
    lowest: Annotated[Whole, Field(ge=0)]
    """The lowest answer."""
    highest: Annotated[Whole, Field(ge=1)]
    """The highest answer."""
    satisfied_from: Annotated[Whole, Field(ge=0)]
    """From which answer on somebody is satisfied."""
    share: Share
    """How many are, at least."""
    few_cases: OrNone[FewCases]
    """What holds when few answered."""
    examples: tuple[CasesExample, ...]
    """At least two; they are printed in the contract and must come out."""
