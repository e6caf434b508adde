"""Whole desks drawn from a seed: an agreement of several metrics, and hundreds of tickets.

Fast enough to hold the columns against the kernel over many tickets at once. Everything happens
on ticks of five minutes, so that what happens at one instant happens often; tickets are reopened,
re-graded, paused twice over, recorded late and out of order, corrected, retracted, disputed; some
weeks hold the clock changes of 2026, and the closed days may cease to be stated in the middle.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from random import Random
from typing import Any, Final

import promises
from patto.kernel.agreement.model import Agreement
from patto.kernel.agreement.versions import History
from patto.kernel.facts import Event
from patto.kernel.instants import DAY, HOUR, MINUTE, Instant, render
from promises import at, calendar, counting, metric, row

TICK: Final = 5 * MINUTE
SPRING: Final = at("03-26 12:00")
AUTUMN: Final = at("10-22 12:00")
GAPS: Final = (0, 0, 1, 1, 2, 3, 6, 12, 12, 24, 48, 96, 200, 300)
CLOCKS: Final = ("support", "nights", "24x7", "on-site", "office")
CUSTOMERS: Final = ("C", "C2", "D", "")
PRIORITIES: Final = ("P1", "P2", "P1", "P2", "P3", "P4", "P9")
ROLES: Final = (
    *["provider:Anna"] * 5, "provider", "", "customer", "customer:Bo", "supplier:X", "automatic",
)  # fmt: skip
REASONS: Final = (
    *["waiting-customer"] * 3, *["waiting-supplier"] * 3, "lunch",
)  # fmt: skip

STRANDS: Final[tuple[tuple[str, ...], ...]] = (
    *[("paused", "resumed")] * 4, ("paused",), *[("resolved", "reopened", "resolved")] * 2,
    *[("resolved", "reopened")] * 2, *[("resolved",)] * 2, ("restored",), *[("classified",)] * 3,
    ("updated",), ("updated", "updated"), *[("responded",)] * 3, ("closed",), ("acknowledged",),
    ("taken-in-charge",), ("needs-visit", "on-site"), ("part-needed", "part-available"),
    ("validly-logged",), ("reported",), ("worked",), ("odd-kind",), ("detected",),
)  # fmt: skip
RARE: Final[tuple[tuple[str, ...], ...]] = (
    ("out-of-scope", "consented"), ("out-of-scope", "objected"), ("out-of-scope",),
    ("withdrawn",), ("courtesy",), ("merged",), ("excluded",), ("excluded", "consented"),
    ("consented",), ("customer-change",),
)  # fmt: skip


class Desk:
    """A desk drawn from a seed: its history of agreements, its events, and when we look."""

    def __init__(self, seed: int, tickets: int) -> None:
        self.dice = Random(seed)  # noqa: S311  # drawn to be told again, not to be a secret
        self.history = History(self._versions())
        self.events = [*self._declared(), *self._tickets(tickets)]
        self.dice.shuffle(self.events)
        for position, event in enumerate(self.events):
            self.events[position] = replace(event, position=position)
        self.at, self.known_at = self._look()

    def _versions(self) -> list[Agreement]:
        shared = self._shared()
        if self.dice.random() < 0.7:
            return [promises.agreement(*self._metrics(), **shared)]
        change = self.dice.choice(["2026-03-29", "2026-04-02", "2026-10-25"])
        after = self.dice.choice([change, change, "2026-04-04", "2026-10-27"])
        return [
            promises.version(1, "2026-01-01", max(change, after), *self._metrics(), **shared),
            promises.version(2, max(change, after), "none", *self._metrics(), **shared),
        ]

    def _shared(self) -> dict[str, Any]:
        dice = self.dice
        late = dice.choice(["unlimited", "1 h on 24x7", "2 h on office"])
        acts = [{"channels": ["portal", "phone"]}]
        if dice.random() < 0.3:
            acts = [{"channels": ["portal"]}, {"channels": ["phone", "portal"]}]
        information = dice.choice(["none", "none", ["name", "site"]])
        known_as = dice.choice(["any", ["C", "C2"]])
        calendars = dict(promises.BASE["calendars"])
        if dice.random() < 0.3:
            stated = dice.choice(["2026-03-31", "2026-04-02"])
            calendars["site"] = calendar({"mon-fri": ["10:00-16:00"]}, stated_until=stated)
        access, *others = promises.BASE["constraints"]
        if dice.random() < 0.3:
            access = access | {"effect": {"stands_still": "yes", "maximum": "4 h on office"}}
        return {
            "constraints": [access, *others],
            "recording": {"late_entry": late},
            "validly_logged": {"acts": acts, "information": information},
            "calendars": calendars,
            "parties": {
                "provider": {"name": "P"}, "customer": {"name": "C", "known_as": known_as},
            },
            "maintenance": dice.choice(["none", promises.BASE["maintenance"]]),
        }  # fmt: skip

    def _metrics(self) -> Iterator[dict[str, Any]]:
        dice = self.dice
        kinds = ["response", "resolution", "resolution", "keep-informed", "resolution"]
        for number, kind in enumerate(dice.sample(kinds, 4)):
            yield self._metric(f"m{number}", kind)
        yield counting(
            id="counted", counts=dice.choice([["reopened"], ["responded", "updated"]]),
            limit=dice.choice(["at-most", "at-least"]), number=dice.randrange(9),
        )  # fmt: skip

    def _metric(self, name: str, kind: str) -> dict[str, Any]:
        dice = self.dice
        one = metric(
            kind, id=name,
            targets={
                "P1": self._rows(), "P2": self._rows(),
                "P3": dice.choice([self._rows(), "none"]),
                "P4": dice.choice([self._rows(), "none", "none"]),
            },
            priority_change=dice.choice(["retroactive", "from-now", "keep-stricter"]),
            pauses=dice.choice(
                [["waiting-customer", "waiting-supplier"], ["waiting-customer"], "none"]
            ),
            constraints=dice.choice([["access", "part", "longer"], ["part"], "none"]),
            small_sample=dice.choice(
                [
                    "none",
                    {"rule": "allow-misses", "below": 20, "line": "90 %", "misses": 1},
                    {"rule": "accumulate", "below": 200, "line": "90 %", "periods": 3},
                ]
            ),
        )  # fmt: skip
        start = dice.choice(
            ["reported", "reported", "validly-logged", "detected", "taken-in-charge", "needs-visit"]
        )
        one["start"] = {"event": start, "source": "the desk"}
        if kind != "response" and dice.random() < 0.3:
            one["stop"]["events"] = dice.choice(
                [["restored", "resolved"], ["closed"], ["responded"]]
            )
        one["evidence"]["gaps"] = dice.choice(["not-determined", "clock-runs-on"])
        one["related"]["merged"] = dice.choice(["parent-counts", "each-counts"])
        one["population"]["types"] = dice.choice(["all", "all", ["incident"]])
        one["population"]["services"] = dice.choice(["all", "all", ["mail"]])
        one["population"]["priorities"] = dice.choice(["all", "all", ["P1", "P2", "P3"]])
        one["period"]["assign_by"] = dice.choice(["due", "due", "opened", "closed"])
        one["period"]["every"] = dice.choice(["month", "month", "quarter"])
        if kind != "response":
            within = dice.choice(["8 h on office", "24 h on 24x7", "40 h on office"])
            counts = dice.choice(["counts", "does-not-count", "does-not-count"])
            one["reopen"] = {"within": within, "resolved_time": counts}
            if dice.random() < 0.15:
                one["reopen"] = "none"
        return one

    def _rows(self) -> Any:
        dice = self.dice
        clock = dice.choice(CLOCKS)
        if dice.random() < 0.15:
            return row(clock, ("90 %", self._deadline(0)), ("100 %", self._deadline(3)))
        usual = row(
            clock, ("90 %", dice.choice(["30 min", "2 h", "4 h", "8 h"])),
            ("100 %", dice.choice(["10 h", "12 h", "16 h", "24 h"])),
        )  # fmt: skip
        if dice.random() < 0.3:
            when = dice.choice([{"calendar": "site"}, {"situation": "fair"}])
            return [row("support", ("90 %", "30 min"), ("100 %", "5 h"), when=when), usual]
        return usual

    def _deadline(self, least: int) -> dict[str, Any]:
        dice = self.dice
        return {
            "working_day": least or dice.randrange(3),
            "time": dice.choice(["end-of-hours", "12:00"]),
            "calendar": dice.choice(["office", "nights"]),
            "day_of_call": dice.choice(["counts", "does-not-count"]),
            "cut_off": dice.choice(["none", "15:00"]),
            "pauses": dice.choice(["move-it", "do-not-move-it", "do-not-move-it"]),
        }

    def _declared(self) -> Iterator[Event]:
        """Yield what was declared of the customers beside their tickets."""
        for number in range(self.dice.choice([0, 0, 1, 3])):
            start = self._base() + self.dice.randrange(9 * DAY // TICK) * TICK
            until = start + self.dice.randrange(1, 400) * TICK
            span = {"from": render(start), "until": render(until)}
            kind, extra = "maintenance-announced", dict[str, str]()
            if self.dice.random() < 0.4:
                kind, extra = "situation-declared", {"situation": "fair"}
            told = start - self.dice.choice([12, 24, 48, 90]) * HOUR
            yield Event(
                f"d{number}", "", kind, told, told, customer=self.dice.choice(CUSTOMERS),
                attributes=span | extra,
            )  # fmt: skip

    def _tickets(self, tickets: int) -> Iterator[Event]:
        for number in range(tickets):
            yield from self._ticket(f"T{number}")

    def _base(self) -> Instant:
        return self.dice.choice([SPRING, SPRING, AUTUMN])

    def _ticket(self, name: str) -> list[Event]:
        dice = self.dice
        begins = self._base() + dice.randrange(3 * DAY // TICK) * TICK
        customer = dice.choice(CUSTOMERS)
        found = [self._event(name, 0, "reported", begins, customer)]
        if dice.random() < 0.03:
            found = []
        strands = [dice.choice(STRANDS) for _ in range(dice.randrange(1, 8))]
        if dice.random() < 0.25:
            strands.insert(dice.randrange(len(strands) + 1), dice.choice(RARE))
        for strand in strands:
            begins += dice.choice(GAPS) * TICK
            when, reason = begins, dice.choice(REASONS)
            for kind in strand:
                found.append(self._event(name, len(found), kind, when, customer, reason))
                when += dice.choice(GAPS) * TICK
        self._referring(found)
        for _ in range(dice.choice([0] * 8 + [1, 2])):
            found.append(self._amendment(name, len(found), found))
        return found

    def _referring(self, events: list[Event]) -> None:
        for place, event in enumerate(events):
            if event.kind in ("consented", "objected") and self.dice.random() < 0.5:
                about = self.dice.choice(events).event_id
                events[place] = replace(event, refers_to=about)

    def _event(
        self, ticket: str, number: int, kind: str, when: Instant, customer: str, reason: str = ""
    ) -> Event:
        dice = self.dice
        late = dice.choice([0] * 12 + [1, 6, 12, 24, 100]) * TICK
        given: dict[str, Any] = {"customer": customer, "by": dice.choice(ROLES)}
        attributes: dict[str, str] = {}
        if kind in ("paused", "resumed"):
            given["reason"] = reason if dice.random() < 0.8 else dice.choice([*REASONS, ""])
            given["evidence"] = dice.choice(["mail", "mail", ""])
            if dice.random() < 0.1:
                attributes["declared_by"] = dice.choice(["provider", "customer"])
        if kind in ("reported", "validly-logged", "classified"):
            attributes = self._saying(kind)
        if kind in ("part-needed", "part-available", "needs-visit"):
            attributes["constraint"] = dice.choice(["part", "part", "access", "", "nowhere"])
        if kind == "customer-change":
            attributes["constraint"] = "longer"
        if kind == "excluded":
            attributes["exclusion"] = dice.choice(["power-cut", "agreed-by-both", "whim"])
            given["evidence"] = dice.choice(["", "a note"])
        if kind == "out-of-scope":
            attributes["clause"] = "2.1"
        if kind == "merged":
            attributes["into"] = "T0"
        known = {key: value for key, value in attributes.items() if value}
        event = Event(f"{ticket}-{number}", ticket, kind, when, when + late, attributes=known)
        return replace(event, **given)

    def _saying(self, kind: str) -> dict[str, str]:
        dice = self.dice
        said: dict[str, str] = {}
        if dice.random() < 0.6:
            said["priority"] = dice.choice(PRIORITIES)
        elif dice.random() < 0.4:
            said["impact"] = "firm"
            said["urgency"] = dice.choice(["stopped", "hindered", "somehow", ""])
        if dice.random() < 0.5:
            said["type"] = dice.choice(["incident"] * 5 + ["request"])
        if dice.random() < 0.4:
            said["service"] = dice.choice(["mail", "mail", "files"])
        if kind != "classified":
            said["channel"] = dice.choice(["portal", "portal", "phone", "tower", ""])
            said["information"] = dice.choice(["name; site", "name", "site", "name;site"])
        return said

    def _amendment(self, ticket: str, number: int, events: Sequence[Event]) -> Event:
        dice = self.dice
        about = dice.choice(events)
        recorded = about.recorded_at + dice.choice(GAPS) * TICK
        name = f"{ticket}-{number}"
        who = dice.choice(["provider", "", "customer"])
        event = Event(
            name, ticket, "retracted", recorded, recorded, refers_to=about.event_id, by=who,
            customer=about.customer,
        )  # fmt: skip
        if dice.random() < 0.4:
            return event
        moved = about.occurred_at + dice.randrange(-30, 30) * TICK
        changed = dice.choice([{}, {}, {"priority": "P3"}, {"constraint": "longer"}])
        return replace(event, kind="corrected", occurred_at=moved, attributes=changed)

    def _look(self) -> tuple[Instant, Instant]:
        dice = self.dice
        last = max(max(event.occurred_at, event.recorded_at) for event in self.events)
        first = min(event.occurred_at for event in self.events)
        when = known = last + DAY
        if dice.random() < 0.4:
            when = SPRING + dice.randrange(12 * DAY // TICK) * TICK
        if dice.random() < 0.3:
            known = dice.randrange(first, last)
        return when, known
