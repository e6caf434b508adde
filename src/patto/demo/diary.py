"""What is written down about one ticket, as it comes."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random
from typing import Any, Final, Literal, NamedTuple

from patto.demo.cast import cast, told
from patto.demo.hours import Hours, Way
from patto.demo.tickets import PlannedAct, PlannedTicket
from patto.kernel import facts
from patto.kernel.instants import MINUTE, Duration, Instant, to_datetime
from patto.kernel.zones import zone
from patto.tickets.acts import Act

_CHANNELS: Final = {"phone": 46, "mail": 28, "portal": 22, "whatsapp": 3, "in-person": 1}
NOT_AGREED: Final = frozenset({"whatsapp", "in-person"})
"""The channels by which a call is not validly logged, until somebody does it for the caller."""
_TECHNICIANS: Final = (2, 3, 4, 5)
_MANAGER: Final = 1


class Circumstances(NamedTuple):
    """A customer by its number, as it stands in the cast, with the hours of its agreement."""

    number: int
    customer: Mapping[str, Any]
    hours: Hours


def opened(
    chance: Random, around: Circumstances, called: Instant, *, outside: bool = False,
    broken: bool = False, priority: str = "", channel: str = "",
) -> PlannedTicket:  # fmt: skip
    """Return a call that has just been logged; one in twelve was typed in later.

    It is about something `outside` the agreement, or about something `broken`, or about anything.
    """
    customer = around.customer
    story, system = _story(chance, customer, outside=outside, broken=broken)
    way = _how_bad(chance, around.hours, priority, request=bool(story.get("request")))
    channel = channel or chance.choices(list(_CHANNELS), list(_CHANNELS.values()))[0]
    asked = () if channel in NOT_AGREED else around.hours.information
    told = {"information": ";".join(asked)} if asked else {}
    late = chance.randint(15, 90) if chance.random() < 0.08 else chance.randint(0, 4)
    kind = "request" if story.get("request") or outside else "incident"
    return PlannedTicket(
        customer=around.number,
        contact=chance.randrange(len(customer["contacts"])),
        system=system,
        subject=story["subject"],
        text=story["text"],
        channel=around.hours.channel(channel),
        attributes={"type": kind, "impact": way.impact, "urgency": way.urgency, **told},
        reported=called,
        logged=called + late * MINUTE,
        by=_technician(chance, around.number),
        done=(),
    )


class Diary:
    """The acts on a ticket, each written down no earlier than the one before."""

    def __init__(self, chance: Random, around: Circumstances, ticket: PlannedTicket) -> None:
        self.chance = chance
        self.ticket = ticket
        self.hours = around.hours
        self.by = _technician(chance, around.number)
        said = ticket.attributes["impact"], ticket.attributes["urgency"]
        self.priority = next(one.priority for one in self.hours.ways if one[:2] == said)
        self.done: list[PlannedAct] = []
        self._told = told(around.customer["language"])
        self.story = _told_story(self._told, ticket.subject)

    def target(self, what: Literal["response", "resolution"]) -> Duration:
        """Return within what something is to be done, in the priority that it has now."""
        return self.hours.target(what, self.priority)

    def after(self, at: Instant, working: Duration) -> Instant:
        """Return when so much of the time in which the ticket is worked on has passed."""
        return self.hours.clock(self.priority).due(at, max(working, MINUTE))

    def says(self, name: str) -> str:
        """Return what is said on such an occasion."""
        return str(self._told[name])

    def one_of(self, name: str) -> str:
        """Return one of what is said on such an occasion."""
        return str(self.chance.choice(self._told[name]))

    def evidence(self, name: str, at: Instant) -> str:
        """Return what proves something of a moment."""
        wall = to_datetime(at).astimezone(zone(cast()["provider"]["zone"]))
        number = str(self.chance.randint(10_000, 99_999))
        return str(self._told[name]).format(time=f"{wall:%H:%M}", number=number)

    def add(self, kind: str, occurred: Instant, late: Duration = 0, **act: Any) -> None:
        """Add an act, by whoever works on the ticket; `late` is how much later it is typed in."""
        before = self.done[-1].at if self.done else self.ticket.logged
        at = max(before, occurred + late)
        when = occurred if at > occurred else None
        by = _MANAGER if kind == facts.ASSIGNED else self.by
        self.done.append(PlannedAct(Act(kind=kind, occurred_at=when, **act), by, at))

    def resolve(self, at: Instant) -> None:
        """Add that it is done, and the work that it took."""
        story, chance = self.story, self.chance
        text = story.get("done") or story["answer"]
        cause = {"cause": story["cause"]} if "cause" in story else {}
        self.add(facts.RESOLVED, at, text=text, public=True, attributes=cause)
        visited = any(one.act.kind == facts.ON_SITE for one in self.done)
        minutes = 5 * chance.randint(1, 10) + (30 if visited else 0)
        work = {"minutes": str(minutes), "where": "on-site" if visited else "remote"}
        if visited:
            work["travel_minutes"] = str(5 * chance.randint(2, 10))
        self.add(facts.WORKED, at, 2 * MINUTE, attributes=work)


def _story(
    chance: Random, customer: Mapping[str, Any], *, outside: bool, broken: bool
) -> tuple[Mapping[str, Any], int | None]:
    """Return what a call is about, and the number of the system that it concerns."""
    texts = told(customer["language"])
    if outside:
        return chance.choice(texts["outside"]), None
    system = chance.randrange(len(customer["systems"]))
    kind = customer["systems"][system]["kind"]
    fitting = [
        one
        for one in texts["calls"]
        if one["about"] == kind and not (broken and one.get("request"))
    ]
    return chance.choice(fitting), system


def _told_story(texts: Mapping[str, Any], subject: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] = next(
        one for one in (*texts["calls"], *texts["outside"]) if one["subject"] == subject
    )
    return found


def _how_bad(chance: Random, hours: Hours, priority: str, *, request: bool) -> Way:
    if request and not priority:
        return hours.ways[-1]
    wanted = hours.known(priority) if priority else ""
    fitting = [one for one in hours.ways if wanted in ("", one.priority)]
    return chance.choices(fitting, [one.often for one in fitting])[0]


def _technician(chance: Random, customer: int) -> int:
    """Return who takes it: more often than not whoever knows the customer."""
    known = _TECHNICIANS[customer % len(_TECHNICIANS)]
    return known if chance.random() < 0.65 else chance.choice(_TECHNICIANS)
