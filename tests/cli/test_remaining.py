"""What `patto check` and `patto contract` say is left of a template, or of another customer."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from cli.console import AGREEMENT, Console
from patto.cli.exits import ExitCode
from patto.templates import Answers, write

STANDARD = write("standard", "it", Answers(customer="Verdi S.n.c."), today=date(2027, 1, 1))
FIRST = "parties.provider.details.tax_id: IT 00000000000"


def written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_check_names_what_is_still_the_templates(console: Console, tmp_path):
    path = written(tmp_path / "one.yaml", STANDARD)
    line = 1 + STANDARD.split("\n").index("      tax_id: IT 00000000000")
    ended = console("check", path)
    assert ended.code == ExitCode.FINE
    assert f"  {path}:{line}:15  {FIRST}\n" in ended.out
    assert "more; patto check --all names them" in ended.out
    everything = console("check", path, "--all").out
    assert "insurance.liability-cover.insurer: Assicurazioni Esempio S.p.A." in everything
    (entry,) = json.loads(console("check", path, "--format", "json").out)["agreements"]
    assert {"path": FIRST.partition(":")[0], "value": "IT 00000000000", "file": str(path),
            "line": line} in entry["example_data"]  # fmt: skip


def test_a_contract_that_is_no_draft_says_so_beside_it(console: Console, tmp_path):
    path = written(tmp_path / "one.yaml", STANDARD)
    assert FIRST in console("contract", path, "-o", tmp_path / "c.html").err
    assert FIRST not in console("contract", path, "-o", tmp_path / "c.html", "--draft").err


def test_of_invented_customers_that_are_no_templates_nothing_is_said(console: Console):
    assert "template" not in console("check", AGREEMENT, "--all").out


def test_what_a_base_says_of_another_customer_is_asked_about(console: Console, tmp_path):
    house = STANDARD.replace("seat: via del Cliente 10, 20122 Milano", "seat: via Torino 4, Milano")
    base = written(tmp_path / "house.yaml", house)
    own = written(
        tmp_path / "rossi.yaml",
        "base: house.yaml\nparties: {customer: {name: Rossi S.r.l., known_as: [ROSSI]}}\n",
    )
    told = f"{base}:{1 + house[: house.index('seat: via Torino')].count(chr(10))}:13"
    out = console("check", own, "--all").out
    assert f"{told}  parties.customer.details.seat: via Torino 4, Milano" in out
    assert "this customer's?" in out
    of_the_same = written(tmp_path / "same.yaml", "base: house.yaml\n")
    assert "this customer's?" not in console("check", of_the_same, "--all").out


def test_what_stands_in_a_base_is_restated_in_the_customers_own_file(console: Console, tmp_path):
    base = written(tmp_path / "house.yaml", STANDARD.replace("until: 2028", "until: 1999"))
    later = "agreement: {effective: {start: 2027-03-01}}\nterm: {start: 2027-03-01}\n"
    own = written(tmp_path / "own.yaml", f"base: house.yaml\n{later}")
    out = console("check", own).out
    assert "[date-before-start]" in out
    assert f"It stands in the base {base}" in out
    assert f"restate the part in {own}" in out
    assert "It stands in the base" not in console("check", base).out


def test_a_finding_in_a_base_is_restated_there_too(console: Console, tmp_path):
    vague = STANDARD.replace("    duty: ", "    duty: tempestivamente, ", 1)
    written(tmp_path / "house.yaml", vague)
    own = written(tmp_path / "own.yaml", "base: house.yaml\n")
    out = console("check", own).out
    assert "[A01]" in out
    assert f"restate the part in {own}" in out


def test_an_agreement_without_its_form_has_nothing_left_to_name(console: Console, tmp_path):
    ended = console("check", written(tmp_path / "one.yaml", STANDARD.replace("metrics:", "m:", 1)))
    assert ended.code == ExitCode.NO
    assert FIRST not in ended.out
