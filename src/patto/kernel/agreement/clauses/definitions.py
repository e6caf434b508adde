"""The glossary: each term defined once, and used in that meaning alone."""

from patto.kernel.agreement.part import Identifier, Part, Words


class Definition(Part):
    """A term and what it means throughout the agreement."""

    id: Identifier
    """The name that other parts and the document's anchors use."""
    term: Words
    """The term, as it is written in the agreement."""
    meaning: Words
    """What it means."""
