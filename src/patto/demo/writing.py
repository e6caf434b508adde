"""The text of an agreement of the demonstration: a kind, in a language, for a customer."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from string import Template
from typing import NamedTuple

from patto.demo.holidays import closed_days
from patto.demo.kinds import KINDS, Kind, Target
from patto.kernel.zones import TZDATA_RELEASE


class Sides(NamedTuple):
    """Between whom an agreement is and what it is about; items as its file writes them."""

    provider: str
    customer: str
    title: str
    items: Sequence[Mapping[str, str]]
    zone: str


def written(
    kind: str, language: str, sides: Sides, *, start: date, first: date, version: int = 1
) -> str:
    """Return the text of a version that governs from a date on; `patto check` finds no error.

    `first` is the day from which the first version did.
    """
    terms = KINDS[kind]
    closed = [
        {"date": day.isoformat(), "name": name}
        for day, name in closed_days(range(start.year, start.year + 4), language)
    ]
    values = {
        "id": f"{_plain(sides.customer)}-{first.year}",
        "version": str(version),
        "supersedes": "none" if version == 1 else str(version - 1),
        "title": json.dumps(sides.title, ensure_ascii=False),
        "provider": json.dumps(sides.provider),
        "customer": json.dumps(sides.customer, ensure_ascii=False),
        "known_as": json.dumps(sides.customer, ensure_ascii=False),
        "zone": sides.zone,
        "tzdata": TZDATA_RELEASE,
        "start": start.isoformat(),
        "stated_until": f"{start.year + 3}-12-31",
        "weekly": json.dumps({days: list(hours) for days, hours in terms.weekly.items()}),
        "closed_days": json.dumps(closed, ensure_ascii=False) if terms.holidays else "none",
        "business_day": terms.business_day,
        "watched": "24x7" if terms.response["P1"].clock == "24x7" else "office",
        "items": json.dumps(sides.items, ensure_ascii=False) if sides.items else "none",
        "line": terms.share,
        "day": _usual_day(start, {date.fromisoformat(one["date"]) for one in closed}).isoformat(),
        "response": _targets(terms, terms.response),
    }
    resolution = _text("resolution", language).substitute(
        values, resolution=_targets(terms, terms.resolution)
    )
    return _text("agreement", language).substitute(
        values, resolution=resolution if terms.resolution else ""
    )


def _targets(terms: Kind, targets: Mapping[str, Target]) -> str:
    return json.dumps({
        priority: {"when": "always", "clock": clock, "levels": [
            {"share": share, "within": within}
            for share, within in ((terms.share, nearly), ("100 %", always)) if within
        ]}
        for priority, (clock, nearly, always) in targets.items()
    })  # fmt: skip


def _usual_day(start: date, closed: set[date]) -> date:
    """Return the first Tuesday of an agreement that is no closed day, for its examples."""
    day = start + timedelta(days=(1 - start.weekday()) % 7)
    while day in closed:
        day += timedelta(days=7)
    return day


def _plain(name: str) -> str:
    return re.sub(r"[^A-Z0-9]+", "-", name.upper()).strip("-")


@cache
def _text(name: str, language: str) -> Template:
    return Template(files(__package__).joinpath(f"{name}.{language}.yaml").read_text("utf-8"))
