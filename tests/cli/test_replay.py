"""`patto replay`: a what-if from its first line to its last, the same in every form."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from cli.console import AGREEMENT, EVENTS, ROOT, Console
from patto.cli.exits import ExitCode
from patto.cli.replaying import columns as column_way
from patto.cli.replaying import source

MAY = ("--at", "2026-05-01")


@pytest.fixture
def draft(tmp_path: Path) -> str:
    """A draft for the coming year: a shorter answer, and the coming year's closed days alone."""
    text = Path(AGREEMENT).read_text("utf-8")
    for old, new in (
        ("version: 1", "version: 2"),
        ("supersedes: none", "supersedes: 1"),
        ("{start: 2026-01-01, end: 2027-01-01}", "{start: 2027-01-01, end: none}"),
        ("date: 2026-", "date: 2027-"),
        ("stated_until: 2026", "stated_until: 2027"),
        ("{share: 95 %, within: 30 min}", "{share: 95 %, within: 20 min}"),
    ):
        assert old in text
        text = text.replace(old, new)
    file = tmp_path / "draft.yaml"
    file.write_text(text, "utf-8")
    return str(file)


def document(console: Console, *arguments: object) -> dict:
    return json.loads(console("replay", *arguments, *MAY, "--format", "json").out)


def test_every_part_of_the_page_says_that_it_is_a_what_if(console: Console, draft: str):
    ended = console("replay", draft, EVENTS, "--against", AGREEMENT, *MAY)

    assert ended.code == ExitCode.FINE
    lines = ended.out.splitlines()
    assert lines[0].startswith("WHAT IF.")
    headings = [line for line in lines if line.strip().startswith("What if: ")]
    for told in ("side by side", "First answer", "would have been missed", "tightest target"):
        assert any(told in heading for heading in headings), told
    tables = [n for n, line in enumerate(lines) if line.strip().startswith("period ")]
    assert len(tables) == 6


def test_the_page_says_how_the_draft_was_laid_over_the_past(console: Console, draft: str):
    alone = console("replay", draft, EVENTS, *MAY).out
    beside = console("replay", draft, EVENTS, "--against", AGREEMENT, *MAY).out

    assert "it is to hold from Fri 1 Jan 2027" in alone
    assert "Support hours states no closed days for 2025 and 2026: holidays" in alone
    assert "Support hours states no closed days for 2026: those of the agreement" in beside
    assert "Support hours states no closed days for 2025: holidays" in beside
    assert "Tickets of other customers are left out: VETRERIA-LAGO (1)." in beside


def test_a_worked_example_that_lags_behind_the_draft_is_told_and_holds_nothing_up(
    console: Console, draft: str
):
    ended = console("replay", draft, EVENTS, *MAY)
    assert ended.code == ExitCode.FINE
    assert "[example-verdict]" in ended.err


def test_a_draft_that_is_not_sound_is_refused_with_its_line(console: Console, tmp_path: Path):
    file = tmp_path / "draft.yaml"
    text = Path(AGREEMENT).read_text("utf-8")
    file.write_text(text.replace("within: 30 min", "within: 30"), "utf-8")
    ended = console("replay", file, EVENTS, *MAY)
    assert ended.code == ExitCode.UNUSABLE
    assert "draft.yaml:" in ended.err
    assert ended.out == ""


def test_the_terms_in_force_replayed_count_what_was_measured(console: Console):
    told = document(console, AGREEMENT, EVENTS, "--against", AGREEMENT)

    counts = {(m["metric"], m["period"]["label"]): m for m in told["drafts"][0]["metrics"]}
    for one in told["in_force"]["metrics"]:
        own = dict(counts[one["metric"], one["period"]["label"]])
        assert own.pop("what_if") is True
        assert own == one
    missed = told["drafts"][0]["missed"]
    assert {said for one in missed for said in one["in_force"].values()} == {"MISSED"}
    assert [one["newly"] for one in missed] == [[]] * len(missed)
    assert told["in_force"]["promises"] == {
        "kept": 9, "missed": 2, "not_determined": 0, "so_far": 0,
    }  # fmt: skip


def test_a_level_newly_missed_is_told_though_the_ticket_was_missed_in_force(
    console: Console, tmp_path: Path
):
    text = Path(AGREEMENT).read_text("utf-8")
    old = "{share: 90 %, within: 8 h}, {share: 100 %, within: 3 business days}"
    assert text.count(old) == 1
    file = tmp_path / "draft.yaml"
    stricter = "{share: 90 %, within: 8 h}, {share: 100 %, within: 9 h}"
    file.write_text(text.replace(old, stricter), "utf-8")
    asked = (file, EVENTS, "--against", AGREEMENT)

    out = console("replay", *asked, *MAY, "--period", "2026-03").out
    told = document(console, *asked)["drafts"][0]["missed"]
    (missed,) = [one for one in told if (one["metric"], one["item"]) == ("resolution", "F-1086")]

    answer = (
        "March 2026: of 4 promises by month, 3 would have been kept, 1 missed; in force: 3 kept."
    )
    assert out.splitlines()[2:4] == [
        answer,
        "Missed, though kept in force: F-1086 (Restored, 100 %).",
    ]
    rows = [line.split() for line in out.splitlines() if line.strip().startswith("F-1086 ")]
    assert " ".join(rows[0]).endswith("90 %: missed in force too; 100 %: kept in force")
    assert missed["newly"] == ["100 %"]
    assert missed["in_force"] == {"90 %": "MISSED", "100 %": "MET"}


def test_json_marks_every_what_if_and_text_tells_the_same(console: Console, draft: str):
    told = document(console, draft, EVENTS, "--against", AGREEMENT)
    text = console("replay", draft, EVENTS, "--against", AGREEMENT, *MAY).out

    assert told["what_if"] is True
    assert told["in_force"]["what_if"] is False
    (own,) = told["drafts"]
    for name in ("metrics", "tightest", "missed"):
        assert own[name]
        assert all(one["what_if"] is True for one in own[name]), name
    for missed in own["missed"]:
        assert missed["item"] in text
    assert {one["code"] for one in own["assumptions"]} == {
        "others-left-out", "closed-days-taken", "closed-days-missing",
    }  # fmt: skip
    row = next(one for one in own["tightest"] if one["priority"] == "P3")
    assert (row["tickets"], row["tightest_us"], row["rounded_up"]) == (
        53,
        142 * 60_000_000,
        "2.5 h",
    )
    assert row["interval_us"][1] is None
    assert "it takes 72. P1: 3; " in text


def test_variants_are_told_side_by_side(console: Console, draft: str, tmp_path: Path):
    looser = tmp_path / "looser.yaml"
    looser.write_text(Path(draft).read_text("utf-8").replace("within: 20 min", "within: 50 min"))

    text = console("replay", draft, EVENTS, "--variant", looser, *MAY).out
    told = document(console, draft, EVENTS, "--variant", looser)

    assert "variant 2 of 2" in text
    assert [Path(one["file"]).name for one in told["drafts"]] == ["draft.yaml", "looser.yaml"]
    late = [
        [m["item"] for m in one["missed"] if m["metric"] == "response"] for one in told["drafts"]
    ]
    assert set(late[1]) < set(late[0])


def test_only_the_periods_that_were_asked_for_are_told(console: Console, draft: str):
    march = ("--period", "2026-03", "--against", AGREEMENT)
    told = document(console, draft, EVENTS, *march)
    (own,) = told["drafts"]
    for metrics in (own["metrics"], told["in_force"]["metrics"]):
        assert {one["period"]["label"] for one in metrics} == {"2026-03"}
    assert {one["period"] for one in own["missed"]} == {"2026-03"}
    assert {label for one in own["tightest"] for label in one["by_period_us"]} == {"2026-03"}
    nothing = console("replay", draft, EVENTS, *MAY, "--period", "2020")
    assert "Nothing to replay: by then no ticket" in nothing.out


def test_another_name_of_the_customer_can_be_given(console: Console, draft: str):
    told = document(console, draft, EVENTS, "--customer", "VETRERIA-LAGO")
    codes = [one["code"] for one in told["drafts"][0]["assumptions"]]
    assert codes[:2] == ["customer-named", "others-left-out"]


def test_a_customer_that_no_event_names_is_refused_with_those_there_are(
    console: Console, draft: str
):
    ended = console("replay", draft, EVENTS, "--customer", "VETRERIA")
    assert ended.code == ExitCode.UNUSABLE
    assert "“VETRERIA”. The events name FERRI and VETRERIA-LAGO." in ended.err


def test_without_any_ticket_there_is_nothing_to_replay(
    console: Console, draft: str, tmp_path: Path
):
    file = tmp_path / "events.csv"
    file.write_text(Path(EVENTS).read_text("utf-8").partition("\n")[0] + "\n", "utf-8")
    ended = console("replay", draft, file, *MAY)
    assert ended.code == ExitCode.FINE
    assert "Nothing to replay" in ended.out
    assert "laid over the past" not in ended.out


def test_events_in_columns_one_by_one_and_without_the_extra_say_the_same(
    console: Console, draft: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    stored = tmp_path / "events.parquet"
    assert console("convert", EVENTS, "-o", stored).code == ExitCode.FINE
    asked = ("--against", AGREEMENT)
    columns, stored_columns = (
        document(console, draft, EVENTS, *asked),
        document(console, draft, stored, *asked),
    )
    monkeypatch.setattr(source, "find_spec", lambda _: None)
    monkeypatch.setitem(sys.modules, column_way.__name__, None)
    without = document(console, draft, EVENTS, *asked)

    assert without == columns
    for told in (columns, stored_columns):
        told.pop("evidence")
    assert stored_columns == columns


def test_it_is_told_in_italian(console: Console, draft: str):
    out = console("--lang", "it", "replay", draft, EVENTS, "--against", AGREEMENT, *MAY).out
    assert out.startswith("PROVA SULLA CARTA.")
    for told in (
        "a confronto",
        "non rispettato anche in vigore",
        "Come leggere le tabelle",
        "marzo 2026",
    ):
        assert told in out
    assert "What if" not in out


def test_a_desk_that_keeps_more_tickets_has_upper_ends(console: Console):
    export = ROOT.parent / "shared/data/tickets/servicenow-audit/incidents_every_50th.csv"
    if not export.is_file():
        pytest.skip("the ServiceNow audit export is not on this machine")
    example = ROOT / "examples/servicenow"
    ended = console(
        "replay", example / "agreement.yaml", export, "--importer", example / "audit.yaml",
        "--against", example / "agreement.yaml", "--at", "2018-01-01",
    )  # fmt: skip
    assert ended.code == ExitCode.FINE
    assert ", the tightest target that would have been kept" in ended.out
