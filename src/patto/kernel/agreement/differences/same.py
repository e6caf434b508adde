"""When two values are the same: however they are spelt, and in whatever order they are listed.

`60 min` is `1 h`, `95 %` is `95.0 %`, `12 months` are `1 year`, `mon-fri` is five days; a name is
the same as the one that its part carries now.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import fields
from fractions import Fraction
from typing import Any, Final, cast

from patto.kernel.agreement.compiled import interval, weekdays
from patto.kernel.agreement.differences.references import (
    NO_NAMES,
    Names,
    family,
    family_of_keys,
)
from patto.kernel.agreement.lapses import Lapse
from patto.kernel.agreement.part import Part
from patto.kernel.agreement.quantities import Budget, WrittenQuantity
from patto.kernel.hours import WEEKDAYS, Interval, Weekly, on_each_date
from patto.kernel.instants import parse
from patto.kernel.spans import SpanSet

GATHERED: Final = frozenset({"closed_days", "day_hours", "closures", "examples"})
"""The lists that are told as a whole: a new year's holidays are one change and not twenty."""


def canonical(value: object, owner: str = "", key: str = "", names: Names = NO_NAMES) -> object:
    """Return what a value under a key of a part comes to, equal for values that are the same.

    `names` has the new names of parts, for a value that uses the old ones.
    """
    if isinstance(value, Part):
        return _part(value, names)
    if isinstance(value, tuple):
        return _listed(value, owner, key, names)
    if isinstance(value, dict):
        return _mapped(value, key, names)
    if isinstance(value, WrittenQuantity):
        return _quantity(value, names)
    return _text(value, owner, key, names) if isinstance(value, str) else value


def _part(part: Part, names: Names) -> object:
    owner = type(part).__name__
    return owner, *(canonical(value, owner, name, names) for name, value in part)


def _listed(values: tuple[object, ...], owner: str, key: str, names: Names) -> object:
    if owner == "OwnHours" and key == "hours":
        return SpanSet.of(interval(str(one)) for one in values).bounds
    found = [canonical(one, owner, key, names) for one in values]
    if key in GATHERED:
        return frozenset(Counter(found).items())
    return tuple(found) if any(isinstance(one, Part) for one in values) else frozenset(found)


def _mapped(values: dict[str, object], key: str, names: Names) -> object:
    if key == "weekly":
        return _hours(values)
    called = names.get(family_of_keys(key), {})
    inner = "matrix-row" if key == "matrix" else key
    found = {
        called.get(name, name): canonical(value, "", inner, names) for name, value in values.items()
    }
    return tuple(sorted(found.items()))


def _hours(runs: dict[str, Any]) -> Weekly:
    """Return the hours that lie on each weekday, of entries for runs of weekdays."""
    days: dict[str, list[Interval]] = {day: [] for day in WEEKDAYS}
    for run, intervals in runs.items():
        for day in weekdays(run):
            days[day] += map(interval, intervals)
    mon, tue, wed, thu, fri, sat, sun = map(tuple, days.values())
    return on_each_date((mon, tue, wed, thu, fri, sat, sun))


def _quantity(value: WrittenQuantity, names: Names) -> object:
    if isinstance(value, Budget):
        in_days = value.unit == "business days"
        return value.unit if in_days else "", value.amount if in_days else value.length(None)
    if isinstance(value, Lapse):
        days = value.unit == "day"
        return "days" if days else "months", value.number * (12 if value.unit == "year" else 1)
    known = fields(cast(Any, value))
    told = {one.name: getattr(value, one.name) for one in known if one.name != "text"}
    if "budget" in told:
        told["budget"] = _quantity(told["budget"], names)
    for name, kind in (("clock", "clock"), ("base", "charge")):
        if name in told:
            told[name] = names.get(kind, {}).get(told[name], told[name])
    return type(value).__name__, *told.values()


def _text(text: str, owner: str, key: str, names: Names) -> object:
    if key == "business_day":
        return Fraction(text.removesuffix(" h"))
    if owner == "Closure" and key in {"start", "end"}:
        return parse(text)
    plain = " ".join(text.split())
    return names.get(family(owner, key), {}).get(plain, plain)
