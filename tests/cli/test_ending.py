"""How commands end: every failure in words, every end with its exit code."""

from __future__ import annotations

import os
import pty
import signal
import subprocess
import sys
import time

import click
import pytest

from cli.console import AGREEMENT, EVENTS, ROOT, Console, patto
from patto.cli import ending
from patto.cli.exits import ExitCode
from patto.cli.patto import patto as group
from patto.kernel.errors import NeverReachedError

NOON = "2026-03-03T12:00"
OFFICE = ("--zone", "Europe/Rome", "--hours", "mon-fri 09:00-17:00")


def test_a_file_that_is_not_there_is_named(console: Console, tmp_path):
    ended = console("check", tmp_path / "none.yaml")
    assert ended.code == ExitCode.UNUSABLE
    assert ended.err == f"There is no file {tmp_path / 'none.yaml'}.\n"
    assert console("--lang", "it", "check", tmp_path / "none.yaml").err.startswith("Il file")


def test_a_folder_without_an_agreement_is_named(console: Console, tmp_path):
    ended = console("check", tmp_path)
    assert ended.code == ExitCode.UNUSABLE
    assert "holds no agreement" in ended.err


def test_an_output_that_cannot_be_written_is_named(console: Console, tmp_path):
    for target in (tmp_path, tmp_path / "no" / "such.json"):
        ended = console("schema", "-o", target)
        assert ended.code == ExitCode.UNUSABLE
        assert str(target if target == tmp_path else target.parent) in ended.err


def test_an_error_of_the_kernel_is_told_in_words(console: Console, monkeypatch):
    def refuse(*_: object) -> int:
        raise NeverReachedError("30 h from 2026-03-06")

    monkeypatch.setattr(group, "invoke", refuse)
    ended = console("schema")
    assert ended.code == ExitCode.UNUSABLE
    assert "not reached within ten years" in ended.err
    assert "30 h from 2026-03-06" in ended.err


@pytest.mark.parametrize("debug", [False, True])
def test_a_fault_of_ours_is_owned_and_shows_its_trace_on_request(
    console: Console, monkeypatch, debug
):
    def fail(*_: object) -> int:
        raise ZeroDivisionError("by zero")

    monkeypatch.setattr(group, "invoke", fail)
    monkeypatch.delenv(ending.DEBUG, raising=False)
    if debug:
        monkeypatch.setenv(ending.DEBUG, "1")
    ended = console("schema")
    assert ended.code == ExitCode.FAULT
    assert "ZeroDivisionError: by zero (test_ending.py:" in ended.err
    assert ("Traceback" in ended.err) is debug


def test_a_reader_that_goes_away_ends_the_command_quietly():
    command = f'"{sys.executable}" -m patto.cli schema | true; echo "${{PIPESTATUS[0]}}"'
    ended = subprocess.run(
        ["bash", "-c", command], capture_output=True, text=True, check=False, cwd=ROOT
    )
    assert (ended.stdout, ended.stderr) == (f"{int(ExitCode.BROKEN_PIPE)}\n", "")


def test_an_interrupt_ends_with_130():
    process = subprocess.Popen(
        [sys.executable, "-m", "patto.cli", "clock", "run", "-"],
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=ROOT,
    )
    time.sleep(1.0)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=20)
    assert (process.returncode, err.strip()) == (ExitCode.INTERRUPTED, b"Interrupted.")


def test_a_terminal_gets_colours_and_a_pipe_none():
    def on_a_terminal(*arguments: str) -> bytes:
        master, slave = pty.openpty()
        process = subprocess.Popen(
            [sys.executable, "-m", "patto.cli", *arguments],
            stdout=slave,
            stderr=slave,
            cwd=ROOT,
            env={**os.environ, "TERM": "xterm-256color", "COLUMNS": "160"},
        )
        os.close(slave)
        told = b""
        while True:
            try:
                part = os.read(master, 65536)
            except OSError:
                break
            if not part:
                break
            told += part
        process.wait(timeout=30)
        os.close(master)
        return told

    arguments = ("explain", AGREEMENT, EVENTS, "F-1080", "--at", "2026-04-01")
    assert b"\x1b[" in on_a_terminal(*arguments)
    piped = patto(*arguments)
    assert "\x1b" not in piped.stdout
    assert piped.stderr == ""


def test_a_screen_that_lacks_letters_is_no_reason_to_fail():
    arguments = ("explain", AGREEMENT, EVENTS, "F-1080", "--at", "2026-04-01")
    ended = patto(*arguments, "--lang", "it", PYTHONIOENCODING="ascii")
    assert (ended.returncode, ended.stderr) == (0, "")
    assert "priorit?" in ended.stdout
    program = patto(*arguments, "--format", "json", PYTHONIOENCODING="latin-1")
    assert program.returncode == 0


def test_the_exit_codes_are_a_closed_list():
    assert {code.value for code in ExitCode} == {0, 1, 2, 3, 130, 141}


def test_completion_for_a_shell_lists_the_commands():
    told = patto(_PATTO_COMPLETE="bash_complete", COMP_WORDS="patto me", COMP_CWORD="1").stdout
    assert told.splitlines() == ["plain,measure"]


def test_click_still_has_the_messages_that_are_recognised(console: Console):
    """What click says itself is told apart by its beginning; a new release may change it."""
    with pytest.raises(click.UsageError, match=f"^{ending._EXTRA}"):
        click.Command("x").make_context("x", ["y"])
    assert "cannot be run as it stands" not in console("schema", "a", "b").err


def test_what_is_missing_is_the_last_argument_where_another_takes_many(console: Console):
    ended = console("explain", AGREEMENT, EVENTS)
    assert ended.err.startswith("TICKET is missing.")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("clock", "run", "no.json"), "Il file no.json non esiste."),
        (("clock", "run", EVENTS), f"({EVENTS}:1:1)"),
        (("verdict", "run", EVENTS), f"({EVENTS}:1:1)"),
        (
            ("clock", "elapsed", "--zone", "X/Y", "--hours", "mon 09:00-17:00", NOON, NOON),
            "('X/Y')",
        ),
        (("clock", "elapsed", *OFFICE, NOON, "2026-03-02T12:00"), "Controllare"),
        (("schema", "-o", "/dev/full"), "sul dispositivo non c'è più spazio."),
        (("schema", "-o", "no/such.json"), "La cartella no, in cui such.json dovrebbe stare"),
    ],
)
def test_no_english_stands_in_an_italian_message(console: Console, arguments, told):
    ended = console("--lang", "it", *arguments)
    assert ended.code == ExitCode.UNUSABLE
    assert told in ended.err
    assert not [w for w in ("No such", "Expecting", "neither", "before", "space") if w in ended.err]


def test_a_problem_without_a_place_begins_with_what_it_is(console: Console):
    assert console("measure", AGREEMENT, EVENTS, "--importer", "no").err.startswith("error  [")
