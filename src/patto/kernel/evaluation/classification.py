"""What a ticket is said to be at an instant: its priority, type, service and the like.

What it is first said to be holds from its start, and from then on each statement holds until the
next. Until its priority is first said a ticket has the agreement's default; a target missed by
then stays missed (semantics 5.2), all else is judged by what was said. What was never said before
the stop of a promise is taken from what is first said after it, save the priority: that is the
one it had at the stop (semantics 4.7, 8.4).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from patto.kernel.agreement.desk import Priorities
from patto.kernel.evaluation.lateness import SAYING
from patto.kernel.evaluation.record import Fact
from patto.kernel.facts import Event
from patto.kernel.instants import EARLIEST, Instant

_SAID: Final = ("type", "service", "item", "requester")


@dataclass(frozen=True, slots=True)
class Said:
    """What is said of a ticket from an instant on."""

    since: Instant
    priority: str
    attributes: Mapping[str, str]

    @property
    def all(self) -> Mapping[str, str]:
        """The attributes with the priority among them."""
        return {**self.attributes, "priority": self.priority}


class Classification:
    """The statements about a ticket in order, the first of which holds from the start.

    `graded` is the instant at which its priority was first said, if that was later than the first
    statement: until then it has the default one. What was only said `after` the stop fills in what
    was never said before it.
    """

    __slots__ = ("_default", "_said", "graded")

    def __init__(
        self, ticket_facts: Iterable[Fact], priorities: Priorities, after: Iterable[Fact] = ()
    ) -> None:
        self._default = priorities.default
        statements = _statements(ticket_facts, priorities)
        first = next((s for s in statements if s.priority), None)
        priority = priorities.default if first is None else first.priority
        unsaid = _attributes(fact.event for fact in after)
        filled: dict[str, str] = {}
        for said in reversed(statements):
            filled = {**filled, **said.attributes}
        filled = {**unsaid, **filled}
        self._said = [
            Said(s.since, s.priority or priority, {**filled, **s.attributes}) for s in statements
        ]
        late = first is not None and first.since > statements[0].since
        self.graded = first.since if first is not None and late else None

    def at(self, instant: Instant) -> Said:
        """Return what is said of the ticket at an instant."""
        holding = self._said[0]
        for said in self._said[1:]:
            if said.since > instant:
                break
            holding = said
        return holding

    def before_grading(self, instant: Instant) -> Said:
        """Return what was said at an instant before any priority was: the default holds."""
        return Said(instant, self._default, self.at(instant).attributes)

    def changes(self, after: Instant, until: Instant) -> tuple[Instant, ...]:
        """Return the instants in `(after, until]` from which something else is said."""
        return tuple(s.since for s in self._said[1:] if after < s.since <= until)


def stated(events: Sequence[Event], priorities: Priorities) -> Said:
    """Return what events say of a ticket, one after the other."""
    graded: dict[str, str] = {}
    for event in events:
        _grade(graded, event, priorities)
    priority = _priority(graded, priorities) or priorities.default
    return Said(EARLIEST, priority, _attributes(reversed(events)))


def _statements(ticket_facts: Iterable[Fact], priorities: Priorities) -> list[Said]:
    """Return what each fact leaves said; of several at one instant the last, never nothing."""
    found: dict[Instant, Said] = {}
    attributes: dict[str, str] = {}
    graded: dict[str, str] = {}
    for fact in ticket_facts:
        if fact.kind not in SAYING:
            continue
        attributes.update(_attributes([fact.event]))
        _grade(graded, fact.event, priorities)
        found[fact.at] = Said(fact.at, _priority(graded, priorities), dict(attributes))
    return list(found.values()) or [Said(EARLIEST, "", {})]


def _attributes(events: Iterable[Event]) -> dict[str, str]:
    """Return the attributes that events say, of several each time the first."""
    found: dict[str, str] = {}
    for event in events:
        given = {name: value for name in _SAID if (value := event.attribute(name))}
        found = given | found
    return found


def _grade(graded: dict[str, str], event: Event, priorities: Priorities) -> None:
    """Take an event's impact, urgency and priority into what has been said so far.

    A new impact or urgency without a priority asks the matrix anew, once both are known.
    """
    given = {name: event.attribute(name) for name in ("impact", "urgency", "priority")}
    graded.update({name: value for name, value in given.items() if value})
    asks = (given["impact"] or given["urgency"]) and not given["priority"]
    if asks and priorities.matrix is not None and {"impact", "urgency"} <= graded.keys():
        graded.pop("priority", None)


def _priority(graded: Mapping[str, str], priorities: Priorities) -> str:
    """Return the priority that was given, or that follows from impact and urgency, or nothing.

    Where the matrix does not know the two, their names stand for a priority that is unknown.
    """
    if "priority" in graded:
        return graded["priority"]
    if priorities.matrix is None or not ("impact" in graded and "urgency" in graded):
        return ""
    impact, urgency = graded["impact"], graded["urgency"]
    return priorities.matrix.get(impact, {}).get(urgency, f"{impact}/{urgency}")
