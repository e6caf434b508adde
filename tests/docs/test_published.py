"""The published agreements among the examples are in order, and their page says what is found."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from patto.kernel.agreement.reading import read
from patto.kernel.checks.review import review_reading
from patto.kernel.examples import run_examples

FOLDER = Path(__file__).parents[2] / "examples" / "published"
ROW = re.compile(r"^\| \[([\w-]+\.yaml)\]\(\1\) \| [^|]+ \| ([^|]*) \| ([^|]*) \|$", re.MULTILINE)
ROWS = ROW.findall((FOLDER / "README.md").read_text("utf-8"))


def load(name: str) -> str:
    return (FOLDER / name).read_text("utf-8")


def test_the_page_names_every_file() -> None:
    named = {file for file, _, _ in ROWS} | {"not-stated.yaml"}
    assert named == {file.name for file in FOLDER.glob("*.yaml")}


@pytest.mark.parametrize(("file", "errors", "warnings"), ROWS)
def test_a_published_agreement_can_be_measured_and_its_findings_are_told(
    file: str, errors: str, warnings: str
) -> None:
    reading = read(load(file), load, file)
    assert reading.problems == ()
    assert reading.agreement is not None
    assert list(run_examples(reading.agreement, reading.places)) == []
    review = review_reading(reading)
    assert review is not None
    found = {
        severity: ", ".join(
            sorted({one.rule for one in review.findings if one.severity == severity})
        )
        for severity in ("error", "warning")
    }
    assert (errors, warnings) == (found["error"] or "none", found["warning"] or "none")
