"""The guides: whoever follows one, line by line, sees what it shows, in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from docs.guides import GUIDES, ROOT, language, play, steps
from docs.test_examples import matches

LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)\s]*)?\)")
EACH = pytest.mark.parametrize("path", GUIDES, ids=lambda path: path.name)


@EACH
def test_who_follows_a_guide_sees_what_it_shows(path, monkeypatch, tmp_path):
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", f"{language(path)}.UTF-8")
    monkeypatch.chdir(tmp_path)
    played = 0
    for one in play(path):
        told = f"{path.name}:{one.line}\n$ {one.command}\n{one.written}"
        assert one.code == one.wanted, told
        assert matches(one.expected, one.written), told
        played += 1
    assert played > 10


def test_a_guide_tells_the_same_in_each_language():
    stories: dict[str, set[tuple[str, ...]]] = {}
    for path in GUIDES:
        told = tuple(verb for step in steps(path.read_text("utf-8")) for verb in verbs(step))
        stories.setdefault(path.name.split(".", maxsplit=1)[0], set()).add(told)
    assert stories
    assert {name: len(told) for name, told in stories.items()} == dict.fromkeys(stories, 1)


def verbs(step) -> list[str]:
    """Return what a step is, in no language: the commands that it runs, with their options."""
    if step.kind != "console":
        return [step.kind]
    lines = re.findall(r"^\$ (.*)", step.text, re.MULTILINE)
    return [" ".join(re.findall(r"^patto \w+|^cp|--[\w-]+", line)) for line in lines]


@EACH
def test_the_links_of_a_guide_lead_somewhere(path):
    for target in LINK.findall(path.read_text("utf-8")):
        assert "://" in target or (path.parent / target).exists(), target


def test_who_opens_the_docs_finds_the_guides():
    for index in ("README.md", "docs/README.md"):
        found = {(ROOT / index).parent / target for target in LINK.findall(page(index))}
        assert set(GUIDES) <= {one.resolve() for one in found}, index


def page(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


@pytest.mark.parametrize("lines", ["-z: 1\n+z: 2\n", "-: 1\n+: 2\n"], ids=["absent", "twice"])
def test_a_change_that_does_not_fit_the_file_is_told(lines, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    guide = Path("guide.en.md")
    guide.write_text(f"```yaml a.yaml\nx: 1\ny: 1\n```\n\n```diff a.yaml\n{lines}```\n")
    with pytest.raises(AssertionError, match=r"line 6: a\.yaml does not hold this once"):
        list(play(guide))


def test_a_change_changes_what_it_shows_and_nothing_else(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    guide = Path("guide.en.md")
    guide.write_text("```yaml a.yaml\nx: 1\ny: 1\n```\n\n```diff a.yaml\n-x: 1\n+x: 2\n```\n")
    assert list(play(guide)) == []
    assert Path("a.yaml").read_text() == "x: 2\ny: 1\n"
