"""Agreements for property tests: sound ones, with every kind of part and texts that try YAML."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import cycle
from typing import Any, TypeAlias, get_type_hints

from hypothesis import settings
from hypothesis import strategies as st

from patto.kernel.agreement.canonical import plain
from patto.kernel.agreement.choices import OrNone
from patto.kernel.agreement.model import Agreement
from patto.kernel.agreement.part import Part, Words
from patto.kernel.zones import TZDATA_RELEASE

Plain = dict[str, Any]

TRAPS = (
    "none", "no", "null", "true", "~", "22:00", "2026-01-06", "1e3", "0x1F", "007", "+1", ".5",
    "- a", "a: b", "a:", "a #b", "#", "a, b", "[a]", "{a}", "'", '"', "it's", "a\\b", "%x", "@x",
    "`x`", "&a", "*a", "!a", "|", ">", "?", "? a", ": a", "a\nb", "a\n\n  b", "a\n#b", "a\tb",
    "---", "...", "<<", "=", "perché no", "日本", "🙂", "\u00a0x", "a \u00a0", "x\r\ny",
)  # fmt: skip
"""Texts that a careless writer or reader of YAML turns into something else."""

unhurried = settings(deadline=None)
"""For a law whose first example pays for what is made once, such as the model's validator."""

NEVER = "\u2028\u2029\ufeff\ufffe\uffff"

texts = st.one_of(
    st.sampled_from(TRAPS),
    st.text(
        st.characters(exclude_categories=["Cc", "Cs"], exclude_characters=NEVER), min_size=1
    ).filter(lambda text: bool(text.strip())),
)
names = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,8}", fullmatch=True).filter(
    lambda name: name != "24x7"
)
_HOURS = (("09:00-17:00",), ("09:00-12:00", "13:00-17:00"), ("00:00-24:00",), ("17:00-09:00",))


def or_none(value: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Return a value or the word `none`."""
    return st.just("none") | value


def ids(least: int = 1) -> st.SearchStrategy[list[str]]:
    """Return some names, each once."""
    return st.lists(names, min_size=least, max_size=3, unique=True)


@st.composite
def calendars(draw: st.DrawFn) -> Plain:
    """Return a calendar that opens, with or without exceptions."""
    days = draw(st.lists(st.integers(1, 28), max_size=3, unique=True))
    closed = [{"date": f"2026-05-{day:02}", "name": draw(texts)} for day in days[:1]]
    own = [
        {"date": f"2026-05-{day:02}", "hours": ["10:00-12:00"], "name": draw(texts)}
        for day in days[1:]
    ]
    closure = {
        "start": "2026-03-03T10:00:00+01:00", "end": "2026-03-03T12:00:00Z", "name": draw(texts)
    }  # fmt: skip
    told = {"holidays": "none", "patron_day": draw(or_none(texts)), "shutdown": "none"}
    return {
        "title": draw(texts),
        "zone": draw(st.sampled_from(["Europe/Rome", "+01:00", "Asia/Kathmandu"])),
        "weekly": {"mon-thu": list(draw(st.sampled_from(_HOURS)))},
        "closed_days": closed or "none",
        "day_hours": own or "none",
        "closures": draw(or_none(st.just([closure]))),
        "dates_from": draw(or_none(st.just({**told, "source": draw(texts)}))),
        "stated_until": "2026-12-31" if days else draw(st.sampled_from(["always", "2027-01-01"])),
        "coming_year": {"rule": draw(texts), "notice": draw(texts)},
        "business_day": "8 h",
    }


@st.composite
def clocks(draw: st.DrawFn, known: list[str]) -> Plain:
    """Return a clock of known calendars."""
    hours = draw(st.sampled_from([known[0], {"all_of": known[:1]}, {"any_of": known}]))
    return {
        "title": draw(texts),
        "hours": hours,
        "site_access": draw(or_none(st.just(["24x7"]))),
        "maintenance": draw(st.sampled_from(["counts", "does-not-count"])),
        "business_day": "7.5 h",
    }


@st.composite
def terms(draw: st.DrawFn, calendar: str, clock: str) -> Plain:
    """Return what changes clocks and promises."""
    base = {"title": draw(texts), "clause": draw(or_none(texts))}
    effect = st.sampled_from(
        [
            {"within": [calendar]},
            {"stands_still": "yes", "maximum": f"2 business days on {clock}"},
            {"more_time": "30 min"},
        ]
    )
    switches = {
        "switched_on_by": "needs-visit",
        "switched_off_by": draw(or_none(st.just("on-site"))),
    }
    return {
        "pause_reasons": [
            {"id": name, **base, "declared_by": ["provider"], "evidence": "required",
             "maximum": f"1.5 h on {clock}"}
            for name in draw(ids())
        ],
        "exclusions": draw(or_none(st.just([
            {"id": "x", **base, "when": draw(texts), "evidence": "none", "consent": "required"}
        ]))),
        "constraints": [
            {"id": name, **base, **switches, "effect": draw(effect)} for name in draw(ids())
        ],
        "situations": [
            {"id": "s", **base, "notice": draw(or_none(st.just("8 h on 24x7"))), "evidence": "none"}
        ],
        "maintenance": draw(or_none(st.just(
            {"windows": calendar, "notice": "48 h on 24x7", "monthly_cap": f"4 h on {clock}"}
        ))),
    }  # fmt: skip


@st.composite
def rows(draw: st.DrawFn, calendar: str, clock: str) -> Any:
    """Return the targets of a priority: none, one row, or several."""
    levels = [{"share": "90 %", "within": "30 min"}, {"share": "100 %", "within": "1 business day"}]
    last = {"when": "always", "clock": clock, "levels": levels}
    by = {"working_day": 1, "calendar": calendar, "day_of_call": "counts", "cut_off": "none"}
    dated = [
        {"share": "90 %", "by": {**by, "time": "12:00", "pauses": "move-it"}},
        {"share": "100 %", "by": {**by, "time": "end-of-hours", "pauses": "do-not-move-it"}},
    ]
    when = draw(st.sampled_from([{"calendar": calendar}, {"situation": "s"}]))
    first = {"when": when, "clock": "24x7", "levels": dated}
    return draw(st.sampled_from(["none", last, [last], [first, last]]))


@st.composite
def metrics(draw: st.DrawFn, stated: Plain, calendar: str, clock: str) -> Plain:
    """Return a metric of any kind that names only what is stated."""
    kind = draw(st.sampled_from(["response", "resolution", "keep-informed", "count"]))
    example = {
        "title": draw(texts),
        "events": [
            {"event": "reported", "at": "2026-03-10 10:00", "attributes": {"x": draw(texts)}}
        ],
        "at": "2026-03-11",
        "expect": {"value": draw(or_none(texts)), "verdict": "PENDING"},
    }
    period = {"every": "month", "partial": "as-it-stands"}
    metric = {
        "id": draw(names), "kind": kind, "title": draw(texts), "purpose": draw(texts),
        "clause": draw(or_none(texts)),
        "population": {"types": draw(st.just("all") | st.lists(texts)), "priorities": "all",
                       "services": "all", "items": "all", "requesters": "all",
                       "counting": "ticket"},
        "exclusions": "none", "remedy": draw(or_none(texts)),
        "evidence": {"system": draw(texts), "proxy": draw(or_none(texts)),
                     "gaps": "not-determined"},
        "report": {"unit": "h", "interval": "shown"}, "examples": [example, example],
    }  # fmt: skip
    if kind == "count":
        return {
            **metric,
            "period": period,
            "counts": ["reopened"],
            "limit": "at-least",
            "number": 0,
        }
    order = [priority["id"] for priority in stated["priorities"]["order"]]
    promised = {"when": "always", "clock": clock, "levels": [
        {"share": "90 %", "within": "2 h"},
        {"share": "100 %", "within": "3 business days"},
    ]}  # fmt: skip
    metric |= {
        "period": {**period, "assign_by": "due"},
        "start": {"event": "reported", "source": draw(texts)},
        "stop": {"events": ["resolved"], "source": draw(texts)},
        "targets": {name: draw(rows(calendar, clock)) for name in order} | {order[0]: promised},
        "pauses": [reason["id"] for reason in stated["pause_reasons"]],
        "priority_change": "from-now",
        "related": {"merged": "parent-counts", "split": "each-counts"},
        "constraints": [constraint["id"] for constraint in stated["constraints"]],
        "small_sample": draw(or_none(st.just(
            {"rule": "accumulate", "below": 5, "line": "100 %", "periods": 2}))),
    }  # fmt: skip
    if kind != "response":
        metric["reopen"] = draw(or_none(st.just(
            {"within": f"5 business days on {clock}", "resolved_time": "counts"})))  # fmt: skip
    return {**metric, "updates": ["updated"]} if kind == "keep-informed" else metric


@st.composite
def stated(draw: st.DrawFn) -> Plain:
    """Return what a sound file states."""
    calendar_names = draw(ids())
    clock = draw(names.filter(lambda name: name not in calendar_names))
    order, impact = draw(ids()), draw(names)
    found: Plain = {
        "agreement": {
            "id": draw(names), "version": draw(st.integers(1, 99)), "title": draw(texts),
            "model": "patto/1",
            "effective": {"start": "2026-01-01", "end": draw(or_none(st.just("2027-01-01")))},
            "supersedes": draw(or_none(st.integers(1, 99))), "zone": "Europe/Rome",
            "language": "en", "tzdata": TZDATA_RELEASE,
        },
        "parties": {
            "provider": {"name": draw(texts)},
            "customer": {"name": draw(texts), "known_as": draw(st.just("any") | st.lists(texts))},
        },
        "calendars": {name: draw(calendars()) for name in calendar_names},
        "clocks": {clock: draw(clocks(calendar_names))},
        "services": [{"id": name, "title": draw(texts)} for name in draw(ids())],
        "items": "none",
        "channels": [{"id": "phone", "title": draw(texts), "watched": calendar_names[0]}],
        "validly_logged": {"acts": [{"channels": ["phone"]}], "information": "none"},
        "recording": {"late_entry": draw(st.sampled_from(["unlimited", "1 h on 24x7"]))},
        "priorities": {
            "order": [{"id": name, "title": draw(texts)} for name in order],
            "impacts": [{"id": impact, "title": draw(texts), "criterion": draw(texts)}],
            "urgencies": [{"id": impact, "title": draw(texts), "criterion": draw(texts)}],
            "matrix": {impact: {impact: order[0]}}, "default": order[0], "set_by": "customer",
            "disputes": draw(or_none(texts)),
        },
    }  # fmt: skip
    found |= draw(terms(calendar_names[0], clock))
    several = st.lists(metrics(found, calendar_names[0], clock), min_size=1, max_size=2,
                       unique_by=lambda metric: metric["id"])  # fmt: skip
    return {**found, "metrics": draw(several)}


agreements = stated().map(Agreement.model_validate)
"""Sound agreements."""

_APART = (
    "aims", "governs", "definitions", "scope_changes", "not_covered", "workload", "out_of_hours",
    "customer_obligations", "provider_obligations", "reporting", "start_conditions",
    "data_protection", "regulated", "insurance", "term", "exit", "legal", "free_clauses",
)  # fmt: skip
_TEXT: TypeAlias = OrNone[Words]
_TEXTS: TypeAlias = OrNone[tuple[Words, ...]]
_NEVER_NONE = {"aims", "scope_changes", "term", "exit", "legal"}


@st.composite
def settled(draw: st.DrawFn, whole: Agreement) -> Agreement:
    """Return an agreement that settles some of what another does, in other words."""
    words = cycle(draw(st.lists(texts, min_size=3, max_size=7)))
    stated = plain(whole)
    for name in Agreement.model_fields:
        if name in _APART and draw(st.booleans()):
            if name in _NEVER_NONE or draw(st.booleans()):
                del stated[name]
            else:
                stated[name] = "not-offered" if name == "out_of_hours" else "none"
        elif not Agreement.model_fields[name].is_required():
            stated[name] = _in_other_words(getattr(whole, name), stated[name], words)
    return Agreement.model_validate(stated)


def _in_other_words(part: object, stated: Any, words: Iterator[str]) -> Any:
    """Return what is stated of a part with its free texts replaced."""
    if isinstance(part, tuple):
        pairs = zip(part, stated, strict=True)
        return [_in_other_words(one, value, words) for one, value in pairs]
    if not isinstance(part, Part):
        return stated
    hints = get_type_hints(type(part), include_extras=True)
    other: Plain = {}
    for name, value in stated.items():
        if hints[name] == Words or (hints[name] == _TEXT and value != "none"):
            other[name] = next(words)
        elif hints[name] == _TEXTS and value != "none":
            other[name] = [next(words) for _ in value]
        else:
            other[name] = _in_other_words(getattr(part, name), value, words)
    return other
