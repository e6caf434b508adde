"""A year of a large service desk: tickets as they are, drawn from a seed, as a Parquet file.

Calls come at office times and a few at night, are answered, put on hold with and without evidence,
reopened, re-graded, entered late, withdrawn, merged, disputed, corrected. Each kind of event is
drawn for all tickets at once; `Drawn` collects them, and `write` gives them their ids in the order
in which they were recorded, as a desk's log holds them.

    python bench/generate.py TICKETS FILE
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from numpy.typing import NDArray

from patto.kernel.facts import ATTRIBUTES, COLUMNS
from patto.kernel.instants import DAY, HOUR, MINUTE, SECOND, parse

Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]

SEED: Final = 20250301
FIRST_DAY: Final = parse("2025-01-01T00:00:00Z")
DAYS: Final = 365
BATCH: Final = 65_536

KINDS: Final = (
    "reported", "acknowledged", "validly-logged", "classified", "assigned", "taken-in-charge",
    "responded", "updated", "paused", "resumed", "needs-visit", "on-site", "part-needed",
    "part-available", "diagnosed", "restored", "workaround-accepted", "resolved", "reopened",
    "confirmed", "closed", "worked", "withdrawn", "merged", "out-of-scope", "consented",
    "objected", "courtesy", "excluded", "corrected", "retracted",
)  # fmt: skip
PEOPLE: Final = (
    "automatic",
    *(f"provider:t{n:02}" for n in range(1, 41)),
    *(f"customer:c{n:03}" for n in range(1, 301)),
)
SOURCES: Final = ("desk", "portal", "mail", "monitoring")
CHANNELS: Final = ("portal", "mail", "phone", "monitoring", "technician")
TYPES: Final = ("incident", "request")
SERVICES: Final = ("mail", "files", "workplace", "network", "erp")
PRIORITIES: Final = ("P1", "P2", "P3", "P4")
IMPACTS: Final = ("company", "team", "person")
URGENCIES: Final = ("stopped", "hindered")
CUSTOMERS: Final = tuple(f"customer-{n:03}" for n in range(137))
REASONS: Final = (
    "waiting-customer", "waiting-supplier", "appointment", "internal-backlog", "power-cut",
)  # fmt: skip

AUTOMATIC: Final = 0
NONE: Final = -1

_WORDS: Final[dict[str, tuple[str, ...]]] = {
    "event": KINDS,
    "by": PEOPLE,
    "source": SOURCES,
    "channel": CHANNELS,
    "type": TYPES,
    "service": SERVICES,
    "priority": PRIORITIES,
    "impact": IMPACTS,
    "urgency": URGENCIES,
    "reason": REASONS,
    "constraint": ("part-delivery",),
    "exclusion": ("power-cut",),
    "clause": ("2.3", "2.4", "9.1"),
    "where": ("remote", "on site"),
    "requester": tuple(f"r{n:04}" for n in range(4000)),
    "minutes": tuple(str(n) for n in range(5, 485, 5)),
}

_NUMBERED: Final = {
    "event_id": "e",
    "ticket": "INC",
    "into": "INC",
    "refers_to": "e",
    "evidence": "mail ",
}


@dataclass(slots=True)
class Drawn:
    """Events drawn so far, a block of rows a kind; columns that a block lacks are empty."""

    blocks: list[dict[str, Ints]] = field(default_factory=list)

    def add(self, kind: str, tickets: Ints, at: Ints, by: Ints | int, **columns: Ints | int) -> int:
        """Add an event of each of some tickets, and return the number of the first row."""
        first = self.rows
        recorded = columns.pop("recorded", at)
        given = {"ticket": tickets, "occurred_at": at, "recorded_at": recorded, "by": by}
        given |= columns | {"event": KINDS.index(kind)}
        self.blocks.append(
            {name: np.broadcast_to(np.asarray(v), tickets.shape) for name, v in given.items()}
        )
        return first

    @property
    def rows(self) -> int:
        """How many events there are."""
        return sum(block["ticket"].size for block in self.blocks)

    def column(self, name: str, empty: int = NONE) -> Ints:
        """Return one column of all events."""
        parts = [b.get(name, np.full(b["ticket"].size, empty)) for b in self.blocks]
        return np.concatenate(parts).astype(np.int64)


class Desk:
    """The tickets of the year, and the dice."""

    def __init__(self, tickets: int, seed: int = SEED) -> None:
        self.dice = np.random.default_rng(seed)
        self.tickets = np.arange(tickets)
        self.drawn = Drawn()
        self.reported = _calls(self.dice, tickets)
        self.priority = self.dice.choice(4, tickets, p=(0.04, 0.16, 0.55, 0.25))
        self.channel = self.dice.choice(5, tickets, p=(0.42, 0.30, 0.21, 0.05, 0.02))
        self.technician = self.dice.integers(1, 41, tickets)
        self.caller = self.dice.integers(41, 341, tickets)

    def some(self, share: float) -> Mask:
        """Return a choice of that share of the tickets."""
        return self.dice.random(self.tickets.size) < share

    def spread(self, typical: Ints | int, size: int) -> Ints:
        """Return durations of whole seconds: most about the typical one, a few much longer."""
        seconds = np.asarray(typical) / SECOND * self.dice.lognormal(0, 0.9, size)
        return seconds.astype(np.int64) * SECOND

    def late(self, at: Ints, share: float) -> Ints:
        """Return when events were recorded: at once, or for a share of them minutes to days on."""
        delay = self.spread(70 * MINUTE, at.size) * (self.dice.random(at.size) < share)
        return at + delay


def _calls(dice: np.random.Generator, tickets: int) -> Ints:
    """Return when calls came in: on weekdays in two humps, a few at nights and weekends."""
    days = np.arange(DAYS)
    weekday = (days + 2) % 7  # 1 January 2025 was a Wednesday
    weight = np.where(weekday < 5, 1.0, 0.08)
    day = dice.choice(days, tickets, p=weight / weight.sum())
    office = np.where(dice.random(tickets) < 0.58, 9.3, 14.6) + dice.normal(0, 1.1, tickets)
    hour = np.where(dice.random(tickets) < 0.06, dice.uniform(0, 24, tickets), office)
    second = np.clip(hour * 3600, 0, 86_399).astype(np.int64)
    return np.sort(FIRST_DAY + day * DAY + second * SECOND)


def desk(tickets: int, seed: int = SEED) -> Drawn:
    """Return the events of so many tickets."""
    year = Desk(tickets, seed)
    _arrivals(year)
    answered = _answers(year)
    solved, open_ones = _solutions(year, answered)
    _pauses(year, answered, solved)
    _visits(year, answered)
    _regraded(year, answered)
    _afterwards(year, solved, open_ones)
    return year.drawn


def _arrivals(year: Desk) -> None:
    dice, n = year.dice, year.tickets
    said = year.some(0.55)
    matrix = year.some(0.25) & ~said
    impact = dice.choice(3, n.size, p=(0.05, 0.25, 0.70))
    year.drawn.add(
        "reported", n, year.reported, np.where(year.channel == 3, AUTOMATIC, year.caller),
        recorded=year.late(year.reported, 0.03),
        source=np.array([1, 2, 0, 3, 0])[year.channel],
        channel=year.channel, type=(dice.random(n.size) < 0.28).astype(np.int64),
        service=dice.integers(0, 5, n.size), requester=dice.integers(0, 4000, n.size),
        priority=np.where(said, year.priority, NONE),
        impact=np.where(matrix, impact, NONE),
        urgency=np.where(matrix, (dice.random(n.size) < 0.7).astype(np.int64), NONE),
    )  # fmt: skip
    graded = ~said & ~matrix & year.some(0.9)
    at = year.reported + year.spread(6 * MINUTE, n.size)
    year.drawn.add(
        "classified", n[graded], at[graded], year.technician[graded],
        priority=year.priority[graded],
    )  # fmt: skip
    logged = (year.channel == 4) & year.some(0.8)
    at = year.reported + year.spread(50 * MINUTE, n.size)
    year.drawn.add("validly-logged", n[logged], at[logged], year.technician[logged], channel=2)
    told = (year.channel < 2) & year.some(0.8)
    year.drawn.add("acknowledged", n[told], year.reported[told] + 20 * SECOND, AUTOMATIC)


def _answers(year: Desk) -> Ints:
    """Draw the answers, and return when each ticket was answered or would have been."""
    n, office = year.tickets, np.array([15, 40, 120, 260])[year.priority] * MINUTE
    at = _at_work(year.reported + MINUTE + year.spread(office // 2, n.size))
    answered = year.some(0.94)
    year.drawn.add(
        "responded", n[answered], at[answered], year.technician[answered],
        recorded=year.late(at, 0.04)[answered],
    )  # fmt: skip
    taken = year.some(0.35)
    year.drawn.add("taken-in-charge", n[taken], (at - 20 * SECOND)[taken], year.technician[taken])
    return at


def _at_work(at: Ints) -> Ints:
    """Return instants with those at night put off to the next morning, a bit apart."""
    hour = at % DAY
    night = (hour > 17 * HOUR) | (hour < 7 * HOUR)
    morning = (at - np.where(hour < 7 * HOUR, DAY, 0)) // DAY * DAY + DAY + 7 * HOUR + hour // 12
    moved = np.where(night, morning, at)
    weekday = (moved // DAY + 3) % 7
    return moved + np.where(weekday > 4, (7 - weekday) * DAY, 0)


def _solutions(year: Desk, answered: Ints) -> tuple[Ints, Mask]:
    """Draw the ends, and return when each ticket was solved and which still stand open."""
    n = year.tickets
    typical = np.array([4, 9, 26, 60])[year.priority]
    at = _at_work(answered + year.spread(typical * HOUR, n.size))
    ending = year.dice.choice(5, n.size, p=(0.945, 0.018, 0.012, 0.005, 0.02))
    solved = ending == 0
    year.drawn.add(
        "resolved", n[solved], at[solved], year.technician[solved],
        recorded=year.late(at, 0.05)[solved],
    )  # fmt: skip
    year.drawn.add("withdrawn", n[ending == 1], at[ending == 1], year.caller[ending == 1])
    parent = np.maximum(n - year.dice.integers(1, 50, n.size), 0)
    merged = ending == 2
    year.drawn.add("merged", n[merged], at[merged], year.technician[merged], into=parent[merged])
    courtesy = ending == 3
    year.drawn.add("courtesy", n[courtesy], at[courtesy], year.technician[courtesy])
    restored = solved & (year.priority < 2) & year.some(0.6)
    earlier = answered + (at - answered) * 2 // 3
    year.drawn.add("restored", n[restored], earlier[restored], year.technician[restored])
    for _ in range(2):
        told = year.some(0.28)
        half = answered + ((at - answered) * year.dice.random(n.size)).astype(np.int64)
        half -= half % SECOND
        year.drawn.add("updated", n[told], half[told], year.technician[told])
    return at, solved


def _pauses(year: Desk, answered: Ints, solved: Ints) -> None:
    dice, n = year.dice, year.tickets
    for share in (0.19, 0.05, 0.02):
        chosen = n[year.some(share)]
        span = solved[chosen] - answered[chosen]
        begin = answered[chosen] + (span * dice.uniform(0, 0.6, chosen.size)).astype(np.int64)
        begin -= begin % SECOND
        reason = dice.choice(4, chosen.size, p=(0.62, 0.20, 0.14, 0.04))
        evidence = np.where(
            dice.random(chosen.size) < 0.93, dice.integers(0, 500_000, chosen.size), NONE
        )
        year.drawn.add(
            "paused", chosen, begin, year.technician[chosen], reason=reason, evidence=evidence,
            recorded=year.late(begin, 0.05),
        )  # fmt: skip
        ends = begin + year.spread(9 * HOUR, chosen.size)
        back = (ends < solved[chosen]) | (dice.random(chosen.size) < 0.2)
        year.drawn.add(
            "resumed", chosen[back], ends[back], year.caller[chosen][back], reason=reason[back]
        )


def _visits(year: Desk, answered: Ints) -> None:
    n = year.tickets
    visit = n[year.some(0.06)]
    asked = answered[visit] + year.spread(50 * MINUTE, visit.size)
    year.drawn.add("needs-visit", visit, asked, year.technician[visit])
    came = year.dice.random(visit.size) < 0.95
    there = _at_work(asked + year.spread(14 * HOUR, visit.size))
    year.drawn.add("on-site", visit[came], there[came], year.technician[visit][came])
    part = n[year.some(0.008)]
    ordered = answered[part] + year.spread(2 * HOUR, part.size)
    year.drawn.add("part-needed", part, ordered, year.technician[part], constraint=0)
    arrived = ordered + year.spread(30 * HOUR, part.size)
    year.drawn.add("part-available", part, arrived, year.technician[part], constraint=0)


def _regraded(year: Desk, answered: Ints) -> None:
    n = year.tickets
    chosen = n[year.some(0.06)]
    at = answered[chosen] + year.spread(40 * MINUTE, chosen.size)
    step = np.where(year.dice.random(chosen.size) < 0.6, -1, 1)
    year.drawn.add(
        "classified", chosen, at, year.technician[chosen],
        priority=np.clip(year.priority[chosen] + step, 0, 3),
        recorded=at + year.spread(3 * HOUR, chosen.size) * (year.dice.random(chosen.size) < 0.03),
    )  # fmt: skip


def _afterwards(year: Desk, solved: Ints, ended: Mask) -> None:
    dice, n = year.dice, year.tickets
    worked = year.some(0.3)
    year.drawn.add(
        "worked", n[worked], solved[worked], year.technician[worked],
        minutes=dice.integers(0, 96, n.size)[worked],
        where=(dice.random(n.size) < 0.1)[worked].astype(np.int64),
    )  # fmt: skip
    again = ended & year.some(0.04)
    back = solved + year.spread(15 * HOUR, n.size)
    year.drawn.add("reopened", n[again], back[again], year.caller[again])
    at = _at_work(back + year.spread(6 * HOUR, n.size))
    year.drawn.add("resolved", n[again], at[again], year.technician[again])
    closed = ended & ~again & year.some(0.5)
    year.drawn.add("closed", n[closed], (solved + 5 * DAY)[closed], AUTOMATIC)
    lost = ~ended & year.some(0.2)
    year.drawn.add("closed", n[lost], (solved + 5 * DAY)[lost], AUTOMATIC)
    confirmed = closed & year.some(0.2)
    year.drawn.add(
        "confirmed", n[confirmed], (solved + 3 * HOUR)[confirmed], year.caller[confirmed]
    )
    _disputes(year, solved)
    _corrections(year)


def _disputes(year: Desk, solved: Ints) -> None:
    n = year.tickets
    out = year.some(0.007)
    at = year.reported + (solved - year.reported) // 2
    at -= at % SECOND
    row = year.drawn.add("out-of-scope", n[out], at[out], year.technician[out], clause=0)
    said = year.dice.random(int(out.sum())) < 0.6
    refers = row + np.flatnonzero(said)
    who, when = n[out][said], at[out][said] + 2 * HOUR
    year.drawn.add("consented", who, when, year.caller[out][said], refers_to=refers)
    cut = year.some(0.003)
    year.drawn.add(
        "excluded", n[cut], (solved + DAY)[cut], year.technician[cut], exclusion=0,
        evidence=year.dice.integers(0, 500_000, int(cut.sum())),
    )  # fmt: skip


def _corrections(year: Desk) -> None:
    """Correct the time of some responses and resolutions, and take a few events back."""
    drawn = year.drawn
    event, ticket = drawn.column("event"), drawn.column("ticket")
    occurred, recorded = drawn.column("occurred_at"), drawn.column("recorded_at")
    of_note = np.flatnonzero(
        (event == KINDS.index("resolved")) | (event == KINDS.index("responded"))
    )
    chosen = year.dice.choice(of_note, of_note.size // 150, replace=False)
    wrong, gone = chosen[chosen.size // 6 :], chosen[: chosen.size // 6]
    drawn.add(
        "corrected", ticket[wrong], occurred[wrong] - year.spread(15 * MINUTE, wrong.size),
        year.technician[ticket[wrong]], refers_to=wrong,
        recorded=recorded[wrong] + year.spread(40 * MINUTE, wrong.size),
    )  # fmt: skip
    later = recorded[gone] + year.spread(30 * MINUTE, gone.size)
    drawn.add("retracted", ticket[gone], later, year.technician[ticket[gone]], refers_to=gone)


def table(drawn: Drawn) -> pa.Table:
    """Return the events in the columns of an event file, in the order of their recording."""
    recorded = drawn.column("recorded_at")
    order = np.argsort(recorded, kind="stable")
    place = np.empty(order.size, np.int64)
    place[order] = np.arange(order.size)
    empty = pa.DictionaryArray.from_arrays(
        pa.nulls(order.size, pa.int32()), pa.array([], pa.string())
    )
    columns: dict[str, Any] = {}
    for name in (*COLUMNS, "position", *ATTRIBUTES):
        columns[name] = _column(drawn, name, order, place, empty)
    return pa.table(columns)


def _column(drawn: Drawn, name: str, order: Ints, place: Ints, empty: Any) -> Any:
    if name == "position":
        return pa.array(np.arange(1, order.size + 1))
    values = drawn.column("ticket" if name == "customer" else name)[order]
    if name == "event_id":
        values = np.arange(order.size)
    if name in ("occurred_at", "recorded_at"):
        return pa.array(values).cast(pa.timestamp("us", "UTC"))
    if name == "refers_to":
        values = np.where(values < 0, NONE, place[values])
    if name in _NUMBERED:
        return _numbered(_NUMBERED[name], values)
    if name == "customer":
        return _dictionary(values * 7919 % len(CUSTOMERS), pa.array(CUSTOMERS))
    return _dictionary(values, pa.array(_WORDS[name])) if name in _WORDS else empty


def _dictionary(codes: Ints, words: Any) -> Any:
    return pa.DictionaryArray.from_arrays(pa.array(codes, pa.int32(), mask=codes < 0), words)


def _numbered(prefix: str, numbers: Ints) -> Any:
    """Return texts such as INC0000042; null for a negative number."""
    digits = pc.utf8_lpad(pc.cast(pa.array(numbers, mask=numbers < 0), pa.string()), 7, "0")
    return pc.binary_join_element_wise(prefix, digits, "")


def write(tickets: int, path: Path, seed: int = SEED) -> int:
    """Write the events of so many tickets to a file, and return how many there are.

    The file is laid out as `patto convert` lays it out: texts as dictionaries, in batches.
    """
    events = table(desk(tickets, seed))
    texts = pa.dictionary(pa.int32(), pa.string())
    schema = pa.schema([(f.name, texts if not _typed(f.name) else f.type) for f in events.schema])
    unfinished = path.with_suffix(".unfinished")
    with pq.ParquetWriter(unfinished, schema, compression="zstd") as writer:
        for batch in events.to_batches(max_chunksize=BATCH):
            columns = [_encoded(batch.column(n), schema.field(n)) for n in range(len(schema))]
            writer.write_table(pa.Table.from_arrays(columns, schema=schema))
    unfinished.replace(path)
    return int(events.num_rows)


def _typed(name: str) -> bool:
    return name in ("occurred_at", "recorded_at", "position")


def _encoded(column: Any, wanted: Any) -> Any:
    if pa.types.is_dictionary(wanted.type) and not pa.types.is_dictionary(column.type):
        return column.dictionary_encode()
    return column


if __name__ == "__main__":
    print(write(int(sys.argv[1]), Path(sys.argv[2])), "events")
