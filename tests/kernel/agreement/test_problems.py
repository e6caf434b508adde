"""Every problem that reading can find: how it comes about, where it is placed, what it tells."""

from __future__ import annotations

import pytest

from kernel.agreement.office import HERE, OFFICE, WHOLE, changed
from kernel.agreement.problem_cases import (
    FORM,
    MEANING,
    SETTLED_MEANING,
    SETTLED_SHAPE,
    SHAPE,
    VERSIONS,
    Case,
)
from patto.kernel.agreement.problems import KINDS, problem
from patto.kernel.agreement.reading import read
from patto.kernel.agreement.syntax import position
from patto.kernel.agreement.versions import read_history
from patto.kernel.errors import Place, Problem


def expected(found: Case, marked: str, file: str) -> Problem:
    """Return the problem of a case, at the mark of a text, or of the file as a whole."""
    where = position(marked, marked.index(HERE)) if HERE in marked else (0, 0)
    kind = KINDS[found.code]
    told = {"also": "", **found.told} if "also" in kind.parameters else found.told
    return Problem(found.code, Place(file, *where), kind.severity, told)


@pytest.mark.parametrize("found", SHAPE + MEANING, ids=lambda found: found.code)
def test_one_mistake_is_one_problem_at_its_place(found: Case) -> None:
    marked = changed(*found.changes)
    reading = read(marked.replace(HERE, ""), None, "office.yaml")
    wanted = expected(found, marked, "office.yaml")
    assert reading.problems == (wanted,)
    assert (reading.agreement is None) == (wanted.severity == "error")


@pytest.mark.parametrize("found", SETTLED_SHAPE + SETTLED_MEANING, ids=lambda found: found.code)
def test_one_mistake_in_what_is_settled_beside_tickets_is_one_problem(found: Case) -> None:
    marked = changed(*found.changes, of=WHOLE)
    reading = read(marked.replace(HERE, ""), None, "whole.yaml")
    wanted = expected(found, marked, "whole.yaml")
    assert reading.problems == (wanted,)
    assert (reading.agreement is None) == (wanted.severity == "error")


@pytest.mark.parametrize("found", FORM, ids=lambda found: found.code)
def test_a_file_that_is_no_plain_yaml_is_told_where_and_why(found: Case) -> None:
    (marked,) = found.changes
    reading = read(marked.replace(HERE, ""), None, "x.yaml")
    assert expected(found, marked, "x.yaml") in reading.problems
    assert reading.agreement is None


@pytest.mark.parametrize("found", VERSIONS, ids=lambda found: found.code)
def test_what_is_wrong_between_versions_is_placed_in_the_later(found: Case) -> None:
    marked = changed(*found.changes)
    files = {"2.yaml": marked.replace(HERE, ""), "1.yaml": OFFICE}
    reading = read_history(files)
    wanted = expected(found, marked, "2.yaml")
    assert wanted in reading.problems
    assert (reading.history is None) == (wanted.severity == "error")


def test_every_kind_of_problem_has_a_case() -> None:
    cases = SHAPE + MEANING + SETTLED_SHAPE + SETTLED_MEANING + FORM + VERSIONS
    shown = {found.code for found in cases}
    of_bases = {"base-circular", "without-not-paths", "without-unknown"}
    assert shown | {"encoding-wrong"} | of_bases == set(KINDS)


def test_a_problem_tells_what_its_kind_tells_and_nothing_else() -> None:
    assert problem("yaml-tab", Place("a", 1, 2)) == Problem("yaml-tab", Place("a", 1, 2))
    with pytest.raises(ValueError, match="name"):
        problem("base-missing", Place())
    with pytest.raises(ValueError, match="path"):
        problem("yaml-tab", Place(), path="x")
