"""What each side wants of the other: the lines an agreement begins with."""

from typing import Annotated

from pydantic import Field

from patto.kernel.agreement.part import Part, Words


class Aims(Part):
    """What each side wants, in a few lines; it explains the rest and promises nothing."""

    customer: Annotated[tuple[Words, ...], Field(min_length=1)]
    """What the customer wants of the provider."""
    provider: Annotated[tuple[Words, ...], Field(min_length=1)]
    """What the provider wants of the customer."""
