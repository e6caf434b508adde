"""`patto convert`: events of any desk in Patto's own format."""

from __future__ import annotations

from pathlib import Path

import click

from patto.cli.evidence import add_evidence
from patto.cli.exits import ExitCode
from patto.cli.frame import Command, words
from patto.cli.page import Page, show
from patto.cli.parameters import FILE, IMPORTER
from patto.cli.progress import working
from patto.exchange.reading import convert as convert_files


@click.command(cls=Command)
@click.argument("events", type=FILE, nargs=-1, required=True)
@click.option("-o", "--output", type=FILE, required=True)
@click.option("--importer", type=IMPORTER)
def convert(events: tuple[Path, ...], output: Path, importer: str | None) -> int:
    """Write events in the format that the output's name ends in."""
    spoken = words()
    with working(spoken.say("cli.measure.reading")):
        report = convert_files(events, output, importer)
    page = Page()
    page.line(spoken.say("cli.measure.written", file=output))
    add_evidence(page, report, spoken, examples=True)
    show(page, err=True)
    return ExitCode.FINE
