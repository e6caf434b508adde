"""The text of an agreement of the demonstration: a kind, in a language, for a customer."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from string import Template
from typing import Any, NamedTuple

from patto.demo.cast import address, cast
from patto.demo.holidays import closed_days
from patto.demo.kinds import KINDS, Kind, Target
from patto.kernel.zones import TZDATA_RELEASE


class Sides(NamedTuple):
    """Between whom an agreement is and what it is about; items as its file writes them.

    Who signs for the provider and decides at the customer, where that has its seat, and what its
    addresses on the network end in; things that somebody else supports, with who that is.
    """

    provider: str
    customer: str
    title: str
    items: Sequence[Mapping[str, str]]
    zone: str
    signs: str = "Marta Zanella"
    decides: str = ""
    seat: str = ""
    address: str = ""
    elsewhere: Sequence[tuple[str, Mapping[str, str]]] = ()


def sides_of(customer: Mapping[str, Any], kind: str, zone: str) -> Sides:
    """Return both sides of the agreement of a customer of the cast, and what it is about."""
    told = cast()
    by = told["suppliers"]
    items = [
        {"id": one["item"], "title": one["name"], "service": one["service"]}
        for one in customer["systems"]
        if "item" in one
    ]
    return Sides(
        provider=told["provider"]["name"],
        customer=customer["name"],
        title=told["titles"][customer["language"]].get(kind, ""),
        items=items,
        zone=zone,
        decides=next(one["name"] for one in customer["contacts"] if one.get("decides")),
        seat=customer["sites"][0]["address"],
        address=address(customer["name"], "-"),
        elsewhere=[
            (one["name"], {key: str(value) for key, value in by[one["supplier"]].items()})
            for one in customer["systems"]
            if "supplier" in one
        ],
    )


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
        "resolution": _targets(terms, terms.resolution),
        "information": json.dumps(terms.information) if terms.information else "none",
        "told": f", information: {json.dumps(';'.join(terms.information))}"
        if terms.information
        else "",
        "not_covered": _elsewhere(sides, language),
    }
    return _text("agreement", language).substitute(values)


def _targets(terms: Kind, targets: Mapping[str, Target]) -> str:
    return json.dumps({
        priority: {"when": "always", "clock": clock, "levels": [
            {"share": share, "within": within}
            for share, within in ((terms.share, nearly), ("100 %", always)) if within
        ]}
        for priority, (clock, nearly, always) in targets.items()
    })  # fmt: skip


def _elsewhere(sides: Sides, language: str) -> str:
    """Return what somebody else supports, with who that is and how to reach them."""
    reached, hand_over = {
        "en": ("telephone {}, contract {}", "calls them and says so to whoever reported"),
        "it": ("telefono {}, contratto {}", "li chiama e lo dice a chi ha segnalato"),
    }[language]
    listed = [
        {
            "id": f"elsewhere-{number}",
            "title": thing,
            "supported_by": {
                "name": by["name"],
                "reached_by": reached.format(by["telephone"], by["contract"]),
                "hours": by["hours"],
            },
            "hand_over": hand_over,
            "clause": "2.3",
        }
        for number, (thing, by) in enumerate(sides.elsewhere, 1)
    ]
    return json.dumps(listed, ensure_ascii=False) if listed else "none"


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
