"""What is paid: fees, rates, prepaid hours, parts, travel, and how prices change."""

from typing import Annotated, Literal, TypeAlias

from pydantic import StringConstraints

from patto.kernel.agreement.choices import OrNone
from patto.kernel.agreement.clauses.out_of_hours import Billing
from patto.kernel.agreement.lapses import Distance, Lapse, WorkTime
from patto.kernel.agreement.money import Money, PercentOf, Price, Rate
from patto.kernel.agreement.part import CURRENCY_PATTERN, Day, Identifier, Part, Words
from patto.kernel.agreement.quantities import Share

Currency: TypeAlias = Annotated[str, StringConstraints(pattern=CURRENCY_PATTERN)]
"""A currency by its three letters: `EUR`."""


class Fee(Part):
    """An amount that is due whether or not anything happens."""

    id: Identifier
    """The name that percentages are taken of: `10 % of monthly-fee`."""
    title: Words
    """What people call it."""
    amount: Money
    """How much it is, before tax."""
    every: Literal["month", "quarter", "four-months", "half-year", "year", "once"]
    """How often it is due."""
    each: OrNone[Literal["user", "device", "server", "site", "mailbox"]]
    """For each of what; `none`: for all together."""
    covers: Words
    """What it covers."""


class Charge(Part):
    """A price for what is asked for: an hour of work, a call, a visit."""

    id: Identifier
    """The name that multiples and other parts use: `1.5 x hour-of-work`."""
    title: Words
    """What people call it."""
    price: Price
    """What it costs."""
    billing: OrNone[Billing]
    """How time is charged; `none` for what is not charged by time."""
    covers: Words
    """What it is charged for."""


class PrepaidHours(Part):
    """Hours that are paid beforehand and drawn upon."""

    id: Identifier
    """The name that other parts and the document's anchors use."""
    hours: WorkTime
    """How many."""
    price: Money
    """What they cost."""
    valid_for: Lapse
    """How long they can be used."""
    drawn: Words
    """What is drawn from them, and how the customer sees what is left."""
    used_up: Words
    """What happens when they are used up."""
    unused: Literal["lapse", "carried-over", "refunded"]
    """What happens to what is left at the end."""


class PartsTerms(Part):
    """How parts and licences are bought for the customer."""

    mark_up: OrNone[PercentOf]
    """What the provider adds: `10 % of purchase-price`."""
    approval_limit: Money
    """Up to what amount a part is fitted without asking; `0 EUR`: always ask."""
    approval: Words
    """Who approves what is above it, and what happens to the clock until then."""
    warranty: Words
    """What warranty holds for them."""


class Travel(Part):
    """What journeys cost."""

    start: Words
    """From where they are counted."""
    radius: OrNone[Distance]
    """Within what distance they are free."""
    distance: OrNone[Rate]
    """What a kilometre beyond it costs."""
    time: OrNone[Identifier]
    """By which charge the time on the way is paid; `none`: it is not."""


class Indexation(Part):
    """How prices follow an index."""

    index: Words
    """Which index, published by whom."""
    share: Share
    """What share of its change is passed on."""
    cap: OrNone[Share]
    """The most that prices rise in a year."""
    first: Day
    """From when it first may happen."""
    how: Words
    """How and with what notice it is told."""


class Payment(Part):
    """When and how invoices are paid."""

    invoiced: Words
    """When invoices are made out."""
    within: Lapse
    """How long after an invoice it is due."""
    late: Words
    """What follows from paying late, for the levels as well."""
    disputed: Words
    """What holds of an invoice that is disputed."""


class Charges(Part):
    """All that is paid."""

    currency: Currency
    """The currency of every amount of this agreement."""
    taxes: Words
    """Whether amounts include tax."""
    fees: OrNone[tuple[Fee, ...]]
    """What is due at fixed times."""
    rates: OrNone[tuple[Charge, ...]]
    """What is charged when asked for."""
    prepaid: OrNone[PrepaidHours]
    """Hours paid beforehand."""
    parts: OrNone[PartsTerms]
    """Parts and licences bought for the customer."""
    travel: OrNone[Travel]
    """Journeys."""
    indexation: OrNone[Indexation]
    """How prices change."""
    payment: Payment
    """When and how it is paid."""
