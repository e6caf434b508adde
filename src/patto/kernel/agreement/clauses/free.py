"""Free clauses: what people agree on in their own words, numbered, placed, and not measured."""

from typing import Literal, TypeAlias

from patto.kernel.agreement.part import Identifier, Part, Words

After: TypeAlias = Literal[
    "aims", "parties", "definitions", "services", "not_covered", "channels", "priorities",
    "metrics", "out_of_hours", "maintenance", "customer_obligations", "provider_obligations",
    "workload", "charges", "remedies", "reporting", "start_conditions", "data_protection",
    "regulated", "insurance", "term", "exit", "legal",
]  # fmt: skip


class FreeClause(Part):
    """A clause in free words, printed where it belongs; nothing in it is measured."""

    id: Identifier
    """The name that other parts and the document's anchors use."""
    number: Words
    """The number that it carries."""
    title: Words
    """Its heading."""
    text: Words
    """What it says."""
    after: After
    """The part of the agreement that it is printed after."""
    measured: Literal["not-measured"]
    """Nothing in it is measured, and the document says so beside it."""
