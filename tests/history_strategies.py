"""Strategies for agreements and the histories of a ticket, aimed at what desks get wrong.

Everything happens on whole ticks of five minutes in the fortnight around Easter 2026 and the night
in which clocks go forward in Rome, 29 March; some draws lie around the night in which they go
back, 25 October. Tickets are reopened, changed, paused twice over, recorded late and out of order,
corrected and retracted.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from hypothesis import strategies as st

from patto.kernel.facts import Event
from patto.kernel.instants import DAY, HOUR, MINUTE, Instant, render
from promises import at, metric, row, terms

TICK: Final = 5 * MINUTE

SPRING: Final = at("03-26 12:00")
AUTUMN: Final = at("10-22 12:00")

ticks = st.integers(0, 9 * DAY // TICK)
gaps = st.sampled_from([0, 1, 1, 2, 3, 6, 12, 12, 24, 48, 96, 200]) | st.integers(0, 300)

CLOCKS: Final = ("support", "nights", "24x7", "on-site", "office")
_SMALL: Final = ("30 min", "2 h", "4 h", "8 h")
_LARGE: Final = ("10 h", "12 h", "16 h", "24 h")


def deadlines(*, late: bool) -> st.SearchStrategy[dict[str, Any]]:
    """Deadlines by date, later ones for the second line."""
    return st.fixed_dictionaries(
        {
            "working_day": st.just(3) if late else st.integers(0, 2),
            "time": st.sampled_from(["end-of-hours", "12:00"]),
            "calendar": st.sampled_from(["office", "nights"]),
            "day_of_call": st.sampled_from(["counts", "does-not-count"]),
            "cut_off": st.sampled_from(["none", "15:00"]),
            "pauses": st.sampled_from(["move-it", "do-not-move-it"]),
        }
    )


@st.composite
def rows(draw: st.DrawFn) -> Any:
    """The targets of a priority: times on a clock, as a rule; or by date, or nothing."""
    clock = draw(st.sampled_from(CLOCKS))
    if draw(st.integers(0, 5)) == 0:
        first, last = draw(deadlines(late=False)), draw(deadlines(late=True))
        return row(clock, ("90 %", first), ("100 %", last))
    first, last = draw(st.sampled_from(_SMALL)), draw(st.sampled_from(_LARGE))
    usual = row(clock, ("90 %", first), ("100 %", last))
    if draw(st.integers(0, 5)) == 0:
        stricter = row("support", ("90 %", "30 min"), ("100 %", "5 h"))
        return [stricter | {"when": {"calendar": "site"}}, usual]
    return usual


@st.composite
def agreements(draw: st.DrawFn) -> dict[str, Any]:
    """Agreements of one metric, each rule of which may be any of those there are."""
    kind = draw(st.sampled_from([*["resolution"] * 5, "response", "keep-informed"]))
    nothing = st.just("none")
    targets = {
        "P1": draw(rows()),
        "P2": draw(rows()),
        "P3": draw(rows() | nothing),
        "P4": draw(nothing | rows()),
    }
    one = metric(
        kind,
        targets=targets,
        priority_change=draw(st.sampled_from(["retroactive", "from-now", "keep-stricter"])),
        pauses=draw(
            st.sampled_from(
                [["waiting-customer", "waiting-supplier"], ["waiting-customer"], "none"]
            )
        ),
    )
    one["evidence"]["gaps"] = draw(st.sampled_from(["not-determined", "clock-runs-on"]))
    one["related"]["merged"] = draw(st.sampled_from(["parent-counts", "each-counts"]))
    one["population"]["types"] = draw(st.sampled_from(["all", ["incident"]]))
    if kind != "response":
        stops = [*[["resolved"]] * 3, ["restored", "resolved"], ["closed"], ["responded"]]
        one["stop"]["events"] = draw(st.sampled_from(stops))
        within = draw(st.sampled_from(["8 h on office", "24 h on 24x7", "40 h on office"]))
        counts = draw(st.sampled_from(["counts", "does-not-count", "does-not-count"]))
        one["reopen"] = {"within": within, "resolved_time": counts}
        if draw(st.integers(0, 5)) == 5:
            one["reopen"] = "none"
    late = draw(st.sampled_from(["unlimited", "1 h on 24x7", "2 h on office"]))
    return terms(one, recording={"late_entry": late})


_REASONS: Final = st.sampled_from(["waiting-customer"] * 3 + ["waiting-supplier"] * 3 + ["lunch"])
_BY: Final = st.sampled_from(["provider"] * 8 + ["", "customer", "supplier:X", "automatic"])
_PRIORITIES: Final = st.sampled_from(["P1", "P2", "P1", "P2", "P1", "P2", "P3", "P4", "P9"])


def _pause() -> st.SearchStrategy[dict[str, str]]:
    return st.fixed_dictionaries(
        {"reason": _REASONS, "evidence": st.sampled_from(["mail", "mail", "mail", ""])}
    )


def _saying() -> st.SearchStrategy[dict[str, str]]:
    return st.fixed_dictionaries(
        {},
        optional={
            "priority": _PRIORITIES,
            "impact": st.just("firm"),
            "urgency": st.sampled_from(["stopped", "hindered", "stopped", "hindered", "somehow"]),
            "type": st.sampled_from(["incident"] * 6 + ["request"]),
        },
    )


def _named(*names: str) -> st.SearchStrategy[dict[str, str]]:
    return st.sampled_from(names).map(lambda name: {"constraint": name})


_NOTHING: Final = st.just(dict[str, str]())
_KINDS: Final[dict[str, st.SearchStrategy[dict[str, str]]]] = {
    "responded": _NOTHING,
    "updated": _NOTHING,
    "paused": _pause(),
    "resumed": st.fixed_dictionaries({"reason": _REASONS | st.just("")}),
    "classified": _saying(),
    "resolved": _NOTHING,
    "reopened": _NOTHING,
    "needs-visit": _named("access", "access", "part", ""),
    "on-site": _NOTHING,
    "part-needed": _named("part", "part", "nowhere"),
    "part-available": _named("part", ""),
    "customer-change": _named("longer"),
    "closed": _NOTHING,
    "acknowledged": _NOTHING,
    "restored": _NOTHING,
}
_RARE: Final[dict[str, st.SearchStrategy[dict[str, str]]]] = {
    "out-of-scope": st.just({"clause": "2.1"}),
    "consented": st.sampled_from([{}, {"refers": "one"}]),
    "objected": st.sampled_from([{}, {"refers": "one"}]),
    "withdrawn": _NOTHING,
    "courtesy": _NOTHING,
    "merged": st.just({"into": "T2"}),
    "excluded": st.fixed_dictionaries(
        {
            "exclusion": st.sampled_from(["power-cut", "agreed-by-both", "whim"]),
            "evidence": st.sampled_from(["", "a note"]),
        }
    ),
}

_STRANDS: Final[list[tuple[str, ...]]] = [
    *[("paused", "resumed")] * 5,
    ("paused",),
    *[("resolved", "reopened")] * 5,
    ("resolved",),
    ("needs-visit", "on-site"),
    ("part-needed", "part-available"),
    *[("classified",)] * 3,
    ("customer-change",),
    ("updated",),
    ("responded",),
    ("closed",),
    ("acknowledged",),
]
"""What belongs together; strands overlap, so that what they hold is mixed."""

_RARE_STRANDS: Final[list[tuple[str, ...]]] = [
    ("out-of-scope", "consented"), ("out-of-scope", "objected"), ("out-of-scope",),
    ("withdrawn",), ("courtesy",), ("merged",), ("excluded",), ("excluded", "consented"),
    ("consented",),
]  # fmt: skip

_OWN: Final = ("by", "reason", "evidence", "refers_to")


@st.composite
def histories(draw: st.DrawFn, *, most: int = 7, rare: bool = True) -> list[Event]:
    """The events of one ticket; strands of what belongs together begin one after the other."""
    base = draw(st.sampled_from([SPRING, SPRING, AUTUMN]))
    begins = base + draw(ticks) // 3 * TICK
    said = draw(st.just({"priority": "P1", "type": "incident"}) | _saying())
    found = [_event(0, "reported", begins, begins, said)]
    strands = draw(st.lists(st.sampled_from(_STRANDS), min_size=2, max_size=most))
    if rare and draw(st.integers(0, 2)) == 0:
        strands.insert(draw(st.integers(0, 2)), draw(st.sampled_from(_RARE_STRANDS)))
    for strand in strands:
        begins += draw(gaps) * TICK
        when, reason = begins, draw(_REASONS)
        for kind in strand:
            given = dict(draw((_KINDS | _RARE)[kind])) | {"by": draw(_BY)}
            if kind in ("paused", "resumed") and draw(st.integers(0, 5)):
                given["reason"] = reason
            if given.pop("refers", ""):
                given["refers_to"] = draw(st.sampled_from([e.event_id for e in found]))
            late = draw(st.sampled_from([0] * 6 + [6, 12, 24, 100]))
            found.append(_event(len(found), kind, when, when + late * TICK, given))
            when += draw(gaps) * TICK
    for _ in range(draw(st.sampled_from([0, 0, 0, 1, 2]))):
        found.append(_amendment(draw, len(found), found))
    return found


def _amendment(draw: st.DrawFn, number: int, events: list[Event]) -> Event:
    """Return a correction or retraction of one of the events."""
    about = draw(st.sampled_from(events))
    recorded = about.recorded_at + draw(gaps) * TICK
    given = {"refers_to": about.event_id, "by": draw(st.sampled_from(["provider", "", "customer"]))}
    if draw(st.booleans()):
        return _event(number, "retracted", recorded, recorded, given)
    moved = about.occurred_at + draw(st.integers(-30, 30)) * TICK
    given |= draw(st.sampled_from([{}, {"priority": "P3"}, {"evidence": "mail"}]))
    return _event(number, "corrected", moved, recorded, given)


def _event(
    number: int, kind: str, occurred: Instant, recorded: Instant, given: dict[str, str]
) -> Event:
    known = {name: value for name, value in given.items() if value}
    own = {name: known.pop(name) for name in _OWN if name in known}
    return Event(
        f"e{number}", "T1", kind, occurred, recorded, position=number, attributes=known, **own
    )


@st.composite
def announcements(draw: st.DrawFn) -> list[Event]:
    """Maintenance announced for the customer, in time or not, ended early or not."""
    found: list[Event] = []
    for number in range(draw(st.sampled_from([0, 1, 1, 2]))):
        start = draw(st.sampled_from([SPRING, SPRING, AUTUMN])) + draw(ticks) // 3 * TICK
        until = start + draw(st.integers(1, 400)) * TICK
        told = start - draw(st.sampled_from([12, 24, 26, 48, 90])) * HOUR
        span = {"from": render(start), "until": render(until)}
        one = _event(number, "maintenance-announced", told, told, span)
        found.append(replace(one, ticket="", event_id=f"m{number}", position=1000 + number))
        if draw(st.booleans()):
            ended = until - draw(st.integers(-20, 60)) * TICK
            end = _event(number, "maintenance-ended", ended, ended, {"refers_to": f"m{number}"})
            found.append(replace(end, ticket="", event_id=f"n{number}", position=1010 + number))
    return found


@st.composite
def looks(draw: st.DrawFn, events: list[Event]) -> tuple[Instant, Instant]:
    """When a history is looked at, and what is known then: as a rule all of it."""
    last = max(max(event.occurred_at, event.recorded_at) for event in events)
    first = min(event.occurred_at for event in events)
    when = known = last + DAY
    if draw(st.integers(0, 3)) == 3:
        when = first + draw(st.integers(0, (last - first) // TICK + 300)) * TICK
    if draw(st.integers(0, 3)) == 3:
        known = first + draw(st.integers(0, (last - first) // TICK)) * TICK
    return when, known


@st.composite
def desks(draw: st.DrawFn, *, most: int = 3) -> list[Event]:
    """The events of a few tickets and of their customer."""
    found: list[Event] = list(draw(announcements()))
    for number in range(1, draw(st.integers(1, most)) + 1):
        found += [_of(number, one) for one in draw(histories(most=4))]
    return found


def _of(number: int, event: Event) -> Event:
    """Return an event as one of another ticket."""
    return replace(
        event,
        ticket=f"T{number}",
        event_id=f"t{number}{event.event_id}",
        refers_to=f"t{number}{event.refers_to}" if event.refers_to else "",
        position=number * 100 + event.position,
    )
