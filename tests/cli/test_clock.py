"""The commands `patto clock`: readable answers, in two languages, and refusals that help."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from patto.cli import clock as module
from patto.cli.clock import TEXTS, clock
from patto.kernel.errors import InvalidHoursError, MalformedTimeError, UnknownZoneError

OFFICE = ("--zone", "Europe/Rome", "--hours", "mon-fri 09:00-17:00")


def run(*arguments: str, lang: str = "en", stdin: str | bytes | None = None) -> Result:
    return CliRunner().invoke(clock, arguments, input=stdin, obj={"lang": lang})


def lines(*arguments: str, lang: str = "en") -> list[str]:
    result = run(*arguments, lang=lang)
    assert result.exit_code == 0, result.output
    return result.stdout.splitlines()


def refusal(*arguments: str, lang: str = "en") -> str:
    result = run(*arguments, lang=lang)
    assert result.exit_code == 2
    return result.output


def test_elapsed_is_told_with_what_was_asked() -> None:
    assert lines("elapsed", *OFFICE, "2026-03-06T16:55", "2026-03-09T09:05") == [
        "10 min",
        "from Fri 2026-03-06 16:55+01:00 to Mon 2026-03-09 09:05+01:00, Europe/Rome",
    ]


def test_due_is_told_with_until_when_it_is_kept() -> None:
    assert lines("due", *OFFICE, "2026-03-06 16:55", "5 min") == [
        "Fri 2026-03-06 17:00+01:00",
        "from Fri 2026-03-06 16:55+01:00, Europe/Rome",
        "kept until Mon 2026-03-09 09:00+01:00: the budget runs out at closing",
    ]
    assert len(lines("due", *OFFICE, "2026-03-06T15:55:00Z", "4 h")) == 2


def test_answers_are_in_the_language_asked_for() -> None:
    assert lines("due", *OFFICE, "2026-03-06T16:55", "5 min", lang="it")[1:] == [
        "da ven 2026-03-06 16:55+01:00, Europe/Rome",
        "rispettato fino a lun 2026-03-09 09:00+01:00: il tempo finisce all'ora di chiusura",
    ]
    assert "si spostano avanti" in refusal("due", *OFFICE, "2026-03-29T02:30", "1 h", lang="it")


def test_both_languages_say_the_same_things() -> None:
    assert TEXTS["en"].keys() == TEXTS["it"].keys()


def test_answers_for_programs_are_json() -> None:
    elapsed = run("elapsed", *OFFICE, "--format", "json", "2026-03-06T16:55", "2026-03-09T09:05")
    assert json.loads(elapsed.stdout) == {"elapsed_s": 600.0}
    due = run("due", *OFFICE, "--format", "json", "2026-03-06T16:55", "5 min")
    assert json.loads(due.stdout) == {
        "due": "2026-03-06T16:00:00Z",
        "kept_until": "2026-03-09T08:00:00Z",
    }


def test_closed_days_and_pauses_are_taken_off() -> None:
    exceptions = ("--closed-day", "2026-03-09", "--pause", "2026-03-06T16:00/2026-03-06T16:30")
    assert lines("elapsed", *OFFICE, *exceptions, "2026-03-06T15:00", "2026-03-10T10:00")[0] == (
        "2 h 30 min"
    )


@pytest.mark.parametrize(
    ("hours", "week"),
    [
        (["mon-fri 09:00-17:00"], "40 h"),
        (["mon,wed 09:00-12:00, 13:00-17:00"], "14 h"),
        (["sat-mon 10:00-11:00", "TUE 10:00-10:30"], "3 h 30 min"),
        (["mon-sun 22:00-06:00"], "56 h"),
        (["mon-sun 00:00-24:00"], "168 h"),
        (["fri 09:00-09:00:01"], "1 s"),
    ],
)
def test_hours_are_read_as_they_are_written(hours: list[str], week: str) -> None:
    options = [word for text in hours for word in ("--hours", text)]
    span = ("2026-03-02T00:00", "2026-03-09T00:00")
    assert lines("elapsed", "--zone", "+01:00", *options, *span)[0] == week


@pytest.mark.parametrize(
    "hours",
    [
        "",
        "09:00-17:00",
        "mon 9-17",
        "mon 09:00",
        "mon-xyz 09:00-17:00",
        "mon- 09:00-17:00",
        "mon 09:00-10:00-11:00",
    ],
)
def test_hours_that_cannot_be_read_are_refused_with_an_example(hours: str) -> None:
    refused = refusal("elapsed", "--zone", "UTC", "--hours", hours, "2026-03-06T00:00Z", "x")
    assert "mon-fri 09:00-17:00" in refused


@pytest.mark.parametrize(
    ("budget", "due"),
    [
        ("4 h", "13:00"),
        ("30min", "09:30"),
        ("1 h 30 min 15 s", "10:30:15"),
        ("1.5 h", "10:30"),
        ("0 s", "09:00"),
        ("0.000001 s", "09:00:00.000001"),
    ],
)
def test_a_budget_is_read_as_it_is_written(budget: str, due: str) -> None:
    assert f" {due}+01:00" in lines("due", *OFFICE, "2026-03-06T09:00", budget)[0]


@pytest.mark.parametrize("budget", ["4", "h", "4 hours later", "-4 h", "0.0000001 s", ""])
def test_a_budget_that_cannot_be_read_is_refused(budget: str) -> None:
    assert "such as '4 h'" in refusal("due", *OFFICE, "--", "2026-03-06T09:00", budget)


@pytest.mark.parametrize("budget", ["2 days", "1 d", "1 giorno"])
def test_a_day_is_no_budget(budget: str) -> None:
    assert "has no one length" in refusal("due", *OFFICE, "2026-03-06T09:00", budget)


def test_a_reading_in_a_gap_is_refused_and_one_in_an_overlap_needs_its_offset() -> None:
    gap = refusal("elapsed", *OFFICE, "2026-03-29T02:30", "2026-03-30T12:00")
    assert "does not occur in Europe/Rome" in gap
    overlap = refusal("elapsed", *OFFICE, "2026-10-25T02:30", "2026-10-26T12:00")
    assert "+02:00, +01:00" in overlap
    assert lines("elapsed", *OFFICE, "2026-10-25T02:30+01:00", "2026-10-26T12:00")[0] == "3 h"


@pytest.mark.parametrize(
    "start", ["tomorrow", "2026-02-30T00:00", "2026-03-06", "2026-02-30T00:00Z"]
)
def test_a_time_that_cannot_be_read_is_refused_with_an_example(start: str) -> None:
    assert "2026-03-06T16:55" in refusal("due", *OFFICE, start, "1 h")


def test_a_pause_that_cannot_be_read_is_refused() -> None:
    paused = ("--pause", "2026-03-06T10:00")
    assert "is not a pause" in refusal("due", *OFFICE, *paused, "2026-03-06T09:00", "1 h")


@pytest.mark.parametrize(
    ("options", "error"),
    [
        (["--zone", "Europe/Roma", "--hours", "mon 09:00-17:00"], UnknownZoneError),
        (["--zone", "UTC", "--hours", "mon 09:00-09:00"], InvalidHoursError),
        ([*OFFICE, "--closed-day", "6.1.2026"], MalformedTimeError),
    ],
)
def test_what_the_kernel_refuses_reaches_the_door_where_errors_get_their_words(
    options: list[str], error: type[Exception]
) -> None:
    result = run("due", *options, "2026-03-06T09:00Z", "1 h")
    assert isinstance(result.exception, error)


def test_what_closes_for_good_stays_kept() -> None:
    last = [word for day in range(12, 31) for word in ("--closed-day", f"9999-12-{day}")]
    hours = ("--zone", "UTC", "--hours", "mon-sun 09:00-17:00", "--closed-day", "9999-12-31")
    answer = lines("due", *hours, *last, "9999-12-11T16:00", "1 h")
    assert answer[-1] == "stays kept: nothing opens in the ten years after"


def test_the_last_hours_of_the_year_9999_can_be_shown() -> None:
    hours = ("--zone", "+14:00", "--hours", "mon-sun 00:00-24:00")
    assert lines("due", *hours, "9999-12-31T22:00:00Z", "1 h")[0] == "9999-12-31T23:00:00Z"


CASES = '{"cases": [{"id": "è", "op": "elapsed"}]}'


def test_cases_are_run_from_a_file_and_from_standard_input(tmp_path: Path) -> None:
    file = tmp_path / "cases.json"
    file.write_text(CASES, encoding="utf-8-sig")
    for result in (run("run", str(file)), run("run", "-", stdin=CASES)):
        assert json.loads(result.stdout) == {
            "results": [
                {"id": "è", "error": "MalformedCaseError", "message": "calendar: is missing"}
            ]
        }


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "cases.json:1:1: Expecting value"),
        (b'{"cases":\n [}', "cases.json:2:3: Expecting value"),
        (b"{}", "cases.json:1:1: not an object with a list"),
        ('{"cases": "è"}'.encode("latin-1"), "cases.json: byte 11 is not UTF-8"),
    ],
)
def test_a_file_that_holds_no_cases_is_refused_with_its_place(
    content: bytes, told: str, tmp_path: Path
) -> None:
    file = tmp_path / "cases.json"
    file.write_bytes(content)
    ended = CliRunner().invoke(clock, ["run", str(file)])
    assert ended.exit_code != 0
    assert told in f"{ended.output}{ended.exception}"


def test_a_file_that_is_too_large_is_refused_with_the_limit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "LARGEST", 10)
    file = tmp_path / "cases.json"
    file.write_text(CASES, encoding="utf-8")
    assert "larger than 10 bytes" in refusal("run", str(file))


def test_the_language_is_english_where_none_is_told() -> None:
    assert module.say("weekdays").startswith("Mon")
    with click.Context(clock, obj=None):
        assert module.say("weekdays").startswith("Mon")


def test_the_commands_start_without_numpy() -> None:
    code = "import sys, patto.cli.clock; sys.exit('numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
