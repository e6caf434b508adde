#!/usr/bin/env python3
"""Write `cases.json`: cases worked out by hand, and cases whose answers the slow oracle finds.

The oracle in `tests/oracle.py` walks the clock on the wall minute by minute; the fast clock has no
part in what is written here. Run from the root of the repository:

    python conformance/clock/generate.py
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any, Final

HERE: Final = Path(__file__).resolve().parent
sys.path += [str(HERE), str(HERE.parents[1] / "tests")]

from by_hand import (  # noqa: E402  # beside this file, which is no package
    ALWAYS,
    CASES,
    DAYS,
    EVERY,
    FIVE,
    LUNCH,
    NIGHT,
    OFFICE,
    week,
)

from oracle import Walk  # noqa: E402  # the tests are no package either
from patto.kernel.zones import TZDATA_RELEASE  # noqa: E402  # after the two above

Json = dict[str, Any]
Case = tuple[str, str, Json]

EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND: Final = timedelta(microseconds=1)
DAY: Final = timedelta(days=1)
MINUTE: Final = timedelta(minutes=1)
QUARTER: Final = timedelta(minutes=15)  # enough where all hours and changes fall on one
PATIENCE: Final = 45 * DAY
"""How far the oracle walks for a budget; every budget below is used up sooner."""


@dataclass(frozen=True)
class Description:
    """What a case says of its calendar, in numbers, for the oracle."""

    zone: str
    weekly: list[list[tuple[int, int]]]
    closed_days: frozenset[date]
    day_hours: dict[date, list[tuple[int, int]]]
    closed: list[tuple[int, int]]


def micros(text: str) -> int:
    """Return the microseconds since 1970 of an instant."""
    return (datetime.fromisoformat(text) - EPOCH) // MICROSECOND


def text_of(instant: int) -> str:
    """Return the text of microseconds since 1970."""
    return (EPOCH + instant * MICROSECOND).isoformat().replace("+00:00", "Z")


def hours_of(pairs: list[list[str]]) -> list[tuple[int, int]]:
    """Return intervals of a day in microseconds."""

    def since_midnight(text: str) -> int:
        hours, minutes = text.split(":")
        return timedelta(hours=int(hours), minutes=int(minutes)) // MICROSECOND

    return [(since_midnight(opens), since_midnight(closes)) for opens, closes in pairs]


def described(calendar: Json) -> Description:
    """Return the calendar of a case for the oracle."""
    return Description(
        zone=calendar["zone"],
        weekly=[hours_of(calendar["weekly"].get(day, [])) for day in DAYS],
        closed_days=frozenset(map(date.fromisoformat, calendar.get("closed_days", []))),
        day_hours={
            date.fromisoformat(day): hours_of(hours)
            for day, hours in calendar.get("day_hours", {}).items()
        },
        closed=[(micros(start), micros(end)) for start, end in calendar.get("closed", [])],
    )


def answer(case: Json, tick: timedelta = MINUTE) -> Json:
    """Return what the oracle finds for a case, walking by ticks."""
    pauses = [(micros(start), micros(end)) for start, end in case.get("pauses", [])]
    walk = Walk(described(case["calendar"]), pauses, tick // MICROSECOND)
    start = micros(case["start"])
    if case["op"] == "elapsed":
        return {"elapsed_s": walk.elapsed(start, micros(case["end"])) / 1_000_000}
    budget = round(case["budget_s"] * 1_000_000)
    due = walk.due(start, budget, start + PATIENCE // MICROSECOND)
    if due is None:
        raise ValueError(f"the oracle lost patience with {case}")
    return {"due": text_of(due)}


def elapsed(calendar: Json, start: str, end: str, pauses: list[list[str]] | None = None) -> Json:
    """Return a case of `elapsed`, its answer still open."""
    case = {"calendar": calendar, "op": "elapsed", "start": start, "end": end}
    return case if pauses is None else {**case, "pauses": pauses}


def due(calendar: Json, start: str, budget_s: float, pauses: list[list[str]] | None = None) -> Json:
    """Return a case of `due`, its answer still open."""
    case = {"calendar": calendar, "op": "due", "start": start, "budget_s": budget_s}
    return case if pauses is None else {**case, "pauses": pauses}


def later(text: str, by: timedelta) -> str:
    """Return the instant some time after another."""
    return text_of(micros(text) + by // MICROSECOND)


TURNS: Final = (
    ("Europe/Rome", "2025-03-30T01:00:00Z", "02:00 becomes 03:00"),
    ("Europe/Rome", "2025-10-26T01:00:00Z", "03:00 becomes 02:00"),
    ("America/New_York", "2025-03-09T07:00:00Z", "02:00 becomes 03:00"),
    ("America/New_York", "2025-11-02T06:00:00Z", "02:00 becomes 01:00"),
    ("Australia/Lord_Howe", "2025-04-05T15:00:00Z", "02:00 becomes 01:30"),
    ("Australia/Lord_Howe", "2025-10-04T15:30:00Z", "02:00 becomes 02:30"),
    ("Africa/Casablanca", "2025-02-23T02:00:00Z", "03:00 becomes 02:00 for Ramadan"),
    ("Africa/Casablanca", "2025-04-06T02:00:00Z", "02:00 becomes 03:00 after Ramadan"),
    ("America/Sao_Paulo", "2018-11-04T03:00:00Z", "midnight becomes 01:00"),
    ("America/Sao_Paulo", "2018-02-18T02:00:00Z", "midnight becomes 23:00 of the day before"),
    ("Pacific/Apia", "2011-12-30T10:00:00Z", "a whole Friday is skipped"),
    ("America/St_Johns", "2010-11-07T02:31:00Z", "00:01 becomes 23:01 of the day before"),
    ("Asia/Kathmandu", "2025-03-30T01:00:00Z", "nothing changes"),
    ("+01:00", "2025-03-30T01:00:00Z", "nothing changes"),
)
SHIFTS: Final = {
    "around the clock": week(EVERY, "00:00-24:00"),
    "22:00 to 06:00": week(EVERY, "22:00-06:00"),
    "00:00 to 03:00": week(EVERY, "00:00-03:00"),
    "01:45 to 02:15 and 02:30 to 02:45": week(EVERY, "01:45-02:15", "02:30-02:45"),
    "23:15 to 00:45": week(EVERY, "23:15-00:45"),
    "09:00 to 17:00 on weekdays": week(FIVE, "09:00-17:00"),
}


def at_turns() -> Iterator[Case]:
    """Yield cases around changes of offset, for hours that they touch and hours they do not."""
    for zone, turn, what in TURNS:
        for shift, weekly in SHIFTS.items():
            calendar = {"zone": zone, "weekly": weekly}
            told = f"{shift} in {zone}, where {what}."
            span = elapsed(calendar, later(turn, -1.5 * DAY), later(turn, 1.25 * DAY))
            yield "2.2", f"Working time {told}", span
            start = later(turn, -4 * timedelta(hours=1))
            yield "2.2", f"A budget {told}", due(calendar, start, 5400.25)


def over_a_fortnight() -> Iterator[Case]:
    """Yield cases that begin and end at each kind of moment of a week."""
    moments = {
        "before opening": "2026-03-02T06:00:00Z",
        "at opening": "2026-03-03T08:00:00Z",
        "while open": "2026-03-04T11:17:31.250000Z",
        "in the lunch break": "2026-03-05T11:30:00Z",
        "at closing": "2026-03-05T16:00:00Z",
        "on a Saturday": "2026-03-07T12:00:00Z",
    }
    for since, start in moments.items():
        for until, end in moments.items():
            for name, calendar in (("office", OFFICE), ("office with a lunch break", LUNCH)):
                told = f"From {since} to {until} a week later, {name}."
                yield "3.1", told, elapsed(calendar, start, later(end, 7 * DAY))
        for hours in (0.25, 1, 4, 7, 8, 16, 40, 80):
            told = f"{hours} hours from {since}."
            yield "3.2", told, due(LUNCH, start, hours * 3600)


def with_exceptions() -> Iterator[Case]:
    """Yield cases with closed days, days with hours of their own, and closed instants."""
    exceptions: dict[str, Json] = {
        "a closed Monday": {"closed_days": ["2026-04-06"]},
        "three closed days in a row": {"closed_days": ["2026-04-03", "2026-04-06", "2026-04-07"]},
        "a closed Sunday": {"closed_days": ["2026-04-05"]},
        "a short Thursday": {"day_hours": {"2026-04-02": [["08:30", "12:15"]]}},
        "a Saturday with hours": {"day_hours": {"2026-04-04": [["10:00", "12:00"]]}},
        "a Friday in two parts": {
            "day_hours": {"2026-04-03": [["00:00", "02:00"], ["20:00", "24:00"]]}
        },
        "a Monday without hours": {"day_hours": {"2026-04-06": []}},
        "an hour closed": {"closed": [["2026-04-02T10:00:00Z", "2026-04-02T11:00:00Z"]]},
        "a night closed": {"closed": [["2026-04-01T20:30:00.000001Z", "2026-04-02T05:00:00Z"]]},
        "closures that overlap": {
            "closed": [
                ["2026-04-02T10:00:00Z", "2026-04-02T12:00:00Z"],
                ["2026-04-02T11:00:00Z", "2026-04-02T13:30:00Z"],
            ]
        },
        "a closed day inside a closure": {
            "closed_days": ["2026-04-06"],
            "closed": [["2026-04-04T00:00:00Z", "2026-04-08T09:00:00Z"]],
        },
    }
    for what, exception in exceptions.items():
        for name, plain in (("office", OFFICE), ("night shift", NIGHT), ("24x7", ALWAYS)):
            calendar = {**plain, **exception}
            told = f"{name} with {what}."
            span = elapsed(calendar, "2026-04-01T09:30:00Z", "2026-04-08T10:10:10Z")
            yield "2.2", f"Working time, {told}", span
            yield "2.2", f"A budget, {told}", due(calendar, "2026-04-02T09:30:00Z", 57600)


def with_pauses() -> Iterator[Case]:
    """Yield cases with pauses of every kind."""
    kinds = {
        "inside the hours": [["2026-03-09T09:00:00Z", "2026-03-09T10:00:00Z"]],
        "outside the hours": [["2026-03-09T17:00:00Z", "2026-03-09T20:00:00Z"]],
        "over closing and opening": [["2026-03-09T15:00:00Z", "2026-03-10T09:00:00Z"]],
        "two that touch": [
            ["2026-03-09T09:00:00Z", "2026-03-09T10:00:00Z"],
            ["2026-03-09T10:00:00Z", "2026-03-09T11:00:00Z"],
        ],
        "two that overlap, in any order": [
            ["2026-03-09T10:00:00Z", "2026-03-09T12:00:00Z"],
            ["2026-03-09T09:00:00Z", "2026-03-09T11:00:00Z"],
        ],
        "one in another": [
            ["2026-03-09T09:00:00Z", "2026-03-09T12:00:00Z"],
            ["2026-03-09T10:00:00Z", "2026-03-09T11:00:00Z"],
        ],
        "before the start": [["2026-03-06T09:00:00Z", "2026-03-06T10:00:00Z"]],
        "over the start": [["2026-03-06T09:00:00Z", "2026-03-09T09:30:00Z"]],
        "over the end": [["2026-03-10T09:00:00Z", "2026-03-12T09:00:00Z"]],
        "over everything": [["2026-03-06T09:00:00Z", "2026-03-16T09:00:00Z"]],
        "of no length": [["2026-03-09T09:00:00Z", "2026-03-09T09:00:00Z"]],
        "of a microsecond": [["2026-03-09T09:00:00.000001Z", "2026-03-09T09:00:00.000002Z"]],
        "at the very start": [["2026-03-09T08:00:00Z", "2026-03-09T08:20:00Z"]],
    }
    for kind, pauses in kinds.items():
        for name, calendar in (("office", OFFICE), ("24x7", ALWAYS)):
            told = f"Pauses {kind}, {name}"
            span = elapsed(calendar, "2026-03-09T08:00:00Z", "2026-03-11T10:00:00Z", pauses)
            yield "4.5", f"{told}: what elapsed.", span
            yield (
                "4.5",
                f"{told}: what is due.",
                due(calendar, "2026-03-09T08:00:00Z", 36000, pauses),
            )


def of_all_kinds(count: int) -> Iterator[Case]:
    """Yield cases drawn at random, the same each time, around changes of offset."""
    random = Random(3660)  # noqa: S311  # cases to repeat, not secrets
    for _ in range(count):
        zone, turn, _what = random.choice(TURNS)
        start = later(turn, timedelta(minutes=random.randint(-2880, 1440), microseconds=7))
        day = date.fromisoformat(turn[:10]) + timedelta(days=random.randint(-1, 2))
        calendar: Json = {
            "zone": zone,
            "weekly": {name: some_hours(random) for name in DAYS if random.random() < 0.8},
            "closed_days": [day.isoformat()] if random.random() < 0.4 else [],
            "closed": some_spans(random, turn),
        }
        calendar["weekly"]["tue"] = [["08:00", "12:00"]]  # so that every budget is used up
        told = f"Hours, a closed day, closures and pauses at random in {zone}."
        pauses = some_spans(random, turn)
        if random.random() < 0.5:
            end = later(start, timedelta(seconds=random.randint(0, 300_000)))
            yield "2.2", told, elapsed(calendar, start, end, pauses)
        else:
            yield "3.2", told, due(calendar, start, random.randint(0, 400_000) / 10, pauses)


def some_hours(random: Random) -> list[list[str]]:
    """Return up to three intervals of a day; the last may run past midnight."""
    marks = sorted(random.sample(range(0, 1440, 5), random.choice([2, 2, 4, 6])))
    times = [f"{mark // 60:02}:{mark % 60:02}" for mark in marks]
    if random.random() < 0.3:
        times = [*times[1:], times[0]]
    return [list(pair) for pair in zip(times[::2], times[1::2], strict=True)]


def some_spans(random: Random, turn: str) -> list[list[str]]:
    """Return up to two spans around an instant, to the microsecond."""
    spans = []
    for _ in range(random.choice([0, 1, 1, 2])):
        start = later(turn, timedelta(seconds=random.randint(-150_000, 100_000), microseconds=1))
        spans.append([start, later(start, timedelta(seconds=random.randint(0, 40_000)))])
    return spans


def document() -> Json:
    """Return all cases, each with a name, its rule, what it shows, and its answer."""
    groups = {
        "hand": (CASES, MINUTE),
        "turn": (at_turns(), MINUTE),
        "week": (over_a_fortnight(), QUARTER),
        "exception": (with_exceptions(), QUARTER),
        "pause": (with_pauses(), QUARTER),
        "random": (of_all_kinds(120), MINUTE),
    }
    cases = [
        {"id": f"{group}-{number:03}", "rule": rule, "shows": shows, **case}
        | ({} if "expect" in case else {"expect": answer(case, tick)})
        for group, (members, tick) in groups.items()
        for number, (rule, shows, case) in enumerate(members, start=1)
    ]
    return {"tzdata": TZDATA_RELEASE, "cases": cases}


def rendered() -> str:
    """Return the file as it is committed, a case a line."""
    whole = document()
    lines = ",\n".join(json.dumps(case) for case in whole["cases"])
    return f'{{"tzdata": "{whole["tzdata"]}", "cases": [\n{lines}\n]}}\n'


if __name__ == "__main__":
    (HERE / "cases.json").write_text(rendered(), encoding="utf-8")
