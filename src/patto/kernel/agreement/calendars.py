"""Calendars as an agreement writes them, and the clocks that are made of them."""

from typing import Annotated, Final, Literal, TypeAlias

from pydantic import AfterValidator, Field, StringConstraints, WithJsonSchema
from pydantic_core import PydanticCustomError

from patto.kernel.agreement.choices import TEXT, ByKey, OrNone, Word
from patto.kernel.agreement.part import YEARS, Day, Identifier, Part, Words
from patto.kernel.errors import PattoError
from patto.kernel.instants import parse

ALWAYS = "24x7"
"""The one clock that exists without being written: every instant, without holidays."""

INTERVAL_PATTERN: Final = r"^([01][0-9]|2[0-3]):[0-5][0-9]-(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$"
WEEKDAYS_PATTERN: Final = r"^(mon|tue|wed|thu|fri|sat|sun)(-(mon|tue|wed|thu|fri|sat|sun))?$"
BUSINESS_DAY_PATTERN: Final = r"^[0-9]{1,2}(\.[0-9]{1,4})? h$"

Interval: TypeAlias = Annotated[str, StringConstraints(pattern=INTERVAL_PATTERN)]
"""Opening and closing on the wall clock; an end not after its start runs past midnight."""

Weekdays: TypeAlias = Annotated[str, StringConstraints(pattern=WEEKDAYS_PATTERN)]
"""A day of the week, or a run of them: `sat`, `mon-fri`."""

BusinessDay: TypeAlias = Annotated[str, StringConstraints(pattern=BUSINESS_DAY_PATTERN)]
"""The length of a business day: `8 h`."""


def _with_offset(text: str) -> str:
    try:
        parse(text)
    except PattoError as error:
        raise PydanticCustomError("instant-malformed", "{value}", {"value": text}) from error
    if int(text[:4]) not in YEARS:
        raise PydanticCustomError("date-out-of-range", "{value}", {"value": text})
    return text


OffsetInstant: TypeAlias = Annotated[
    str,
    AfterValidator(_with_offset),
    WithJsonSchema(
        {
            "type": "string",
            "format": "date-time",
            "pattern": r"^(19|2[0-9])[0-9]{2}-[0-9]{2}-[0-9]{2}[T ][0-9:.]{5,15}(Z|[+-][0-9:]{5})$",
        }
    ),
]
"""An instant with its offset: `2026-03-03T10:00:00+01:00`."""


class ClosedDay(Part):
    """A date on which the calendar is closed, and why."""

    date: Day
    """The date on the wall; the whole of it is closed, and no other (semantics 2.2)."""
    name: Words
    """What closes it: `Christmas Day`."""


class OwnHours(Part):
    """A date with hours of its own, and why."""

    date: Day
    """The date on the wall."""
    hours: tuple[Interval, ...]
    """That date's own hours, which replace all that lies on it; they end at 24:00 at the latest."""
    name: Words
    """Why the hours differ."""


class Closure(Part):
    """A span of instants in which the calendar is closed, and why."""

    start: OffsetInstant
    """The first closed instant, with its offset."""
    end: OffsetInstant
    """The instant at which it opens again, with its offset."""
    name: Words
    """Why it is closed."""


class DatesFrom(Part):
    """Where a calendar's closed days came from (semantics 2.3)."""

    holidays: OrNone[Words]
    """Of which country and part of it the public holidays are."""
    patron_day: OrNone[Words]
    """Which local holiday is among them."""
    shutdown: OrNone[Words]
    """Which days the company itself is shut."""
    source: Words
    """Who or what the dates were taken from."""


class ComingYear(Part):
    """By what rule and with what notice the coming year's closed days are fixed."""

    rule: Words
    """What the coming year's closed days will be."""
    notice: Words
    """By when they are fixed."""


class CalendarTerms(Part):
    """Weekly hours in a zone, with the dates and instants that differ."""

    title: Words
    """What people call the calendar."""
    zone: Words
    """An IANA zone, `Europe/Rome`, or a fixed offset, `+01:00`."""
    weekly: dict[Weekdays, tuple[Interval, ...]]
    """Hours of each weekday or run of weekdays; a weekday without any is closed."""
    closed_days: OrNone[tuple[ClosedDay, ...]]
    """Dates that are closed all day."""
    day_hours: OrNone[tuple[OwnHours, ...]]
    """Dates with hours of their own."""
    closures: OrNone[tuple[Closure, ...]]
    """Spans of instants that are closed whatever the hours say."""
    dates_from: OrNone[DatesFrom]
    """Where the closed days came from."""
    stated_until: Annotated[Literal["always"] | Day, Word("always", "always")]
    """The last date whose closed days are stated; `always` for a calendar without any."""
    coming_year: OrNone[ComingYear]
    """How the days after `stated_until` are fixed; a figure that reaches beyond is not
    determined.
    """
    business_day: OrNone[BusinessDay]
    """How long one business day is where this calendar is used as a clock."""


class AllOf(Part):
    """The time at which all of the calendars are open."""

    all_of: Annotated[tuple[Identifier, ...], Field(min_length=1)]
    """Names of calendars."""


class AnyOf(Part):
    """The time at which at least one of the calendars is open."""

    any_of: Annotated[tuple[Identifier, ...], Field(min_length=1)]
    """Names of calendars."""


class ClockTerms(Part):
    """The set of time on which a promise is counted (semantics 2.4)."""

    title: Words
    """What people call the clock."""
    hours: Annotated[Identifier | AllOf | AnyOf, ByKey((TEXT, "all_of", "any_of"))]
    """A calendar, `{all_of: [...]}` or `{any_of: [...]}` of several."""
    site_access: OrNone[tuple[Identifier, ...]]
    """Calendars in which somebody can be let in; the clock stands still outside them."""
    maintenance: Literal["counts", "does-not-count"]
    """Whether time of agreed maintenance counts."""
    business_day: OrNone[BusinessDay]
    """How long one business day of this clock is."""
