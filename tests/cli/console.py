"""How the tests run the command line: in this process where words matter, in its own elsewhere."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from patto.cli.ending import run

ROOT = Path(__file__).parents[2]
MONTH = ROOT / "examples" / "month"
AGREEMENT, EVENTS = str(MONTH / "agreement.yaml"), str(MONTH / "events.csv")
APRIL = ("--at", "2026-04-01")


@dataclass(frozen=True)
class Ended:
    """How a command ended: its exit code and what it wrote."""

    code: int
    out: str
    err: str


class Console:
    """Runs `patto` in this process, in English unless the arguments say otherwise."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def __call__(self, *arguments: object) -> Ended:
        self._capsys.readouterr()
        code = run([str(argument) for argument in arguments])
        out, err = self._capsys.readouterr()
        return Ended(int(code), out, err)


def patto(*arguments: object, **environ: str) -> subprocess.CompletedProcess[str]:
    """Run `patto` in a process of its own, piped, without the environment's language."""
    clean = {
        name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG"))
    }
    clean.pop("COVERAGE_PROCESS_START", None)
    return subprocess.run(
        [sys.executable, "-m", "patto.cli", *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        env={**clean, **environ},
    )
