"""The `timeline` blocks of docs/reference/semantics.md: read, evaluated and compared.

A block is events on the wall, `terms` that differ, `at`, `known`, and what must come out.
"""

from __future__ import annotations

import copy
import re
import shlex
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from patto.kernel import facts
from patto.kernel.agreement.model import Agreement
from patto.kernel.agreement.yaml import compose
from patto.kernel.evaluation.measure import Measurement, explain, in_force, measure
from patto.kernel.evaluation.outcome import ItemOutcome
from patto.kernel.facts import Event
from patto.kernel.instants import MINUTE, Instant, to_datetime
from patto.kernel.zones import instants_at, zone

ZONE = "Europe/Rome"
TICKET = "T-1"
OWN = ("by", "reason", "evidence", "refers_to", "customer")
STAMP = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d")


@dataclass
class Block:
    """One timeline as written."""

    terms: list[tuple[str, Any]] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    at: Instant = 0
    known_at: Instant = 0
    expected: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class OneVersion:
    """A history of one version."""

    agreement: Agreement

    @property
    def versions(self) -> list[Agreement]:
        return [self.agreement]

    def governing(self, instant: Instant) -> Agreement | None:
        return self.agreement if in_force(self.agreement, instant) else None


def plain(text: str) -> Any:
    """Return the value of a YAML text."""
    root = compose(text, "").root
    assert root is not None, text
    return root.value


def wall(text: str) -> Instant:
    """Return the instant of a wall time in Rome that is shown once."""
    (instant,) = instants_at(ZONE, datetime.fromisoformat(text))
    return instant


def block(text: str) -> Block:
    """Return a block that a text states."""
    found = Block()
    for line in text.strip().splitlines():
        head, _, rest = line.partition(" ")
        if head == "terms":
            path, _, value = rest.partition(" = ")
            found.terms.append((path.strip(), plain(value)))
        elif head == "at":
            found.at = found.known_at = wall(rest)
            if found.events:
                found.known_at = max(found.at, *(e.recorded_at for e in found.events))
        elif head == "known":
            found.known_at = wall(rest)
        elif STAMP.match(line):
            found.events.append(event(line, len(found.events)))
        else:
            found.expected.append(line)
    return found


def event(line: str, number: int) -> Event:
    """Return the event that a line states."""
    occurred = wall(line[:16])
    kind, *words = shlex.split(line[16:])
    given: dict[str, str] = {}
    recorded = occurred
    while words:
        word = words.pop(0)
        if word == "by":
            given["by"] = words.pop(0)
        elif word == "late":
            recorded = wall(f"{words.pop(0)} {words.pop(0)}")
        else:
            name, _, value = word.partition("=")
            given[name] = value
    own = {n: given.pop(n) for n in OWN if n in given}
    event_id = given.pop("id", f"e{number + 1}")
    ticket = "" if kind in facts.CUSTOMER_KINDS - facts.TICKET_KINDS else TICKET
    return Event(
        event_id, ticket, kind, occurred, recorded, position=number, attributes=given, **own
    )


def agreement(base: dict[str, Any], terms: list[tuple[str, Any]]) -> Agreement:
    """Return the agreement of the page with an example's terms put in."""
    changed = copy.deepcopy(base)
    for path, value in terms:
        *steps, last = path.split(".")
        named = {metric["id"]: metric for metric in changed["metrics"]}
        part = {**changed, **named} if steps else changed
        for step in steps:
            part = part[step]
        part[last] = value
    return Agreement.model_validate(changed)


def outcome(text: str, base: dict[str, Any]) -> list[str]:
    """Return what of a block's expectations did not come out, nothing if all did."""
    stated = block(text)
    history = OneVersion(agreement(base, stated.terms))
    at, known_at = stated.at, stated.known_at
    whole = measure(history, stated.events, at=at, known_at=known_at)
    items, _ = explain(history, stated.events, TICKET, at=at, known_at=known_at)
    by_name = {item.metric + item.item.removeprefix(TICKET): item for item in items}
    return [
        f"{line!r} but {told}"
        for line in stated.expected
        if (told := _differs(line, by_name, whole))
    ] + _segments(stated.expected, list(items))


def _differs(line: str, items: dict[str, ItemOutcome], whole: Measurement) -> str:
    head, *rest = re.split(r"  +", line.strip())
    if head == "segment":
        return ""
    if head == "unmatched":
        return "" if [u.why for u in whole.unmatched] == rest else str(whole.unmatched)
    if head.startswith("period "):
        _, metric, label = head.split()
        found = next(m for m in whole.metrics if (m.metric, m.period.label) == (metric, label))
        told = [found.verdict.value, f"{found.lines[0].met} of {found.lines[0].counted}"]
        return "" if told == rest else str(told)
    if head.startswith("count "):
        _, metric, label = head.split()
        found = next(m for m in whole.metrics if (m.metric, m.period.label) == (metric, label))
        told = [found.verdict.value, str(found.count.number if found.count else None)]
        return "" if told == rest else str(told)
    if head not in items:
        return "" if rest == ["nothing"] else f"only {sorted(items)}"
    facts_told = said(items[head])
    missing = [part for part in rest if part not in facts_told]
    return f"{missing} not in {sorted(facts_told)}" if missing else ""


def said(item: ItemOutcome) -> set[str]:
    """Return all that a line may state of an outcome."""
    level = item.levels[0]
    told = {level.verdict.value, level.reason, *(f"note {note.code}" for note in item.notes)}
    told |= {f"modified {clause}" for clause in level.modified_by} or {"unmodified"}
    if item.period is not None:
        told.add(f"period {item.period.label}")
    if item.figures is not None:
        told.add(minutes(item.figures.contractual))
        told.add(f"wall {minutes(item.figures.wall)}")
        told.add(f"unpaused {minutes(item.figures.unpaused)}")
    for word, instant in (("due", level.due), ("kept", level.kept_until)):
        told.add(f"no {word}" if instant is None else f"{word} {local(instant)}")
    return told


def _segments(expected: list[str], items: list[ItemOutcome]) -> list[str]:
    wanted = [re.split(r"  +", line)[1:] for line in expected if line.startswith("segment")]
    if not wanted:
        return []
    tape = next(item.segments for item in items if item.metric == "resolution")
    found = [[s.why, minutes(s.length), *([s.detail] if s.detail else [])] for s in tape]
    return [] if found == wanted else [f"segments {found}"]


def minutes(duration: int) -> str:
    """Return a duration as the page writes it."""
    whole, rest = divmod(duration, MINUTE)
    return f"{whole} min" if not rest else f"{duration} us"


def local(instant: Instant) -> str:
    """Return an instant on the wall in Rome, as the page writes it."""
    return to_datetime(instant).astimezone(zone(ZONE)).strftime("%Y-%m-%d %H:%M")
