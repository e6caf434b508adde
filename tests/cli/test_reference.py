"""The reference pages say what the code does: every command, option, exit code, error, problem."""

from __future__ import annotations

import pytest

from cli.console import ROOT
from patto.cli import encoding, reference
from patto.cli.exits import ExitCode

PAGES = ROOT / "docs" / "reference"


@pytest.mark.parametrize(
    ("name", "page"),
    [
        ("commands", reference.commands_page),
        ("errors", reference.errors_page),
        ("settings", reference.settings_page),
    ],
)
def test_the_page_is_the_one_that_the_code_makes(name, page):
    assert (PAGES / f"{name}.md").read_text(encoding="utf-8") == page(), "run `make docs`"


def test_the_tables_of_events_are_those_that_the_code_makes():
    page = (PAGES / "events.md").read_text(encoding="utf-8")
    assert reference.events_page(page) == page, "run `make docs`"
    assert page.count("<!-- made: ") == 2


def test_every_exit_code_is_explained():
    page = reference.errors_page()
    assert all(f"| {code.value} | {code.name} |" in page for code in ExitCode)


def test_the_fields_of_the_results_are_documented():
    page = (PAGES / "results.md").read_text(encoding="utf-8")
    assert ",".join(encoding.COLUMNS) in page


def test_the_pages_are_written_where_they_are_asked_for(tmp_path):
    reference.write(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "commands.md", "errors.md", "settings.md",
    ]  # fmt: skip
    (tmp_path / "events.md").write_text("# By hand\n<!-- made: importers -->\n<!-- end -->\n")
    reference.write(tmp_path)
    assert "| `csv` | `.csv` |" in (tmp_path / "events.md").read_text(encoding="utf-8")
