"""`patto schema`: the JSON Schema of agreement files, for editors."""

from __future__ import annotations

from pathlib import Path

import click

from patto.cli.encoding import as_text
from patto.cli.exits import ExitCode
from patto.cli.frame import Command
from patto.cli.page import write
from patto.cli.parameters import FILE
from patto.kernel.agreement.schema import json_schema


@click.command(cls=Command)
@click.option("-o", "--output", type=FILE)
def schema(output: Path | None) -> int:
    """Write the JSON Schema of agreement files."""
    write(as_text(json_schema()), output)
    return ExitCode.FINE
