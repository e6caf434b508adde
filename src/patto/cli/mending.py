"""`patto check --fix`: writing what settles findings into the file, and nothing else."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Final

from patto.cli.agreements import Opened, base_text
from patto.cli.frame import Refusal
from patto.cli.page import Cell, Page
from patto.kernel.agreement.reading import read
from patto.kernel.checks.explaining import told
from patto.kernel.checks.finding import Finding
from patto.kernel.checks.fixing import Fixed, fixed
from patto.kernel.checks.review import Review
from patto.kernel.checks.wording.small_words import Language
from patto.kernel.examples import run_examples
from patto.language.words import Words

_BOM: Final = "\ufeff"


@dataclass(frozen=True, slots=True)
class Mended:
    """A file before and after, what was settled in it, and what could not be for what it breaks."""

    file: str
    settled: tuple[Finding, ...]
    breaking: tuple[Finding, ...]
    before: str
    after: str


def mend(opened: Opened, review: Review, words: Words, *, everything: bool) -> Mended:
    """Write what settles findings into the file of the newest version, and return what changed.

    What is only worth knowing is left unless `everything` is asked for; so is what would make a
    worked example fail, or the file unreadable.

    :raises OSError: if the file cannot be read or written
    :raises Refusal: if the file is no longer what was checked
    """
    file = str(opened.newest)
    before = opened.texts[file]
    done, breaking = _sound(before, fixable(opened, review, everything=everything), file)
    if done.settled:
        _replace(Path(file), before, done.text, words)
    return Mended(file, done.settled, breaking, before, done.text)


def fixable(opened: Opened, review: Review, *, everything: bool) -> list[Finding]:
    """Return the findings that stand in the file itself, not in its base, and have a fix."""
    return [
        one
        for one in review.findings
        if one.fix and one.place.file == opened.newest and (everything or one.severity != "info")
    ]


def add_mended(page: Page, mended: Mended, words: Words, language: Language) -> None:
    """Add what was written into a file, its lines before and after, and what was not and why."""
    page.gap()
    count = len(mended.settled)
    page.line(Cell(words.say("cli.check.fixed", file=mended.file, count=count), "strong"))
    lines = unified_diff(mended.before.splitlines(), mended.after.splitlines(), n=0, lineterm="")
    for line in list(lines)[2:]:
        if line.startswith("@@"):
            number = line.split("+")[1].split(" ")[0].split(",")[0]
            page.line(Cell(words.say("cli.check.line", line=number), "quiet"), indent=2)
        else:
            page.line(Cell(line, "bad" if line.startswith("-") else "good"), indent=4)
    for one in mended.breaking:
        what = told(one, language).what
        page.line(words.say("cli.check.fix-breaks", place=one.place, what=what), indent=2)
    page.gap()


def _sound(text: str, findings: Sequence[Finding], file: str) -> tuple[Fixed, tuple[Finding, ...]]:
    """Return a text with the fixes after which no more is wrong with it, and the other findings.

    All are tried together first, then one by one.
    """
    errors = _errors(text, file)
    whole = fixed(text, findings, file)
    if _errors(whole.text, file) <= errors:
        return whole, ()
    settled: list[Finding] = []
    breaking: list[Finding] = []
    for finding in whole.settled:
        one = fixed(text, [finding], file)
        if _errors(one.text, file) <= errors:
            text = one.text
            settled.append(finding)
        else:
            breaking.append(finding)
    return Fixed(text, tuple(settled), (*whole.left, *breaking)), tuple(breaking)


def _errors(text: str, file: str) -> int:
    """Return how many errors reading and the worked examples find in a text."""
    reading = read(text, lambda name: base_text(Path(file).parent / name), file)
    problems = list(reading.problems)
    if reading.agreement is not None:
        problems += run_examples(reading.agreement, reading.places)
    return sum(one.severity == "error" for one in problems)


def _replace(path: Path, before: str, after: str, words: Words) -> None:
    """Write a text in the place of another, whole or not at all."""
    target = path.resolve()
    held = target.read_bytes()
    mark = _BOM if held.startswith(_BOM.encode()) else ""
    if held != (mark + before).encode():
        raise Refusal(words.say("cli.check.fix-meanwhile", file=path))
    with NamedTemporaryFile("wb", dir=target.parent, delete=False) as file:
        file.write((mark + after).encode())
    shutil.copymode(target, file.name)
    os.replace(file.name, target)  # noqa: PTH105  # the name of a temporary file is a text
