"""How calls reach the provider and are ordered: services, channels, logging, priorities."""

from typing import Annotated, Literal

from pydantic import Field

from patto.kernel.agreement.choices import Optional, OrNone, OrSaidNone, Word
from patto.kernel.agreement.part import Day, Identifier, Part, Role, Words
from patto.kernel.agreement.quantities import ClockedBudget


class Service(Part):
    """A service that the agreement covers."""

    id: Identifier
    """The name that events and other parts use."""
    title: Words
    """What people call it."""


class Warranty(Part):
    """A manufacturer's warranty, on which the time of a repair may hang."""

    until: Day
    """Its last date."""
    given_by: Words
    """By whom, with the number of the contract."""
    parts_within: OrNone[ClockedBudget]
    """How soon a part is there; `none`: nothing is promised."""


class Item(Part):
    """A thing that a service rests on, enumerated so that its being covered can be decided."""

    id: Identifier
    """The name that events and other parts use."""
    title: Words
    """What people call it."""
    service: Identifier
    """The service that rests on it."""
    kind: Optional[Words] = None
    """What kind of thing it is: `server`, `line`, `program`."""
    site: Optional[Identifier] = None
    """The site where it stands."""
    owner: Optional[Role] = None
    """Whose it is."""
    criticality: Optional[Literal["high", "medium", "low"]] = None
    """How much hangs on it."""
    since: Optional[Day] = None
    """From when it is in use, which tells its age."""
    warranty: Optional[OrSaidNone[Warranty]] = None
    """Its warranty."""


class Channel(Part):
    """A way of reporting, and the calendar in which somebody watches it."""

    id: Identifier
    """The name that events use."""
    title: Words
    """What people call it."""
    watched: Identifier
    """The calendar in which somebody watches it."""
    reached_at: Optional[Words] = None
    """The number or address."""
    emergency: Optional[Literal["yes", "no"]] = None
    """Whether it is the one for emergencies."""


class LoggingAct(Part):
    """One act of reporting, done on any of its channels."""

    channels: Annotated[tuple[Identifier, ...], Field(min_length=1)]
    """The channels on which this act may be done."""


class Logging(Part):
    """What makes a call validly logged: every act done, and the information given."""

    acts: Annotated[tuple[LoggingAct, ...], Field(min_length=1)]
    """What must all be done; a call is validly logged at the last of them."""
    information: OrNone[tuple[Identifier, ...]]
    """What must have been given, by the names of the attributes."""


class Recording(Part):
    """How late the provider may record what is to its own benefit (semantics 1.5)."""

    late_entry: Annotated[Literal["unlimited"] | ClockedBudget, Word("unlimited", "unlimited")]
    """How long after it occurred the provider may record what is to its own benefit; beyond
    that it counts when it was recorded, unless the customer confirms it. `unlimited`, or a time
    on a clock.
    """


class Level(Part):
    """A degree of impact or urgency, with the criterion that decides it."""

    id: Identifier
    """The name that events and the matrix use."""
    title: Words
    """What people call it."""
    criterion: Words
    """The fact by which it is decided."""


class Priority(Part):
    """A priority and what it is called."""

    id: Identifier
    """The name that events and targets use."""
    title: Words
    """What people call it."""
    examples: Optional[Annotated[tuple[Words, ...], Field(min_length=1)]] = None
    """Cases that are of this priority."""


class Priorities(Part):
    """The priorities, most pressing first, and how a call comes by one."""

    order: Annotated[tuple[Priority, ...], Field(min_length=1)]
    """All priorities, the most pressing first."""
    impacts: OrNone[tuple[Level, ...]]
    """How much is affected, in degrees."""
    urgencies: OrNone[tuple[Level, ...]]
    """How soon it must be mended, in degrees."""
    matrix: OrNone[dict[Identifier, dict[Identifier, Identifier]]]
    """Impact, then urgency, then the priority that follows."""
    default: Identifier
    """The priority of a ticket of which neither a priority nor its impact and urgency are known."""
    set_by: Literal["provider", "customer"]
    """Whose word holds until a dispute is settled."""
    disputes: OrNone[Words]
    """How a priority is disputed."""
