"""The conformance set: what the clock answers, and that the set is what it claims to be."""

from __future__ import annotations

import importlib.util
import json
import re
import sys
from datetime import timedelta
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from patto.cli.clock import run_cases
from patto.cli.clock_cases import load_cases
from patto.kernel.zones import TZDATA_RELEASE

FOLDER = Path(__file__).parents[2] / "conformance" / "clock"
TEXT = (FOLDER / "cases.json").read_text(encoding="utf-8")
CASES: list[dict[str, Any]] = json.loads(TEXT)["cases"]


@pytest.fixture(scope="module")
def generate() -> ModuleType:
    """Return the script that writes the set."""
    spec = importlib.util.spec_from_file_location("conformance_generate", FOLDER / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # where dataclasses look for their own module
    spec.loader.exec_module(module)
    return module


def test_every_case_of_the_set_comes_out() -> None:
    results = {result["id"]: result for result in run_cases(load_cases(TEXT))["results"]}
    wrong = {
        case["id"]: (case["expect"], results[case["id"]])
        for case in CASES
        if not case["expect"].items() <= results[case["id"]].items()
    }
    assert not wrong


def test_the_set_is_large_and_each_case_tells_the_rule_it_shows() -> None:
    assert len({case["id"] for case in CASES}) == len(CASES) >= 400
    assert all(re.fullmatch(r"\d\.\d|form", case["rule"]) for case in CASES)
    assert all(re.fullmatch(r"\S.*\S\.", case["shows"]) for case in CASES)
    assert json.loads(TEXT)["tzdata"] == TZDATA_RELEASE


def test_the_committed_set_is_what_the_oracle_finds(generate: ModuleType) -> None:
    assert generate.rendered() == TEXT


def test_the_oracle_confirms_what_was_worked_out_by_hand(generate: ModuleType) -> None:
    patience = timedelta(days=45) // timedelta(microseconds=1)
    confirmed = 0
    for case in CASES:
        by_hand = case["id"].startswith("hand") and "error" not in case["expect"]
        if by_hand and not_far(generate, case, patience):
            assert generate.answer(case) == case["expect"], case["id"]
            confirmed += 1
    assert confirmed >= 35


def not_far(generate: ModuleType, case: dict[str, Any], patience: int) -> bool:
    """Return whether the oracle can walk a case in a test's time."""
    end = case.get("end") or case["expect"]["due"]
    return bool(generate.micros(end) - generate.micros(case["start"]) < patience)
