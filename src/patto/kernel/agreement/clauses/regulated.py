"""What the law asks of a provider whose customer is regulated: NIS2, DORA, others."""

from typing import Annotated, Literal

from pydantic import Field

from patto.kernel.agreement.choices import OrNone
from patto.kernel.agreement.part import Identifier, Part, Words
from patto.kernel.agreement.quantities import ClockedBudget


class ExtraTerm(Part):
    """A term that a regime asks for."""

    id: Identifier
    """The name that other parts and the document's anchors use."""
    asked_by: Words
    """Which article asks for it."""
    text: Words
    """The term, or where in this agreement it is."""


class Regime(Part):
    """A regime that the customer is under, and what it adds."""

    id: Identifier
    """The name that other parts and the document's anchors use."""
    regime: Literal["NIS2", "DORA", "other"]
    """Which one."""
    title: Words
    """What it is, and why the customer is under it."""
    incident_notice: OrNone[ClockedBudget]
    """How soon the provider tells of a security incident."""
    terms: Annotated[tuple[ExtraTerm, ...], Field(min_length=1)]
    """The terms that it adds."""
