"""How long a command takes, as a multiple of `python -c pass` in the same run.

    .venv/bin/python bench/start.py

Each command is run several times in turn with the yardstick; the least processor time of each
counts, which a busy machine disturbs little. `patto check` is held to an agreement of 600 lines, by
the straight line between two that `patto new` writes: the profile `simple` has fewer, `standard`
more.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parent.parent
AUDIT_LOG = ROOT.parent / "shared/data/tickets/servicenow-audit/incidents_every_50th.csv"
ROUNDS = 9
LINES = 600
PROFILES = ("simple", "standard")
CHECK = 25.0
"""How many times the yardstick `patto check` of an agreement of so many lines may take."""

PYTHON = [sys.executable, "-c", "pass"]
# A program that is installed has its bytecode beside it.
ENVIRON = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
PATTO = [sys.executable, "-m", "patto.cli"]


def commands() -> dict[str, tuple[list[str], float]]:
    """Return each command by its name, with the most it may take."""
    month = [str(ROOT / "examples/month/agreement.yaml"), str(ROOT / "examples/month/events.csv")]
    found = {
        "patto --help": ([*PATTO, "--help"], 8.0),
        "patto explain, example month": ([*PATTO, "explain", *month, "F-1086"], 60.0),
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
    """Return the processor time that a command took, once."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    ended = subprocess.run(command, check=False, capture_output=True, env=ENVIRON)
    if ended.returncode > 1:  # 1 is the answer "no"
        raise SystemExit(ended.stderr.decode())
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def ratio(command: list[str]) -> float:
    """Return how many times the yardstick a command takes."""
    times = [(seconds(PYTHON), seconds(command)) for _ in range(ROUNDS)]
    return min(t for _, t in times) / min(t for t, _ in times)


def told(name: str, found: float, budget: float) -> bool:
    """Print a ratio, and return whether it is within its budget."""
    mark = "within" if found <= budget else "OVER"
    print(f"{name:<45} {found:6.1f} x python -c pass   budget {budget:.0f} x   {mark}")
    return found <= budget


def checked(folder: Path) -> Iterable[tuple[int, float]]:
    """Yield the lines of an agreement of each profile, and the ratio of checking it."""
    for profile in PROFILES:
        file = folder / f"{profile}.yaml"
        new = [*PATTO, "new", str(file), "--profile", profile, "--lang", "en", "--yes"]
        subprocess.run(new, check=True, capture_output=True, env=ENVIRON)
        lines, found = (
            len(file.read_text("utf-8").splitlines()),
            ratio([*PATTO, "check", str(file)]),
        )
        print(f"{f'patto check, {profile}, {lines} lines':<45} {found:6.1f} x python -c pass")
        yield lines, found


def main() -> int:
    """Print each command's ratio and whether it is within its budget."""
    within = [told(name, ratio(line), budget) for name, (line, budget) in commands().items()]
    with TemporaryDirectory() as folder:
        (few, least), (many, most) = checked(Path(folder))
    between = least + (most - least) * (LINES - few) / (many - few)
    within.append(told(f"patto check, an agreement of {LINES} lines", between, CHECK))
    return 0 if all(within) else 1


if __name__ == "__main__":
    sys.exit(main())
