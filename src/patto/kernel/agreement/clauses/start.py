"""Start conditions: what must be put in order first, and the time until the levels hold in full."""

from typing import Literal

from patto.kernel.agreement.choices import OrNone
from patto.kernel.agreement.money import Price
from patto.kernel.agreement.part import Day, Identifier, Part, Role, Words


class Prerequisite(Part):
    """Something to be put in order before the levels hold."""

    id: Identifier
    """The name that other parts and the document's anchors use."""
    title: Words
    """What is to be done."""
    owner: Role
    """Who does it."""
    price: OrNone[Price]
    """What it costs; `none`: it is in the fee."""
    date: Day
    """By when."""
    proof: Words
    """The fact that shows it is done."""
    meanwhile: Words
    """What holds until then, and what if it is late."""


class Stabilisation(Part):
    """A time in which figures are measured and reported, and nothing is credited."""

    start: Day
    """Its first date."""
    end: Day
    """The first date after it, at the latest."""
    measured: Literal["measured-and-reported"]
    """Figures are measured and reported all the same."""
    credited: Literal["not-credited"]
    """A miss has no remedy then."""
    end_test: Words
    """The fact at which it ends, before that date if need be."""
    note: Words
    """The note, signed by both, that says it has ended."""
    otherwise: Words
    """What holds if the test is not passed by the end."""


class StartConditions(Part):
    """What comes before the levels hold in full."""

    prerequisites: OrNone[tuple[Prerequisite, ...]]
    """What is to be put in order."""
    stabilisation: OrNone[Stabilisation]
    """The time until the levels hold in full."""
