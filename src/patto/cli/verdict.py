"""`patto verdict`: test cases for whoever says whether a promise was kept."""

from __future__ import annotations

import json
from typing import BinaryIO, Final

import click

from patto.cli.exits import ExitCode
from patto.cli.frame import Group
from patto.cli.verdict_cases import load_cases, run_cases
from patto.kernel.errors import MalformedCaseError

__all__ = ["run_cases", "verdict"]

LARGEST: Final = 256 * 1024 * 1024
"""Bytes of a file of cases; a larger one is refused."""


@click.group(cls=Group)
def verdict() -> None:
    """Run test cases for verdicts."""


@verdict.command()
@click.argument("cases", type=click.File("rb"))
def run(cases: BinaryIO) -> int:
    """Run the test cases in the file CASES, or - for standard input, and write their results."""
    name = str(getattr(cases, "name", "-"))
    data = cases.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise MalformedCaseError(f"{name}: larger than {LARGEST} bytes")
    try:
        document = load_cases(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise MalformedCaseError(f"{name}: byte {error.start} is not UTF-8") from error
    except MalformedCaseError as error:
        raise MalformedCaseError(f"{name}:{error}") from error
    answers = run_cases(document)
    click.echo(json.dumps(answers, indent=1, ensure_ascii=False))
    as_expected = all(answer.get("as_expected", True) for answer in answers["results"])
    return ExitCode.FINE if as_expected else ExitCode.NO
