"""The conformance set: what is measured comes out, and the set is what it claims to be."""

from __future__ import annotations

import importlib.util
import json
import re
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from patto.cli.verdict import run_cases
from patto.cli.verdict_cases import Agreements, event_of
from patto.kernel.agreement.metrics import TicketMetric
from patto.kernel.agreement.model import Agreement
from patto.kernel.agreement.versions import History
from patto.kernel.evaluation.measure import explain
from patto.kernel.facts import Event
from patto.kernel.instants import MINUTE, parse
from patto.kernel.zones import TZDATA_RELEASE
from verdict_compared import expected, found
from verdict_life import Readings
from verdict_oracle import Grid, Oracle

FOLDER = Path(__file__).parents[2] / "conformance" / "verdict"
TEXT = (FOLDER / "cases.json").read_text(encoding="utf-8")
DOCUMENT: dict[str, Any] = json.loads(TEXT)
CASES: list[dict[str, Any]] = DOCUMENT["cases"]

RULES = {f"{chapter}.{rule}" for chapter, last in ((3, 7), (4, 10), (5, 8), (8, 7))
         for rule in range(1, last + 1)}  # fmt: skip


@pytest.fixture(scope="module")
def generate() -> ModuleType:
    """Return the script that writes the set."""
    spec = importlib.util.spec_from_file_location("conformance_verdict", FOLDER / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def test_every_case_of_the_set_comes_out() -> None:
    results = run_cases(DOCUMENT)["results"]
    assert [r for r in results if not r["as_expected"]] == []


def test_the_set_is_large_and_shows_every_rule_of_the_chapters_it_is_about() -> None:
    assert len({case["id"] for case in CASES}) == len(CASES) >= 300
    assert {case["rule"] for case in CASES} >= RULES
    assert all(re.fullmatch(r"\S.*\S\.", case["shows"]) for case in CASES)
    assert all(re.fullmatch(r"\S.*\S\.", case["because"]) for case in CASES)
    assert DOCUMENT["tzdata"] == TZDATA_RELEASE


def test_the_committed_set_is_what_its_sources_say(generate: ModuleType) -> None:
    assert generate.rendered() == TEXT


def test_the_oracle_confirms_what_was_worked_out_by_hand() -> None:
    agreements, readings = Agreements(DOCUMENT["agreements"]), dict[int, Readings]()
    confirmed = 0
    for case in CASES:
        if "error" in case["expect"] or not isinstance(case["agreement"], str):
            continue
        history = agreements.history(case["agreement"], case.get("with", {}))
        (terms,) = history.versions
        events = [event_of(fields, number) for number, fields in enumerate(case["events"])]
        tick = tick_of(terms, [*events], parse(case["at"]))
        if tick is not None:
            grid = Grid(terms, tick, readings.setdefault(tick, {}))
            confirmed += confirm(case, history, events, grid)
    assert confirmed >= 250


def tick_of(terms: Agreement, events: list[Event], at: int) -> int | None:
    """Return the tick that a case can be lived through by; none where the oracle cannot."""
    times = [at, *(t for e in events for t in (e.occurred_at, e.recorded_at))]
    logged = any(
        isinstance(m, TicketMetric) and m.start.event == "validly-logged" for m in terms.measured
    )
    if logged or max(times) >= parse("2026-12-31T12:00:00Z"):
        return None
    return next((tick for tick in (5 * MINUTE, MINUTE) if all(t % tick == 0 for t in times)), None)


def confirm(case: dict[str, Any], history: History, events: list[Event], grid: Grid) -> int:
    """Hold each ticket of a case against the oracle; return how many there were."""
    at, known_at = parse(case["at"]), parse(case["known_at"])
    declared = [e for e in events if not e.ticket]
    tickets = dict.fromkeys(e.ticket for e in events if e.ticket)
    for ticket in tickets:
        outcomes, why = explain(history, events, ticket, at=at, known_at=known_at)
        (metric,) = grid.agreement.measured
        if why is not None or not isinstance(metric, TicketMetric):
            continue
        own = [event for event in events if event.ticket == ticket]
        told = Oracle(grid, metric, own, at, known_at, declared).items(ticket)
        begun = [outcome for outcome in outcomes if outcome.start is not None]
        assert [o.item for o in begun] == [t.item for t in told], case["id"]
        for outcome, lived in zip(begun, told, strict=True):
            assert found(outcome, lived, grid.tick) == expected(lived), case["id"]
    return len(tickets)
