"""A mapping: which columns and words of an export mean what.

Three shapes: one row a ticket, one row an event, or one row a snapshot of a ticket after a change.
Where a value is just a column's name, the name alone may stand for `{column: name}`.
"""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal, TypeAlias

from pydantic import BeforeValidator, Discriminator, Field, Tag, model_validator
from pydantic_core import PydanticCustomError

from patto.kernel.agreement.part import Part, Whole, Words

CLASSIFICATION: Final = ("type", "service", "item", "impact", "urgency", "priority")
"""The attributes whose change is a `classified` event."""

RoleWord: TypeAlias = Literal["provider", "customer", "supplier", "automatic"]


def _zone_or_none(value: object) -> object:
    return None if value == "none" else value


def _column(value: object) -> object:
    return {"column": value} if isinstance(value, str) else value


Kind: TypeAlias = Words
"""A kind of event; whether there is one of that name is a matter of meaning."""

Zone: TypeAlias = Annotated[Words | None, BeforeValidator(_zone_or_none)]


class FileForm(Part):
    """How the file is written, where it is not UTF-8 with commas."""

    encoding: Words = "utf-8"
    delimiter: Literal[",", ";", "\t", "|"] = ","
    missing: tuple[str, ...] = ()
    """What a cell holds if nothing is known; an empty cell always means that."""
    skip: Annotated[Whole, Field(ge=0)] = 0
    """Lines above the header."""


class ColumnPart(Part):
    """A column, by the name in the header."""

    column: Words


Column: TypeAlias = Annotated[ColumnPart, BeforeValidator(_column)]


class CellPart(Part):
    """What a column holds, its words translated, or a constant."""

    column: Words | None = None
    constant: Words | None = None
    words: dict[str, str] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _one(self) -> CellPart:
        if (self.column is None) == (self.constant is None):
            raise PydanticCustomError(
                "choice-missing", "{expected}", {"expected": "column, constant"}
            )
        return self


Cell: TypeAlias = Annotated[CellPart, BeforeValidator(_column)]


class Doer(Part):
    """Who did it: a role, with a column for the name, and the names that have another role."""

    role: RoleWord
    column: Words | None = None
    roles: dict[str, RoleWord] = Field(default_factory=dict)


class Proxy(Part):
    """The event that stands in for one that the export does not record, and why."""

    event: Kind
    because: Words


class Paused(Part):
    """A state in which the desk waits, and for what."""

    paused: Annotated[
        Annotated[Words, Tag("<text>")] | Annotated[CellPart, Tag("<cell>")],
        Discriminator(lambda value: "<text>" if isinstance(value, str) else "<cell>"),
    ]
    evidence: Cell | None = None
    """What the desk holds as evidence that it waits, for agreements that ask for it."""


Meaning: TypeAlias = Annotated[
    Annotated[Literal["open", "resolved", "closed", "withdrawn", "junk"], Tag("<word>")]
    | Annotated[Paused, Tag("<paused>")],
    Discriminator(lambda value: "<word>" if isinstance(value, str) else "<paused>"),
]
"""What a state of the desk means; `junk` is one that should not be there."""


class State(Part):
    """The column of the state, and what each of its words means."""

    column: Words
    words: Annotated[dict[str, Meaning], Field(min_length=1)]


class LastState(State):
    """The state of a ticket's only row, and the column that says as of when it is known."""

    as_of: Column


class Stamp(Part):
    """A column that says when something happened, and perhaps when it was recorded and by whom."""

    column: Words
    recorded: Column | None = None
    by: Doer | None = None


class Opened(Stamp):
    """The column that says when a ticket was opened; `entered_by` is who made its first row.

    A desk may write the first row under the name of an interface, and hold the person elsewhere.
    """

    entered_by: Doer | None = None


Recorded: TypeAlias = Annotated[
    Annotated[Literal["as-occurred"], Tag("<word>")] | Annotated[ColumnPart, Tag("<column>")],
    Discriminator(lambda value: "<word>" if value == "as-occurred" else "<column>"),
    BeforeValidator(lambda value: value if value == "as-occurred" else _column(value)),
]
"""The column that says when a row was recorded; `as-occurred` where the export does not say."""


class EventMeaning(Part):
    """The kind of event that a word means, and what else it says."""

    kind: Kind
    reason: Words | None = None
    by: RoleWord | None = None


class EventColumn(Part):
    """The column that says what happened; words that are not listed name the kind themselves."""

    column: Words
    words: dict[
        str,
        Annotated[
            EventMeaning,
            BeforeValidator(lambda value: {"kind": value} if isinstance(value, str) else value),
        ],
    ] = Field(default_factory=dict)
    ignored: tuple[Words, ...] = ()
    """Words of rows that are no event, such as `viewed`."""


class Common(Part):
    """What a mapping of any shape says."""

    mapping: Literal["patto/1"]
    title: Words
    file: FileForm = FileForm()
    zone: Zone
    """The zone of local times; `none` if every value names its offset."""
    dates: Annotated[tuple[Words, ...], Field(min_length=1)]
    """How times are written, as `dates` reads them."""
    ticket: Column
    customer: Cell | None = None
    by: Doer | None = None
    attributes: dict[str, Cell] = Field(default_factory=dict)
    proxies: dict[Kind, Proxy] = Field(default_factory=dict)


class TicketsMapping(Common):
    """One row a ticket: its columns say when things happened, as far as the last state tells."""

    shape: Literal["tickets"]
    instants: dict[Kind, Annotated[Stamp, BeforeValidator(_column)]]
    recorded: Recorded
    state: LastState | None = None


class EventsMapping(Common):
    """One row an event."""

    shape: Literal["events"]
    event: EventColumn
    at: Column
    recorded: Recorded
    id: Column | None = None
    reason: Cell | None = None
    evidence: Cell | None = None


class Backfilled(Part):
    """Columns that hold on every row what was known only later: compared, never used."""

    resolved: Column | None = None
    closed: Column | None = None


class SnapshotsMapping(Common):
    """One row a snapshot of a ticket after a change; events come from what differs."""

    shape: Literal["snapshots"]
    at: Column
    order: Column | None = None
    """A number that grows with every change of the ticket; without it, the time orders them."""
    opened: Annotated[Opened, BeforeValidator(_column)]
    state: State
    assigned: Column | None = None
    reopened: Column | None = None
    """A count of reopenings, which may tell of one that no snapshot shows."""
    backfilled: Backfilled = Backfilled()


AnyMapping: TypeAlias = TicketsMapping | EventsMapping | SnapshotsMapping
SHAPES: Final[dict[str, type[AnyMapping]]] = {
    "tickets": TicketsMapping,
    "events": EventsMapping,
    "snapshots": SnapshotsMapping,
}


def columns_of(
    part: Any, path: tuple[str | int, ...] = ()
) -> list[tuple[tuple[str | int, ...], str]]:
    """Return the columns that a mapping names, each with its path in the file."""
    if isinstance(part, Part):
        named = [(name, getattr(part, name)) for name in type(part).model_fields]
        own = [((*path, name), value) for name, value in named if name == "column" and value]
        return own + [found for name, value in named for found in columns_of(value, (*path, name))]
    if isinstance(part, dict):
        return [f for name, value in part.items() for f in columns_of(value, (*path, name))]
    return []
