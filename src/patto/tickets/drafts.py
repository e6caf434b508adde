"""What is said of a call when it is logged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from patto.kernel.facts import NO_ATTRIBUTES
from patto.kernel.instants import Instant


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A call: who, what, how it came; all else can follow.

    `reported_at` is when it came, where that is not when it is logged. `attributes` are those of
    the event: `type`, `impact`, `urgency`, `priority`, `information`.
    """

    customer: int
    subject: str
    channel: str
    text: str = ""
    contact: int | None = None
    caller: str = ""
    """Who called where that is no contact: a name, a number."""
    site: int | None = None
    system: int | None = None
    reported_at: Instant | None = None
    attributes: Mapping[str, str] = field(default_factory=lambda: NO_ATTRIBUTES)
