"""Reports: when they come, how one disagrees with them, how terms are changed."""

from typing import Annotated

from pydantic import Field

from patto.kernel.agreement.lapses import Notice
from patto.kernel.agreement.part import Every, Part, Words


class Review(Part):
    """A meeting over the figures."""

    every: Every
    """How often."""
    attended_by: Words
    """Who comes."""
    agenda: Words
    """What is gone through, and who writes it down."""


class ChangeControl(Part):
    """How terms are changed: by both sides, in writing."""

    proposed: Words
    """How a change is proposed."""
    answered_within: Notice
    """How soon the other side answers."""
    agreed: Words
    """How it is agreed, and from when it holds."""
    refused: Words
    """What holds if it is not agreed."""


class Reporting(Part):
    """What the customer is told, when, and how it is corrected."""

    every: Every
    """For which periods there is a report."""
    deadline: Notice
    """How long after the end of a period it is there."""
    late: Words
    """What follows if the provider is late with it."""
    recipients: Annotated[tuple[Words, ...], Field(min_length=1)]
    """Who gets it."""
    form: Words
    """What it holds, and how the customer can check it."""
    dispute_window: Notice
    """How long after it arrived its figures can be disputed."""
    disputes: Words
    """How a dispute is settled."""
    restatement: Words
    """How a report that is wrong is corrected."""
    review: Review
    """The meeting over the figures."""
    change_control: ChangeControl
    """How terms are changed."""
