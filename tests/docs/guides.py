"""The guides, played: each page from its first line to its last, in a folder of its own.

A ```console block holds commands after `$ ` and what they write, as in the other docs; `exit=1` in
its first line says that its last command ends with 1. A ```yaml NAME or ```csv NAME block is a file
that the reader writes. A ```diff NAME block changes one: its `-` lines stand there once, and its
`+` lines take their place.

`PYTHONPATH=tests python -m docs.guides` writes anew what the commands of the guides write, where
it is shown whole; it is for whoever changed a template or a command.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from patto.cli.ending import run

ROOT = Path(__file__).parents[2]
GUIDES = tuple(sorted((ROOT / "docs" / "guide").glob("write-*.md")))
"""The guides with commands; the one to the desk is gone through in a browser."""
BLOCK = re.compile(r"^```(console|yaml|csv|diff)(?: (\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PROMPT = re.compile(r"^\$ (.*)\n", re.MULTILINE)


@dataclass(frozen=True)
class Step:
    """What a page has the reader do: run a command, write a file or change one."""

    line: int
    kind: str
    name: str
    text: str
    start: int
    end: int


@dataclass(frozen=True)
class Played:
    """A command, what the page shows of it, what it wrote, and how it ended."""

    line: int
    command: str
    expected: str
    written: str
    code: int
    wanted: int
    start: int
    end: int


def steps(page: str) -> Iterator[Step]:
    """Yield what a page has the reader do, in order."""
    for match in BLOCK.finditer(page):
        line = page.count("\n", 0, match.start()) + 1
        yield Step(line, match[1], match[2] or "", match[3], match.start(3), match.end(3))


def language(path: Path) -> str:
    """Return the language of a page, which its name ends with."""
    return path.suffixes[-2].lstrip(".")


def play(path: Path) -> Iterator[Played]:
    """Do all that a page says in the working directory, and yield what its commands wrote."""
    for step in steps(path.read_text("utf-8")):
        if step.kind == "console":
            yield from _run(step)
        elif step.kind == "diff":
            _change(step)
        elif step.name:
            Path(step.name).write_text(step.text, "utf-8")


def _run(step: Step) -> Iterator[Played]:
    prompts = list(PROMPT.finditer(step.text))
    ends = [*(one.start() for one in prompts[1:]), len(step.text)]
    for number, (prompt, end) in enumerate(zip(prompts, ends, strict=True)):
        program, *arguments = shlex.split(prompt[1])
        last = number == len(prompts) - 1
        wanted = 1 if step.name == "exit=1" and last else 0
        code, written = 0, ""
        if program == "cp":
            shutil.copy(*arguments)
        else:
            assert program == "patto", f"line {step.line}: only `patto` and `cp` can be run here"
            code, written = _captured(arguments)
        yield Played(
            step.line, prompt[1], step.text[prompt.end() : end], written, code, wanted,
            step.start + prompt.end(), step.start + end,
        )  # fmt: skip


def _captured(arguments: list[str]) -> tuple[int, str]:
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
        code = run(arguments)
    return code, out.getvalue()


def _change(step: Step) -> None:
    lines = step.text.splitlines(keepends=True)
    before = "".join(line[1:] for line in lines if line[0] in "- ")
    after = "".join(line[1:] for line in lines if line[0] in "+ ")
    file = Path(step.name)
    text = file.read_text("utf-8")
    assert text.count(before) == 1, f"line {step.line}: {step.name} does not hold this once"
    file.write_text(text.replace(before, after), "utf-8")


def written_anew(path: Path) -> str:
    """Return a page with what its commands write now, where it is shown whole."""
    page = path.read_text("utf-8")
    for one in reversed(list(play(path))):
        if "\n...\n" not in f"\n{one.expected}" and one.written.strip():
            shown = one.written.strip("\n") + "\n"
            page = page[: one.start] + shown + page[one.end :]
    return page


def main() -> None:
    """Write all guides anew."""
    for path in GUIDES:
        os.environ["LANG"] = f"{language(path)}.UTF-8"
        with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
            page = written_anew(path)
        if page != path.read_text("utf-8"):
            path.write_text(page, "utf-8")
            sys.stderr.write(f"{path}\n")


if __name__ == "__main__":
    main()
