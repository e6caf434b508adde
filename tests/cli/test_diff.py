"""`patto diff`: two agreements, a folder of versions, or a file and its base."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cli.console import AGREEMENT, EVENTS, MONTH, Console
from patto.cli.exits import ExitCode

TEXT = (MONTH / "agreement.yaml").read_text(encoding="utf-8")
WHOLE = Path(__file__).parents[1] / "kernel" / "agreement" / "whole.yaml"
P1 = "      P1:\n        when: always\n        clock: support\n        levels:\n"
QUICKER = (
    f"{P1}          - {{share: 95 %, within: 30",
    f"{P1}          - {{share: 95 %, within: 15",
)


def written(path: Path, *passages: tuple[str, str]) -> Path:
    """Write the example agreement with passages changed, each where it first stands."""
    text = TEXT
    for old, new in passages:
        assert old in text, old
        text = text.replace(old, new, 1)
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def second(path: Path) -> Path:
    """Write a version that takes the place of the example."""
    return written(
        path,
        ("version: 1\n", "version: 2\n"),
        ("start: 2026-01-01, end: 2027-01-01", "start: 2026-07-01, end: 2027-01-01"),
        ("supersedes: none", "supersedes: 1"),
        ("late_entry: 1 h", "late_entry: 2 h"),
    )


def test_the_headline_comes_first_then_the_chapters(console: Console, tmp_path):
    new = written(tmp_path / "new.yaml", QUICKER)
    ended = console("diff", AGREEMENT, new)
    assert (ended.code, ended.err) == (ExitCode.FINE, "")
    told = ended.out.splitlines()
    assert told[0] == f"From FERRI-2026, version 1 ({AGREEMENT}) to FERRI-2026, version 1 ({new})."
    assert told[1].startswith(f"{new} has ")  # its worked example no longer comes out
    assert told[2] == "1 term changes: 1 harder for the provider."
    assert told[4:] == [
        "",
        "What is promised, and how it is counted",
        "  First answer, P1 Urgent, 95 %: 30 min becomes 15 min  (harder to keep)",
    ]


def test_for_whom_longer_hours_are_harder_stands_before_the_colon(console: Console, tmp_path):
    hours = ('["09:00-17:00"]', '["08:30-12:30", "14:00-18:00", "19:00-20:00", "21:00-22:00"]')
    told = console("diff", AGREEMENT, written(tmp_path / "new.yaml", hours)).out.splitlines()
    place = next(n for n, line in enumerate(told) if "weekly hours" in line)
    assert told[place].startswith("  Support hours, weekly hours  (10 h more a week")
    assert told[place].endswith("):")
    assert [line.split(":")[0] for line in told[place + 1 : place + 3]] == ["    before", "    now"]


def test_who_signs_instead_of_another_is_not_the_same_by_another_name(console: Console, tmp_path):
    new = tmp_path / "new.yaml"
    text = WHOLE.read_text("utf-8")
    assert text.count("name: Marta Zanella, capacity") == 1
    new.write_text(text.replace("name: Marta Zanella, capa", "name: Bruno Zanella, capa"), "utf-8")
    out = console("diff", WHOLE, new).out
    assert "“Marta Zanella” becomes “Bruno Zanella”" in out
    assert "is now called" not in out


def test_a_mapping_in_place_of_an_agreement_is_said_to_be_one(console: Console, tmp_path):
    mapping = MONTH.parent / "mapping" / "mapping.yaml"
    contract = ("contract", mapping, "-o", tmp_path / "contract.pdf")
    for asked in (("diff", AGREEMENT, mapping), ("check", mapping), contract):
        ended = console(*asked)
        assert ended.code != ExitCode.FINE
        told = ended.out + ended.err
        assert "[file-holds-mapping]" in told
        assert "[key-missing]" not in told


def test_nothing_changed_is_said(console: Console, tmp_path):
    same = written(tmp_path / "same.yaml", ("late_entry: 1 h", "late_entry: 60 min"))
    ended = console("diff", AGREEMENT, same, "--lang", "it")
    assert ended.out.splitlines()[1:] == ["Non cambia nulla."]


def test_a_script_learns_by_the_exit_code_only_if_it_asks(console: Console, tmp_path):
    new = written(tmp_path / "new.yaml", QUICKER)
    assert console("diff", AGREEMENT, new).code == ExitCode.FINE
    assert console("diff", AGREEMENT, new, "--exit-code").code == ExitCode.NO
    assert console("diff", AGREEMENT, AGREEMENT, "--exit-code").code == ExitCode.FINE


def test_as_json_each_change_has_its_place_its_values_and_its_words(console: Console, tmp_path):
    new = written(
        tmp_path / "new.yaml", QUICKER, ('mon-fri: ["09:00-17:00"]', 'mon-fri: ["09:00-18:00"]')
    )
    ended = console("diff", AGREEMENT, new, "--format", "json")
    found = json.loads(ended.out)
    assert found["before"]["file"] == AGREEMENT
    assert found["terms"] == {"harder": 2, "easier": 0, "neither": 0}
    hours, level = found["changes"]
    assert (hours["hours_more_us"], hours["hours_per"]) == (5 * 3600 * 10**6, "week")
    assert hours["before"] == {"mon-fri": ["09:00-17:00"]}
    assert level == {
        "path": "metrics.response.targets.P1.always.levels.95 %.within",
        "chapter": "metrics",
        "kind": "changed",
        "effect": "harder",
        "aspect": "keep",
        "hours_more_us": None,
        "hours_per": None,
        "before": "30 min",
        "after": "15 min",
        "sentence": "First answer, P1 Urgent, 95 %: 30 min becomes 15 min",
        "effect_text": "harder to keep",
    }


def test_parts_dates_and_lists_are_json_as_a_file_states_them(console: Console):
    found = json.loads(console("diff", WHOLE, AGREEMENT, "--format", "json").out)
    by_path = {one["path"]: one for one in found["changes"]}
    assert by_path["agreement.effective.start"]["after"] == "2026-01-01"
    assert by_path["sites.office-site"]["before"]["title"] == "The office"
    assert by_path["parties.customer.known_as"]["after"] == ["FERRI"]


def test_different_customers_are_compared_and_said_to_be_different(console: Console):
    ended = console("diff", WHOLE, AGREEMENT)
    assert ended.code == ExitCode.FINE
    assert "different customers: Cantine Belriva S.p.A. and Studio Ferri." in ended.out
    assert "  Removed: “Incident”; “Request”; “Desk”; “Workaround”\n" in ended.out
    assert "    before: “" in ended.out


def test_of_a_folder_the_last_two_versions_are_compared(console: Console, tmp_path):
    written(tmp_path / "first.yaml")
    second(tmp_path / "a-second.yaml")
    ended = console("diff", tmp_path)
    assert f"version 1 ({tmp_path / 'first.yaml'}) to" in ended.out
    assert "1 term changes: 1 easier." in ended.out
    assert "  Version: 1 becomes 2\n" in ended.out
    of_last = console("diff", tmp_path / "first.yaml", tmp_path)
    assert of_last.out == ended.out


def test_a_folder_of_one_version_has_none_to_compare_with(console: Console, tmp_path):
    written(tmp_path / "first.yaml")
    ended = console("diff", tmp_path)
    assert ended.code == ExitCode.UNUSABLE
    assert f"The folder {tmp_path} holds one version" in ended.err
    (tmp_path / "first.yaml").write_text("agreement: 3\n", encoding="utf-8")
    assert "[mapping-expected]" in console("diff", tmp_path).err


def on_base(tmp_path: Path) -> Path:
    """Write a customer's file on a house's standard in another folder, which names no parties."""
    start = TEXT.index("\nagreement:") + 1
    rest = TEXT.index("\ncalendars:")
    house = tmp_path / "house" / "standard.yaml"
    house.parent.mkdir()
    house.write_text(TEXT[rest:], encoding="utf-8")
    path = tmp_path / "customers" / "ferri.yaml"
    path.parent.mkdir()
    lines = (
        "base: ../house/standard.yaml",
        TEXT[start:rest],
        "recording: {late_entry: 2 h on 24x7}",
    )
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_a_file_alone_is_compared_with_its_base(console: Console, tmp_path):
    path = on_base(tmp_path)
    ended = console("diff", path)
    house = tmp_path / "house" / "standard.yaml"
    told = ended.out.splitlines()
    assert told[0] == f"From the base {house} to FERRI-2026, version 1 ({path})."
    assert told[1].startswith(f"{house} leaves `agreement` and `parties` to the single agreement")
    assert told[2] == "1 term changes: 1 easier."


def test_a_file_without_a_base_needs_another_to_be_compared_with(console: Console):
    ended = console("diff", AGREEMENT)
    assert ended.code == ExitCode.UNUSABLE
    assert "names no base" in ended.err


@pytest.mark.parametrize(
    ("base", "code"), [("nowhere.yaml", "base-missing"), ("ferri.yaml", "base-circular")]
)
def test_a_base_that_cannot_be_read_is_told_at_its_place(console: Console, tmp_path, base, code):
    path = on_base(tmp_path)
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("../house/standard.yaml", base), encoding="utf-8")
    ended = console("diff", path)
    assert ended.code == ExitCode.UNUSABLE
    assert f"{path}:1:7: error  [{code}]" in ended.err


def test_a_base_that_has_not_the_form_of_an_agreement_says_where(console: Console, tmp_path):
    path = on_base(tmp_path)
    house = tmp_path / "house" / "standard.yaml"
    house.write_text(house.read_text("utf-8").replace("late_entry: 1 h on 24x7", "late_entry: 3"))
    ended = console("diff", path)
    assert ended.code == ExitCode.UNUSABLE
    assert f"{house}:" in ended.err


def test_what_is_not_an_agreement_is_refused_as_everywhere(console: Console, tmp_path):
    ended = console("diff", EVENTS, AGREEMENT)
    assert ended.code == ExitCode.UNUSABLE
    assert "[file-holds-events]" in ended.err
    nothing = tmp_path / "nothing.yaml"
    assert console("diff", AGREEMENT, nothing).err.strip() == f"There is no file {nothing}."


def test_check_shows_the_merged_result(console: Console, tmp_path):
    path = on_base(tmp_path)
    ended = console("check", path, "--merged")
    assert (ended.code, ended.err) == (ExitCode.FINE, "")
    merged = tmp_path / "merged.yaml"
    merged.write_text(ended.out, encoding="utf-8")
    assert console("check", merged).code == ExitCode.FINE
    assert console("diff", path, merged, "--exit-code").code == ExitCode.FINE
    assert "late_entry: 2 h on 24x7" in ended.out


def test_what_is_wrong_with_a_merged_result_is_told_beside_it(console: Console, tmp_path):
    path = written(tmp_path / "bad.yaml", ("watched: office", "watched: nowhere"))
    ended = console("check", path, "--merged")
    assert ended.code == ExitCode.NO
    assert "[reference-unknown]" in ended.err
    assert "watched: nowhere" in ended.out
    path.write_text("a: 1\n", encoding="utf-8")
    ended = console("check", path, "--merged")
    assert (ended.code, ended.out) == (ExitCode.NO, "")
