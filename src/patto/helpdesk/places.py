"""When a site is open, as people say it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from patto.customers.opening import DayOff, Opening, Standing, opening, standing
from patto.kernel.hours import Calendar
from patto.kernel.instants import Instant
from patto.language import formats
from patto.language.words import Words


@dataclass(frozen=True, slots=True)
class Told:
    """When a site is open: as a sentence, and whether it is now."""

    sentence: str
    now: str
    is_open: bool


def told(hours: str, closed: str, zone: str, at: Instant, words: Words) -> Told | None:
    """Return what is kept of a site's hours in words, `None` if nothing is."""
    site = opening(hours, closed, zone)
    today = Calendar.always(zone).local_date(at)
    open_to_us, off = told_hours(site, words), told_off(site, today, words)
    if not open_to_us and not off:
        return None
    parts = {
        "open": words.say("customers.site.open", hours=open_to_us) if open_to_us else "",
        "closed": words.say("customers.site.closed", days=off) if off else "",
    }
    either = "".join(parts.values())
    both = words.say("customers.site.both", **parts) if all(parts.values()) else either
    now = standing(site, zone, at)
    shown = "" if now is None else _now(now, zone, at, words)
    return Told(both[:1].upper() + both[1:] + ".", shown, now is None or now.is_open)


def told_hours(site: Opening, words: Words) -> str:
    """Return weekly hours as people say them: `Mon–Fri 8–12:30, 14–18`."""
    return "; ".join(
        f"{_days(run, words)} {', '.join(map(_interval, intervals))}"
        for run, intervals in site.weekly.items()
        if intervals
    )


def told_off(site: Opening, today: date, words: Words, *, past: bool = False) -> str:
    """Return the days off that are still to come, in words; with `past`, all of them."""
    found = (one for one in site.off if past or one.yearly or one.last >= today)
    return ", ".join(_off(one, today, words) for one in found)


def _off(one: DayOff, today: date, words: Words) -> str:
    here = one.yearly or one.first.year == today.year
    pattern = words.say("customers.site.day-form" if here else "customers.site.year-form")
    first, last = (formats.day(words.language, day, pattern) for day in (one.first, one.last))
    if first == last:
        return words.say("customers.site.day", date=first, name=one.name)
    return words.say("customers.site.days", first=first, last=last, name=one.name)


def _now(now: Standing, zone: str, at: Instant, words: Words) -> str:
    if now.until is None:
        return words.say(f"customers.site.always-{'open' if now.is_open else 'closed'}")
    moment = _moment(now.until, zone, at, words)
    if now.is_open:
        return words.say("customers.site.open-now", moment=moment)
    if now.closed_by:
        return words.say("customers.site.closed-by", name=now.closed_by, moment=moment)
    return words.say("customers.site.closed-now", moment=moment)


def _moment(instant: Instant, zone: str, at: Instant, words: Words) -> str:
    same = len({Calendar.always(zone).local_date(one) for one in (instant, at)}) == 1
    return words.instant(instant, zone, form="time" if same else "short", seconds=False)


def _days(run: str, words: Words) -> str:
    names: Sequence[str] = [words.say(f"customers.weekday.{one}") for one in run.split("-")]
    if len(names) == 1:
        return names[0]
    return words.say("customers.site.run", first=names[0], last=names[1])


def _interval(text: str) -> str:
    return "–".join(_time(one) for one in text.split("-"))


def _time(text: str) -> str:
    hour, _, minute = text.partition(":")
    return str(int(hour)) if minute == "00" else f"{int(hour)}:{minute}"
