"""Writes `events.csv`: a month of Studio Ferri's tickets, the same each time.

The tickets worth telling stand in `stories.yaml`; around them come ordinary ones, drawn from a
fixed seed. Run it from anywhere: `.venv/bin/python examples/month/generate.py`.
"""

# ruff: noqa: INP001, S311 - a script of an example, and its chance need not be secret

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any, Final
from zoneinfo import ZoneInfo

import yaml

from patto.kernel.facts import ATTRIBUTES, COLUMNS

HERE: Final = Path(__file__).parent
ROME: Final = ZoneInfo("Europe/Rome")
FIRST_TICKET: Final = 1041
DECLARED: Final = "declared"
OPENS, CLOSES = 9, 17
TARGETS: Final = {  # minutes of support hours: first answer, restored
    ("person", "hindered"): (240, 1440),
    ("person", "stopped"): (30, 480),
    ("firm", "hindered"): (30, 480),
}


@dataclass(frozen=True)
class Entry:
    """One event before it has its number."""

    occurred: datetime
    recorded: datetime
    fields: dict[str, str]


@dataclass
class Ticket:
    """A ticket before it has its number, and the customer it is of."""

    entries: list[Entry] = field(default_factory=list)
    name: str = ""
    customer: str = "FERRI"

    def add(self, occurred: datetime, event: str, by: str, **fields: str) -> None:
        """Add an event that was recorded as it occurred."""
        self.entries.append(Entry(occurred, occurred, {"event": event, "by": by, **fields}))


def moment(text: str) -> datetime:
    """Return a local time such as `03-06 16:55`; the year is 2026 where none is given."""
    full = text if len(text) > len("03-06 16:55") else f"2026-{text}"
    return datetime.fromisoformat(full).replace(tzinfo=ROME)


def story(told: dict[str, Any]) -> Ticket:
    """Return the ticket that a story tells."""
    ticket = Ticket([], told.get("name", ""), told.get("customer", "FERRI"))
    for event in told["events"]:
        fields = dict(event)
        occurred = moment(fields.pop("at"))
        recorded = moment(fields.pop("recorded")) if "recorded" in fields else occurred
        ticket.entries.append(Entry(occurred, recorded, fields))
    return ticket


def working(start: datetime, minutes: int) -> datetime:
    """Return when so many minutes of support hours have passed since `start`."""
    now = start
    while True:
        opens, closes = (now.replace(hour=h, minute=0) for h in (OPENS, CLOSES))
        now = max(now, opens)
        if now.weekday() >= 5 or now >= closes:
            now = opens + timedelta(days=1)
            continue
        left = int((closes - now).total_seconds()) // 60
        if minutes <= left:
            return now + timedelta(minutes=minutes)
        minutes -= left
        now = opens + timedelta(days=1)


def call(chance: Random) -> datetime:
    """Return a moment of March at which somebody calls or writes."""
    days = [day for n in range(31) if (day := date(2026, 3, 1 + n)).weekday() < 5]
    minute = int(chance.triangular(8 * 60 + 20, 17 * 60 + 20, 10 * 60))
    at = datetime.combine(chance.choice(days), datetime.min.time(), ROME)
    return at.replace(hour=minute // 60, minute=minute % 60)


def ordinary(chance: Random, told: list[str]) -> Ticket:
    """Return an ordinary ticket: answered and mended well within what was promised."""
    service, impact, urgency, text, done = told
    answer, restore = TARGETS[impact, urgency]
    at, ticket = call(chance), Ticket()
    channel = chance.choice(["portal", "portal", "mail", "phone"])
    technician = f"provider:{chance.choice(['Marta', 'Luca', 'Davide'])}"
    customer = f"customer:{chance.choice(['Giulia', 'Paolo', 'Sara', 'Enrico', 'Anna'])}"
    ticket.add(
        at, "reported", customer, channel=channel, type="incident", service=service,
        impact=impact, urgency=urgency, text=text,
    )  # fmt: skip
    if channel != "phone":
        ticket.add(at, "acknowledged", "automatic")
    answered = working(at, 2 + int(answer * chance.betavariate(2, 5)))
    mended = working(answered, 8 + int(restore * 0.8 * chance.betavariate(1.5, 4)))
    ticket.add(answered, "responded", technician)
    if chance.random() < 0.25:
        _wait(ticket, chance, answered, technician, customer)
        mended = working(ticket.entries[-1].occurred, 15 + chance.randrange(120))
    ticket.add(mended, "resolved", technician, text=done)
    if chance.random() < 0.5:
        minutes = str(5 * chance.randint(2, 12))
        ticket.add(working(mended, 5), "worked", technician, minutes=minutes, where="remote")
    return ticket


def _wait(
    ticket: Ticket, chance: Random, answered: datetime, technician: str, customer: str
) -> None:
    """Add a wait for the customer, with its evidence."""
    asked = working(answered, 1)
    back = working(asked, 30 + chance.randrange(600))
    evidence = f"question of {asked.day} {asked:%B} at {asked:%H:%M}"
    ticket.add(asked, "paused", technician, reason="waiting-customer", evidence=evidence)
    ticket.add(back, "resumed", customer, reason="waiting-customer")


def request(chance: Random, told: list[str]) -> Ticket:
    """Return a request: something asked for, nothing broken."""
    service, text = told
    at, ticket = call(chance), Ticket()
    ticket.add(
        at, "reported", "customer:Giulia", channel="portal", type="request", service=service,
        text=text,
    )  # fmt: skip
    ticket.add(working(at, 60 + chance.randrange(240)), "responded", "provider:Marta")
    ticket.add(working(at, 900 + chance.randrange(900)), "resolved", "provider:Marta")
    return ticket


def rows(tickets: list[Ticket]) -> Iterator[dict[str, str]]:
    """Yield the rows in the order of recording, tickets and events numbered."""
    tickets.sort(key=lambda t: t.entries[0].recorded)
    real = [ticket for ticket in tickets if ticket.name != DECLARED]
    numbers = {id(t): f"F-{FIRST_TICKET + n}" for n, t in enumerate(real)}
    named = {t.name: numbers.get(id(t), "") for t in tickets if t.name}
    every = sorted(((e, t) for t in tickets for e in t.entries), key=lambda pair: pair[0].recorded)
    ids: dict[tuple[int, str], str] = {}
    for number, (entry, ticket) in enumerate(every, 1):
        fields = dict(entry.fields)
        event_id = f"E{number:04}"
        if "key" in fields:
            ids[id(ticket), fields.pop("key")] = event_id
        if "refers_to" in fields:
            fields["refers_to"] = ids[id(ticket), fields["refers_to"]]
        if "into" in fields:
            fields["into"] = named[fields["into"]]
        yield {
            "event_id": event_id,
            "ticket": numbers.get(id(ticket), ""),
            "customer": ticket.customer,
            "occurred_at": entry.occurred.isoformat(),
            "recorded_at": entry.recorded.isoformat(),
            "source": "desk",
            **fields,
        }


def tickets() -> list[Ticket]:
    """Return every ticket of the month; what is declared is no ticket and has no number."""
    told = yaml.safe_load((HERE / "stories.yaml").read_text("utf-8"))
    chance = Random(20260301)
    return [
        story({"name": DECLARED, "events": told["declared"]}),
        *map(story, told["stories"]),
        *(ordinary(chance, line) for line in told["ordinary"]),
        *(request(chance, line) for line in told["requests"]),
    ]


def main() -> None:
    """Write the events beside this script."""
    found = list(rows(tickets()))
    used = {name for row in found for name in row}
    columns = [*COLUMNS, *(name for name in ATTRIBUTES if name in used)]
    with (HERE / "events.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(found)


if __name__ == "__main__":
    main()
