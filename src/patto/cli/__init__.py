"""The command line: `patto`."""

from __future__ import annotations

import gc


def main() -> None:
    """Run the command that the command line names, and end with its exit code."""
    # A command builds its values once and ends: looking for dead ones at every turn is in vain,
    # and so it is at the end, when all go with the process.
    gc.set_threshold(1_000_000, 50, 100)
    from patto.cli.ending import run  # noqa: PLC0415  # `import patto.cli` itself stays free

    code = run()
    gc.freeze()
    raise SystemExit(code)
