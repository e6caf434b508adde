"""Targets: from which event to which, within what time, for which calls (semantics 3 and 4)."""

from typing import Annotated, Literal, Self, TypeAlias

from pydantic import ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from patto.kernel.agreement.choices import TEXT, ByKey, OneOrMore, Optional, OrNone, Word
from patto.kernel.agreement.part import Identifier, Part, Whole, Words
from patto.kernel.agreement.quantities import Budget, Share, TimeOfDay

StartEvent: TypeAlias = Literal[
    "occurred", "detected", "reported", "validly-logged", "acknowledged", "taken-in-charge",
    "diagnosed", "needs-visit", "part-available", "scheduled",
]  # fmt: skip

StopEvent: TypeAlias = Literal[
    "responded", "assigned", "taken-in-charge", "diagnosed", "plan-agreed", "on-site",
    "part-fitted", "loan-device", "restored", "workaround", "workaround-accepted", "resolved",
    "confirmed", "closed",
]  # fmt: skip


class Start(Part):
    """The event from which the clock runs."""

    event: StartEvent
    """The event, of the closed list."""
    source: Words
    """Where it is recorded."""


class Stop(Part):
    """The events of which the first stops the clock."""

    events: Annotated[tuple[StopEvent, ...], Field(min_length=1)]
    """The events, of the closed list; a resolution by a person is also a response."""
    source: Words
    """Where they are recorded."""


class Deadline(Part):
    """A deadline by date: a working day counted from the call, and a time on it (semantics 3.5)."""

    working_day: Annotated[Whole, Field(ge=0, le=250)]
    """0 is the day of the call itself, 1 the next working day."""
    time: Annotated[Literal["end-of-hours"] | TimeOfDay, Word("end-of-hours", "end-of-hours")]
    """The time on that day, or `end-of-hours`, its last closing."""
    calendar: Identifier
    """The calendar whose working days are counted."""
    day_of_call: Literal["counts", "does-not-count"]
    """Whether the day of the call is itself the first of the days counted."""
    cut_off: OrNone[TimeOfDay]
    """A call after it counts as of the next working day."""
    pauses: Literal["do-not-move-it", "move-it"]
    """Whether a pause moves the deadline."""


class TargetLevel(Part):
    """A share of the tickets, and the time within which they are to be done."""

    model_config = ConfigDict(
        json_schema_extra={"oneOf": [{"required": ["within"]}, {"required": ["by"]}]}
    )

    share: Share
    """How many of the tickets, `95 %`."""
    within: Optional[Budget] = None
    """A time on the row's clock: `30 min`, `4 h`, `2 business days`. One of `within` and `by`
    is given.
    """
    by: Optional[Deadline] = None
    """A deadline by date."""

    @model_validator(mode="after")
    def _one_of_within_and_by(self) -> Self:
        if (self.within is None) == (self.by is None):
            raise PydanticCustomError("within-or-by", "one of within and by")
        return self


class InCalendar(Part):
    """The call came while this calendar was open."""

    calendar: Identifier
    """The name of a calendar."""


class InSituation(Part):
    """The call came in a situation that the customer had declared."""

    situation: Identifier
    """The name of a situation."""


class InGroup(Part):
    """The call belongs to a group."""

    group: Identifier
    """The name of a group."""


class TargetRow(Part):
    """The clock and the levels for the calls for which the row holds."""

    when: Annotated[
        Literal["always"] | InCalendar | InSituation | InGroup,
        ByKey((TEXT, "calendar", "situation", "group"), text="always"),
    ]
    """`always`, `{calendar: ...}`, `{situation: ...}` or `{group: ...}`: for which calls the row
    holds.
    """
    clock: Identifier
    """The clock, or calendar, that the times are counted on."""
    levels: Annotated[tuple[TargetLevel, ...], Field(min_length=1)]
    """The lines, the same shares in every row of the metric, each with more time than the one
    before.
    """


Rows: TypeAlias = Annotated[tuple[TargetRow, ...], Field(min_length=1), OneOrMore()]
"""One row, or several of which the first whose condition holds applies."""
