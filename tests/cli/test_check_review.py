"""`patto check` of what can be read: what to settle before signing, waived, written in."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from cli.console import AGREEMENT, MONTH, Console
from patto.cli.exits import ExitCode
from patto.kernel.checks.fixing import fixed
from patto.kernel.checks.registry import registry
from patto.language.catalogue import languages

TEXT = (MONTH / "agreement.yaml").read_text(encoding="utf-8")
VAGUE = (
    ("more than half of the people cannot work", "much of the firm is seriously disturbed"),
    (
        "the work can be done in another way",
        '"mail, printers, etc. can still be used as soon as possible"',
    ),
    ("settle it within two working days", "settle it as soon as possible"),
    ("the power company states", "the power company promptly states"),
    ("evidence: required", "evidence: none"),
)
SLACK = (("evidence: required\n    maximum: 40 h", "evidence: none\n    maximum: 40 h"),)


def written(path: Path, changes: tuple[tuple[str, str], ...], text: str = TEXT) -> Path:
    """Write the example agreement with passages changed."""
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def vague(tmp_path: Path) -> Path:
    return written(tmp_path / "vague.yaml", VAGUE)


def things(console: Console, path: Path) -> tuple[list[dict], dict]:
    """Return the things that a review names, and the review."""
    review = json.loads(console("check", path, "--format", "json").out)["agreements"][0]["review"]
    return review["to_settle"], review


@pytest.mark.parametrize("language", languages())
def test_the_first_three_things_are_told_in_full_and_the_rest_in_a_line(
    console: Console, vague: Path, language: str
):
    to_settle, _ = things(console, vague)
    assert len(to_settle) > 3
    ended = console("check", vague, "--lang", language)
    assert (ended.code, ended.err) == (ExitCode.NO, "")
    told = ended.out.splitlines()
    assert told[0].startswith("3 ")
    assert [line[:2] for line in told if re.match(r"\d\. ", line)] == ["1.", "2.", "3."]
    rules = re.findall(r"\[([A-Z]\d\d)\]$", ended.out, re.MULTILINE)
    assert rules == [thing["rule"] for thing in to_settle]
    folded = [line for line in told if line.endswith(f"[{rules[3]}]")]
    assert folded[0].startswith("  ")
    assert str(vague) in folded[0]


def test_a_thing_has_its_place_its_wording_its_reason_and_the_wording_that_settles_it(
    console: Console, vague: Path
):
    ended = console("check", vague)
    _, review = things(console, vague)
    (found,) = [one for one in review["findings"] if one["rule"] == "F15"]
    told = ended.out[ended.out.index(found["what"]) :].splitlines()
    place = f"{vague}:{found['line']}:{found['column']}"
    assert told[1] == f"   error  {place}, {found['path']}  [F15]"
    assert told[2].endswith("evidence: none")
    assert told[3].index("^") == told[2].index("none")
    assert told[4] == f"   Why: {found['why']}"
    assert told[5] == "   Write: evidence: required"
    assert "   Write, for example: " in ended.out


def test_all_shows_everything_in_full_what_is_only_worth_knowing_too(console: Console, vague: Path):
    whole = (MONTH.parent / "mapping" / "agreement.yaml").read_text(encoding="utf-8")
    info = written(vague.with_name("info.yaml"), (), whole)
    assert "Worth knowing" in console("check", info, "--all").out
    assert "Worth knowing" not in console("check", info).out
    assert "Worth knowing" not in console("check", AGREEMENT, "--all").out
    to_settle, review = things(console, vague)
    ended = console("check", vague, "--all")
    assert ended.out.startswith(f"{len(to_settle)} things to settle before you sign\n")
    assert "--all" not in ended.out
    pressing = [one for one in review["findings"] if one["severity"] != "info"]
    assert all(one["what"] in ended.out for one in pressing)


def test_what_one_rule_finds_in_many_places_is_one_thing(console: Console, vague: Path):
    more = ("cannot be done in any other way", "cannot be done as soon as possible")
    path = written(vague, (more,), vague.read_text(encoding="utf-8"))
    to_settle, _ = things(console, path)
    count = next(thing["count"] for thing in to_settle if thing["rule"] == "A01")
    told = console("check", path).out
    assert told.count("[A01]") == 1
    assert count > 3
    assert f"   and in {count - 3} more place" in told
    assert console("check", path, "--all").out.count("” says neither how much") == count


def test_warnings_alone_leave_an_agreement_in_order(console: Console, tmp_path: Path):
    path = written(tmp_path / "slack.yaml", SLACK)
    ended = console("check", path)
    assert ended.code == ExitCode.FINE
    assert ended.out.startswith("1 thing to settle before you sign\n")
    assert "in order; 4 metrics, 8 worked examples come out.\n" in ended.out


def test_of_an_agreement_with_errors_only_the_words_are_reviewed(console: Console, tmp_path: Path):
    path = written(tmp_path / "both.yaml", (*VAGUE, ("default: P3", "default: P9")))
    ended = console("check", path)
    assert ended.code == ExitCode.NO
    assert ended.out.index("[reference-unknown]") < ended.out.index("only the words are reviewed")
    assert "[A01]" in ended.out
    assert "[D06]" not in ended.out
    assert ended.out.endswith(": not in order.\n")
    held = path.read_bytes()
    assert console("check", path, "--fix").code == ExitCode.NO
    assert path.read_bytes() == held


def test_of_the_versions_in_a_folder_the_newest_is_reviewed(console: Console, tmp_path: Path):
    until = "start: 2026-01-01, end: 2027-01-01"
    written(tmp_path / "v1.yaml", (*SLACK, (until, "start: 2026-01-01, end: 2026-07-01")))
    second = (
        ("version: 1", "version: 2"),
        (until, "start: 2026-07-01, end: 2027-01-01"),
        ("supersedes: none", "supersedes: 1"),
    )
    written(tmp_path / "v2.yaml", second)
    ended = console("check", tmp_path)
    assert ended.code == ExitCode.FINE
    assert "[D06]" not in ended.out
    written(tmp_path / "v2.yaml", (*second, *SLACK))
    assert f"{tmp_path / 'v2.yaml'}:" in console("check", tmp_path).out


def test_a_waived_rule_is_printed_with_its_reason_and_holds_nothing_up(
    console: Console, vague: Path
):
    to_settle, _ = things(console, vague)
    rules = [thing["rule"] for thing in to_settle]
    waived = [item for rule in rules[1:] for item in ("--waive", f"{rule}: agreed by letter")]
    named = ["--waive", f"{registry()[rules[0]].name}: we know"]
    ended = console("check", vague, *waived, *named)
    assert ended.code == ExitCode.FINE
    assert "before you sign" not in ended.out
    assert "    Reason: agreed by letter\n" in ended.out
    assert "    Reason: we know\n" in ended.out


def test_waivers_stand_in_a_file_and_one_without_effect_is_told(console: Console, vague: Path):
    file = vague.with_name("waivers.yaml")
    file.write_text("A01: the law says so\nZ99: why not\nA05:\nE01: [1]\n", encoding="utf-8")
    ended = console("check", vague, "--waivers", file)
    assert "    Reason: the law says so\n" in ended.out
    assert "Waiver of Z99: there is no such rule" in ended.out
    assert "Waiver of A05: it gives no reason" in ended.out
    assert "Waiver of E01: it gives no reason" in ended.out


@pytest.mark.parametrize(
    ("content", "code"), [("- A01\n", "mapping-expected"), ("A01: [", "yaml"), ("", "file-empty")]
)
def test_a_file_that_holds_no_waivers_is_refused(console: Console, tmp_path: Path, content, code):
    file = tmp_path / "waivers.yaml"
    file.write_text(content, encoding="utf-8")
    ended = console("check", AGREEMENT, "--waivers", file)
    assert (ended.code, ended.out) == (ExitCode.UNUSABLE, "")
    assert f"[{code}" in ended.err


@pytest.mark.parametrize(
    "given", [("--waive", "A01"), ("--waive", "A01: "), ("--waive", "Z9: x"), ("--explain", "Z9")]
)
def test_a_waiver_without_reason_or_rule_cannot_be_given(console: Console, given):
    ended = console("check", AGREEMENT, *given)
    assert (ended.code, ended.out) == (ExitCode.UNUSABLE, "")
    assert f"“{given[1].partition(':')[0]}" in ended.err


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("rule", ["a05", "open-list", "C05", "G01"])
def test_every_kind_of_rule_explains_itself_without_a_file(console: Console, rule, language):
    ended = console("check", "--explain", rule, "--lang", language)
    assert (ended.code, ended.err) == (ExitCode.FINE, "")
    assert re.match(r"[A-K]\d\d [a-z-]+  \w+\n  \S", ended.out)
    assert len(ended.out.splitlines()) > 2


def test_fix_writes_the_wordings_in_and_touches_nothing_else(console: Console, vague: Path):
    before = vague.read_bytes()
    vague.write_bytes(b"\xef\xbb\xbf" + before.replace(b"\n", b"\r\n"))
    ended = console("check", vague, "--fix", "--waive", "F15: the power company publishes it")
    expected = before.replace(b"evidence: none", b"evidence: required", 2)
    assert vague.read_bytes() == b"\xef\xbb\xbf" + expected.replace(b"\n", b"\r\n")
    line = expected.splitlines().index(b"    evidence: required") + 1
    shown = f"  line {line}\n    -    evidence: none\n    +    evidence: required\n"
    assert ended.out.startswith(f"{vague}: 2 wordings written in\n{shown}")
    assert "[D06]" not in ended.out
    assert "--fix" not in ended.out


def test_fix_writes_nothing_that_makes_a_worked_example_fail(console: Console, tmp_path: Path):
    source = MONTH.parent / "servicenow" / "agreement.yaml"
    path = written(tmp_path / "a.yaml", (), source.read_text(encoding="utf-8"))
    ended = console("check", path, "--fix", "--format", "json")
    (entry,) = json.loads(ended.out)["agreements"]
    assert entry["sound"]
    written_in = [one["path"] for one in entry["fixed"]]
    assert "pause_reasons.waiting-supplier.evidence" in written_in
    assert "pause_reasons.waiting-customer.evidence" not in written_in
    again = path.read_bytes()
    told = console("check", path, "--fix").out
    assert "not written: For “Waiting for information from the caller”" in told
    assert path.read_bytes() == again


def test_fix_leaves_an_agreement_alone_that_has_nothing_to_fix(console: Console, tmp_path: Path):
    path = written(tmp_path / "fine.yaml", ())
    held = path.stat().st_mtime_ns
    assert console("check", path, "--fix").code == ExitCode.FINE
    assert path.stat().st_mtime_ns == held
    path.write_text("a: [", encoding="utf-8")
    assert console("check", path, "--fix").code == ExitCode.NO


def test_fix_refuses_a_file_that_changed_meanwhile(console: Console, vague: Path, monkeypatch):
    def slowly(text, findings, file):
        vague.write_text(TEXT, encoding="utf-8")
        return fixed(text, findings, file)

    monkeypatch.setattr("patto.cli.mending.fixed", slowly)
    ended = console("check", vague, "--fix")
    assert (ended.code, ended.out) == (ExitCode.UNUSABLE, "")
    assert "changed while it was being checked" in ended.err
    assert vague.read_text(encoding="utf-8") == TEXT


def test_what_stands_in_the_base_is_not_written_into_the_customers_file(
    console: Console, tmp_path: Path
):
    start = TEXT.index("\nparties:")
    written(tmp_path / "standard.yaml", SLACK, TEXT[start:])
    own = written(tmp_path / "ferri.yaml", (), "base: standard.yaml\n" + TEXT[:start])
    held = [path.read_bytes() for path in (own, tmp_path / "standard.yaml")]
    ended = console("check", own)
    assert "standard.yaml:" in ended.out
    assert "--fix" not in ended.out
    console("check", own, "--fix")
    assert [path.read_bytes() for path in (own, tmp_path / "standard.yaml")] == held


def test_problems_and_findings_stand_in_one_sarif_log(console: Console, vague: Path):
    empty = vague.with_name("empty.yaml")
    empty.write_bytes("title: Perché".encode("latin-1"))
    bad = written(vague.with_name("bad.yaml"), (("within: 30 min", "within: 30"),))
    ended = console("check", vague, empty, bad, "--format", "sarif", "--waive", "A05: closed")
    assert ended.code == ExitCode.NO
    log = json.loads(ended.out)
    (run,) = log["runs"]
    results = {one["ruleId"]: one for one in run["results"]}
    assert results["unit-missing"]["level"] == "error"
    region = results["unit-missing"]["locations"][0]["physicalLocation"]["region"]
    assert region["startColumn"] > 1
    assert results["encoding-wrong"]["locations"][0]["physicalLocation"]["region"]["startLine"] == 1
    assert results["A05"]["suppressions"][0]["justification"] == "closed"
    assert run["tool"]["driver"]["rules"][results["A01"]["ruleIndex"]]["id"] == "A01"
    gone = written(vague.with_name("gone.yaml"), (), "")
    (found,) = json.loads(console("check", gone, "--format", "sarif").out)["runs"][0]["results"]
    assert found["ruleId"] == "file-empty"


def test_json_says_what_is_in_order_and_how_ready(console: Console, vague: Path):
    ended = console("check", vague, AGREEMENT, "--format", "json")
    bad, good = json.loads(ended.out)["agreements"]
    assert (bad["sound"], bad["in_order"]) == (True, False)
    assert (good["sound"], good["in_order"]) == (True, True)
    assert bad["review"]["readiness"]["index"] < good["review"]["readiness"]["index"] == 1
    assert "fixed" not in bad


def test_a_problem_that_reading_tells_explains_itself_by_its_code(console: Console):
    ended = console("check", "--explain", "example-value")
    assert ended.code == ExitCode.FINE
    assert ended.out.startswith("example-value\n")
    assert "Both sides sign what the example shows" in ended.out
    assert console("check", "--explain", "mapping-encoding-wrong").code == ExitCode.FINE
