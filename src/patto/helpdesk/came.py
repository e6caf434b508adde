"""When a call came, typed as one says it: `9:40`, `Friday 16:55`, `28/11 17:30`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any, Final, Literal

from django import forms

from patto.customers.folding import plain
from patto.helpdesk.forms import MomentField
from patto.home.now import now
from patto.kernel.instants import HOUR, Instant, to_datetime
from patto.kernel.zones import zone as zone_of
from patto.language.catalogue import languages
from patto.language.words import Words

_TIME: Final = r"(?P<hour>\d{1,2})(?:[:.h]?(?P<minute>\d{2}))?"
_DATE: Final = r"(?P<day>\d{1,2})[/.](?P<month>\d{1,2})(?:[/.](?P<year>\d{4})|\.)?"
_SAID: Final = re.compile(
    rf"(?:(?P<word>[^\W\d]+)\.?[\s,]+)?(?:{_DATE}[\s,]+)?(?:(?P<before>[^\W\d]+)[\s,]+)?{_TIME}"
)
_WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_LAST_NIGHT: Final = 12 * HOUR
"""A time that is still to come today was yesterday's, if that is no longer ago."""


class CameField(MomentField):
    """A moment that lies behind us, on the reader's wall; may be empty."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.TextInput(attrs={"autocomplete": "off"}), **kwargs)

    def clean(self, value: Any) -> Instant | None:
        """Return the instant, `None` if nothing was given; refuse what is no time of the zone."""
        found = _SAID.fullmatch(plain(str(value or "")[:100].strip()))
        if found is None:
            return super().clean(value)
        at = now()
        wall = _wall(found, to_datetime(at).astimezone(zone_of(self.zone)).date())
        if wall is None:
            raise forms.ValidationError(self.error_messages["moment"], code="moment")
        said = super().clean(wall.isoformat())
        if said is None or said <= at or found["day"]:
            return said
        if found["word"] in _said_of("weekday"):
            return super().clean((wall - timedelta(days=7)).isoformat())
        before = super().clean((wall - timedelta(days=1)).isoformat())
        today = found["word"] in _said_of("day")
        last_night = before is not None and at - before < _LAST_NIGHT and not today
        return before if last_night else said


@cache
def _said_of(what: Literal["day", "weekday", "before"]) -> Mapping[str, int]:
    """Return the words for something in every language, folded: days ago, weekdays from Monday."""
    said: dict[str, int] = {}
    for words in map(Words, languages()):
        if what == "before":
            said |= dict.fromkeys(plain(words.say("call.before-time")).split(), 0)
        elif what == "day":
            said |= {plain(words.say("call.today")): 0, plain(words.say("call.yesterday")): 1}
        else:
            for number, name in enumerate(_WEEKDAYS):
                keys = (f"weekday.{name}", f"customers.weekday.{name}")
                said |= dict.fromkeys((plain(words.say(key)) for key in keys), number)
    return said


def _wall(found: re.Match[str], today: date) -> datetime | None:
    """Return what was typed as a time on the wall, `None` if there is no such one."""
    word, day, before = found["word"], found["day"], found["before"]
    if day is None and before is None and word in _said_of("before"):
        word = None
    if before is not None and before not in _said_of("before"):
        return None
    try:
        dated = day and _of_the_year(int(day), int(found["month"]), found["year"], today)
        when = _named(word, dated or None, today)
        at = time(int(found["hour"]), int(found["minute"] or 0))
    except ValueError:
        return None
    return None if when is None else datetime.combine(when, at)


def _named(word: str | None, dated: date | None, today: date) -> date | None:
    """Return the day that is meant: of a weekday, the last one; `None` where a date is no such."""
    if word is None:
        return dated or today
    weekday, ago = _said_of("weekday").get(word), _said_of("day").get(word)
    if weekday is not None:
        last = today - timedelta(days=(today.weekday() - weekday) % 7)
        return last if dated is None else dated if dated.weekday() == weekday else None
    if ago is None:
        return None
    named = today - timedelta(days=ago)
    return named if dated in {None, named} else None


def _of_the_year(day: int, month: int, year: str | None, today: date) -> date:
    """Return a day of a month, the last one that has been where no year is said."""
    if year is not None:
        return date(int(year), month, day)
    found = date(today.year, month, day)
    return found if found <= today else found.replace(year=today.year - 1)
