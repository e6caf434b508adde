"""`patto check`: every problem at its place, with the line it is about and the way out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cli.console import AGREEMENT, MONTH, Console
from patto.cli.exits import ExitCode
from patto.cli.problems import excerpt
from patto.kernel.errors import Place

TEXT = (MONTH / "agreement.yaml").read_text(encoding="utf-8")


def spoilt(tmp_path: Path, old: str, new: str, name: str = "agreement.yaml") -> Path:
    """Write the example agreement with one passage changed."""
    assert old in TEXT
    path = tmp_path / name
    path.write_text(TEXT.replace(old, new, 1), encoding="utf-8")
    return path


def test_an_agreement_in_order_ends_with_0(console: Console):
    ended = console("check", AGREEMENT)
    assert (ended.code, ended.err) == (ExitCode.FINE, "")
    order, unsettled = ended.out.splitlines()
    assert order == f"{AGREEMENT}: in order; 4 metrics, 8 worked examples come out."
    assert unsettled.startswith("To sign it, 22 parts are to be settled too")
    assert "data_protection" in console("check", AGREEMENT, "--all").out


def test_a_problem_is_told_with_its_place_its_line_and_the_way_out(console: Console, tmp_path):
    path = spoilt(tmp_path, "within: 30 min", "within: 30")
    line = next(
        n for n, text in enumerate(path.read_text().splitlines(), 1) if "within: 30}" in text
    )
    column = path.read_text().splitlines()[line - 1].index("30}") + 1
    ended = console("check", path)
    assert ended.code == ExitCode.NO
    told = ended.out.splitlines()
    assert told[0] == f"{path}:{line}:{column}: error  [unit-missing]"
    assert told[1].endswith("“30” has no unit.")
    assert told[3].index("^") - told[2].index("|") == column + 1
    assert told[4].startswith("  Why: ")
    assert told[5].startswith("  Mend: Write the unit: 30 min")
    assert ended.out.endswith(f"Found: 1 error.\n\n{path}: not in order.\n")


def test_errors_come_before_warnings(console: Console, tmp_path):
    path = spoilt(tmp_path, "tzdata: 2026", "tzdata: 1999x2026")
    path.write_text(
        path.read_text().replace("set_by: provider", "set_by: nobody"), encoding="utf-8"
    )
    out = console("check", path).out
    assert "[value-unknown]" in out
    both = spoilt(tmp_path, "tzdata: 2026f", "tzdata: 2019a")
    ended = console("check", both)
    assert ended.code == ExitCode.FINE
    assert "warning  [tzdata-differs]" in ended.out
    assert "in order;" in ended.out


def test_an_example_that_does_not_come_out_is_an_error(console: Console, tmp_path):
    path = spoilt(
        tmp_path,
        "expect: {value: 30 min, verdict: MET}",
        "expect: {value: 31 min, verdict: MISSED}",
    )
    ended = console("check", path, "--lang", "it")
    assert ended.code == ExitCode.NO
    assert "[example-verdict]" in ended.out
    assert "dice non rispettato; dalle condizioni risulta rispettato." in ended.out
    assert "dalle condizioni risulta 30 min" in ended.out.replace("0 h ", "")


def test_problems_as_json_have_their_facts_and_their_words(console: Console, tmp_path):
    path = spoilt(tmp_path, "within: 30 min", "within: 30")
    ended = console("check", path, AGREEMENT, "--format", "json")
    assert ended.code == ExitCode.NO
    bad, good = json.loads(ended.out)["agreements"]
    assert (bad["sound"], good["sound"], good["problems"]) == (False, True, [])
    (found,) = bad["problems"]
    assert found["code"] == "unit-missing"
    assert found["parameters"]["value"] == "30"
    assert found["what"].endswith("has no unit.")


def test_a_folder_is_one_agreement_with_its_versions(console: Console, tmp_path):
    spoilt(tmp_path, "end: 2027-01-01", "end: 2026-07-01", "v1.yaml")
    second = TEXT.replace("version: 1", "version: 2", 1).replace(
        "start: 2026-01-01, end: 2027-01-01", "start: 2026-07-01, end: 2027-01-01", 1
    )
    second = second.replace("supersedes: none", "supersedes: 1", 1)
    (tmp_path / "v2.yaml").write_text(second, encoding="utf-8")
    ended = console("check", tmp_path)
    assert ended.code == ExitCode.FINE
    assert "4 metrics, 8 worked examples" in ended.out
    (tmp_path / "v2.yaml").write_text(
        second.replace("version: 2", "version: 1", 1), encoding="utf-8"
    )
    assert "[version-duplicate]" in console("check", tmp_path).out


def test_a_base_in_the_folder_is_not_a_version(console: Console, tmp_path):
    start = TEXT.index("\nparties:")
    (tmp_path / "standard.yaml").write_text(TEXT[start:], encoding="utf-8")
    (tmp_path / "ferri.yaml").write_text("base: standard.yaml\n" + TEXT[:start], encoding="utf-8")
    ended = console("check", tmp_path)
    assert (ended.code, ended.err) == (ExitCode.FINE, "")
    assert "4 metrics" in ended.out
    (tmp_path / "ferri.yaml").write_text("base: none.yaml\n" + TEXT[:start], encoding="utf-8")
    (tmp_path / "standard.yaml").unlink()
    assert "[base-missing]" in console("check", tmp_path).out


BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{b}: &{b} [*{a}, *{a}, *{a}, *{a}, *{a}, *{a}, *{a}, *{a}, *{a}]\n"
    for a, b in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file-empty"),
        (TEXT.encode("utf-16"), "encoding-wrong"),
        (TEXT.replace("Saint", "Sàint").encode("latin-1"), "encoding-wrong"),
        (b"a: [1, 2", "yaml-bracket-open"),
        (b"\x00\x01\x02", "character-forbidden"),
        (b"- just\n- a list\n", "file-not-agreement"),
        (BOMB.encode(), "yaml-too-many-values"),
        (b"a: " + b"[" * 5000, "yaml-too-deep"),
        (b"x" * 20_000_001, "file-too-large"),
    ],
)
def test_a_file_that_is_no_agreement_is_told_not_thrown(console: Console, tmp_path, content, code):
    path = tmp_path / "agreement.yaml"
    path.write_bytes(content)
    ended = console("check", path)
    assert (ended.code, ended.err) == (ExitCode.NO, "")
    assert f"[{code}]" in ended.out
    assert str(path) in ended.out


def test_measuring_by_an_agreement_with_errors_is_refused_with_its_problems(
    console: Console, tmp_path
):
    path = spoilt(tmp_path, "within: 30 min", "within: 30")
    ended = console("measure", path, MONTH / "events.csv")
    assert (ended.code, ended.out) == (ExitCode.UNUSABLE, "")
    assert "[unit-missing]" in ended.err


def test_of_a_long_line_the_part_around_the_place_is_shown(tmp_path):
    path = tmp_path / "long.csv"
    path.write_text("a" * 500 + "HERE" + "b" * 500, encoding="utf-8")
    (line, _), (mark, _) = excerpt(Place(str(path), 1, 501))
    assert line[mark.index("^") :].startswith("HERE")
    assert len(line) < 110


@pytest.mark.parametrize(
    "place", [Place(), Place("none.yaml", 3), Place(AGREEMENT), Place(AGREEMENT, 99999, 1)]
)
def test_a_place_without_a_line_shows_none(place):
    assert excerpt(place) == []
