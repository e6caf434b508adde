"""Data protection: what Art. 28(3) GDPR asks of a contract with a processor, point by point."""

from typing import Annotated, Literal

from pydantic import Field

from patto.kernel.agreement.choices import OrNone
from patto.kernel.agreement.lapses import Lapse, Notice
from patto.kernel.agreement.part import Identifier, Part, Words
from patto.kernel.agreement.quantities import ClockedBudget


class SubProcessor(Part):
    """A company that processes personal data for the provider."""

    id: Identifier
    """The name that other parts and the document's anchors use."""
    name: Words
    """Its legal name."""
    does: Words
    """What it does."""
    place: Words
    """Where the data are."""
    safeguard: OrNone[Words]
    """On what ground data leave the European Economic Area; `none`: they do not."""


class SubProcessing(Part):
    """Whether and how other processors are engaged (Art. 28(2) and (3)(d))."""

    authorisation: Literal["general", "specific", "not-allowed"]
    """Whether the customer has agreed in general, agrees to each, or allows none."""
    notice: OrNone[Notice]
    """How long beforehand a new one is told."""
    objection: OrNone[Words]
    """How the customer objects, and what follows."""
    listed: OrNone[tuple[SubProcessor, ...]]
    """Those that there are."""


class Retention(Part):
    """How long a class of records is kept, and what happens then."""

    id: Identifier
    """The name that other parts and the document's anchors use."""
    records: Words
    """Which records."""
    personal: Literal["personal", "not-personal"]
    """Whether there are personal data in them."""
    kept: Lapse
    """How long."""
    after: Words
    """From when that is counted."""
    then: Literal["deleted", "anonymised", "returned"]
    """What happens then."""
    reason: Words
    """Why so long."""


class EndOfProcessing(Part):
    """What happens to the data when the service ends (Art. 28(3)(g))."""

    choice: Literal["deleted", "returned", "customer-chooses"]
    """Whether they are deleted or returned."""
    within: Notice
    """How soon."""
    proof: Words
    """How the customer is told that it is done."""


class DataProtection(Part):
    """The processing of personal data on the customer's behalf (Art. 28(3) GDPR)."""

    subject: Words
    """The subject matter of the processing."""
    duration: Words
    """How long it lasts."""
    nature: Words
    """Its nature."""
    purposes: Words
    """Its purposes."""
    data_types: Annotated[tuple[Words, ...], Field(min_length=1)]
    """The types of personal data."""
    special_categories: OrNone[tuple[Words, ...]]
    """Those of Art. 9 and 10 among them."""
    people: Annotated[tuple[Words, ...], Field(min_length=1)]
    """The categories of people."""
    places: Annotated[tuple[Words, ...], Field(min_length=1)]
    """Where it takes place."""
    instructions: OrNone[Words]
    """Only on documented instructions: who gives them, and how (a)."""
    confidentiality: OrNone[Words]
    """How those who process the data are bound to confidentiality (b)."""
    security: OrNone[tuple[Words, ...]]
    """The measures of Art. 32 (c)."""
    sub_processing: SubProcessing
    """Other processors (d)."""
    requests_of_people: OrNone[Words]
    """How the provider helps with the requests of the people concerned (e)."""
    assistance: OrNone[Words]
    """How it helps with Art. 32 to 36 (f)."""
    breach_notice: ClockedBudget
    """How soon after it knows of a breach it tells the customer: `24 h on 24x7`."""
    end: EndOfProcessing
    """What happens at the end (g)."""
    audit: OrNone[Words]
    """What is shown to prove all this, and how it is audited (h)."""
    retention: OrNone[tuple[Retention, ...]]
    """How long each class of records is kept."""
    contacts: Words
    """Who answers for data protection on both sides."""
