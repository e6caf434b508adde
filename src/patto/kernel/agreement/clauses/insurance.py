"""The provider's insurance: against what, with whom, up to how much."""

from typing import Literal

from patto.kernel.agreement.money import Money
from patto.kernel.agreement.part import Day, Identifier, Part, Words


class Cover(Part):
    """An insurance of the provider."""

    id: Identifier
    """The name that other parts and the document's anchors use."""
    risk: Words
    """What it covers."""
    insurer: Words
    """With whom."""
    limit: Money
    """Up to what amount."""
    each: Literal["claim", "year"]
    """For each claim, or for all of a year."""
    until: Day
    """Until when it is in force, and renewed after."""
    proof: Words
    """What the customer is shown."""
