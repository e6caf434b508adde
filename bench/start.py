"""How long a command takes to start, as a multiple of `python -c pass` in the same run.

    .venv/bin/python bench/start.py

Each command is run several times in turn with the yardstick, and the fastest of each counts.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
AUDIT_LOG = ROOT.parent / "shared/data/tickets/servicenow-audit/incidents_every_50th.csv"
ROUNDS = 9

PYTHON = [sys.executable, "-c", "pass"]
# A program that is installed has its bytecode beside it.
ENVIRON = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
PATTO = [sys.executable, "-m", "patto.cli"]


def commands() -> dict[str, tuple[list[str], float]]:
    """Return each command by its name, with the most it may take."""
    month = [str(ROOT / "examples/month/agreement.yaml"), str(ROOT / "examples/month/events.csv")]
    whole = str(ROOT / "tests/kernel/agreement/whole.yaml")
    found = {
        "patto --help": ([*PATTO, "--help"], 8.0),
        "patto explain, example month": ([*PATTO, "explain", *month, "F-1086"], 60.0),
        "patto check, an agreement of 860 lines": ([*PATTO, "check", whole], 25.0),
    }
    if AUDIT_LOG.exists():
        agreement = str(ROOT / "examples/servicenow/agreement.yaml")
        mapping = str(ROOT / "examples/servicenow/audit.yaml")
        command = [
            *PATTO,
            "explain",
            agreement,
            str(AUDIT_LOG),
            "INC0000045",
            "--importer",
            mapping,
        ]
        found["patto explain, one ticket of the audit log"] = (command, 60.0)
    else:
        print(f"left out: the audit log is not at {AUDIT_LOG.name}")
    return found


def seconds(command: list[str]) -> float:
    """Return how long a command took, once."""
    begun = time.perf_counter()
    ended = subprocess.run(command, check=False, capture_output=True, env=ENVIRON)
    if ended.returncode > 1:  # 1 is the answer "no"
        raise SystemExit(ended.stderr.decode())
    return time.perf_counter() - begun


def main() -> int:
    """Print each command's ratio and whether it is within its budget."""
    within = True
    for name, (command, budget) in commands().items():
        times = [(seconds(PYTHON), seconds(command)) for _ in range(ROUNDS)]
        ratio = min(t for _, t in times) / min(t for t, _ in times)
        within &= ratio <= budget
        mark = "within" if ratio <= budget else "OVER"
        print(f"{name:<45} {ratio:6.1f} x python -c pass   budget {budget:.0f} x   {mark}")
    return 0 if within else 1


if __name__ == "__main__":
    sys.exit(main())
