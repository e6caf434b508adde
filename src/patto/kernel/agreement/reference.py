"""The reference of every key of an agreement file, written from the model itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from types import UnionType
from typing import Annotated, Any, Final, Literal, NamedTuple, Union, get_args, get_origin
from typing import get_type_hints as hints_of

from patto.kernel.agreement import calendars, part
from patto.kernel.agreement.choices import Given, NoneIsEmpty, OneOrMore, Word
from patto.kernel.agreement.clauses.charges import Currency
from patto.kernel.agreement.clauses.legal import Country, Sha256
from patto.kernel.agreement.descriptions import described, descriptions
from patto.kernel.agreement.lapses import Distance, Lapse, Measured, Ringing, WorkTime
from patto.kernel.agreement.model import Agreement
from patto.kernel.agreement.money import FeeDays, Money, Multiple, PercentOf, Rate
from patto.kernel.agreement.part import Part
from patto.kernel.agreement.quantities import Budget, ClockedBudget, Share, TimeOfDay

_HEAD: Final = """\
# The agreement file, key by key

Written from the model; a test compares the two. Every key is given, unless it says that it may be
left out. Nothing is empty: where there is none of a thing, the file says `none`. Names are made of
letters, digits, `_`, `.` and `-`. A time is written with its unit, and with its clock where none
stands beside it: `30 min`, `2 business days`, `16 h on office`.

A file may name another under the key `base`, and then states only what differs from it: mappings
are laid over each other key by key, lists of parts that have an `id` part by part, all else stands
in place of what the base says. What is to be gone altogether is named under `without`, by its path:
`without: [metrics.reopened, calendars.summer, remedies]`. `patto check --merged FILE` writes
what comes of both, `patto diff FILE` says what differs from the base.

A part that may be left out is one that is not settled yet, which `patto check` says; `none` says
that there is none of it, and the contract says so too. The ids of clauses, charges, remedies and
all that the contract and the reports refer to are given once in the whole agreement.
"""

_CALLED: Final[tuple[tuple[Any, str], ...]] = (
    (part.Identifier, "a name"),
    (part.Words, "text"),
    (part.Whole, "a whole number"),
    (part.Day, "a date, `2026-01-06`"),
    (calendars.Interval, "hours, `09:00-17:00`"),
    (calendars.Weekdays, "weekday or run of them, `mon-fri`"),
    (calendars.OffsetInstant, "an instant, `2026-03-03T10:00:00+01:00`"),
    (calendars.BusinessDay, "a length, `8 h`"),
    (Budget, "a time, `30 min`"),
    (ClockedBudget, "a time on a clock, `16 h on office`"),
    (Share, "a share, `95 %`"),
    (Money, "an amount, `85.00 EUR`"),
    (Rate, "a rate, `85.00 EUR per h`"),
    (PercentOf, "a percentage of a charge, `10 % of monthly-fee`"),
    (Multiple, "a multiple of a charge, `1.5 x hour-of-work`"),
    (FeeDays, "days of a fee, `2 days of monthly-fee`"),
    (Lapse, "a time by the calendar, `30 calendar days`, `12 months`"),
    (WorkTime, "time of work, `15 min`, `1.5 h`"),
    (Distance, "a distance, `30 km`"),
    (Measured, "a measured quantity, `20 ms`"),
    (Ringing, "ringing, `20 s`, `5 rings`"),
    (Currency, "a currency, `EUR`"),
    (Country, "a country, `IT`"),
    (Sha256, "a SHA-256 in hexadecimal"),
    (TimeOfDay, "a time of day, `12:00`"),
)


class _Section(NamedTuple):
    """A part, and where in the file it stands."""

    part: type[Part]
    title: str

    @property
    def anchor(self) -> str:
        return re.sub(r"[^\w\- ]", "", self.title.lower()).replace(" ", "-")


class _Place(NamedTuple):
    """A part, its path, and what tells it from others with the same path."""

    part: type[Part]
    path: str
    told_apart: str
    several: bool = False


def reference() -> str:
    """Return the reference as Markdown."""
    sections = list(_sections())
    links = {section.part: f"[{section.title}](#{section.anchor})" for section in sections}
    return "\n".join([_HEAD, *(_written(section, links) for section in sections)])


def _written(section: _Section, links: dict[type[Part], str]) -> str:
    """Return a section: what the part is, and a table of its keys."""
    lines = [f"\n## {section.title}", "", described(section.part), ""]
    lines += ["| key | value | says |", "|---|---|---|"]
    hints = hints_of(section.part, include_extras=True)
    for key, text in descriptions(section.part).items():
        lines.append(f"| `{key}` | {_value(hints[key], links)} | {text} |")
    return "\n".join(lines)


def _sections() -> Iterator[_Section]:
    """Yield every part of the model, the whole first, each where it stands first."""
    seen: set[type[Part]] = set()
    titles: set[str] = set()
    waiting = [_Place(Agreement, "", "")]
    while waiting:
        place = waiting.pop(0)
        if place.part in seen:
            continue
        title = f"`{place.path}`" if place.path else "The whole file"
        if place.several or title in titles:
            title += place.told_apart
        seen.add(place.part)
        titles.add(title)
        yield _Section(place.part, title)
        waiting = [
            below for key in place.part.model_fields for below in _below(place, key)
        ] + waiting


def _below(place: _Place, key: str) -> list[_Place]:
    """Return the parts that may stand under a key of a part."""
    hint = hints_of(place.part, include_extras=True)[key]
    found = list(_parts(hint, f"{place.path}.{key}".lstrip(".")))
    several = len(found) > 1
    return [
        _Place(part, path, _which(part) if several else place.told_apart, several=several)
        for part, path in found
    ]


def _which(found: type[Part]) -> str:
    """Return what tells a part from the others of its union: a fixed word, or its first key."""
    for key in ("kind", "rule", "by"):
        if key in found.model_fields:
            (word,) = get_args(found.model_fields[key].annotation)
            return f" of {key} `{word}`"
    return f" with `{next(iter(found.model_fields))}`"


def _parts(hint: Any, path: str) -> Iterator[tuple[type[Part], str]]:
    """Yield the parts that a kind of value holds, with the paths where they stand."""
    origin, arguments = get_origin(hint), get_args(hint)
    if isinstance(hint, type) and issubclass(hint, Part):
        yield hint, path
    elif origin is Annotated or origin is tuple:
        yield from _parts(arguments[0], path)
    elif origin is dict:
        yield from _parts(arguments[1], f"{path}.NAME")
    elif origin in {Union, UnionType}:
        for one in arguments:
            yield from _parts(one, path)


def _value(hint: Any, links: dict[type[Part], str]) -> str:
    """Return in words what may stand under a key."""
    called = next((called for known, called in _CALLED if hint == known), None)
    if called is not None:
        return called
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return _annotated(arguments[0], arguments[1:], links)
    if origin is Literal:
        return ", ".join(f"`{word}`" for word in arguments)
    if origin in {Union, UnionType}:
        return " or ".join(_value(one, links) for one in arguments if one is not type(None))
    if origin is dict:
        return f"by {_value(arguments[0], links)}: {_value(arguments[1], links)}"
    return f"list: {_value(arguments[0], links)}" if origin is tuple else links[hint]


def _annotated(kind: Any, marks: tuple[Any, ...], links: dict[type[Part], str]) -> str:
    told = "a whole number" if kind is int else _value(kind, links)
    for mark in marks:
        if isinstance(mark, Word):
            others = [one for one in get_args(kind) if get_args(one) != (mark.word,)]
            return f"`{mark.word}` or " + " or ".join(
                _value(one, links) for one in others if one is not type(None)
            )
        if isinstance(mark, Given):
            return f"{told}; may be left out"
        if isinstance(mark, NoneIsEmpty):
            return f"`none` or {told}"
        if isinstance(mark, OneOrMore):
            return f"{told}, or a single one"
    return told
