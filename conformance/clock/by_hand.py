#!/usr/bin/env python3
"""Cases whose answers were worked out by hand, on paper, from the rule they show."""

from __future__ import annotations

from typing import Any, Final

Json = dict[str, Any]

DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def week(days: str, *hours: str) -> dict[str, list[list[str]]]:
    """Return the same hours, such as `09:00-17:00`, for each of the days."""
    return {day: [hour.split("-") for hour in hours] for day in days.split()}


FIVE: Final = "mon tue wed thu fri"
EVERY: Final = " ".join(DAYS)

OFFICE: Final[Json] = {"zone": "Europe/Rome", "weekly": week(FIVE, "09:00-17:00")}
NIGHT: Final[Json] = {"zone": "Europe/Rome", "weekly": week(EVERY, "22:00-06:00")}
ALWAYS: Final[Json] = {"zone": "Europe/Rome", "weekly": week(EVERY, "00:00-24:00")}
UTC_OFFICE: Final[Json] = {"zone": "+00:00", "weekly": week(FIVE, "09:00-17:00")}
LUNCH: Final[Json] = {"zone": "Europe/Berlin", "weekly": week(FIVE, "09:00-12:00", "13:00-17:00")}
NEVER: Final[Json] = {"zone": "Europe/Rome", "weekly": {}}
APIA: Final[Json] = {"zone": "Pacific/Apia", "weekly": week(FIVE, "09:00-17:00")}

MON: Final = "2026-03-09T08:00:00Z"  # Monday 09:00 in Rome
FRI: Final = "2026-03-06T15:55:00Z"  # Friday 16:55 in Rome


def elapsed(calendar: Json, start: str, end: str, seconds: float, **more: Any) -> Json:
    """Return a case of `elapsed` and its answer."""
    case = {"calendar": calendar, "op": "elapsed", "start": start, "end": end}
    return {**case, **more, "expect": {"elapsed_s": float(seconds)}}


def due(calendar: Json, start: str, budget_s: float, at: str, **more: Any) -> Json:
    """Return a case of `due` and its answer."""
    case = {"calendar": calendar, "op": "due", "start": start, "budget_s": budget_s}
    return {**case, **more, "expect": {"due": at}}


def refused(error: str, **case: Any) -> Json:
    """Return a case that has no answer but an error, laid over one that has an answer."""
    sound = {"calendar": OFFICE, "op": "elapsed", "start": FRI, "end": MON}
    laid = {name: value for name, value in {**sound, **case}.items() if value is not ...}
    return {**laid, "expect": {"error": error}}


def calendar(**changed: Any) -> Json:
    """Return the office in Rome with some of its fields changed."""
    return {**OFFICE, **changed}


CASES: Final[list[tuple[str, str, Json]]] = [
    (
        "3.7",
        "The founding example: from Friday 16:55 to Monday 09:05 is ten minutes.",
        elapsed(OFFICE, FRI, "2026-03-09T08:05:00Z", 600),
    ),
    (
        "3.2",
        "Eight hours from Friday 16:00: one on Friday, seven on Monday, due 16:00.",
        due(OFFICE, "2026-03-06T15:00:00Z", 28800, "2026-03-09T15:00:00Z"),
    ),
    (
        "3.2",
        "One hour from 16:30: half an hour today, half tomorrow, due 09:30 the next day.",
        due(OFFICE, "2026-03-04T15:30:00Z", 3600, "2026-03-05T08:30:00Z"),
    ),
    (
        "3.2",
        "A budget that runs out exactly at closing is due then, not at the next opening.",
        due(OFFICE, FRI, 300, "2026-03-06T16:00:00Z"),
    ),
    (
        "3.2",
        "A microsecond more than the rest of Friday is due a microsecond into Monday.",
        due(OFFICE, FRI, 300.000001, "2026-03-09T08:00:00.000001Z"),
    ),
    (
        "3.2",
        "A budget of zero is due at the start, even on a Saturday.",
        due(OFFICE, "2026-03-07T11:00:00Z", 0, "2026-03-07T11:00:00Z"),
    ),
    (
        "3.2",
        "From a closed start the budget begins at the next opening.",
        due(OFFICE, "2026-03-07T11:00:00Z", 60, "2026-03-09T08:01:00Z"),
    ),
    (
        "3.2",
        "A budget may have a fraction of a second.",
        due(OFFICE, MON, 3600.5, "2026-03-09T09:00:00.500000Z"),
    ),
    (
        "3.5",
        "Eight hours from 09:00 end the same day, at closing.",
        due(OFFICE, MON, 28800, "2026-03-09T16:00:00Z"),
    ),
    (
        "3.5",
        "Eight hours from 16:55 end at 16:55 the next day.",
        due(OFFICE, "2026-03-09T15:55:00Z", 28800, "2026-03-10T15:55:00Z"),
    ),
    (
        "3.1",
        "A span of no length has no working time.",
        elapsed(OFFICE, MON, MON, 0),
    ),
    (
        "3.1",
        "A span is half-open: the microsecond of closing does not count.",
        elapsed(OFFICE, "2026-03-09T15:59:59.999999Z", "2026-03-09T16:00:00.000001Z", 0.000001),
    ),
    (
        "3.1",
        "A whole weekend is nothing.",
        elapsed(OFFICE, "2026-03-06T16:00:00Z", MON, 0),
    ),
    (
        "2.1",
        "A lunch break is not worked.",
        elapsed(LUNCH, "2026-03-09T10:30:00Z", "2026-03-09T12:30:00Z", 3600),
    ),
    (
        "2.2",
        "A night shift has seven hours on the night clocks go forward.",
        elapsed(NIGHT, "2026-03-28T20:00:00Z", "2026-03-29T12:00:00Z", 25200),
    ),
    (
        "2.2",
        "A night shift has nine hours on the night clocks go back.",
        elapsed(NIGHT, "2026-10-24T19:00:00Z", "2026-10-25T12:00:00Z", 32400),
    ),
    (
        "2.2",
        "Around the clock, the day clocks go forward has 23 hours.",
        elapsed(ALWAYS, "2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z", 82800),
    ),
    (
        "2.2",
        "A reading that occurs twice counts twice: 02:00 to 03:00 is two hours.",
        elapsed(
            {"zone": "Europe/Rome", "weekly": week("sun", "02:00-03:00")},
            "2026-10-24T22:00:00Z",
            "2026-10-25T23:00:00Z",
            7200,
        ),
    ),
    (
        "2.2",
        "A reading that never occurs counts nothing: 02:00 to 03:00 is no time.",
        elapsed(
            {"zone": "Europe/Rome", "weekly": week("sun", "02:00-03:00")},
            "2026-03-28T23:00:00Z",
            "2026-03-29T22:00:00Z",
            0,
        ),
    ),
    (
        "2.2",
        "An opening inside the gap opens when the clock has jumped past it.",
        due(
            {"zone": "Europe/Rome", "weekly": week("sun", "02:30-06:00")},
            "2026-03-29T00:00:00Z",
            60,
            "2026-03-29T01:01:00Z",
        ),
    ),
    (
        "2.2",
        "A date that was skipped is worked on no other date: Apia stays shut on 31 December 2011.",
        elapsed(APIA, "2011-12-30T04:00:00Z", "2012-01-01T10:00:00Z", 0),
    ),
    (
        "2.2",
        "Eight hours from Thursday 16:00 in Apia, where Friday was skipped, are due on Monday.",
        due(APIA, "2011-12-30T02:00:00Z", 28800, "2012-01-02T02:00:00Z"),
    ),
    (
        "2.2",
        "A closed day closes the pieces of both nights that lie on its date.",
        elapsed(
            {**NIGHT, "closed_days": ["2026-01-06"]},
            "2026-01-05T11:00:00Z",
            "2026-01-07T11:00:00Z",
            28800,
        ),
    ),
    (
        "2.2",
        "A date's own hours replace all that lies on it, the end of last night's shift included.",
        elapsed(
            {**NIGHT, "day_hours": {"2026-12-24": [["09:00", "13:00"]]}},
            "2026-12-23T23:00:00Z",
            "2026-12-24T23:00:00Z",
            14400,
        ),
    ),
    (
        "2.1",
        "A date's own hours open a Saturday.",
        elapsed(
            calendar(day_hours={"2026-03-07": [["10:00", "12:00"]]}),
            "2026-03-06T23:00:00Z",
            "2026-03-07T23:00:00Z",
            7200,
        ),
    ),
    (
        "2.1",
        "No hours of its own close a date.",
        elapsed(
            calendar(day_hours={"2026-03-09": []}),
            "2026-03-08T23:00:00Z",
            "2026-03-09T23:00:00Z",
            0,
        ),
    ),
    (
        "2.1",
        "Closed instants close to the microsecond.",
        elapsed(
            calendar(closed=[["2026-03-09T09:00:00.000001Z", "2026-03-09T10:00:00Z"]]),
            MON,
            "2026-03-09T16:00:00Z",
            25200.000001,
        ),
    ),
    (
        "2.1",
        "A fixed offset never changes its clocks.",
        elapsed(
            {"zone": "+01:00", "weekly": week(EVERY, "22:00-06:00")},
            "2026-03-28T20:00:00Z",
            "2026-03-29T12:00:00Z",
            28800,
        ),
    ),
    (
        "2.1",
        "A zone may be three quarters of an hour off: 09:00 in Kathmandu is 03:15 UTC.",
        due(
            {"zone": "Asia/Kathmandu", "weekly": week(FIVE, "09:00-17:00")},
            "2026-03-09T00:00:00Z",
            1,
            "2026-03-09T03:15:01Z",
        ),
    ),
    (
        "2.1",
        "An end not after its start runs past midnight: 09:00-09:00 is the day round.",
        elapsed(
            {"zone": "+00:00", "weekly": week("mon", "09:00-09:00")},
            "2026-03-09T00:00:00Z",
            "2026-03-11T00:00:00Z",
            86400,
        ),
    ),
    (
        "2.1",
        "22:00-00:00 ends at midnight, as 22:00-24:00 does.",
        elapsed(
            {"zone": "+00:00", "weekly": week("mon", "22:00-00:00")},
            "2026-03-09T00:00:00Z",
            "2026-03-11T00:00:00Z",
            7200,
        ),
    ),
    (
        "2.1",
        "Intervals that overlap count once.",
        elapsed(
            {"zone": "+00:00", "weekly": week("mon", "09:00-12:00", "11:00-13:00")},
            "2026-03-09T00:00:00Z",
            "2026-03-10T00:00:00Z",
            14400,
        ),
    ),
    (
        "4.5",
        "A pause over the weekend takes off only the working time in it.",
        elapsed(
            OFFICE,
            "2026-03-06T15:00:00Z",
            "2026-03-09T09:00:00Z",
            3600,
            pauses=[["2026-03-06T15:30:00Z", "2026-03-09T08:30:00Z"]],
        ),
    ),
    (
        "4.5",
        "Overlapping pauses count once.",
        elapsed(
            OFFICE,
            MON,
            "2026-03-09T16:00:00Z",
            18000,
            pauses=[
                ["2026-03-09T09:00:00Z", "2026-03-09T11:00:00Z"],
                ["2026-03-09T10:00:00Z", "2026-03-09T12:00:00Z"],
            ],
        ),
    ),
    (
        "4.5",
        "A pause outside the span takes nothing off.",
        elapsed(
            OFFICE,
            MON,
            "2026-03-09T16:00:00Z",
            28800,
            pauses=[["2026-03-10T09:00:00Z", "2026-03-10T11:00:00Z"]],
        ),
    ),
    (
        "4.5",
        "A pause moves what is due by the working time it takes off.",
        due(
            OFFICE,
            MON,
            3600,
            "2026-03-09T09:30:00Z",
            pauses=[["2026-03-09T08:30:00Z", "2026-03-09T09:00:00Z"]],
        ),
    ),
    (
        "4.5",
        "A pause from the very end of the budget moves nothing.",
        due(
            OFFICE,
            MON,
            3600,
            "2026-03-09T09:00:00Z",
            pauses=[["2026-03-09T09:00:00Z", "2026-03-09T10:00:00Z"]],
        ),
    ),
    (
        "2.5",
        "A calendar that opens once in nine years is waited for.",
        due(
            {"zone": "+00:00", "weekly": {}, "day_hours": {"2035-01-01": [["09:00", "10:00"]]}},
            "2026-01-01T00:00:00Z",
            3600,
            "2035-01-01T10:00:00Z",
        ),
    ),
    (
        "2.5",
        "Ten years around the clock are 3660 days, and can be used up to the last microsecond.",
        due(
            {"zone": "+00:00", "weekly": week(EVERY, "00:00-24:00")},
            "2020-01-01T00:00:00Z",
            316224000,
            "2030-01-08T00:00:00Z",
        ),
    ),
    (
        "2.5",
        "What is not used up within ten years is never a wrong instant.",
        refused("NeverReachedError", op="due", budget_s=316224000.000001),
    ),
    (
        "2.5",
        "A calendar that never opens uses up no budget.",
        refused("NeverReachedError", op="due", budget_s=1, calendar=NEVER),
    ),
    ("2.5", "A calendar that never opens has no working time.", elapsed(NEVER, FRI, MON, 0)),
    (
        "2.5",
        "A budget of absurd size is never reached.",
        refused("NeverReachedError", op="due", budget_s=10**40),
    ),
    (
        "3.1",
        "An end before its start is an error.",
        refused("EndBeforeStartError", start=MON, end=FRI),
    ),
    (
        "3.2",
        "A budget below zero is an error.",
        refused("NegativeBudgetError", op="due", budget_s=-1),
    ),
    ("1.1", "A local time is not an instant.", refused("MalformedTimeError", start=FRI[:-1])),
    ("1.1", "A date is not an instant.", refused("MalformedTimeError", start="2026-03-06")),
    (
        "1.1",
        "A pause that ends before it starts is an error.",
        refused("EndBeforeStartError", pauses=[[MON, FRI]]),
    ),
    (
        "1.6",
        "An unknown zone is an error.",
        refused("UnknownZoneError", calendar=calendar(zone="Europe/Roma")),
    ),
    (
        "1.6",
        "A zone is a name, not the path of a file.",
        refused("UnknownZoneError", calendar=calendar(zone="../../etc/passwd")),
    ),
    (
        "2.2",
        "A date's own hours end at 24:00 at the latest.",
        refused(
            "InvalidHoursError", calendar=calendar(day_hours={"2026-12-24": [["22:00", "06:00"]]})
        ),
    ),
    (
        "2.2",
        "A date is not both closed and open.",
        refused(
            "InvalidHoursError",
            calendar=calendar(
                closed_days=["2026-12-24"], day_hours={"2026-12-24": [["09:00", "13:00"]]}
            ),
        ),
    ),
    (
        "2.1",
        "24:00 opens nothing.",
        refused("InvalidHoursError", calendar=calendar(weekly=week("mon", "24:00-06:00"))),
    ),
    (
        "2.1",
        "25:00 is no time of day.",
        refused("MalformedTimeError", calendar=calendar(weekly=week("mon", "09:00-25:00"))),
    ),
    (
        "2.1",
        "30 February is no date.",
        refused("MalformedTimeError", calendar=calendar(closed_days=["2026-02-30"])),
    ),
    (
        "1.1",
        "A budget is not finer than a microsecond.",
        refused("MalformedCaseError", op="due", budget_s=0.0000001),
    ),
    ("form", "A budget is a number.", refused("MalformedCaseError", op="due", budget_s="4 h")),
    ("form", "A missing field is told.", refused("MalformedCaseError", start=...)),
    ("form", "A field that is null is told.", refused("MalformedCaseError", end=None)),
    ("form", "An unknown operation is told.", refused("MalformedCaseError", op="remaining")),
    ("form", "A case needs a calendar.", refused("MalformedCaseError", calendar=...)),
    (
        "form",
        "A weekday has its short English name.",
        refused("MalformedCaseError", calendar=calendar(weekly=week("monday", "09:00-17:00"))),
    ),
    (
        "form",
        "A calendar has no field of another name.",
        refused("MalformedCaseError", calendar=calendar(holidays=["2026-01-06"])),
    ),
    (
        "form",
        "A pause has a start and an end.",
        refused("MalformedCaseError", pauses=[[FRI]]),
    ),
]
