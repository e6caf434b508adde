"""Help outside support hours: not offered, or by window with its price."""

from typing import Annotated, Literal

from pydantic import Field

from patto.kernel.agreement.choices import OrNone
from patto.kernel.agreement.lapses import Distance, Notice, WorkTime
from patto.kernel.agreement.money import Price
from patto.kernel.agreement.part import Identifier, Part, Words


class CallOut(Part):
    """What coming out costs beside the work."""

    price: Price
    """What one visit costs."""
    radius: OrNone[Distance]
    """Within what distance that price holds."""
    beyond: OrNone[Price]
    """What holds beyond it."""


class Billing(Part):
    """How worked time is made into charged time."""

    minimum: OrNone[WorkTime]
    """The least that is charged."""
    increment: WorkTime
    """In what steps it is charged."""
    rounding: Literal["up", "nearest", "down"]
    """How a started step is rounded."""


class OutOfHoursWindow(Part):
    """A calendar in which help is given outside support hours, and what it costs."""

    id: Identifier
    """The name that other parts and the document's anchors use."""
    title: Words
    """What people call it."""
    calendar: Identifier
    """When it is; where windows overlap, the first that is open holds."""
    price: Price
    """The rate, or a multiple of a charge: `1.5 x hour-of-work`."""
    call_out: OrNone[CallOut]
    """What coming out costs beside it."""
    billing: Billing
    """How time is charged."""
    levels: Words
    """Which of the targets hold then, or that none does."""


class BoughtOption(Part):
    """Help outside hours that the customer buys beforehand."""

    id: Identifier
    """The name that other parts and the document's anchors use."""
    title: Words
    """What people call it."""
    bought_by: Literal["window", "item", "ticket"]
    """Whether it is bought for a span of time, for a thing, or for one call."""
    calendar: OrNone[Identifier]
    """The calendar that it opens."""
    price: Price
    """What it costs."""
    notice: OrNone[Notice]
    """How long beforehand it is bought."""
    covers: Words
    """What it gives."""


class OutOfHours(Part):
    """What is done outside support hours, at what price, and how it is agreed."""

    windows: Annotated[tuple[OutOfHoursWindow, ...], Field(min_length=1)]
    """The windows, and what each costs."""
    options: OrNone[tuple[BoughtOption, ...]]
    """What may be bought beforehand."""
    ordered_by: Words
    """Who may order it, and how."""
    agreed: Words
    """How both sides agree on the price before work begins."""
    otherwise: Words
    """What happens to a call that comes when no window is open."""
