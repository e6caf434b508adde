"""`patto check`: what is wrong with an agreement, and whether its worked examples come out."""

from __future__ import annotations

from pathlib import Path

import click

from patto.cli.agreements import Opened, open_agreement
from patto.cli.encoding import as_text
from patto.cli.exits import ExitCode
from patto.cli.frame import ChoiceType, Command, words
from patto.cli.page import Cell, Page, show, write
from patto.cli.parameters import FILE
from patto.cli.problems import add_problems, add_tally, as_json
from patto.language.words import Words


@click.command(cls=Command)
@click.argument("agreements", type=FILE, nargs=-1, required=True)
@click.option("--format", "form", type=ChoiceType(("text", "json")), default="text")
def check(agreements: tuple[Path, ...], form: str) -> int:
    """Check agreements and run their worked examples."""
    spoken = words()
    opened = {path: open_agreement(path, spoken) for path in agreements}
    if form == "json":
        write(as_text(_document(opened, spoken)), None)
    else:
        show(_page(opened, spoken))
    return ExitCode.FINE if all(one.sound for one in opened.values()) else ExitCode.NO


def _page(opened: dict[Path, Opened], words: Words) -> Page:
    page = Page()
    problems = [problem for one in opened.values() for problem in one.problems]
    add_problems(page, problems, words)
    add_tally(page, problems, words)
    page.gap()
    for path, one in opened.items():
        page.line(_verdict(path, one, words))
    return page


def _verdict(path: Path, opened: Opened, words: Words) -> Cell:
    if opened.history is None or not opened.sound:
        return Cell(words.say("cli.check.not-fine", file=path), "bad")
    metrics = [metric for version in opened.history.versions for metric in version.metrics]
    examples = sum(len(metric.examples) for metric in metrics)
    told = {
        "metrics": words.say("cli.check.metrics", count=len(metrics)),
        "examples": words.say("cli.check.examples", count=examples),
    }
    return Cell(words.say("cli.check.fine", file=path, **told), "good")


def _document(opened: dict[Path, Opened], words: Words) -> dict[str, object]:
    return {
        "agreements": [
            {
                "file": str(path),
                "sound": one.sound,
                "problems": [as_json(problem, words) for problem in one.problems],
            }
            for path, one in opened.items()
        ]
    }
