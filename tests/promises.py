"""An agreement to measure by, small enough to hold in one's head, and a short hand for events.

Support hours are Monday to Friday 09:00-17:00 in Rome, nights 22:00-06:00 every day, the site is
open 10:00-12:00 and 14:00-16:00 on working days. Easter Monday, 6 April 2026, is closed; Thursday,
2 April, closes at 13:00. Times are written as on the wall in Rome in 2026: `03-06 16:55`.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable
from datetime import datetime
from itertools import count
from typing import Any

from patto.kernel.agreement.metrics import Metric
from patto.kernel.agreement.model import Agreement
from patto.kernel.agreement.versions import History
from patto.kernel.evaluation.measure import Measurement, explain, measure
from patto.kernel.evaluation.outcome import ItemOutcome
from patto.kernel.facts import Event
from patto.kernel.instants import Instant, parse
from patto.kernel.zones import instants_at

ZONE = "Europe/Rome"
YEARS_END = "2027-01-01T00:00:00Z"
ALL_KNOWN = "2030-01-01T00:00:00Z"


def calendar(weekly: dict[str, list[str]], **other: Any) -> dict[str, Any]:
    """Return a calendar of Rome, without exceptions unless given."""
    return {
        "title": "Hours", "zone": ZONE, "weekly": weekly, "closed_days": "none",
        "day_hours": "none", "closures": "none", "dates_from": "none", "stated_until": "always",
        "coming_year": "none", "business_day": "none", **other,
    }  # fmt: skip


def row(clock: str, *levels: tuple[str, str | dict[str, Any]], when: Any = "always") -> Any:
    """Return a row of targets: its clock, and a share and time or deadline a level."""
    return {
        "when": when,
        "clock": clock,
        "levels": [
            {"share": share, "within" if isinstance(target, str) else "by": target}
            for share, target in levels
        ],
    }


def metric(kind: str = "resolution", **other: Any) -> dict[str, Any]:
    """Return a metric that starts at the report and ends when resolved; `other` differs."""
    terms: dict[str, Any] = {
        "id": kind, "kind": kind, "title": "A promise", "purpose": "A test", "clause": "none",
        "population": {
            "types": "all", "priorities": "all", "services": "all", "items": "all",
            "requesters": "all", "counting": "ticket",
        },
        "exclusions": ["power-cut", "agreed-by-both"], "remedy": "none",
        "evidence": {"system": "the desk", "proxy": "none", "gaps": "not-determined"},
        "report": {"unit": "min", "interval": "shown"}, "examples": [],
        "period": {"every": "month", "assign_by": "due", "partial": "as-it-stands"},
        "start": {"event": "reported", "source": "the desk"},
        "stop": {"events": ["resolved"], "source": "the desk"},
        "targets": {
            "P1": row("support", ("90 %", "2 h"), ("100 %", "4 h")),
            "P2": row("support", ("90 %", "4 h"), ("100 %", "8 h")),
            "P3": row("24x7", ("90 %", "24 h"), ("100 %", "48 h")),
            "P4": "none",
        },
        "pauses": ["waiting-customer", "waiting-supplier"],
        "priority_change": "retroactive",
        "related": {"merged": "parent-counts", "split": "each-counts"},
        "constraints": ["access", "part", "longer"], "small_sample": "none",
    }  # fmt: skip
    if kind == "response":
        terms["stop"]["events"] = ["responded"]
    else:
        terms["reopen"] = {"within": "16 h on office", "resolved_time": "does-not-count"}
    if kind == "keep-informed":
        terms["updates"] = ["updated"]
    return terms | other


def counting(limit: str = "at-most", number: int = 1, **other: Any) -> dict[str, Any]:
    """Return a metric that counts reopenings."""
    terms = metric("count")
    unknown = ("start", "stop", "targets", "pauses", "priority_change", "related", "constraints")
    for name in (*unknown, "small_sample", "reopen"):
        terms.pop(name)
    terms["period"].pop("assign_by")
    return terms | {"counts": ["reopened"], "limit": limit, "number": number} | other


BASE: dict[str, Any] = {
    "agreement": {
        "id": "A", "version": 1, "title": "T", "model": "patto/1", "supersedes": "none",
        "effective": {"start": "2026-01-01", "end": "2027-01-01"},
        "zone": ZONE, "language": "en", "tzdata": "any",
    },
    "parties": {"provider": {"name": "P"}, "customer": {"name": "C", "known_as": ["C", "C2"]}},
    "calendars": {
        "office": calendar(
            {"mon-fri": ["09:00-17:00"]},
            closed_days=[{"date": "2026-04-06", "name": "Easter Monday"}],
            day_hours=[{"date": "2026-04-02", "hours": ["09:00-13:00"], "name": "Before Easter"}],
            stated_until="2026-12-31",
            business_day="8 h",
        ),
        "site": calendar({"mon-fri": ["10:00-12:00", "14:00-16:00"]}),
        "nights": calendar({"mon-sun": ["22:00-06:00"]}),
    },
    "clocks": {
        "support": {
            "title": "Support", "hours": "office", "site_access": "none",
            "maintenance": "does-not-count", "business_day": "8 h",
        },
        "on-site": {
            "title": "On site", "hours": "office", "site_access": ["site"],
            "maintenance": "does-not-count", "business_day": "none",
        },
    },
    "services": [{"id": "mail", "title": "Mail"}],
    "items": "none",
    "channels": [
        {"id": "portal", "title": "Portal", "watched": "office"},
        {"id": "phone", "title": "Phone", "watched": "office"},
    ],
    "validly_logged": {"acts": [{"channels": ["portal", "phone"]}], "information": "none"},
    "recording": {"late_entry": "1 h on 24x7"},
    "priorities": {
        "order": [{"id": p, "title": p} for p in ("P1", "P2", "P3", "P4")],
        "impacts": [{"id": "firm", "title": "F", "criterion": "c"}],
        "urgencies": [
            {"id": "stopped", "title": "S", "criterion": "c"},
            {"id": "hindered", "title": "H", "criterion": "c"},
        ],
        "matrix": {"firm": {"stopped": "P1", "hindered": "P2"}},
        "default": "P2", "set_by": "provider", "disputes": "none",
    },
    "pause_reasons": [
        {
            "id": "waiting-customer", "title": "Customer", "clause": "none",
            "declared_by": ["provider"], "evidence": "required", "maximum": "8 h on office",
        },
        {
            "id": "waiting-supplier", "title": "Supplier", "clause": "none",
            "declared_by": ["provider", "supplier"], "evidence": "none",
            "maximum": "12 h on 24x7",
        },
    ],
    "exclusions": [
        {
            "id": "power-cut", "title": "Power cut", "clause": "8.1", "when": "the grid is off",
            "evidence": "required", "consent": "not-required",
        },
        {
            "id": "agreed-by-both", "title": "By both", "clause": "8.2", "when": "both agree",
            "evidence": "none", "consent": "required",
        },
    ],
    "constraints": [
        {
            "id": "access", "title": "Access", "clause": "11.2", "switched_on_by": "needs-visit",
            "switched_off_by": "on-site", "effect": {"within": ["site"]},
        },
        {
            "id": "part", "title": "Part", "clause": "none", "switched_on_by": "part-needed",
            "switched_off_by": "part-available",
            "effect": {"stands_still": "yes", "maximum": "6 h on 24x7"},
        },
        {
            "id": "longer", "title": "Their change", "clause": "11.4",
            "switched_on_by": "customer-change", "switched_off_by": "none",
            "effect": {"more_time": "2 h"},
        },
    ],
    "situations": [
        {
            "id": "inspection", "title": "Inspection", "clause": "none", "notice": "8 h on office",
            "evidence": "required",
        },
        {"id": "fair", "title": "Fair", "clause": "none", "notice": "none", "evidence": "none"},
    ],
    "maintenance": {
        "windows": "24x7", "notice": "24 h on 24x7", "monthly_cap": "4 h on office",
    },
}  # fmt: skip


def terms(*metrics: dict[str, Any], **parts: Any) -> dict[str, Any]:
    """Return the agreement with these metrics; each part given is put in place of its own."""
    changed = copy.deepcopy(BASE)
    changed["metrics"] = list(metrics) or [metric()]
    return changed | parts


def agreement(*metrics: dict[str, Any], **parts: Any) -> Agreement:
    """Return the agreement with these metrics as a value."""
    return Agreement.model_validate(terms(*metrics, **parts))


def version(number: int, start: str, end: str, *metrics: dict[str, Any], **parts: Any) -> Agreement:
    """Return a version of the agreement with its number and dates."""
    identity = BASE["agreement"] | {"version": number, "effective": {"start": start, "end": end}}
    return agreement(*metrics, agreement=identity, **parts)


def only(found: Agreement) -> Metric:
    """Return the metric of an agreement that has one."""
    (one,) = found.measured
    return one


def at(text: str) -> Instant:
    """Return an instant: `03-06 16:55` on the wall in Rome in 2026, or a whole one."""
    if "T" in text:
        return parse(text)
    year = "" if text.count("-") > 1 else "2026-"
    (instant,) = instants_at(ZONE, datetime.fromisoformat(year + text))
    return instant


_OWN = ("by", "reason", "evidence", "refers_to", "customer", "source")
_numbers = count()


def event(when: str, kind: str, /, *, late: str = "", **given: str) -> Event:
    """Return an event of ticket T1 unless another is given, recorded when it occurred unless late.

    Whatever is not a column of its own is an attribute.
    """
    number = next(_numbers)
    occurred = at(when)
    name = given.pop("id", f"e{number}")
    ticket = given.pop("ticket", "T1")
    own = {column: given.pop(column) for column in _OWN if column in given}
    return Event(
        name, ticket, kind, occurred, at(late) if late else occurred,
        position=number, attributes=given, **own,
    )  # fmt: skip


def measured(
    versions: Agreement | Iterable[Agreement],
    events: Iterable[Event],
    when: str = YEARS_END,
    known: str = ALL_KNOWN,
    **other: Any,
) -> Measurement:
    """Return the measurement of events."""
    known_versions = [versions] if isinstance(versions, Agreement) else list(versions)
    return measure(History(known_versions), events, at=at(when), known_at=at(known), **other)


def told(
    versions: Agreement | Iterable[Agreement],
    events: Iterable[Event],
    when: str = YEARS_END,
    known: str = ALL_KNOWN,
) -> tuple[ItemOutcome, ...]:
    """Return the outcomes of ticket T1 with their segments."""
    known_versions = [versions] if isinstance(versions, Agreement) else list(versions)
    history = History(known_versions)
    return explain(history, events, "T1", at=at(when), known_at=at(known))[0]


def one(
    versions: Agreement | Iterable[Agreement],
    events: Iterable[Event],
    when: str = YEARS_END,
    known: str = ALL_KNOWN,
) -> ItemOutcome:
    """Return the one outcome of ticket T1."""
    (outcome,) = told(versions, events, when, known)
    return outcome
