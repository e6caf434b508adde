"""`patto clock`: working time on a calendar, and test cases for any other clock."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any, BinaryIO, Final, TypeVar

import click

from patto.cli.clock_cases import load_cases, run_cases
from patto.kernel.clock import Clock
from patto.kernel.errors import MalformedCaseError, MalformedTimeError
from patto.kernel.hours import WEEKDAYS, Calendar, Intervals
from patto.kernel.instants import (
    HOUR,
    MINUTE,
    SECOND,
    Duration,
    Instant,
    parse,
    parse_date,
    parse_time_of_day,
    render,
    to_datetime,
)
from patto.kernel.spans import Span, SpanSet
from patto.kernel.zones import instants_at, zone

__all__ = ["clock", "run_cases"]

F = TypeVar("F", bound=Callable[..., Any])

LARGEST: Final = 256 * 1024 * 1024
"""Bytes of a file of cases; a larger one is refused."""

TEXTS: Final = {
    "en": {
        "weekdays": "Mon Tue Wed Thu Fri Sat Sun",
        "elapsed": "from {start} to {end}, {zone}",
        "due": "from {start}, {zone}",
        "kept": "kept until {until}: the budget runs out at closing",
        "kept-always": "stays kept: nothing opens in the ten years after",
        "hours": "{text!r} is not hours such as 'mon-fri 09:00-17:00' or 'sat,sun 10:00-12:00'",
        "budget": "{text!r} is not a time such as '4 h', '30 min' or '1 h 30 min 15 s'",
        "days": "{text!r}: a day has no one length on a clock; give hours, such as '8 h'",
        "time": "{text!r} is not a time such as 2026-03-06T16:55 or 2026-03-06T16:55:00+01:00",
        "gap": "{text!r} does not occur in {zone}: the clocks go forward over it",
        "overlap": "{text!r} occurs twice in {zone}; give its offset: {choices}",
        "pause": "{text!r} is not a pause such as 2026-03-06T10:00/2026-03-06T11:00",
        "large": "{name}: larger than {limit} bytes",
        "encoding": "{name}: byte {at} is not UTF-8",
    },
    "it": {
        "weekdays": "lun mar mer gio ven sab dom",
        "elapsed": "da {start} a {end}, {zone}",
        "due": "da {start}, {zone}",
        "kept": "rispettato fino a {until}: il tempo finisce all'ora di chiusura",
        "kept-always": "resta rispettato: nei dieci anni successivi non si apre più",
        "hours": "{text!r} non è un orario come 'mon-fri 09:00-17:00' o 'sat,sun 10:00-12:00'",
        "budget": "{text!r} non è un tempo come '4 h', '30 min' o '1 h 30 min 15 s'",
        "days": "{text!r}: un giorno non ha una durata unica; dare le ore, per esempio '8 h'",
        "time": "{text!r} non è un momento come 2026-03-06T16:55 o 2026-03-06T16:55:00+01:00",
        "gap": "{text!r} non esiste in {zone}: in quell'ora si spostano avanti gli orologi",
        "overlap": "{text!r} si ripete in {zone}; indicare lo scarto: {choices}",
        "pause": "{text!r} non è una pausa come 2026-03-06T10:00/2026-03-06T11:00",
        "large": "{name}: oltre {limit} byte",
        "encoding": "{name}: il byte {at} non è UTF-8",
    },
}

_HOURS = re.compile(r"(?P<days>[a-z,-]+)\s+(?P<times>[\d:,\s-]+)", re.ASCII)
_BUDGET = re.compile(r"\s*(?:\d+(?:\.\d+)?\s*(?:h|min|s)\s*)+")
_PART = re.compile(r"(\d+(?:\.\d+)?)\s*(h|min|s)")
_DAYS = re.compile(r"\s*\d+(?:\.\d+)?\s*(?:d|days?|giorn[oi]|gg?)\s*")
_WALL = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?", re.ASCII)
_UNITS: Final = {"h": HOUR, "min": MINUTE, "s": SECOND}


def say(key: str, **told: object) -> str:
    """Return a text in the language of the command that runs."""
    ctx = click.get_current_context(silent=True)
    obj = ctx.find_root().obj if ctx else None
    lang = obj.get("lang") if isinstance(obj, dict) else getattr(obj, "language", None)
    return TEXTS.get(lang or "en", TEXTS["en"])[key].format(**told)


def refuse(key: str, **told: object) -> click.UsageError:
    """Return the error that tells what cannot be used on the command line."""
    return click.UsageError(say(key, **told))


@click.group()
def clock() -> None:
    """Count working time on a calendar."""


def _with_calendar(command: F) -> F:
    """Add the options that describe a calendar, its pauses, and the form of the answer."""
    for option in (
        click.option("--format", "form", type=click.Choice(["text", "json"]), default="text"),
        click.option("--pause", "pauses", multiple=True, help="A time that does not count: A/B."),
        click.option("--closed-day", "closed_days", multiple=True, help="A date, all day."),
        click.option("--hours", "hours", multiple=True, required=True, help="mon-fri 09:00-17:00"),
        click.option("--zone", "zone_name", required=True, help="Europe/Rome, or +01:00"),
    ):
        command = option(command)
    return command


@clock.command()
@_with_calendar
@click.argument("start")
@click.argument("end")
def elapsed(
    zone_name: str,
    hours: tuple[str, ...],
    closed_days: tuple[str, ...],
    pauses: tuple[str, ...],
    form: str,
    start: str,
    end: str,
) -> None:
    """Tell how much working time there is from START to END."""
    working = _clock(zone_name, hours, closed_days, pauses)
    since, until = _instant(start, zone_name), _instant(end, zone_name)
    length = working.elapsed(since, until)
    if form == "json":
        click.echo(json.dumps({"elapsed_s": length / SECOND}))
        return
    shown = {"start": _shown(since, zone_name), "end": _shown(until, zone_name)}
    click.echo(f"{_length(length)}\n{say('elapsed', zone=zone_name, **shown)}")


@clock.command()
@_with_calendar
@click.argument("start")
@click.argument("budget")
def due(
    zone_name: str,
    hours: tuple[str, ...],
    closed_days: tuple[str, ...],
    pauses: tuple[str, ...],
    form: str,
    start: str,
    budget: str,
) -> None:
    """Tell when BUDGET, such as '4 h', of working time from START is used up."""
    working = _clock(zone_name, hours, closed_days, pauses)
    since, length = _instant(start, zone_name), _budget(budget)
    at, kept = working.due(since, length), working.kept_until(since, length)
    if form == "json":
        last = None if kept is None else render(kept)
        click.echo(json.dumps({"due": render(at), "kept_until": last}))
        return
    lines = [_shown(at, zone_name), say("due", start=_shown(since, zone_name), zone=zone_name)]
    if kept is None:
        lines.append(say("kept-always"))
    elif kept != at:
        lines.append(say("kept", until=_shown(kept, zone_name)))
    click.echo("\n".join(lines))


@clock.command()
@click.argument("cases", type=click.File("rb"))
def run(cases: BinaryIO) -> None:
    """Run the test cases in the file CASES, or - for standard input, and write their results."""
    name = str(getattr(cases, "name", "-"))
    data = cases.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise refuse("large", name=name, limit=LARGEST)
    try:
        document = load_cases(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise refuse("encoding", name=name, at=error.start) from error
    except MalformedCaseError as error:
        raise MalformedCaseError(f"{name}:{error}") from error
    click.echo(json.dumps(run_cases(document), indent=1))


def _clock(
    zone_name: str, hours: tuple[str, ...], closed_days: tuple[str, ...], pauses: tuple[str, ...]
) -> Clock:
    """Return the clock that the options describe."""
    week: list[Intervals] = [()] * 7
    for text in hours:
        for day, intervals in _hours(text):
            week[day] += intervals
    mon, tue, wed, thu, fri, sat, sun = week
    days = frozenset(map(parse_date, closed_days))
    calendar = Calendar(zone_name, (mon, tue, wed, thu, fri, sat, sun), closed_days=days)
    return Clock(calendar).minus(SpanSet.of(_pause(text, zone_name) for text in pauses))


def _hours(text: str) -> list[tuple[int, Intervals]]:
    """Return the weekdays and hours of a text such as `mon-fri 09:00-13:00,14:00-17:00`."""
    match = _HOURS.fullmatch(text.strip().lower())
    if match is None:
        raise refuse("hours", text=text)
    try:
        pairs = [part.strip().split("-") for part in match["times"].split(",")]
        intervals = tuple(
            (parse_time_of_day(opens), parse_time_of_day(closes)) for opens, closes in pairs
        )
        days = [day for part in match["days"].split(",") for day in _weekdays(part)]
    except (ValueError, MalformedTimeError) as error:
        raise refuse("hours", text=text) from error
    return [(day, intervals) for day in days]


def _weekdays(text: str) -> list[int]:
    """Return the numbers of the weekdays of `mon` or `fri-mon`, Monday being 0."""
    first, dash, last = text.partition("-")
    since = WEEKDAYS.index(first)
    until = WEEKDAYS.index(last) if dash else since
    return [(since + n) % 7 for n in range((until - since) % 7 + 1)]


def _pause(text: str, zone_name: str) -> Span:
    start, slash, end = text.partition("/")
    if not slash:
        raise refuse("pause", text=text)
    return Span.of(_instant(start, zone_name), _instant(end, zone_name))


def _instant(text: str, zone_name: str) -> Instant:
    """Return the instant of a text with an offset, or else of a reading of the zone's wall."""
    try:
        if not _WALL.fullmatch(text):
            return parse(text)
        found = instants_at(zone_name, datetime.fromisoformat(text))
    except (ValueError, MalformedTimeError) as error:
        raise refuse("time", text=text) from error
    if not found:
        raise refuse("gap", text=text, zone=zone_name)
    if len(found) > 1:
        choices = ", ".join(_shown(instant, zone_name)[-6:] for instant in found)
        raise refuse("overlap", text=text, zone=zone_name, choices=choices)
    return found[0]


def _budget(text: str) -> Duration:
    """Return the microseconds of a text such as `1 h 30 min`."""
    if _DAYS.fullmatch(text):
        raise refuse("days", text=text)
    if not _BUDGET.fullmatch(text):
        raise refuse("budget", text=text)
    micros = sum(Fraction(number) * _UNITS[unit] for number, unit in _PART.findall(text))
    if micros.denominator != 1:
        raise refuse("budget", text=text)
    return int(micros)


def _shown(instant: Instant, zone_name: str) -> str:
    """Return an instant as the wall clock of a zone shows it, with its offset."""
    try:
        wall = to_datetime(instant).astimezone(zone(zone_name))
    except OverflowError:  # the wall has left the years 1 to 9999, the instant has not
        return render(instant)
    precise = "auto" if wall.second or wall.microsecond else "minutes"
    weekday = say("weekdays").split()[wall.weekday()]
    return f"{weekday} {wall.isoformat(sep=' ', timespec=precise)}"


def _length(length: Duration) -> str:
    """Return a length as `1 h 30 min`, exact to the microsecond."""
    hours, rest = divmod(length, HOUR)
    minutes, micros = divmod(rest, MINUTE)
    seconds = f"{Decimal(micros) / SECOND:f}"
    parts = [(hours, f"{hours} h"), (minutes, f"{minutes} min"), (micros, f"{seconds} s")]
    return " ".join(text for number, text in parts if number) or "0 min"
