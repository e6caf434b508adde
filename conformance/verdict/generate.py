#!/usr/bin/env python3
"""Write `cases.json` from `agreement.yaml` and the cases in `by_hand/`, a file a chapter of rules.

A case is written as people would put it: events and instants as they stand on the wall in Rome,
durations in hours and minutes, and only the terms that differ from the agreement's. Nothing is
computed here but instants in UTC and seconds; every expected value was worked out by hand, and how
is said under `because`. Run from the root of the repository:

    python conformance/verdict/generate.py
"""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator
from copy import deepcopy
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from patto.kernel.agreement.yaml import compose
from patto.kernel.instants import HOUR, MINUTE, SECOND, parse, render
from patto.kernel.zones import TZDATA_RELEASE, instants_at

Json = dict[str, Any]

HERE: Final = Path(__file__).resolve().parent
ZONE: Final = "Europe/Rome"
UNITS: Final = {"h": HOUR, "min": MINUTE, "s": SECOND, "us": 1}

_STAMP = re.compile(r"(?:\d{4}-)?\d\d-\d\d[ T]\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?(?:[+-]\d\d:\d\d)?")
_PART = re.compile(r"(\d+(?:\.\d+)?) (h|min|s|us)")
_COLUMNS: Final = {"id": "event_id", "ticket": "ticket", "late": "recorded_at"}


def read(name: str) -> Any:
    """Return what a file beside this one holds."""
    text = (HERE / name).read_text(encoding="utf-8").replace("{tzdata}", TZDATA_RELEASE)
    document = compose(text, name)
    if document.root is None or document.problems:
        raise SystemExit("\n".join(map(str, document.problems)))
    return document.root.value


def instant(text: str) -> str:
    """Return in UTC what stands on the wall in Rome, in 2026 unless another year is given."""
    dated = text if re.match(r"\d{4}-", text) else f"2026-{text}"
    if re.search(r"[+-]\d\d:\d\d$", dated):
        return render(parse(dated.replace(" ", "T")))
    (found,) = instants_at(ZONE, datetime.fromisoformat(dated))
    return render(found)


def seconds(length: object) -> float:
    """Return the seconds of a duration such as `1 h 30 min`; `0` is none."""
    text = str(length)
    parts = _PART.findall(text)
    if not parts and text != "0":
        raise SystemExit(f"{text!r} is no duration")
    return sum(float(number) * UNITS[unit] for number, unit in parts) / SECOND


def event(line: str, number: int) -> Json:
    """Return the event of a line: when, what, and whatever else there is to say as `key=value`."""
    stamp = _STAMP.match(line)
    if stamp is None:
        raise SystemExit(f"{line!r} does not begin with a time")
    kind, *words = shlex.split(line[stamp.end() :])
    given = {"id": f"e{number}", "ticket": "T1", "customer": "C"}
    given |= dict(word.split("=", 1) for word in words)
    found = {"event": kind, "occurred_at": instant(stamp[0])}
    for name, value in given.items():
        told = name in ("late", "from", "until")
        found[_COLUMNS.get(name, name)] = instant(value) if told else value
    return {name: value for name, value in found.items() if value}


def merged(target: Any, patch: Any) -> Any:
    """Return a value with a patch laid over it, mappings key by key."""
    if not isinstance(target, dict) or not isinstance(patch, dict):
        return patch
    laid = {name: merged(target.get(name), value) for name, value in patch.items()}
    return {**target, **laid}


def terms(case: Json, base: Json) -> Json:
    """Return the agreement of a case, and the merge patch of what differs, if anything does."""
    if "agreement" in case:
        return {"agreement": case["agreement"]}
    wanted = case.get("metric", "resolution")
    ((name, change),) = [(wanted, {})] if isinstance(wanted, str) else wanted.items()
    (known,) = (metric for metric in base["metrics"] if metric["id"] == name)
    patch = dict(case.get("terms", {}))
    if change:
        patch["metrics"] = [merged(known, change)]
    return {"agreement": name} | ({"with": patch} if patch else {})


def segments(text: str) -> list[Json]:
    """Return segments; a line is a start, an end, whether it counted, and the reason's name."""
    found = []
    for line in text.strip().splitlines():
        edges, _, rest = line.partition(" : ")
        start, end = edges.split(" > ")
        why, _, detail = rest.strip().partition(" ")
        one = {"start": instant(start.strip()), "end": instant(end.strip()), "why": why}
        found.append(one | ({"detail": detail} if detail else {}))
    return found


_LEVEL: Final = {"verdict": "verdict", "reason": "reason", "share": "share", "by": "modified_by"}
_ITEM: Final = {
    "id": "item", "verdict": "verdict", "reason": "reason", "priority": "priority",
    "period": "period", "disputed": "disputed", "outside": "outside_count", "version": "version",
    "metric": "metric",
}  # fmt: skip


def level(told: Json) -> Json:
    """Return what is expected of one line of an item."""
    found = {_LEVEL[name]: value for name, value in told.items() if name in _LEVEL}
    if "target" in told:
        found["target_s"] = None if told["target"] == "none" else seconds(told["target"])
    for name, column in (("due", "due"), ("kept", "kept_until")):
        if name in told:
            found[column] = None if told[name] == "none" else instant(told[name])
    return found


def item(told: Json) -> Json:
    """Return what is expected of an item."""
    found = {_ITEM[name]: value for name, value in told.items() if name in _ITEM}
    figures = {
        column: seconds(told[name])
        for name, column in (
            ("counted", "contractual_s"), ("wall", "wall_s"), ("unpaused", "unpaused_s"),
        )
        if name in told
    }  # fmt: skip
    if told.get("figures") == "none":
        found["figures"] = None
    elif figures:
        found["figures"] = figures
    for name in ("start", "stop", "opened"):
        if name in told:
            found[name] = None if told[name] == "none" else instant(told[name])
    own = level({n: v for n, v in told.items() if n in ("due", "kept", "target", "by")})
    if own:
        found["levels"] = [own]
    if "levels" in told:
        found["levels"] = [level(one) for one in told["levels"]]
    if "notes" in told:
        found["notes"] = [{"code": code} for code in told["notes"]]
    if "segments" in told:
        found["segments"] = segments(told["segments"])
    return found


def metric(told: Json) -> Json:
    """Return what is expected of a metric in a period."""
    found = {name: value for name, value in told.items() if name not in ("line", "n")}
    if "line" in told:
        found["lines"] = [told["line"]]
    return found


def expected(told: Json) -> Json:
    """Return what is expected of a case."""
    found: Json = {}
    if "item" in told:
        found["items"] = [item(told["item"])]
    if "items" in told:
        found["items"] = [item(one) for one in told["items"]]
    if "period" in told:
        found["metrics"] = [metric(told["period"])]
    if "periods" in told:
        found["metrics"] = [metric(one) for one in told["periods"]]
    return found | {name: told[name] for name in ("unmatched", "error") if name in told}


def compiled(case: Json, name: str, base: Json) -> Json:
    """Return a case in the format that `patto verdict run` reads."""
    found: Json = {"id": name, "rule": case["rule"], "shows": case["shows"]}
    if "because" in case:
        found["because"] = " ".join(case["because"].split())
    found |= terms(case, base)
    lines = case["events"].strip().splitlines()
    found["events"] = [event(text.strip(), number) for number, text in enumerate(lines, 1)]
    found["at"] = instant(case["at"])
    found["known_at"] = instant(case["known"] if "known" in case else case["at"])
    return found | {"expect": expected(case["expect"])}


def agreements(base: Json) -> Json:
    """Return the agreements of the set: one for each metric, and one in two versions."""
    found = {metric["id"]: {**base, "metrics": [metric]} for metric in base["metrics"]}
    first = {**deepcopy(base), "metrics": deepcopy(base["metrics"][:2])}
    second = deepcopy(first)
    first["agreement"]["effective"] = {"start": "2026-01-01", "end": "2026-07-01"}
    effective = {"start": "2026-07-01", "end": "2026-10-01"}
    second["agreement"] |= {"version": 2, "supersedes": 1, "effective": effective}
    for metric_ in second["metrics"]:
        for rows in (rows for rows in metric_["targets"].values() if rows != "none"):
            rows["levels"][0]["within"] = "1 h"
    return found | {"first": first, "second": second}


def cases() -> Iterator[Json]:
    """Yield every case, in the order of the rules."""
    base = read("agreement.yaml")
    for file in sorted((HERE / "by_hand").glob("*.yaml")):
        for number, case in enumerate(read(f"by_hand/{file.name}"), 1):
            yield compiled(case, f"{file.stem}-{number:02}", base)


def rendered() -> str:
    """Return the text of `cases.json`: one agreement and one case a line."""
    known = agreements(read("agreement.yaml"))
    named = [f"{line(name)}: {line(terms_)}" for name, terms_ in known.items()]
    listed = [line(case) for case in cases()]
    head = f'{{"tzdata": {line(TZDATA_RELEASE)}, "agreements": {{'
    body = [head, ",\n".join(named), '}, "cases": [', ",\n".join(listed), "]}"]
    return "\n".join(body) + "\n"


def line(value: Any) -> str:
    """Return a value as JSON on one line."""
    return json.dumps(value, ensure_ascii=False)


if __name__ == "__main__":
    (HERE / "cases.json").write_text(rendered(), encoding="utf-8")
