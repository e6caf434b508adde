"""`patto new`: a whole agreement of a few answers, asked for or given."""

from __future__ import annotations

import io
import re
import sys
from pathlib import Path

import pytest

from cli.console import ROOT, Console, patto
from patto.cli import new as command
from patto.cli.exits import ExitCode
from patto.kernel.agreement.model import Agreement
from patto.kernel.agreement.reading import read
from patto.templates import PROFILES, write

# 30 November 2026, 12:00 UTC
NOW = 1_796_040_000_000_000


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr(command, "now", lambda: NOW)


@pytest.fixture
def answering(monkeypatch):
    """Type lines at the questions that follow."""

    def type_in(*lines: str) -> None:
        monkeypatch.setattr(sys, "stdin", io.StringIO("".join(f"{line}\n" for line in lines)))

    return type_in


def agreement_in(file: Path) -> Agreement:
    found = read(file.read_text(encoding="utf-8"), file=str(file))
    assert found.problems == ()
    assert found.agreement is not None
    return found.agreement


def test_with_yes_nothing_is_asked_and_the_file_is_in_order_and_prints(console: Console, tmp_path):
    file = tmp_path / "rossi.yaml"
    ended = console("new", file, "--profile", "standard", "--lang", "it", "--yes")
    assert (ended.code, ended.err) == (ExitCode.FINE, "")
    assert f"Scritto in {file}." in ended.out
    agreement = agreement_in(file)
    assert agreement.agreement.effective.start.isoformat() == "2026-12-01"
    assert agreement.agreement.language == "it"
    checked = console("check", file)
    assert checked.code == ExitCode.FINE
    contract = tmp_path / "rossi.pdf"
    assert console("contract", file, "-o", contract).code == ExitCode.FINE
    assert contract.read_bytes().startswith(b"%PDF-")


def test_it_runs_as_a_newcomer_types_it(tmp_path):
    file = tmp_path / "acme.yaml"
    ended = patto("new", file, "--yes")
    assert (ended.returncode, ended.stderr) == (0, "")
    assert patto("check", file).returncode == 0


def test_the_places_to_look_at_are_told_with_their_lines(console: Console, tmp_path):
    file = tmp_path / "acme.yaml"
    ended = console("new", file, "--yes", "--customer", "Acme Ltd")
    lines = file.read_text(encoding="utf-8").split("\n")
    told = re.findall(rf"{re.escape(str(file))}:(\d+) +(\S.*)", ended.out)
    assert f"Look at these {len(told)} places first" in ended.out
    assert len(told) >= 10
    for number, what in told:
        around = lines[int(number) - 2 : int(number)]
        assert any(f"# change: {what}" in line for line in around)
    assert not any("customer's registered name" in what for _, what in told)
    assert f"patto check {file}" in ended.out


def test_answers_given_as_options_stand_in_the_file(console: Console, tmp_path):
    file = tmp_path / "a.yaml"
    given = {
        "--provider": "Uno S.r.l.",
        "--customer": """O'Neill: "x" # y""",
        "--start": "2027-03-01",
        "--zone": "Europe/Malta",
        "--fee": "1500,50",
        "--country": "ie",
        "--patron-day": "06-13 Sant'Antonio",
    }
    flat = [word for pair in given.items() for word in pair]
    ended = console("new", file, "--yes", "--lang", "it", *flat)
    assert ended.code == ExitCode.FINE
    agreement = agreement_in(file)
    assert agreement.parties.customer.name == """O'Neill: "x" # y"""
    assert agreement.agreement.effective.start.isoformat() == "2027-03-01"
    text = file.read_text(encoding="utf-8")
    assert "amount: 1500.50 EUR" in text
    assert "law: IE" in text
    assert "{date: 2027-06-13, name: Sant'Antonio}" in text
    assert "San Patrizio" in text


def test_questions_are_asked_with_the_usual_answers(console: Console, tmp_path, answering):
    file = tmp_path / "a.yaml"
    answering("simple", "", "Acme Ltd", "2027-02-01", "", "", "")
    ended = console("new", file)
    assert ended.code == ExitCode.FINE
    for name in PROFILES:
        assert re.search(rf"^  {name} +\S", ended.err, re.MULTILINE)
    assert "Your company [Example IT Support Ltd]:" in ended.err
    assert "First day [2026-12-01]:" in ended.err
    agreement = agreement_in(file)
    assert agreement.parties.customer.name == "Acme Ltd"
    assert agreement.agreement.effective.start.isoformat() == "2027-02-01"


def test_the_patron_is_asked_for_where_one_is_usual(console: Console, tmp_path, answering):
    answering("standard", *[""] * 6, "06-13 Sant'Antonio")
    file = tmp_path / "a.yaml"
    ended = console("new", file, "--lang", "it")
    assert ended.code == ExitCode.FINE
    assert "[12-07 Sant'Ambrogio]:" in ended.err
    assert "patron_day: 13 giugno, Sant'Antonio" in file.read_text(encoding="utf-8")


def test_what_was_given_as_an_option_is_not_asked(console: Console, tmp_path, answering):
    file = tmp_path / "a.yaml"
    answering("", "", "", "")
    options = ("--profile", "standard", "--customer", "Acme", "--start", "2027-02-01")
    ended = console("new", file, *options)
    assert ended.code == ExitCode.FINE
    assert "The customer [" not in ended.err
    assert "Profile [" not in ended.err
    assert "Monthly fee, EUR [1200.00]:" in ended.err


def test_a_wrong_answer_is_told_and_asked_once_more(console: Console, tmp_path, answering):
    file = tmp_path / "a.yaml"
    answering("great", "standard", "", "", "1 February", "2027-02-01", "Rome", "", "1.5000", "1500")
    ended = console("new", file, "--country", "IE")
    assert ended.code == ExitCode.FINE
    assert "“great” is not one of simple, standard" in ended.err
    assert "“1 February” is not a date" in ended.err
    assert "“Rome” is not a time zone" in ended.err
    assert "“1.5000” is not an amount" in ended.err
    assert "amount: 1500.00 EUR" in file.read_text(encoding="utf-8")


def test_when_the_answers_end_nothing_is_written(console: Console, tmp_path, answering):
    answering("standard", "")
    ended = console("new", tmp_path / "a.yaml")
    assert ended.code == ExitCode.INTERRUPTED
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_there_is_left_alone_without_force(console: Console, tmp_path, answering):
    file = tmp_path / "a.yaml"
    file.write_text("mine", encoding="utf-8")
    answering()
    ended = console("new", file)
    assert ended.code == ExitCode.UNUSABLE
    assert f"{file} is there already, and nothing was changed" in ended.err
    assert "--force" in ended.err
    assert file.read_text(encoding="utf-8") == "mine"
    assert console("new", file, "--yes", "--force").code == ExitCode.FINE
    agreement_in(file)


def test_a_language_that_has_no_templates_yet_begins_an_english_agreement(
    console: Console, tmp_path, monkeypatch
):
    monkeypatch.setattr(command, "languages", lambda: ("en",))
    file = tmp_path / "a.yaml"
    assert "Scritto in" in console("new", file, "--yes", "--lang", "it").out
    assert agreement_in(file).agreement.language == "en"


def test_a_file_that_comes_while_questions_are_asked_is_left_alone(
    console: Console, tmp_path, monkeypatch
):
    file = tmp_path / "a.yaml"

    def overtaken(*given, **named):
        file.write_text("theirs", encoding="utf-8")
        return write(*given, **named)

    monkeypatch.setattr(command, "write", overtaken)
    ended = console("new", file, "--yes")
    assert ended.code == ExitCode.UNUSABLE
    assert file.read_text(encoding="utf-8") == "theirs"


def test_a_folder_that_is_not_there_is_told_before_anything_is_asked(console: Console, tmp_path):
    ended = console("new", tmp_path / "no" / "a.yaml")
    assert ended.code == ExitCode.UNUSABLE
    assert "There is no folder" in ended.err
    assert "[" not in ended.err


def test_a_name_under_which_no_agreement_would_be_found_is_refused(console: Console, tmp_path):
    for name in ("acme", "acme.pdf", "acme.txt"):
        ended = console("new", tmp_path / name, "--yes")
        assert ended.code == ExitCode.UNUSABLE
        assert f"FILE: “{tmp_path / name}” is not how an agreement's file is named" in ended.err
    assert list(tmp_path.iterdir()) == []
    assert console("new", tmp_path / "acme.yml", "--yes").code == ExitCode.FINE


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--profile", "great"), "--profile: “great” is not one of simple, standard, detailed"),
        (("--start", "2027-02-30"), "--start: “2027-02-30” is not a date"),
        (("--start", "1990-01-01"), "--start: an agreement can be begun in the years from 2000"),
        (("--fee", "1.5000"), "--fee: “1.5000” is not an amount"),
        (("--fee", "0"), "--fee: “0” cannot be a fee: it is more than 0"),
        (("--patron-day", "02-29 X"), "--patron-day: “02-29 X” is not a day of every year"),
        (("--zone", "Rome"), "--zone: “Rome” is not a time zone"),
        (("--country", "DE"), "--country: of “DE” the public holidays are not known"),
        (("--patron-day", "02-29"), "--patron-day: “"),
        (("--customer", " "), "--customer: a name is needed"),
        (("--customer", "a\tb"), "--customer: the character U+0009 cannot stand"),
        (("--profile", "informal", "--fee", "5"), "--fee: this profile has no place for it"),
    ],
)
def test_a_wrong_option_names_itself_and_the_way_out(console: Console, tmp_path, options, told):
    file = tmp_path / "a.yaml"
    ended = console("new", file, "--yes", *options)
    assert ended.code == ExitCode.UNUSABLE
    assert told in ended.err
    assert not file.exists()


def test_the_reference_page_and_the_help_list_every_profile(console: Console):
    page = (ROOT / "docs" / "reference" / "commands.md").read_text(encoding="utf-8")
    choices = r"\|".join(PROFILES)
    assert f"--profile [{choices}]" in page
    for lang in ("en", "it"):
        told = " ".join(console("new", "--help", "--lang", lang).out.split())
        assert ", ".join(PROFILES[:-1]) in told
        assert PROFILES[-1] in told
