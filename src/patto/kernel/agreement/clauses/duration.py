"""How long it lasts, how it is renewed and left, and what happens when it ends."""

from typing import Literal

from patto.kernel.agreement.choices import OrNone
from patto.kernel.agreement.lapses import Lapse, Notice, WorkTime
from patto.kernel.agreement.money import Amount
from patto.kernel.agreement.part import Day, Identifier, Part, Words


class Renewal(Part):
    """How it goes on at the end."""

    how: Literal["automatic", "in-writing"]
    """Whether it goes on by itself, or only if both sides write so."""
    length: Lapse
    """For how long."""
    notice: Lapse
    """How long before the end one says that it shall not go on."""
    reminder: OrNone[Words]
    """How the customer is reminded of that in time."""


class Leaving(Part):
    """The right to leave before the end."""

    who: Literal["customer", "provider", "either"]
    """Who has it."""
    notice: Lapse
    """How long beforehand."""
    charge: OrNone[Amount]
    """What it costs."""


class Term(Part):
    """How long the agreement lasts."""

    start: Day
    """Its first date."""
    length: OrNone[Lapse]
    """How long it lasts; `none`: until somebody leaves."""
    renewal: OrNone[Renewal]
    """How it goes on at the end."""
    leaving: OrNone[Leaving]
    """The right to leave before."""
    for_cause: OrNone[Words]
    """When a side may end it at once, and how."""


class Exit(Part):
    """What happens when it ends, whoever comes next."""

    hand_over: Words
    """What is handed over: documentation, credentials, licences."""
    within: Notice
    """How soon."""
    data: Words
    """How data are returned, in what form."""
    help: Words
    """How the provider helps the one who comes after."""
    included: OrNone[WorkTime]
    """How much of that is in the fee."""
    charge: OrNone[Identifier]
    """By which charge the rest is paid."""
    withheld: Words
    """What may be withheld until invoices are paid, or that nothing may."""
