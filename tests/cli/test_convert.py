"""`patto convert` and `patto schema`: files for other programs."""

from __future__ import annotations

import json
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import yaml

from cli.console import AGREEMENT, APRIL, EVENTS, Console
from patto.cli.exits import ExitCode


@pytest.mark.parametrize("ending", ["csv", "jsonl", "parquet"])
def test_converted_events_give_the_same_verdicts(console: Console, tmp_path, ending):
    target = tmp_path / f"events.{ending}"
    ended = console("convert", EVENTS, "-o", target)
    assert (ended.code, ended.out) == (ExitCode.FINE, "")
    assert f"Written to {target}." in ended.err
    assert " rows: " in ended.err
    form = ("--format", "csv")
    assert console("measure", AGREEMENT, target, *APRIL, *form).out == (
        console("measure", AGREEMENT, EVENTS, *APRIL, *form).out
    )


def test_an_ending_that_names_no_format_is_refused(console: Console, tmp_path):
    ended = console("convert", EVENTS, "-o", tmp_path / "events.doc")
    assert ended.code == ExitCode.UNUSABLE
    assert "[format-not-written]" in ended.err
    assert list(tmp_path.iterdir()) == []


def test_an_importer_that_is_not_there_is_told_with_those_that_are(console: Console, tmp_path):
    ended = console("convert", EVENTS, "-o", tmp_path / "x.csv", "--importer", "servicenowy")
    assert ended.code == ExitCode.UNUSABLE
    assert "The nearest name is servicenow" in ended.err


def test_the_schema_accepts_the_example_and_refuses_a_bare_number(console: Console, tmp_path):
    schema = json.loads(console("schema").out)
    checking: Any = import_module("jsonschema").Draft202012Validator
    checking.check_schema(schema)
    validator = checking(schema)
    text = Path(AGREEMENT).read_text(encoding="utf-8")
    agreement = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506  # texts alone, as in YAML 1.2
    agreement["agreement"]["version"] = 1
    wrong = {error.json_path for error in validator.iter_errors(agreement)}
    assert not any("agreement.zone" in path for path in wrong)
    agreement["agreement"]["model"] = "patto/99"
    assert any("model" in error.json_path for error in validator.iter_errors(agreement))
    target = tmp_path / "schema.json"
    assert console("schema", "-o", target).code == ExitCode.FINE
    assert json.loads(target.read_text(encoding="utf-8")) == schema


DESK = """\
mapping: patto/1
title: A desk
shape: tickets
zone: Europe/Rome
dates: [DD/MM/YYYY HH:mm]
ticket: Key
instants: {reported: Opened, responded: Answered}
recorded: as-occurred
"""


def test_what_an_export_in_local_time_shows_is_told_in_its_zone(console: Console, tmp_path):
    (tmp_path / "desk.yaml").write_text(DESK, encoding="utf-8")
    export = "Key,Opened,Answered\nA,03/09/2026 11:45,03/09/2026 09:00\n"
    (tmp_path / "export.csv").write_text(export, encoding="utf-8")
    ended = console(
        "convert", tmp_path / "export.csv", "-o", tmp_path / "e.csv",
        "--importer", tmp_path / "desk.yaml",
    )  # fmt: skip
    assert "Thu 3 Sep 2026, 09:00" in ended.err
    assert "2026-09-03T07:00:00Z" not in ended.err
    assert ended.err.endswith("Times are of Europe/Rome.\n")
