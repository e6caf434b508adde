"""The two sides: who they are in law, who signs and who may ask for what."""

from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from patto.kernel.agreement.choices import Optional, OrNone, OrSaidNone, Word
from patto.kernel.agreement.money import Money
from patto.kernel.agreement.part import Identifier, Part, Words


class Signatory(Part):
    """A person who signs for a side, and by what power."""

    id: Identifier
    """The name that other parts use."""
    name: Words
    """The person's name."""
    capacity: Words
    """In what capacity the person signs: `sole director`."""
    power: OrNone[Words]
    """Where the power to bind the company is recorded; `none` where nothing is."""


class Addresses(Part):
    """Where notices reach a side; one that is sent elsewhere has not arrived."""

    email: OrNone[Words]
    """The address for ordinary mail."""
    certified_email: OrNone[Words]
    """The address for certified mail, in Italy the PEC."""
    postal: OrNone[Words]
    """The address for letters."""
    attention: OrNone[Words]
    """For whose attention."""


class LegalDetails(Part):
    """What a company is in law."""

    tax_id: Words
    """Its tax or VAT number."""
    registered: OrNone[Words]
    """The register that it stands in, with its number there."""
    seat: Words
    """Its registered seat."""
    notices: Addresses
    """Where notices reach it."""
    signatories: Annotated[tuple[Signatory, ...], Field(min_length=1)]
    """Who signs for it."""


Right: TypeAlias = Literal[
    "report", "set-priority", "order", "approve-costs", "declare", "let-in", "dispute",
]  # fmt: skip


class Requester(Part):
    """A person, or all who hold a post, with what they may ask for on the customer's behalf."""

    id: Identifier
    """The name that other parts use."""
    who: Words
    """The person, or the post."""
    known_as: OrNone[tuple[Words, ...]]
    """The names under which events know the person."""
    may: Annotated[tuple[Right, ...], Field(min_length=1)]
    """What they may do."""
    approves_up_to: OrNone[Money]
    """Up to what amount they may approve costs."""


class Provider(Part):
    """The company that promises."""

    name: Words
    """Its legal name."""
    details: Optional[LegalDetails] = None
    """What it is in law, and who signs for it."""


class Customer(Part):
    """The company that is promised, and the names by which events know it."""

    name: Words
    """Its legal name."""
    known_as: Annotated[Literal["any"] | tuple[Words, ...], Word("any", "any")]
    """The names under which events know the customer; `any`: every event is of this customer."""
    details: Optional[LegalDetails] = None
    """What it is in law, and who signs for it."""
    requesters: Optional[OrSaidNone[tuple[Requester, ...]]] = None
    """Who may ask for what; `none`: whoever works there."""


class Parties(Part):
    """The two sides."""

    provider: Provider
    """Who promises."""
    customer: Customer
    """Who is promised."""
