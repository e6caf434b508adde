"""The examples in the docs are run: what a page shows is what comes out.

A ```console block holds commands after `$ ` and what they write, run in the repository's root; a
line of `...` stands for any lines. A ```python block with `>>>` is a doctest.
"""

from __future__ import annotations

import doctest
import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from patto.cli.ending import run

ROOT = Path(__file__).parents[2]
BLOCK = re.compile(r"^```(console|python)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SKIPPED = {".venv", "node_modules", "var", "build", "dist", ".git", "guide"}


@dataclass(frozen=True)
class Block:
    """A fenced block of a page: its kind, its text, and where it begins."""

    page: str
    line: int
    kind: str
    text: str

    def __str__(self) -> str:
        return f"{self.page}:{self.line}"


def pages() -> Iterator[Path]:
    for path in sorted(ROOT.rglob("*.md")):
        if not SKIPPED & set(path.relative_to(ROOT).parts):
            yield path


def blocks(kind: str) -> list[Block]:
    found = []
    for path in pages():
        text, name = path.read_text(encoding="utf-8"), str(path.relative_to(ROOT))
        for match in BLOCK.finditer(text):
            if match[1] == kind:
                line = text.count("\n", 0, match.start()) + 1
                found.append(Block(name, line, kind, match[2]))
    return found


def commands(text: str) -> Iterator[tuple[str, str]]:
    """Yield the commands of a block, each with what it is expected to write."""
    for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
        command, _, expected = part.partition("\n")
        yield command, expected


def matches(expected: str, written: str) -> bool:
    lines = [".*" if line == "..." else re.escape(line) for line in expected.rstrip().split("\n")]
    pattern = "\n".join(lines).replace("\n.*\n", "\n(?:.*\n)?")
    return re.fullmatch(pattern, written.rstrip(), re.DOTALL) is not None


@pytest.mark.parametrize("block", blocks("console"), ids=str)
def test_a_command_in_the_docs_writes_what_the_docs_show(block, capsys, monkeypatch, tmp_path):
    monkeypatch.chdir(ROOT)
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for command, expected in commands(block.text):
        program, *arguments = shlex.split(command)
        assert program == "patto", f"{block}: only `patto` can be run here"
        moved = [str(tmp_path / a) if a.startswith("OUT.") else a for a in arguments]
        code = run(moved)
        out, err = capsys.readouterr()
        written = (out + err).replace(f"{tmp_path}/", "")
        assert code == 0, f"{block}\n$ {command}\n{written}"
        assert matches(expected, written), f"{block}\n$ {command}\n{written}"


def sessions() -> dict[str, list[Block]]:
    """Return the sessions of each page; what one block defines, those below it know."""
    found: dict[str, list[Block]] = {}
    for block in blocks("python"):
        if ">>>" in block.text:
            found.setdefault(block.page, []).append(block)
    return found


@pytest.mark.parametrize("page", sessions())
def test_python_in_the_docs_gives_what_the_docs_show(page, monkeypatch, capsys):
    monkeypatch.chdir(ROOT)
    known: dict[str, object] = {}
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS)
    for block in sessions()[page]:
        test = doctest.DocTestParser().get_doctest(
            block.text, known, str(block), block.page, block.line
        )
        runner.run(test, clear_globs=False)
        known |= test.globs
    assert runner.failures == 0, capsys.readouterr().out


def test_a_line_of_dots_stands_for_any_lines():
    assert matches("a\n...\nb", "a\nx\ny\nb\n")
    assert matches("a\n...\nb", "a\nb\n")
    assert matches("a\n...", "a\nx\n")
    assert not matches("a\nb", "a\nx\nb")
