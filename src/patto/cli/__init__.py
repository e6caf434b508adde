"""The command line: `patto`."""

from __future__ import annotations

import gc
import os


def main() -> None:
    """Run the command that the command line names, and end with its exit code."""
    # A command builds its values once and ends: looking for dead ones at every turn is in vain,
    # and so it is at the end, when all go with the process.
    gc.set_threshold(1_000_000, 50, 100)
    # No plugin of pydantic's has a part in a verdict, and looking for one reads what every package
    # installed says of itself.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    from patto.cli.ending import run  # noqa: PLC0415  # `import patto.cli` itself stays free

    code = run()
    gc.freeze()
    raise SystemExit(code)
