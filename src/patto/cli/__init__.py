"""The command line: `patto`."""

from __future__ import annotations


def main() -> None:
    """Run the command that the command line names, and end with its exit code."""
    from patto.cli.ending import run  # noqa: PLC0415  # `import patto.cli` itself stays free

    raise SystemExit(run())
