"""The law of it: which law, which court, what counts first, how much is answered for."""

from typing import Annotated, Literal, TypeAlias

from pydantic import Field, StringConstraints

from patto.kernel.agreement.choices import OrNone
from patto.kernel.agreement.money import Amount
from patto.kernel.agreement.part import (
    COUNTRY_PATTERN,
    SHA256_PATTERN,
    Identifier,
    Part,
    Words,
)

Country: TypeAlias = Annotated[str, StringConstraints(pattern=COUNTRY_PATTERN)]
"""A country by its two letters: `IT`."""

Sha256: TypeAlias = Annotated[str, StringConstraints(pattern=SHA256_PATTERN)]
"""The SHA-256 of a file, in hexadecimal."""


class Liability(Part):
    """How much is answered for."""

    cap: OrNone[Amount]
    """The most in a year of the agreement; `none`: what the law says."""
    excluded: OrNone[Words]
    """For what nothing is owed."""
    not_limited: OrNone[Words]
    """For what no limit holds, such as intent and gross negligence."""


class RankedDocument(Part):
    """A document that holds between the two sides."""

    document: Words
    """What it is called."""
    language: OrNone[Literal["en", "it"]]
    """In which of its languages it stands at this rank; `none`: it has one."""


class ApprovedClause(Part):
    """A clause that is approved by a signature of its own (artt. 1341 and 1342 c.c.)."""

    clause: Words
    """Which clause."""
    why: Words
    """What makes it onerous."""


class Attachment(Part):
    """A document that is part of the agreement, fixed by its hash."""

    id: Identifier
    """The name that other parts and the document's anchors use."""
    title: Words
    """What it is called."""
    file: Words
    """The name of its file."""
    sha256: Sha256
    """The SHA-256 of the file."""


class Signing(Part):
    """How it is signed."""

    form: Words
    """On paper, or by which electronic signature."""
    place: Words
    """Where."""


class Legal(Part):
    """The law of the agreement."""

    law: Country
    """The country whose law holds."""
    forum: Words
    """Which court decides."""
    before_court: OrNone[Words]
    """What is tried before."""
    liability: Liability
    """How much is answered for."""
    precedence: Annotated[tuple[RankedDocument, ...], Field(min_length=1)]
    """What counts first where documents or languages differ."""
    specific_approval: OrNone[tuple[ApprovedClause, ...]]
    """The clauses that are approved by a second signature."""
    attachments: OrNone[tuple[Attachment, ...]]
    """The documents that are part of it."""
    signing: Signing
    """How it is signed."""
